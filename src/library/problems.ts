import { Tally } from "../records/counts.js";
import { UNREAD } from "../terminal/lines.js";

/** Why a record could not be judged, or not all of it. The record passes unchanged. */
export interface Problem {
  /** The line that the record begins on, from 1. */
  line: number;
  /** One sentence, for a person. */
  reason: string;
}

/** Counts records, and hands on each problem. */
export function tallyFor(onProblem: (problem: Problem) => void): Tally {
  return new Tally({
    warn: (line, reason) => {
      onProblem({ line, reason });
    },
    unread: (line, reason) => {
      onProblem({ line, reason: `${UNREAD}: ${reason}` });
    },
  });
}
