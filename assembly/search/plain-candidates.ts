/** Candidates among the lines of a chunk on engines without SIMD: candidates.ts says what they are. */
import { Glance, glanceAt } from "../json/brackets";
import { mayMatch } from "./prefilter";
import { findNewline } from "../bytes/newlines";

let foundEnd: usize = 0;

/** As `findLine` of candidates.ts, with the same bytes readable after `end`. */
export function findPlainLine(start: usize, end: usize, keep: bool): usize {
  // A chunk in which no name is found has none in a line.
  if (!keep && !mayMatch(start, end)) return end;
  for (let line = start; line < end; line = foundEnd + 1) {
    foundEnd = findNewline(line, end);
    if (mayMatch(line, foundEnd) || (keep && glanceAt(line, foundEnd) != Glance.BRACKETED)) return line;
  }
  return end;
}

/** Where the line ends that was found last, before its newline. */
export function plainLineEnd(): usize {
  return foundEnd;
}
