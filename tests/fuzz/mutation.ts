/** The interface of a mutation. */
import type { Random } from "../oracle/random.js";

/** What a mutation can take from other records. */
export interface Stock {
  /** Returns some other record. */
  record: (random: Random) => Buffer;
  /** Returns a string (with its quotes) or a word of some record. */
  token: (random: Random) => Buffer;
}

export interface Mutation {
  name: string;
  /** Relative frequency; default: 1. */
  weight?: number;
  /** Returns a new record; the given one, or one that shares its bytes, if there is nothing to change. */
  apply: (record: Buffer, random: Random, stock: Stock) => Buffer;
}

/** Returns `record` with the bytes from `start` to `end` replaced. */
export function replace(record: Buffer, start: number, end: number, by: Uint8Array | string): Buffer {
  const middle = typeof by === "string" ? Buffer.from(by) : by;
  return Buffer.concat([record.subarray(0, start), middle, record.subarray(end)]);
}

/** Returns an offset in a record: any byte, or its end. */
export function anywhere(record: Buffer, random: Random): number {
  return random.below(record.length + 1);
}

/** Returns a count, mostly small and sometimes large. */
export function someCount(random: Random): number {
  return random.pick([1, 1, 1, 2, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33, 64]);
}
