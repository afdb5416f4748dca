/** `keyward scan` judges by a rule of eleven actions: it finds what the built-in rule finds, and says where that could not judge. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { Engine } from "#keyward/engine/engine.js";
import { Reading, unreadReason } from "#keyward/engine/reading.js";
import { isLoss, KEY_ACTIONS } from "#keyward/keys/key-event.js";
import { compileModule, CORE_MODULE, readModule } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { FindingReader } from "#keyward/scan/finding-reader.js";
import { FindingSink } from "#keyward/scan/finding-sink.js";
import { withKeyEventsRule } from "#keyward/scan/key-events-rule.js";
import { splitConfig } from "#keyward/scan/modules.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { generate } from "../oracle/generate.js";
import { fixtures } from "../oracle/project.js";
import { randomFor } from "../oracle/random.js";
import { runSettings } from "../settings.js";
import { showRecord } from "./compare.js";

const RECORDS_EACH = 40;
const OTHERS = KEY_ACTIONS.filter((action) => !isLoss(action));
/** A scan's rule and the built-in one, with one configuration. */
class Pair {
  readonly sink: FindingSink;
  readonly #builtIn: Engine;

  /** `builtIn`, `scanning`: the module with either rule; `settings`: those of both. */
  constructor(builtIn: CompiledModule, scanning: CompiledModule, settings: Uint8Array) {
    this.#builtIn = new Engine(builtIn);
    this.sink = new FindingSink(scanning, new FindingReader({ what: "findings", until: Infinity }), settings);
  }

  /** Asserts that a scan finds what the built-in rule finds; returns the number of its findings, undefined if it does not judge. */
  compare(record: Uint8Array, where: string): number | undefined {
    const place = `${where}: ${showRecord(record)}`;
    const expected = this.#builtIn.judge(record, { file: "f", line: 1, path: "" });
    assert.ok(!("failure" in expected), place);
    // A scan judges an annotated record without its annotation.
    if (expected.reading === Reading.annotated || expected.reading === Reading.notJson) return undefined;
    this.sink.begin("f");
    this.sink.record(Buffer.from(record), { before: Buffer.alloc(0), path: "" });
    const { findings, unread, annotated } = this.sink.finish();
    if (annotated > 0) return undefined;
    // A scan opens base64, too.
    const own = findings.filter(({ path }) => !path.includes("#base64"));
    assert.equal(JSON.stringify(own), JSON.stringify(expected.findings), place);
    const isUnread = unreadReason(expected.reading) !== undefined;
    // A part that a scan did not read may name an action of either rule.
    if (isUnread || unread?.what !== unreadReason(Reading.cut))
      assert.equal(unread?.records, isUnread ? 1 : undefined, place);
    return findings.length;
  }
}

let plain: Pair;

before(async () => {
  plain = await pairFor("{}");
});

/** Returns both rules with the settings of a configuration that do not depend on earlier events. */
async function pairFor(config: string): Promise<Pair> {
  const { name, bytes } = await readModule(CORE_MODULE);
  const { stateless } = splitConfig(Buffer.from(config));
  const compiled = [bytes, withKeyEventsRule(bytes)].map((binary) =>
    compileModule(embedConfig(name, binary, stateless), name),
  );
  return new Pair(...((await Promise.all(compiled)) as [CompiledModule, CompiledModule]), stateless);
}

/** Adds another action before or after one of the rule's, or puts it in its place. */
function withOther(text: string, seed: number, index: number): string {
  const random = randomFor(seed, index);
  const other = JSON.stringify(random.pick(OTHERS));
  return text.replaceAll(/"(?:DisableKey|ScheduleKeyDeletion)"/g, (action) =>
    random.pick([action, other, `[${other},${action}]`, `[${action},${other}]`, `[${other},"Decrypt",${action}]`]),
  );
}

describe("the rule of keyward scan", () => {
  const ecs = (action: string): string =>
    `{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","outcome":"success","action":${action}}}`;
  const otel = (method: string): string => `{"rpc.service":"kms.amazonaws.com","rpc.method":${method}}`;
  const ocsf = (operation: string): string =>
    `{"class_uid":6003,"api":{"operation":${operation},"service":{"name":"kms.amazonaws.com"}},"status":"Success"}`;

  for (const [name, text] of [
    ["ECS", ecs('["EnableKey","DisableKey"]')],
    ["ECS, in two spellings", `{"event.action":"EnableKey",${ecs('"DisableKey"').slice(1)}`],
    ["OCSF", ocsf('["CancelKeyDeletion","ScheduleKeyDeletion"]')],
    ["OpenTelemetry", otel('["EnableKey","DisableKey"]')],
    ["OpenTelemetry, with qualified methods", otel('["kms.amazonaws.com/EnableKey","kms.amazonaws.com/DisableKey"]')],
    ["OpenTelemetry, in the other order", otel('["DisableKey","EnableKey"]')],
  ] as const) {
    it(`finds a match that names another key event first: ${name}`, () => {
      assert.equal(plain.compare(Buffer.from(text), name), 1);
    });
  }

  it("names the first of two actions of the built-in rule, like that rule", () => {
    for (const actions of [
      '["EnableKey","ScheduleKeyDeletion","DisableKey"]',
      '["DisableKey","ScheduleKeyDeletion"]',
    ]) {
      assert.equal(plain.compare(Buffer.from(ecs(actions)), actions), 1);
      assert.equal(plain.compare(Buffer.from(otel(actions)), actions), 1);
    }
  });

  it("says that an action of the built-in rule beside a key event at an unknown path could not be judged", () => {
    const event = { eventSource: "kms.amazonaws.com", eventName: "EnableKey", requestParameters: { keyId: "k" } };
    for (const record of [{ "#": { ...event, note: "DisableKey" } }, { "#": event, note: "\\u0044isableKey" }]) {
      assert.equal(plain.compare(Buffer.from(JSON.stringify(record)), "elsewhere"), 0);
    }
    plain.sink.begin("f");
    plain.sink.record(Buffer.from(JSON.stringify({ "#": event })), { before: Buffer.alloc(0), path: "" });
    const { unread, unsure } = plain.sink.finish();
    assert.deepEqual([unread, unsure?.records], [undefined, 1]);
  });

  it("uses the settings to say what the built-in rule could not judge", async () => {
    const enabled = { eventSource: "kms.amazonaws.com", eventName: "EnableKey", requestParameters: { keyId: "k" } };
    const named = JSON.stringify({ mine: JSON.stringify(enabled), note: "DisableKey" });
    for (const [config, unread] of [
      ["{}", 1],
      ['{"elsewhere":"match"}', 1],
      ['{"places":["/mine#"]}', undefined],
    ] as const) {
      const pair = await pairFor(config);
      assert.equal(pair.compare(Buffer.from(named), config), 0);
      pair.sink.begin("f");
      pair.sink.record(Buffer.from(named), { before: Buffer.alloc(0), path: "" });
      assert.equal(pair.sink.finish().unread?.records, unread, config);
    }
  });

  it("finds what the built-in rule finds, for every fixture", () => {
    let found = 0;
    for (const { bytes, where } of fixtures()) found += plain.compare(bytes, where) ?? 0;
    assert.ok(found > 100, `${found} findings`);
  });

  const { seed, records } = runSettings(900, 200_000);
  it(`finds what the built-in rule finds, for ${records} generated records of seed ${seed}`, () => {
    const kinds = [generate, generateShape, generateElsewhere];
    let found = 0;
    let changed = 0;
    for (let index = 0; index < records; index++) {
      const { bytes } = (kinds[index % kinds.length] ?? generate)(seed, index);
      const text = Buffer.from(bytes).toString("latin1");
      const altered = index % 2 === 0 ? text : withOther(text, seed, index);
      if (altered !== text) changed++;
      found += plain.compare(Buffer.from(altered, "latin1"), `seed ${seed}, index ${index}`) ?? 0;
    }
    assert.ok(found > records / 10 && changed > records / 20, `${found} findings, ${changed} records changed`);
  });

  it("finds what the built-in rule finds, with generated configurations", async () => {
    const configs = Math.ceil(records / RECORDS_EACH / 8);
    let found = 0;
    for (let index = 0; index < configs; index++) {
      const { text } = generateConfig(seed, index);
      const pair = await pairFor(text);
      for (let count = 0; count < RECORDS_EACH; count++) {
        const at = index * RECORDS_EACH + count;
        const record = Buffer.from(generateRecord(seed, at).bytes).toString("latin1");
        const altered = Buffer.from(count % 2 === 0 ? record : withOther(record, seed, at), "latin1");
        found += pair.compare(altered, `seed ${seed}, configuration ${index}: ${text}, record ${at}`) ?? 0;
      }
    }
    assert.ok(found > (configs * RECORDS_EACH) / 10, `${found} findings`);
  });
});
