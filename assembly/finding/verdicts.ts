/** The verdicts on an event, from the weakest to the strongest; a record has the strongest of its events'. */
import { matchString } from "../json/text";

export namespace Verdict {
  /** Nothing to report. */
  export const NONE: i32 = 0;
  /** A call that the rule matches, but that failed. */
  export const DENIED: i32 = 1;
  /** Expected, by an exception. */
  export const SUPPRESSED: i32 = 2;
  /** The same event came before. */
  export const DUPLICATE: i32 = 3;
  /** Beyond the cap of its period. */
  export const CAPPED: i32 = 4;
  /** It would be a match if it were at a known place. */
  export const POSSIBLE: i32 = 5;
  export const MATCH: i32 = 6;
}

const NAMES: StaticArray<string> = ["none", "denied", "suppressed", "duplicate", "capped", "possible", "match"];

/** Returns the verdict that the string at `value` names, any but NONE; -1 if it names none. */
export function verdictOf(value: usize): i32 {
  for (let verdict = <i32>Verdict.DENIED; verdict < NAMES.length; verdict++) {
    if (matchString(value, unchecked(NAMES[verdict]))) return verdict;
  }
  return -1;
}

export function verdictName(verdict: i32): string {
  return unchecked(NAMES[verdict]);
}
