/** The cases that the parts of the benchmark share. */
import type { BenchCase } from "./bench-case.js";
import { deniedEvents, matchingEvents, quietEvents, take } from "./kms-events.js";

const QUIET_SEED = 20_260_304;
const MATCH_SEED = 6_951;
const DENIED_SEED = 1_485;

/** A stream of a trail in which services use keys all day: no match in it. */
export function kmsHeavy(count: number): BenchCase {
  return { name: "kms-heavy", records: take(quietEvents(QUIET_SEED), count), matches: 0 };
}

/** Nothing but matches. */
export function onlyMatches(count: number): BenchCase {
  return { name: "matches", records: take(matchingEvents(MATCH_SEED), count), matches: count };
}

/** A stream of quiet calls with so many matches and denied calls, spread evenly, in it; those replace quiet ones. */
export function mixed(name: string, count: number, matches: number, denied = 0): BenchCase {
  const records = take(quietEvents(QUIET_SEED), count);
  spread(records, take(matchingEvents(MATCH_SEED), matches), 0);
  // Half a step on, so that they do not stand where the matches do.
  spread(records, take(deniedEvents(DENIED_SEED), denied), 0.5);
  return { name, records, matches };
}

/** Puts the replacements at even distances; `shift` is a share of that distance. */
function spread(records: Buffer[], replacements: readonly Buffer[], shift: number): void {
  replacements.forEach((record, index) => {
    records[Math.floor(((index + shift) * records.length) / replacements.length)] = record;
  });
}
