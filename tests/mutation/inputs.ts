/** Inputs for the mutants: records, with those most likely to tell first, and configurations. */
import { brokenConfig, wildConfig } from "../oracle/config/break-configs.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { fixtures } from "../oracle/project.js";
import { Random, randomFor } from "../oracle/random.js";
import { mutate } from "../fuzz/mutate.js";
import { SeedStock } from "../fuzz/seeds.js";

const SEED = 1;
const EACH = 300;
const FUZZED = 1500;
const LONGEST = 20_000;
/** Number of records truncated at every byte, and their maximum length. */
const CUT = 6;
const LONGEST_CUT = 700;
const ESCAPED = 400;
const BROKEN = 900;

/** Returns all records: hand-written ones, generated ones of every kind, those with escaped names, truncated ones and fuzzed ones. */
export function allRecords(): Buffer[] {
  const made = indexes(EACH).flatMap((index) =>
    [generate(SEED, index), generateShape(SEED, index), generateRecord(SEED, index)].map(({ bytes }) => bytes),
  );
  const written = fixtures().map(({ bytes }) => bytes);
  const records = [...written, ...made].filter(({ length }) => length <= LONGEST).map((bytes) => Buffer.from(bytes));
  return [...records, ...escaped(), ...escapedOnce(), ...cutOff(records), ...fuzzed(records)];
}

/** Returns valid configurations, each with its records. */
export function configured(count: number, each: number): { config: Buffer; records: Buffer[] }[] {
  return indexes(count).map((index) => ({
    config: Buffer.from(generateConfig(SEED, index).text),
    records: indexes(each).map((at) => Buffer.from(generateRecord(SEED, index * each + at).bytes)),
  }));
}

/** Returns configurations to check: with one error each, with many, and valid ones. */
export function checkedConfigs(): Uint8Array[] {
  return indexes(BROKEN).flatMap((index) => [
    brokenConfig(SEED, index).bytes,
    ...(index % 3 === 0 ? [wildConfig(SEED, index), Buffer.from(generateConfig(SEED, index).text)] : []),
  ]);
}

function fuzzed(records: readonly Buffer[]): Buffer[] {
  const stock = new SeedStock(records);
  return indexes(FUZZED).map((index) => {
    const random = randomFor(SEED, index);
    return mutate(stock.record(random), random, stock).bytes;
  });
}

function cutOff(records: readonly Buffer[]): Buffer[] {
  const short = records.filter(({ length }) => length > 100 && length <= LONGEST_CUT);
  const step = Math.floor(short.length / CUT);
  return indexes(CUT).flatMap((index) => {
    const record = short[index * step] as Buffer;
    return indexes(record.length).map((end) => record.subarray(0, end));
  });
}

/** Returns names with escapes, in nested strings, at all distances from the record's start. */
function escaped(): Buffer[] {
  const random = new Random(SEED);
  return indexes(ESCAPED).map((index) => {
    const name = encode(random.pick(["DisableKey", "ScheduleKeyDeletion"]), random, random.pick([0.1, 0.3, 1]));
    let record = `{"p":"${"0".repeat(index % 40)}","eventSource":"kms.amazonaws.com","eventName":"${name}"}`;
    for (let level = random.below(4); level > 0; level--) {
      record = `{"log":"${encode(record, random, random.pick([0, 0.1, 0.2]))}"}`;
    }
    const key = encode("keyward", random, random.pick([0, 0.3, 1]));
    return Buffer.from(index % 4 === 0 ? `{"p":"${"0".repeat(index % 37)}","${key}":1}` : record);
  });
}

/** Returns names with one escaped letter, after spaces, so that the search meets them at every distance. */
function escapedOnce(): Buffer[] {
  return ["DisableKey", "ScheduleKeyDeletion"].flatMap((name) =>
    indexes(10).flatMap((letter) =>
      indexes(11).map((spaces) => {
        const code = name.charCodeAt(letter).toString(16);
        const value = `"${name.slice(0, letter)}\\u00${code}${name.slice(letter + 1)}"`;
        return Buffer.from(`{"eventSource":"kms.amazonaws.com","eventName":${" ".repeat(spaces)}${value}}`);
      }),
    ),
  );
}

/** Returns `text` as the inside of a JSON string, with this share of its characters escaped. */
function encode(text: string, random: Random, share: number): string {
  return Array.from(text, (character) => {
    if (!random.chance(share)) return character === '"' || character === "\\" ? `\\${character}` : character;
    const digits = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${random.chance(0.5) ? digits : digits.toUpperCase()}`;
  }).join("");
}

/** Returns the numbers from 0 to `count` - 1. */
export function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
