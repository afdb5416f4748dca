/** The fuzzer itself: its inputs are reproducible, it notices a module that errs, and it shrinks what it found. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compileModule, loadModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule } from "#keyward/module.js";
import { randomFor } from "../oracle/random.js";
import { Coverage, withCoverage } from "./coverage.js";
import { BATCH, Fuzzer, problemOfCase, type FuzzModules } from "./fuzzer.js";
import { hasLongBlank } from "./long-blank.js";
import { readModules } from "./modules.js";
import { MUTATIONS } from "./mutate.js";
import { readCase, writeCase } from "./report.js";
import { SeedStock, seedRecords } from "./seeds.js";
import { shrinkCase } from "./shrink-case.js";

const SEED = 3;
const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';

/** Returns the Fluent Bit module with every occurrence of a text replaced by another of the same length. */
async function altered(text: string, by: string): Promise<FuzzModules> {
  const { modules } = await readModules(false);
  const latin1 = Buffer.from(modules.binary).toString("latin1");
  assert.ok(latin1.includes(text) && text.length === by.length);
  const binary = Buffer.from(latin1.replaceAll(text, by), "latin1");
  return { binary, fluentBit: await compileModule(binary) };
}

describe("the fuzzer", () => {
  const seeds = seedRecords(SEED);

  it("reproduces its inputs", async () => {
    const { modules } = await readModules(false);
    const [one, other] = [new Fuzzer(modules, SEED, seeds), new Fuzzer(modules, SEED, seedRecords(SEED))];
    const inputs = Array.from({ length: 2000 }, (_, index) => one.input(index));
    assert.deepEqual(
      inputs.toReversed(),
      inputs.map((_, index) => other.input(inputs.length - 1 - index)),
    );
    const distinct = new Set(inputs.map(({ bytes }) => bytes.toString("latin1")));
    assert.ok(distinct.size > 0.9 * inputs.length, `${distinct.size} of ${inputs.length} differ`);
  });

  for (const mutation of MUTATIONS) {
    it(`has a mutation that changes records: ${mutation.name}`, () => {
      const stock = new SeedStock(seeds);
      const changed = seeds.filter((record, index) => {
        const before = Buffer.from(record);
        const after = mutation.apply(record, randomFor(SEED, index), stock);
        assert.ok(record.equals(before), "the record itself is left alone");
        return !after.equals(record);
      });
      assert.ok(changed.length > seeds.length / 20, `${changed.length} of ${seeds.length} changed`);
    });
  }

  for (const [what, text, by] of [
    ["a name of the rule", "ScheduleKeyDeletion", "ScheduleKeyDeletiom"],
    ["the way to an event", "/CloudTrailEvent#", "/CloudTrailEvemt#"],
    ["the place of a detail", "userIdentity.arn", "userIdentity.arm"],
  ] as const) {
    it(`notices a module that errs in ${what}, and finds the smallest case`, async () => {
      const modules = await altered(text, by);
      const fuzzer = new Fuzzer(modules, SEED, seeds);
      let failure;
      for (let batch = 0; batch < 10 && failure === undefined; batch++) failure = await fuzzer.batch(batch);
      assert.ok(failure !== undefined, `nothing in ${10 * BATCH} inputs`);
      const smallest = shrinkCase(failure, (tried) => problemOfCase(modules, tried));
      const size = Buffer.concat(smallest.records).length;
      assert.ok(smallest.records.length === 1 && size < 400, `${smallest.records.length} records, ${size} bytes`);

      const folder = mkdtempSync(join(tmpdir(), "keyward-fuzz-"));
      try {
        const again = readCase(writeCase(folder, failure, smallest, SEED));
        assert.notEqual(problemOfCase(modules, again), undefined);
        assert.equal(problemOfCase((await readModules(false)).modules, again), undefined);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it("exempts only long errors that are empty except for a later member", () => {
    const error = (length: number, inside: string): Buffer =>
      Buffer.from(`{"errorCode":{"pad":{${list(length)}"z":""},${inside}}}`);
    const list = (length: number): string => `"${"k".repeat(length)}":"",`;
    assert.equal(hasLongBlank(error(1100, '"a":1,"a":null')), true);
    assert.equal(hasLongBlank(error(900, '"a":1,"a":null')), false);
    assert.equal(hasLongBlank(error(1100, '"a":1,"b":null')), false);
    assert.equal(hasLongBlank(error(1100, '"a":null')), false);
    const inText = JSON.stringify({ log: error(1100, '"a":1,"a":null').toString() });
    assert.equal(hasLongBlank(Buffer.from(inText)), true);
    const inTexts = JSON.stringify({ log: `INFO {} ${error(1100, '"a":1,"a":null').toString()}` });
    assert.equal(hasLongBlank(Buffer.from(inTexts)), true);
    const inList = (length: number): Buffer => Buffer.from(`{"errorCode":[{${list(length)}"z":""},{"a":1,"a":null}]}`);
    assert.equal(hasLongBlank(inList(1100)), true);
    assert.equal(hasLongBlank(inList(900)), false);
    const illFormed = Buffer.concat([
      Buffer.from('{"pad":"'),
      Buffer.of(0xff),
      Buffer.from(`",${inList(1100).toString().slice(1)}`),
    ]);
    assert.equal(hasLongBlank(illFormed), true);
  });
});

describe("a module that records its coverage", () => {
  it("answers like the module that it is made of, and reports what is new once", async () => {
    const { modules } = await readModules(false);
    const { binary, runs } = withCoverage(modules.binary);
    const noting = instantiateModule(await compileModule(binary));
    const coverage = new Coverage(noting);
    const [host, plain] = [new FluentBitHost(noting), new FluentBitHost(await loadModule())];
    coverage.takeNew();
    for (const record of seedRecords(SEED).slice(0, 300)) {
      assert.deepEqual(host.filter("tag", record), plain.filter("tag", record));
    }
    const count = coverage.takeNew();
    assert.ok(count > runs / 4 && count < runs, `${count} of ${runs}`);
    host.filter("tag", MATCH);
    assert.equal(coverage.takeNew(), 0);
  });

  it("counts what another instance covered as covered", async () => {
    const { modules } = await readModules(true);
    assert.ok(modules.coverage !== undefined);
    const [one, other] = [instantiateModule(modules.coverage), instantiateModule(modules.coverage)];
    const [first, second] = [new Coverage(one), new Coverage(other)];
    new FluentBitHost(one).filter("tag", MATCH);
    assert.ok(first.takeNew() > 100);
    second.include(first.words());
    new FluentBitHost(other).filter("tag", MATCH);
    assert.equal(second.takeNew(), 0);
    new FluentBitHost(other).filter("keep", '{"eventName":"\\u0044isableKey"}');
    assert.ok(second.takeNew() > 0);
  });
});
