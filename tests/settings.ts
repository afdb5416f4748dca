import { it } from "node:test";

/**
 * How much a run tries: `npm test` a little of everything; `npm run test:thorough`, which sets `KEYWARD_THOROUGH`, all of it, and
 * the files named `*.thorough.test.ts` too.
 */
export const isThorough = process.env.KEYWARD_THOROUGH === "true";

export const DEFAULT_SEED = 6951;

/**
 * Returns seed and size of a run on generated records: `short` of them in `npm test`, `thorough` otherwise. `KEYWARD_SEED` and
 * `KEYWARD_RECORDS` in the environment override them.
 */
export function runSettings(short: number, thorough: number): { seed: number; records: number } {
  return { seed: runSeed(), records: integerFrom("KEYWARD_RECORDS", isThorough ? thorough : short) };
}

/** Returns the seed of what is generated in the same number in every run. */
export function runSeed(): number {
  return integerFrom("KEYWARD_SEED", DEFAULT_SEED);
}

/** Returns all items in a thorough run, else one that depends on the index, so that each has its turn in a table of tests. */
export function inTurn<Item>(items: readonly Item[], index: number): readonly Item[] {
  const at = index % items.length;
  return isThorough ? items : items.slice(at, at + 1);
}

/** Returns all items in a thorough run, else `count` of them, spread evenly, the first among them. */
export function few<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return isThorough ? items : items.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}

/** Declares a test for thorough runs only: its file has another of its kind, which runs every time. */
export const itThoroughly = (isThorough ? it : () => Promise.resolve()) as typeof it;

function integerFrom(name: string, standard: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return standard;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} is to be a whole number, not ${text}`);
  return value;
}
