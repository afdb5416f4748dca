/** Counted instructions: reproducible counts, known answers, and a check that can fail. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kmsHeavy, mixed, onlyMatches } from "#bench/cases/streams.js";
import { sizedRecord, SIZES } from "#bench/cases/sizes.js";
import { countCase } from "#bench/counts/count-case.js";
import { RATES, rateName, sizeName } from "#bench/counts/counted-cases.js";
import { complaints, readCounts, writeCounts, type Counts } from "#bench/counts/recorded.js";
import { instrument } from "#bench/wasm/instrument.js";
import { embedConfig } from "#keyward/config/embed.js";
import { check } from "#bench/parts/counts.js";
import { COUNTS_PATH } from "#bench/project.js";
import { sizeChart } from "#bench/report/charts.js";
import { temporaryFolder } from "../node/support/files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";

const binary = readFileSync(MODULE_PATH);

test("the same case gives exactly the same count", () => {
  const counts = [1, 2].map(() => countCase({ name: "x", binary, filter: "tag", benchCase: mixed("x", 200, 20, 20) }));
  assert.deepEqual(counts[0], counts[1]);
  assert.ok((counts[0]?.instructions ?? 0) > 1000);
});

test("a count with a wrong answer is rejected", () => {
  const benchCase = { ...onlyMatches(3), matches: 2 };
  assert.throws(() => countCase({ name: "x", binary, filter: "tag", benchCase }), /finds 3 matches, there are 2/);
  assert.throws(
    () => countCase({ name: "x", binary, filter: "keep", benchCase: { ...kmsHeavy(3), matches: 1 } }),
    /x:/,
  );
});

test("a count is rejected if the instrumented module behaves differently from the module", () => {
  const other = embedConfig("x", binary, Buffer.from('{"tag":"another-tag"}'));
  const counted = { name: "x", binary, filter: "tag" as const, benchCase: onlyMatches(3) };
  assert.throws(() => countCase(counted, instrument(other)), /gives other results/);
  assert.throws(() => countCase(counted, binary), /does not count/);
});

test("the generated streams hold what they promise, according to the oracle", () => {
  for (const benchCase of [kmsHeavy(50), onlyMatches(50), mixed("x", 100, 7, 9)]) {
    const matches = benchCase.records.filter((record) => judge(record).verdict === "match").length;
    assert.equal(matches, benchCase.matches, benchCase.name);
    for (const record of benchCase.records) assert.ok(record.length >= 900 && record.length <= 1800);
  }
  assert.deepEqual(kmsHeavy(20).records, kmsHeavy(20).records);
});

test("sized records have exactly their size, and differ from their near miss only in the name", () => {
  for (const size of SIZES) {
    const match = sizedRecord(size, "DisableKey");
    assert.equal(match.length, size);
    assert.equal(match.toString().replace("DisableKey", "ListGrants"), sizedRecord(size, "ListGrants").toString());
    assert.equal(judge(match).verdict, "match");
  }
});

test("every counted case has a recorded count", () => {
  const recorded = readCounts(COUNTS_PATH);
  const names = [...SIZES.flatMap((size) => [sizeName(size, true), sizeName(size, false)]), ...RATES.map(rateName)];
  for (const name of [...names, "invictus", "kms-heavy", "kms-heavy, keep", "matches"]) {
    assert.ok((recorded[name]?.perByte ?? 0) > 0, name);
  }
  assert.deepEqual(Object.keys(recorded), Object.keys(recorded).sort());
});

test("the check passes at a rise of 3 %, and fails above it and without a record", async () => {
  const path = join(await temporaryFolder(), "counts.json");
  const measured: Counts = { a: { bytes: 100, instructions: 206, perByte: 2.06 } };
  writeCounts(path, { a: { bytes: 100, instructions: 200, perByte: 2 } }, {});
  assert.equal(check(measured, path), 0);
  writeCounts(path, { a: { bytes: 100, instructions: 199, perByte: 1.99 } }, readCounts(path));
  assert.equal(check(measured, path), 1);
  assert.match(complaints(measured, readCounts(path)).join(), /a: 2\.06 instructions per byte, 3\.5 % over/);
  assert.match(complaints(measured, {}).join(), /nothing is recorded/);
});

test("recording one case leaves the others unchanged", async () => {
  const path = join(await temporaryFolder(), "counts.json");
  const count = { bytes: 1, instructions: 1, perByte: 1 };
  writeCounts(path, { b: count }, {});
  writeCounts(path, { a: count }, readCounts(path));
  assert.deepEqual(Object.keys(readCounts(path)), ["a", "b"]);
  writeFileSync(path, "[]");
  assert.throws(() => readCounts(path), /no recorded counts/);
});

test("the same counts draw the same chart, on its own background", () => {
  const recorded = readCounts(COUNTS_PATH);
  const chart = sizeChart(recorded);
  assert.equal(sizeChart(recorded), chart);
  assert.match(chart, /^<svg[^>]*>\s*<rect [^>]*fill="#ffffff"/);
});
