/** Candidates among the lines of a chunk, without SIMD: see candidates.ts. */
import { Glance, glanceAt } from "../json/brackets";
import { mayMatch } from "./prefilter";
import { seekNewline } from "../bytes/newlines";

let foundEnd: usize = 0;

/** Does what `findLine` of candidates.ts does, with the same contract. */
export function findPlainLine(start: usize, end: usize, keep: bool): usize {
  // A chunk without a name has no line with one.
  if (!keep && !mayMatch(start, end)) return end;
  for (let line = start; line < end; line = foundEnd + 1) {
    foundEnd = seekNewline(line, end);
    if (mayMatch(line, foundEnd) || (keep && glanceAt(line, foundEnd) != Glance.BRACKETED)) return line;
  }
  return end;
}

/** Returns where the line that was returned last ends, before its newline. */
export function plainLineEnd(): usize {
  return foundEnd;
}
