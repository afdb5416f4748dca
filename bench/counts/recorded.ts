/** The recorded counts, to compare with new ones: bench/counts.json. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Count } from "./count-case.js";

/** Counts by case name. */
export type Counts = Readonly<Record<string, Count>>;

/** How far instructions per byte may rise above the record. */
export const ALLOWED_RISE = 0.03;

/** Reads the recorded counts at a path. Throws if there is no such file, or if it is not a JSON object. */
export function readCounts(path: string): Counts {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${path} holds no recorded counts`);
  }
  return value as Counts;
}

/** Writes counts, sorted by name. Cases that were not measured this time keep theirs. */
export function writeCounts(path: string, measured: Counts, before: Counts): void {
  const all = Object.entries({ ...before, ...measured }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/**
 * Returns what is wrong with the measured counts, a line each: those that rose too far, and those without a record. Empty if all
 * is well.
 */
export function complaints(measured: Counts, recorded: Counts): string[] {
  return Object.entries(measured).flatMap(([name, { perByte }]) => {
    const before = recorded[name]?.perByte;
    if (before === undefined) return [`${name}: nothing is recorded for it (npm run bench -- counts --record)`];
    if (perByte <= before * (1 + ALLOWED_RISE)) return [];
    const rise = ((perByte / before - 1) * 100).toFixed(1);
    return [`${name}: ${perByte} instructions per byte, ${rise} % over the recorded ${before}`];
  });
}
