import { Tally } from "../records/counts.js";
import { UNREAD } from "../terminal/lines.js";
import type { Problem } from "./types.js";

/** Counts records, and reports each problem. */
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
