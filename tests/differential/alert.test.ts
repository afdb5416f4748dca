/** The filter `alert` against the oracle: on fixtures, real events, generated records and generated configurations. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { isOrigin } from "../emulators/origin.js";
import { Configured } from "../oracle/config/configured.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { readConfig } from "../oracle/config/read-config.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { Fuzzer } from "../fuzz/fuzzer.js";
import { hasLongBlank } from "../fuzz/long-blank.js";
import { readModules } from "../fuzz/modules.js";
import { seedRecords } from "../fuzz/seeds.js";
import { actionsAndFew, cloudTrailLines, fixtures } from "../oracle/project.js";
import { runSettings } from "../settings.js";
import { AlertHost, type Fate } from "./alert-host.js";

/** Disagreements reported in full; one mistake tends to cause thousands. */
const TOLD = 5;
/** Records per configuration and instance: enough that what is remembered matters. */
const RECORDS_EACH = 100;

function refuse(text: string): void {
  if (!isOrigin(text)) throw new Error(`the module wrote to standard error: ${text}`);
}

/** Runs records through one instance; returns how many had which result. */
function compareAll(
  records: Iterable<readonly [where: string, bytes: Uint8Array]>,
  host = new AlertHost({ stderr: refuse }),
) {
  const fates: Record<Fate, number> = { match: 0, possible: 0, unread: 0, dropped: 0 };
  const told: string[] = [];
  for (const [where, bytes] of records) {
    const { fate, problem } = host.next(bytes);
    fates[fate] += 1;
    if (problem !== undefined) told.push(`${where}: ${problem}`);
  }
  const first = told.slice(0, TOLD).join("\n\n");
  assert.equal(told.length, 0, `${told.length} disagreements, the first of them:\n${first}`);
  return fates;
}

function* generated(seed: number, count: number): Generator<[string, Uint8Array]> {
  for (let index = 0; index < count; index++) {
    const make = [generate, generateShape, generateElsewhere][index % 3] ?? generate;
    yield [`seed ${seed}, index ${index}`, make(seed, index).bytes];
  }
}

describe("alert", () => {
  const { seed, records } = runSettings(210, 12_000);

  it("agrees with the oracle on the fixtures", () => {
    const all = fixtures();
    const fates = compareAll(all.map(({ where, bytes }) => [where, bytes]));
    assert.equal(fates.match, all.filter(({ matches }) => matches).length);
    assert.equal(fates.possible, all.filter(({ possible }) => possible.length > 0).length);
  });

  it("agrees with the oracle on the real events", (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const fates = compareAll(actionsAndFew(lines, 400).map(({ where, bytes }) => [where, bytes]));
    assert.ok(fates.match >= 10 && fates.dropped > fates.match, JSON.stringify(fates));
  });

  it("agrees with the oracle on records that came annotated, are cut, or name an action nowhere else", () => {
    const cut = [36205, 39946, 41977].map((index) => [`index ${index}`, generateShape(6951, index).bytes] as const);
    assert.equal(compareAll(cut).unread, cut.length);
  });

  it(`agrees with the oracle on ${records} generated records of seed ${seed}`, (t) => {
    const fates = compareAll(generated(seed, records));
    t.diagnostic(JSON.stringify(fates));
    for (const [fate, count] of Object.entries(fates)) {
      assert.ok(count >= 0.03 * records, `${fate}: ${count} of ${records}, too few to mean anything`);
    }
  });

  it("agrees with the oracle on records annotated by tag", async () => {
    const host = new FluentBitHost(await loadModule());
    const tagged = Array.from(generated(seed, records / 3), ([where, bytes]): [string, Uint8Array] => {
      const result = host.filter("tag", bytes);
      return [where, result.outcome === "dropped" ? bytes : result.record];
    });
    const fates = compareAll(tagged);
    assert.ok(fates.match >= 0.03 * records && fates.possible >= 0.01 * records, JSON.stringify(fates));
  });

  it("agrees with the oracle on records from a fuzzer", async () => {
    const { modules } = await readModules(false);
    const fuzzer = new Fuzzer(modules, seed, seedRecords(seed));
    const inputs = Array.from({ length: records }, (_, index) => fuzzer.input(index)).filter(
      ({ bytes }) => !hasLongBlank(bytes),
    );
    const fates = compareAll(
      inputs.map(({ bytes }, index): [string, Uint8Array] => [`seed ${seed}, input ${index}`, bytes]),
    );
    assert.ok(fates.match >= 0.1 * records && fates.unread >= 0.05 * records, JSON.stringify(fates));
  });

  it("agrees with the oracle under generated configurations", () => {
    const total = { match: 0, possible: 0, unread: 0, dropped: 0 };
    for (let index = 0; index * RECORDS_EACH < records; index++) {
      const { text } = generateConfig(seed, index);
      const { settings } = readConfig(Buffer.from(text));
      assert.ok(settings !== undefined);
      const host = new AlertHost({ files: { "keyward.json": text }, stderr: refuse }, new Configured(settings));
      const some = Array.from({ length: RECORDS_EACH }, (_, count): [string, Uint8Array] => {
        const at = index * RECORDS_EACH + count;
        return [`seed ${seed}, configuration ${index}: ${text}, record ${at}`, generateRecord(seed, at).bytes];
      });
      const fates = compareAll(some, host);
      for (const fate of Object.keys(total) as Fate[]) total[fate] += fates[fate];
    }
    for (const [fate, count] of Object.entries(total)) {
      assert.ok(count >= 0.02 * records, `${fate}: ${count} of ${records}, too few to mean anything`);
    }
  });
});
