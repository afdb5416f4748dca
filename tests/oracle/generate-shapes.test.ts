import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_SEED, isThorough } from "../settings.js";
import { CORRUPTIONS } from "./corruptions.js";
import { ENVELOPES } from "./envelopes.js";
import { generateShape, type ShapeKind } from "./generate-shapes.js";
import { OCSF_NEAR_MISSES, OCSF_NEUTRAL } from "./ocsf-mutations.js";
import { OTEL_NEAR_MISSES, OTEL_NEUTRAL } from "./otel-mutations.js";
import { judge, type Verdict } from "./rule.js";
import { SHAPES } from "./shapes.js";
import { SPOILS } from "./spoils.js";

const RECORDS = isThorough ? 8000 : 2500;
/** Shares vary more in fewer records. */
const SLACK = isThorough ? 1 : 0.5;
const PROMISES: Partial<Record<ShapeKind, readonly Verdict[]>> = {
  match: ["match"],
  // An event at an unknown path may still be reported.
  "near miss": ["no match", "possible"],
  already: ["already"],
};

describe("generated records in envelopes", () => {
  const generated = Array.from({ length: RECORDS }, (_, index) => generateShape(DEFAULT_SEED, index));
  const judged = generated.map((record) => ({ ...record, ...judge(record.bytes) }));

  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const { kind, made, levels, steps, verdict, reading, events } of judged) {
    [kind, `verdict ${verdict}`, `reading ${reading}`].forEach(count);
    for (const what of new Set(made)) [what, `${kind}: ${what}`].forEach(count);
    [`${kind} at level ${levels}`, `${kind} after ${steps} steps`].forEach(count);
    for (const what of new Set(events.map(({ schema, matches }) => `${schema} ${matches ? "match" : "near miss"}`))) {
      count(`found: ${what}`);
    }
    const matches = events.filter((event) => event.matches).length;
    if (matches > 1) count("several matches");
    if (matches > 100) count("more than a hundred matches");
    if (matches > 0 && matches < events.length) count("matches among others");
  }
  const atLeast = (what: string, share: number) => {
    const found = counts.get(what) ?? 0;
    assert.ok(found >= share * RECORDS * SLACK, `${what}: ${found} of ${RECORDS}`);
  };

  it("depend only on seed and index", () => {
    for (let index = RECORDS - 1; index >= 0; index -= 17) {
      assert.deepEqual(generateShape(DEFAULT_SEED, index), generated[index]);
      assert.notDeepEqual(generateShape(DEFAULT_SEED + 1, index), generated[index]);
    }
  });

  it("are what they were made to be, with the match where it was put", () => {
    judged.forEach(({ kind, bytes, made, path, verdict, events }, index) => {
      const promise = PROMISES[kind];
      if (promise === undefined) return;
      const told = `index ${index}: ${made.join(", ")}\n${Buffer.from(bytes).toString()}`;
      assert.ok(promise.includes(verdict), `${verdict}: ${told}`);
      if (kind !== "match") return;
      const paths = events.filter(({ matches }) => matches).map((event) => event.path);
      assert.ok(paths.includes(path), `${path} is not among ${paths.join()}\n${told}`);
    });
  });

  it("cover every kind, verdict and schema often enough", () => {
    for (const kind of ["match", "near miss"]) atLeast(kind, 0.35);
    atLeast("verdict match", 0.35);
    for (const verdict of ["no match", "possible"]) atLeast(`verdict ${verdict}`, 0.15);
    for (const reading of ["none", "read", "unknown", "not JSON"]) atLeast(`reading ${reading}`, 0.01);
    atLeast("reading cut", 0.02);
    atLeast("no annotation", 0.02);
    for (const kind of ["already", "wild", "corrupt"]) atLeast(kind, 0.01);
    atLeast("verdict not understood", 0.03);
    for (const schema of ["raw", "ecs", "ocsf", "otel"]) {
      atLeast(`found: ${schema} match`, 0.08);
      atLeast(`found: ${schema} near miss`, 0.02);
      for (const kind of ["match", "near miss", "other"]) atLeast(`${kind} ${schema}`, 0.005);
    }
    atLeast("several matches", 0.05);
    atLeast("matches among others", 0.05);
    atLeast("more than a hundred matches", 0.0005);
  });

  it("cover every row of the table, alone and as a near miss, and every depth", () => {
    assert.deepEqual(ENVELOPES.map(({ place }) => place).sort(), SHAPES.map(({ place }) => place).sort());
    for (const place of [...ENVELOPES.map((envelope) => envelope.place), "bare array"]) {
      for (const kind of ["match", "near miss"]) atLeast(`${kind}: ${place}`, 0.01);
    }
    for (let level = 0; level <= 4; level++) {
      for (const kind of ["match", "near miss"]) atLeast(`${kind} at level ${level}`, 0.015);
    }
    atLeast("near miss at level 5", 0.02);
    for (const steps of [0, 1, 2, 3, 5, 8]) atLeast(`match after ${steps} steps`, 0.01);
    atLeast("match after 16 steps", 0.005);
    atLeast("near miss after 17 steps", 0.01);
  });

  it("cover every change many times", () => {
    for (const { name } of SPOILS) atLeast(`near miss: ${name}`, 0.01);
    for (const { name } of [...OCSF_NEUTRAL, ...OTEL_NEUTRAL]) {
      for (const kind of ["match", "near miss"]) atLeast(`${kind}: ${name}`, 0.001);
    }
    for (const { name } of [...OCSF_NEAR_MISSES, ...OTEL_NEAR_MISSES]) atLeast(`near miss: ${name}`, 0.001);
    for (const what of ["others beside it", "event of every type", "tags of every type"]) atLeast(what, 0.03);
    for (const { name } of CORRUPTIONS) atLeast(name, 0.001);
  });
});
