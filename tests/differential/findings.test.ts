/** What the engine reads from a record, event by event, agrees with what the filter writes into it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine } from "#keyward/engine/engine.js";
import { listFindings, readAnnotation, type Annotation } from "#keyward/findings/annotation.js";
import { Guest } from "#keyward/hosts/guest.js";
import { instantiateCore } from "#keyward/engine/core-module.js";
import type { CompiledModule } from "#keyward/module.js";
import { configuredCore } from "../node/support/engine.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { generate } from "../oracle/generate.js";
import { fixtures } from "../oracle/project.js";
import { runSettings } from "../settings.js";
import { showRecord } from "./compare.js";

const ORIGIN = { file: "f", line: 1, path: "" };
const RECORDS_EACH = 40;

/** Engine and filter with one configuration, each with its own memory. */
class Pair {
  matches = 0;
  readonly #module: ReturnType<typeof instantiateCore>;
  readonly #guest: Guest;
  readonly #engine: Engine;

  constructor(compiled: CompiledModule) {
    this.#module = instantiateCore(compiled);
    this.#guest = new Guest(this.#module);
    this.#engine = new Engine(compiled);
  }

  /** Asserts that both agree on a record. */
  compare(record: Uint8Array, where: string): void {
    const call = this.#guest.call(this.#module.keep, Buffer.from("t"), record, { seconds: 0, nanoseconds: 0 });
    const isAnnotated = call.result !== 0 && call.result !== call.recordAddress;
    const annotated = isAnnotated ? this.#guest.readString(call.result)?.toString() : undefined;
    const reading = this.#module.reading();
    this.#guest.free(call);
    const events = this.#engine.judge(record, ORIGIN);
    const place = `${where}: ${showRecord(record)}`;
    assert.ok(!("failure" in events), place);
    assert.equal(events.reading, reading, place);
    const expected = annotated === undefined ? NOTHING : annotationIn(annotated);
    const { matches, events: listed } = listFindings(events.findings);
    assert.deepEqual([matches, listed.length], [expected.matches, expected.events.length], place);
    // As text, in which members have an order.
    for (const [index, event] of listed.entries()) {
      assert.equal(JSON.stringify(event), JSON.stringify(expected.events[index]), place);
    }
    this.matches += matches;
  }
}

const NOTHING: Pick<Annotation, "matches" | "events"> = { matches: 0, events: [] };

function annotationIn(annotated: string): Annotation {
  const annotation = readAnnotation((JSON.parse(annotated) as { keyward: unknown }).keyward);
  assert.ok(annotation);
  return annotation;
}

describe("the findings that the engine reads", () => {
  it("match the filter's, for every fixture", async () => {
    const pair = new Pair(await configuredCore());
    for (const { bytes, where } of fixtures()) pair.compare(bytes, where);
    assert.ok(pair.matches > 100);
  });

  const { seed, records } = runSettings(480, 9000);
  it(`match the filter's, for ${records} generated records of seed ${seed}`, async () => {
    const pair = new Pair(await configuredCore());
    const kinds = [generate, generateShape, generateElsewhere];
    for (let index = 0; index < records; index++) {
      const { bytes } = (kinds[index % kinds.length] ?? generate)(seed, index);
      pair.compare(bytes, `seed ${seed}, index ${index}`);
    }
    assert.ok(pair.matches > records / 10, `${pair.matches} matches`);
  });

  it("match the filter's, with generated configurations", async () => {
    const configs = Math.ceil(records / RECORDS_EACH / 2);
    let matches = 0;
    for (let index = 0; index < configs; index++) {
      const { text } = generateConfig(seed, index);
      const pair = new Pair(await configuredCore(text));
      for (let count = 0; count < RECORDS_EACH; count++) {
        const at = index * RECORDS_EACH + count;
        pair.compare(generateRecord(seed, at).bytes, `seed ${seed}, configuration ${index}: ${text}, record ${at}`);
      }
      matches += pair.matches;
    }
    assert.ok(matches > records / 20, `${matches} matches`);
  });
});
