/**
 * The prefilter skips most bytes of a record. It must not miss a name with escapes, however many and at whatever depth of nested
 * strings: this tests all combinations at the outer levels, and random ones at all levels.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { Random } from "../oracle/random.js";
import { judge } from "../oracle/rule.js";
import { isThorough, runSettings } from "../settings.js";
import { FilterHost } from "./filter-host.js";

const NAMES = ["DisableKey", "ScheduleKeyDeletion"];
/** The prefilter looks at ScheduleKeyDeletion up to this letter. */
const KEY_END = 11;
/** `npm test` takes one in this many of the ways to escape letters at two levels. */
const STEP = isThorough ? 1 : 17;
/** The oracle judges one record in this many; they match by construction. */
const ORACLE_SHARE = 97;

const host = new FilterHost(await compileModule(MODULE_PATH));

function escape(letter: string, random: Random): string {
  const digits = letter.charCodeAt(0).toString(16).padStart(4, "0");
  return `\\u${Array.from(digits)
    .map((digit) => (random.chance(0.5) ? digit : digit.toUpperCase()))
    .join("")}`;
}

/** Probabilities that a character is escaped. */
interface Rates {
  backslash: number;
  other: number;
}

const PLAIN: Rates = { backslash: 0, other: 0 };

/** Returns `text` as the inside of a JSON string. */
function encode(text: string, random: Random, rates: Rates): string {
  return Array.from(text)
    .map((character) => {
      if (random.chance(character === "\\" ? rates.backslash : rates.other)) return escape(character, random);
      return character === '"' || character === "\\" ? `\\${character}` : character;
    })
    .join("");
}

/** Returns an event with its name spelled like this, in as many strings as there are rates, innermost first. */
function recordOf(spelled: string, random: Random, levels: readonly Rates[]): string {
  const padding = "0".repeat(random.below(40));
  let record = `{"a":"${padding}","eventSource":"kms.amazonaws.com","eventName":"${spelled}","b":"${padding}"}`;
  for (const rates of levels) record = `{"log":"${encode(record, random, rates)}"}`;
  return record;
}

function check(record: string, count: number): void {
  if (count % ORACLE_SHARE === 0) assert.equal(judge(Buffer.from(record)).verdict, "match", record);
  assert.equal(host.filter("tag", record).outcome, "modified", record);
  assert.equal(host.filter("keep", record).outcome, "modified", record);
}

describe("a name with escapes", () => {
  it("is found with any of its letters escaped", () => {
    const random = new Random(1);
    let count = 0;
    for (const name of NAMES) {
      const letters = Math.min(name.length, KEY_END);
      for (let set = 0; set < 2 ** letters; set++) {
        const spelled = Array.from(name)
          .map((letter, i) => ((set >> i) & 1 ? escape(letter, random) : letter))
          .join("");
        check(recordOf(spelled, random, []), count++);
        check(recordOf(spelled, random, [PLAIN]), count++);
      }
    }
    assert.equal(count, 2 * (2 ** 10 + 2 ** 11));
  });

  it("is found with any letters escaped in a string, and any others in the string around it", () => {
    const random = new Random(2);
    let count = 0;
    for (let set = 0; set < 3 ** 10; set += STEP) {
      const outer = Array.from("DisableKey").map((letter, i) => {
        const how = Math.floor(set / 3 ** i) % 3;
        if (how === 0) return letter;
        return how === 1 ? escape(letter, random) : encode(escape(letter, random), random, PLAIN);
      });
      const quote = random.chance(0.5) ? '\\"' : "\\u0022";
      const record = `{"log":"{${quote}eventSource\\":\\"kms.amazonaws.com\\",\\"eventName\\":${quote}${outer.join("")}\\"}"}`;
      check(record, count++);
    }
    assert.equal(count, Math.ceil(3 ** 10 / STEP));
  });

  it("is found with any escapes at any level of four nested strings", () => {
    const random = new Random(3);
    const some = [0, 0, 0.01, 0.1, 0.3, 0.7, 1];
    const { records } = runSettings(3000, 60_000);
    for (let count = 0; count < records; count++) {
      const ratesOf = (): Rates => ({ backslash: random.pick([0, 0.3, 1]), other: random.pick(some) });
      const spelled = encode(random.pick(NAMES), random, ratesOf());
      const levels = Array.from({ length: random.below(5) }, ratesOf);
      // Fully escaped at every level, it would be a thousand times longer.
      while (levels.filter(({ other }) => other > 0.2).length > 2) levels.pop();
      check(recordOf(spelled, random, levels), count);
    }
  });
});
