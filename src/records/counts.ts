/** What became of the records. Each record is in `records`, and in at most one of `dropped` and those behind it. */
export interface Counts {
  records: number;
  /** Events that match. A record can hold several, and came back annotated if it holds one. */
  matches: number;
  /** Listed events that are told of without being a match, by their verdicts. */
  marked: Record<string, number>;
  /** Left out, by a filter that keeps only matches. */
  dropped: number;
  /** Passed: plainly no JSON object or array, by the first and the last byte. */
  notJson: number;
  /** Passed unjudged: longer than the limit, or more than the module has memory for. */
  tooLarge: number;
  /** Passed unjudged, because the module failed on them. */
  failed: number;
}

/** The counts of a run, and the line of the input that it has come to. */
export class Tally {
  readonly counts: Counts = { records: 0, matches: 0, marked: {}, dropped: 0, notJson: 0, tooLarge: 0, failed: 0 };
  /** Newlines of this input so far. */
  newlines = 0;
  readonly #warn: (line: number, reason: string) => void;

  /** `warn` hears of each record that could not be judged; the line's number starts at 1. */
  constructor(warn: (line: number, reason: string) => void) {
    this.#warn = warn;
  }

  /** Counts a record that passes unjudged, and warns with its line. */
  passUnjudged(count: "tooLarge" | "failed", reason: string): void {
    this.counts[count]++;
    this.#warn(this.newlines + 1, reason);
  }
}
