/**
 * Inputs of a fuzzing run: each is a record of the stock after a few mutations, reproducible from the run's seed, its index and
 * the same stock.
 */
import type { Random } from "../oracle/random.js";
import { BYTE_MUTATIONS } from "./byte-mutations.js";
import type { Mutation, Stock } from "./mutation.js";
import { insideText, STRING_MUTATIONS } from "./string-mutations.js";
import { TOKEN_MUTATIONS } from "./token-mutations.js";

export interface FuzzInput {
  bytes: Buffer;
  /** Names of the mutations, in order. */
  made: string[];
}

/** Mutations that would exceed this size are skipped. */
export const MAX_INPUT_BYTES = 256 * 1024;
const IN_TEXT_SHARE = 0.15;

export const MUTATIONS: readonly Mutation[] = [...BYTE_MUTATIONS, ...TOKEN_MUTATIONS, ...STRING_MUTATIONS];

const totalOf = (mutations: readonly Mutation[]): number => mutations.reduce((sum, { weight = 1 }) => sum + weight, 0);
const TOTAL = totalOf(MUTATIONS);
/** Mutations that leave most records valid: texts are read only in valid records. */
const GENTLE = MUTATIONS.filter((mutation) => !BYTE_MUTATIONS.includes(mutation));
const GENTLE_TOTAL = totalOf(GENTLE);

/** Applies a few mutations to `record`, or none. */
export function mutate(record: Buffer, random: Random, stock: Stock): FuzzInput {
  let bytes = record;
  const made: string[] = [];
  // Nearly every byte mutation breaks a record for good, so half of the inputs go without.
  const isGentle = random.chance(0.5);
  for (let count = random.pick([0, 1, 1, 1, 1, 2, 2, 3, 4, 6]); count > 0; count--) {
    const picked = isGentle ? pick(GENTLE, GENTLE_TOTAL, random) : pick(MUTATIONS, TOTAL, random);
    const mutation = random.chance(IN_TEXT_SHARE) ? insideText(picked) : picked;
    const changed = mutation.apply(bytes, random, stock);
    if (changed.length > MAX_INPUT_BYTES) continue;
    bytes = changed;
    made.push(mutation.name);
  }
  return { bytes, made };
}

function pick(mutations: readonly Mutation[], total: number, random: Random): Mutation {
  let left = random.next() * total;
  for (const mutation of mutations) {
    left -= mutation.weight ?? 1;
    if (left < 0) return mutation;
  }
  return mutations.at(-1) as Mutation;
}
