/**
 * The initial stock of a fuzzing run: the fixtures, and generated records of every schema and shape, with events elsewhere, and
 * of every kind that a configuration judges.
 */
import { generateRecord } from "../oracle/config/generate-records.js";
import { generate } from "../oracle/generate.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { fixtures } from "../oracle/project.js";
import type { Random } from "../oracle/random.js";
import { tokensOf } from "./json-tokens.js";
import type { Stock } from "./mutation.js";

/** Number of generated records of each kind. */
const EACH = 500;
/** Most longer records are left out: they test no more, and inputs made from one cost as much as many others. */
const USUAL_BYTES = 2500;
const MAX_BYTES = 20_000;
const LONG_SHARE = 0.05;
const MAX_TOKEN_BYTES = 100;

/** Returns the initial records for a seed, always the same and in the same order. */
export function seedRecords(seed: number): Buffer[] {
  const made = Array.from({ length: EACH }, (_, index) => index).flatMap((index) => [
    generate(seed, index).bytes,
    generateShape(seed, index).bytes,
    generateRecord(seed, index).bytes,
    generateElsewhere(seed, index).bytes,
  ]);
  let long = 0;
  const isTaken = ({ length }: Uint8Array): boolean =>
    length <= USUAL_BYTES || (length <= MAX_BYTES && ++long % (1 / LONG_SHARE) === 0);
  return [...fixtures().map(({ bytes }) => bytes), ...made.filter(isTaken)].map((bytes) => Buffer.from(bytes));
}

/** Records that inputs are made from, and their tokens. More can be added. */
export class SeedStock implements Stock {
  readonly #records: Buffer[] = [];
  readonly #tokens: Buffer[] = [];
  readonly #known = new Set<string>();

  constructor(records: readonly Buffer[]) {
    for (const record of records) this.add(record);
  }

  get size(): number {
    return this.#records.length;
  }

  add(record: Buffer): void {
    this.#records.push(record);
    for (const { kind, start, end } of tokensOf(record)) {
      if (kind === "mark" || end - start > MAX_TOKEN_BYTES) continue;
      const token = record.toString("latin1", start, end);
      if (this.#known.has(token)) continue;
      this.#known.add(token);
      this.#tokens.push(Buffer.from(token, "latin1"));
    }
  }

  record(random: Random): Buffer {
    return random.pick(this.#records);
  }

  /** Returns one of the last `count` records added. */
  lateRecord(random: Random, count: number): Buffer {
    return this.#records[this.#records.length - 1 - random.below(count)] as Buffer;
  }

  token(random: Random): Buffer {
    return random.pick(this.#tokens);
  }
}
