import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_SEED, isThorough } from "../settings.js";
import { CORRUPTIONS } from "./corruptions.js";
import { generate, type Kind } from "./generate.js";
import { NEUTRAL } from "./mutations.js";
import { NEAR_MISS_MUTATIONS } from "./near-misses.js";
import { judge, type Verdict } from "./rule.js";

const RECORDS = isThorough ? 6000 : 1000;
const PROMISES: Partial<Record<Kind, readonly Verdict[]>> = {
  match: ["match"],
  // An event at an unknown path may still be reported.
  "near miss": ["no match", "possible"],
  already: ["already"],
};

describe("generated records", () => {
  const generated = Array.from({ length: RECORDS }, (_, index) => generate(DEFAULT_SEED, index));

  it("depend only on seed and index", () => {
    for (let index = RECORDS - 1; index >= 0; index -= 7) {
      assert.deepEqual(generate(DEFAULT_SEED, index), generated[index]);
      assert.notDeepEqual(generate(DEFAULT_SEED + 1, index), generated[index]);
    }
  });

  it("are what they were made to be", () => {
    generated.forEach(({ kind, bytes, made }, index) => {
      const promise = PROMISES[kind];
      if (promise === undefined) return;
      const { verdict } = judge(bytes);
      const isDeeper = made.includes("the whole event one level deeper");
      assert.ok(
        promise.includes(verdict) && (verdict !== "possible" || isDeeper),
        `${verdict}: index ${index}: ${made.join(", ")}\n${Buffer.from(bytes).toString()}`,
      );
    });
  });

  it("cover every change many times, and every verdict often enough", () => {
    const counts = new Map<string, number>();
    const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
    for (const { kind, bytes, made } of generated) {
      const { verdict, events } = judge(bytes);
      [kind, `verdict ${verdict}`, ...events.map(({ schema }) => `${schema} event`), ...new Set(made)].forEach(count);
    }
    const atLeast = (what: string, share: number) => {
      const found = counts.get(what) ?? 0;
      assert.ok(found >= share * RECORDS, `${what}: ${found} of ${RECORDS}`);
    };
    atLeast("match", 0.25);
    atLeast("near miss", 0.25);
    for (const verdict of ["match", "no match"]) atLeast(`verdict ${verdict}`, 0.25);
    atLeast("verdict not understood", 0.05);
    atLeast("verdict already", 0.02);
    for (const schema of ["raw", "ecs"]) atLeast(`${schema} event`, 0.2);
    for (const { name } of [...NEUTRAL, ...NEAR_MISS_MUTATIONS]) atLeast(name, 0.005);
    for (const { name } of CORRUPTIONS) atLeast(name, 0.003);
  });
});
