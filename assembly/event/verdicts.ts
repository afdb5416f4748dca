/** The verdicts on an event, from the weakest to the strongest: that of a record is the strongest of its events'. */
export namespace Verdict {
  /** Nothing to tell of. */
  export const NONE: i32 = 0;
  /** A call of the rule's that failed. */
  export const DENIED: i32 = 1;
  /** Expected, by an exception. */
  export const SUPPRESSED: i32 = 2;
  /** The same event as one before. */
  export const DUPLICATE: i32 = 3;
  /** One too many within the cap's period. */
  export const CAPPED: i32 = 4;
  export const MATCH: i32 = 5;
}

const NAMES: StaticArray<string> = ["none", "denied", "suppressed", "duplicate", "capped", "match"];

export function verdictName(verdict: i32): string {
  return unchecked(NAMES[verdict]);
}
