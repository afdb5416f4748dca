/** What a mutation is, and what it is made with. */
import type { Random } from "../oracle/random.js";

/** What a mutation can take from elsewhere. */
export interface Stock {
  /** Some other record. */
  record: (random: Random) => Buffer;
  /** A string or a word of some record, a string with its quotes. */
  token: (random: Random) => Buffer;
}

export interface Mutation {
  name: string;
  /** How often it is picked, against 1. */
  weight?: number;
  /** A new record; the given one, or one that shares its bytes, where there is nothing to change. */
  apply: (record: Buffer, random: Random, stock: Stock) => Buffer;
}

/** `record` with the bytes from `start` to `end` replaced. */
export function replace(record: Buffer, start: number, end: number, by: Uint8Array | string): Buffer {
  const middle = typeof by === "string" ? Buffer.from(by) : by;
  return Buffer.concat([record.subarray(0, start), middle, record.subarray(end)]);
}

/** A place in a record: any byte, or its end. */
export function anywhere(record: Buffer, random: Random): number {
  return random.below(record.length + 1);
}

/** A small count mostly, and sometimes a large one. */
export function someCount(random: Random): number {
  return random.pick([1, 1, 1, 2, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33, 64]);
}
