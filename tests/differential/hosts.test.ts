/** Every host's module gives the same bytes as the Fluent Bit module, with and without a configuration. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { actionsAndFew, cloudTrailLines, fixtures } from "../oracle/project.js";
import { UNREAD_READINGS } from "../oracle/rule.js";
import { isThorough, runSettings } from "../settings.js";
import { FILTERS } from "./filter-host.js";
import {
  asLines,
  compareCommand,
  compareFunctions,
  compareMessages,
  compareTask,
  compareTransform,
  fatesOf,
  fluentBitWith,
  readingsOf,
  unreadOf,
  moduleWith,
} from "./host-runs.js";

const PROCESSORS = ["connect", "bento"] as const;
const COMMANDS = [
  new URL("../../keyward.wasi.wasm", import.meta.url),
  new URL("../../keyward.wasi-plain.wasm", import.meta.url),
];
const CONFIGS = isThorough ? 25 : 1;
const RECORDS_EACH = isThorough ? 100 : 60;

/** Runs records through all modules, with a configuration if given. Returns how many were annotated. */
async function compareAll(records: readonly Uint8Array[], config?: string): Promise<number> {
  const fluentBit = await fluentBitWith(config);
  const fates = fatesOf(fluentBit, "tag", records);
  const readings = await readingsOf(records, config);
  const unread = readings.map((reading) => UNREAD_READINGS.includes(reading));
  let annotated = 0;
  for (const host of PROCESSORS) {
    annotated = compareMessages(await moduleWith(host, config), host, records, fates, unread);
  }
  const transform = await moduleWith("redpanda", config);
  compareTransform(transform, "tag", records, fates);
  compareTransform(transform, "keep", records, fatesOf(fluentBit, "keep", records));
  for (const filter of FILTERS) {
    compareTask(
      await moduleWith("kafka-connect"),
      filter,
      records,
      fatesOf(fluentBit, filter, records),
      unread,
      config,
    );
  }
  compareFunctions(await moduleWith("clickhouse", config), records, fates, readings);
  await compareCommands(records, config);
  return annotated;
}

async function compareCommands(records: readonly Uint8Array[], config?: string): Promise<void> {
  const fluentBit = await fluentBitWith(config);
  const input = asLines(records);
  const hasUnread = (await unreadOf(linesOf(input), config)).includes(true);
  for (const path of COMMANDS) {
    const carrying = await moduleWith(path, config);
    for (const filter of FILTERS) compareCommand(carrying, fluentBit, filter, input, hasUnread);
    if (config === undefined) continue;
    const plain = await moduleWith(path);
    compareCommand(plain, fluentBit, "tag", input, hasUnread, { "keyward.json": config });
  }
}

/** Compares the Kafka Connect transform with a given and with an embedded configuration. */
async function compareTasks(records: readonly Uint8Array[], config: string): Promise<void> {
  const fluentBit = await fluentBitWith(config);
  const unread = await unreadOf(records, config);
  for (const filter of FILTERS) {
    const fates = fatesOf(fluentBit, filter, records);
    compareTask(await moduleWith("kafka-connect"), filter, records, fates, unread, config);
    compareTask(await moduleWith("kafka-connect", config), filter, records, fates, unread);
  }
}

/** Returns the lines of an input without their newlines. */
function linesOf(input: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < input.length;) {
    const newline = input.indexOf("\n", at);
    lines.push(input.subarray(at, newline));
    at = newline + 1;
  }
  return lines;
}

/** Returns a configuration without settings that depend on earlier matches. */
function withoutMemory(config: string): string {
  const settings = JSON.parse(config) as Record<string, unknown>;
  for (const name of ["duplicates", "cap", "escalate"]) Reflect.deleteProperty(settings, name);
  return JSON.stringify(settings);
}

describe("the modules of all hosts", () => {
  const { seed, records } = runSettings(60, 6000);

  it("agree on every fixture", async () => {
    const all = fixtures();
    const annotated = await compareAll(all.map(({ bytes }) => bytes));
    assert.equal(annotated, all.filter(({ matches, possible }) => matches || possible.length > 0).length);
  });

  it("agree on real CloudTrail", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    assert.ok((await compareAll(actionsAndFew(lines, 200).map(({ bytes }) => bytes))) > 0);
  });

  it(`agree on ${records} generated records of seed ${seed}`, async () => {
    const made = Array.from(
      { length: records },
      (_, index) => (index % 2 === 0 ? generate(seed, index) : generateShape(seed, index)).bytes,
    );
    const annotated = await compareAll(made);
    assert.ok(annotated > 0.1 * records && annotated < 0.9 * records, `${annotated} annotated`);
  });

  it(`agree with ${CONFIGS} generated configurations`, async () => {
    let annotated = 0;
    for (let index = 0; index < CONFIGS; index++) {
      const { text } = generateConfig(seed, index);
      const made = Array.from(
        { length: RECORDS_EACH },
        (_, at) => generateRecord(seed, index * RECORDS_EACH + at).bytes,
      );
      annotated += await compareAll(made, withoutMemory(text));
      // A pipe has one instance, and so has a Kafka Connect task: all settings apply there.
      await compareCommands(made, text);
      await compareTasks(made, text);
    }
    assert.ok(annotated > CONFIGS * RECORDS_EACH * 0.2, `${annotated} annotated`);
  });

  it("agree on what is not a record", async () => {
    const match = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
    const texts = ["", " ", "\0", "text", "1", '"DisableKey"', "{", "}", `${match}x`, `${match}\0`, ` ${match}\r`];
    texts.push(`[${match}]`, "[]", "[DisableKey]", '{"keyward":1}', match.slice(0, -1), "\ufeff{}", match);
    assert.equal(await compareAll(texts.map((text) => Buffer.from(text))), 3);
  });
});
