import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DEFAULT_SEED, isThorough } from "../settings.js";
import { generateElsewhere } from "./generate-elsewhere.js";
import { judge } from "./rule.js";

const RECORDS = isThorough ? 4000 : 700;
const MAX_LEVELS = 4;
const MAX_STEPS = 16;

describe("generated records with an event elsewhere", () => {
  const generated = Array.from({ length: RECORDS }, (_, index) => generateElsewhere(DEFAULT_SEED, index));
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  it("depend only on seed and index", () => {
    for (let index = RECORDS - 1; index >= 0; index -= 17) {
      assert.deepEqual(generateElsewhere(DEFAULT_SEED, index), generated[index]);
      assert.notDeepEqual(generateElsewhere(DEFAULT_SEED + 1, index), generated[index]);
    }
  });

  it("have the event where it was put, unless that is too deep", () => {
    generated.forEach(({ kind, bytes, path, levels, steps, made, isPlain }, index) => {
      const { verdict, reading, events } = judge(bytes);
      [`verdict ${verdict}`, `reading ${reading}`, ...new Set(made)].forEach(count);
      if (!isPlain || kind !== "match") return;
      const told = `index ${index}: ${path} (${levels}, ${steps}) ${made.join(", ")}\n${Buffer.from(bytes).toString()}`;
      if (levels > MAX_LEVELS || steps > MAX_STEPS) {
        count("too deep");
        if (verdict === "no match") assert.equal(reading, "cut", told);
        return;
      }
      count("found");
      const found = events.filter(({ matches }) => matches).map((event) => event.path);
      assert.ok(found.includes(path), `not among ${found.join()}: ${told}`);
      assert.ok(verdict === "match" || verdict === "possible", told);
    });
  });

  it("are of every kind", () => {
    const shares = {
      "verdict possible": 0.25,
      "verdict match": 0.06,
      "verdict no match": 0.1,
      "verdict already": 0.005,
    };
    const readings = { none: 0.01, unknown: 0.05, cut: 0.02, "not JSON": 0.02, read: 0.3 };
    const layers = {
      "in object": 0.5,
      "in array": 0.25,
      "in text": 0.2,
      "in texts": 0.2,
      "too deep": 0.015,
      found: 0.4,
    };
    const all = [...Object.entries(shares), ...Object.entries(layers)];
    for (const [reading, share] of Object.entries(readings)) all.push([`reading ${reading}`, share]);
    for (const [what, share] of all) {
      assert.ok((counts.get(what) ?? 0) >= share * RECORDS, `${what}: ${counts.get(what)} of ${RECORDS}`);
    }
  });
});
