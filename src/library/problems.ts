import { Tally } from "../records/counts.js";
import type { Problem } from "./types.js";
import { RECORDS } from "../messages/records.js";

/** Counts records, and reports each problem. */
export function tallyFor(onProblem: (problem: Problem) => void): Tally {
  return new Tally({
    warn: (line, reason) => {
      onProblem({ line, reason });
    },
    unread: (line, reason) => {
      onProblem({ line, reason: RECORDS.unread(reason) });
    },
  });
}
