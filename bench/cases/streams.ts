/** Cases that several parts of the benchmark share. */
import type { BenchCase } from "./bench-case.js";
import { deniedEvents, matchingEvents, quietEvents, take } from "./kms-events.js";

const QUIET_SEED = 20_260_304;
const MATCH_SEED = 6_951;
const DENIED_SEED = 1_485;

/** Returns a stream of a trail in which services use keys all day, without a match. */
export function kmsHeavy(count: number): BenchCase {
  return { name: "kms-heavy", records: take(quietEvents(QUIET_SEED), count), matches: 0 };
}

/** Returns a stream of matches only. */
export function onlyMatches(count: number): BenchCase {
  return { name: "matches", records: take(matchingEvents(MATCH_SEED), count), matches: count };
}

/** Returns a stream of quiet calls, some of them replaced by matches and denied calls, evenly distributed. */
export function mixed(name: string, count: number, matches: number, denied = 0): BenchCase {
  const records = take(quietEvents(QUIET_SEED), count);
  spread(records, take(matchingEvents(MATCH_SEED), matches), 0);
  // Half a step later, so that they do not replace the matches.
  spread(records, take(deniedEvents(DENIED_SEED), denied), 0.5);
  return { name, records, matches };
}

/** Puts the replacements at equal distances; `shift` is a fraction of that distance. */
function spread(records: Buffer[], replacements: readonly Buffer[], shift: number): void {
  replacements.forEach((record, index) => {
    records[Math.floor(((index + shift) * records.length) / replacements.length)] = record;
  });
}
