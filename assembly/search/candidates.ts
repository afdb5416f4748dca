/**
 * Candidates: the lines of a chunk that are to be judged, found without cutting the others out.
 *
 * One pass looks at 64 bytes a round for newlines and for pairs: those of the rule's table, of which each anchor holds one (`eK` of both in the default one), and `\u`. Nearly every round ends with one test that says "none of them".
 *
 * The prefilter has the last word on a line. What it takes for a candidate is always one here, unless it holds `u00` without a
 * backslash, which names nothing; what is one here and not there costs time.
 */
import { BLOCK, findByte, hasAny, maskOf, spread } from "../bytes/vectors";
import { Glance, glanceAt } from "../json/brackets";
import { BACKSLASH, CLOSE_OBJECT, OPEN_OBJECT } from "../json/chars";
import { Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";
import { anchorAt, anchorCount, pairIn, wordOf } from "./anchors";

/** So many bytes after the end of a region have to be readable; what they are means nothing. */
export const READ_BEHIND: usize = BLOCK;

const NEWLINE: u32 = 0x0a;

// The pairs, as tables by the lower four bits of the first byte: the first byte, and the second one. Where there is none,
// the first is a byte with other lower bits, so never equal.
const firsts: usize = RULE_TABLE + Layout.FIRSTS;
const seconds: usize = RULE_TABLE + Layout.SECONDS;

let newlines: u32 = 0;
let records: u32 = 0;
let others: u32 = 0;
let foundEnd: usize = 0;

/**
 * Finds the first line, from `start` on, that is not to be treated like the many: the address where it begins, or `end`.
 * The region from `start` to `end` is whole lines, the last perhaps without its newline; `start` is where one begins,
 * and READ_BEHIND bytes after `end` are readable.
 *
 * Such a line may name one of the rule's actions. With `keep`, where the rest are dropped, it may also be what always passes: blank, or plainly no JSON object or array.
 */
export function findLine(start: usize, end: usize, keep: bool): usize {
  newlines = records = others = 0;
  const firstOf = v128.load(firsts);
  const secondOf = v128.load(seconds);
  const newline = spread(NEWLINE);
  let line = start;
  for (let at = start; at < end; at += BLOCK) {
    const a = spotsIn(at, firstOf, secondOf, newline);
    const b = spotsIn(at + 16, firstOf, secondOf, newline);
    const c = spotsIn(at + 32, firstOf, secondOf, newline);
    const d = spotsIn(at + 48, firstOf, secondOf, newline);
    if (!hasAny(a, b, c, d)) continue;

    let spots = maskOf(a, b, c, d);
    if (end - at < BLOCK) spots &= ((<u64>1) << (end - at)) - 1;
    for (; spots != 0; spots &= spots - 1) {
      const spot = at + <usize>ctz(spots);
      if (load<u8>(spot) == NEWLINE) {
        if (!passLine(line, spot, keep)) return line;
        newlines += 1;
        line = spot + 1;
      } else if (isCandidate(line, spot, end)) {
        foundEnd = findByte(spot, end, NEWLINE);
        return line;
      }
    }
  }
  return line < end && !passLine(line, end, keep) ? line : end;
}

/** Where the line ends that `findLine` found last, before its newline. */
export function lineEnd(): usize {
  return foundEnd;
}

/** Newlines that the last `findLine` passed over. */
export function passedNewlines(): u32 {
  return newlines;
}

/** Lines that the last `findLine` passed over, blank ones left out. */
export function passedRecords(): u32 {
  return records;
}

/** How many of those are plainly no JSON object or array. */
export function passedOthers(): u32 {
  return others;
}

/** Sets each of the sixteen bytes at `at` that is a newline or the first byte of a pair; 17 bytes are readable there. */
// @ts-ignore: decorator
@inline
function spotsIn(at: usize, firstOf: v128, secondOf: v128, newline: v128): v128 {
  const bytes = v128.load(at);
  const entries = v128.and(bytes, spread(0x0f));
  const isFirst = i8x16.eq(bytes, i8x16.swizzle(firstOf, entries));
  const isSecond = i8x16.eq(v128.load(at, 1), i8x16.swizzle(secondOf, entries));
  return v128.or(v128.and(isFirst, isSecond), i8x16.eq(bytes, newline));
}

/** Counts a line in which no candidate was found. False, and nothing is counted, if it is one that is found. */
// @ts-ignore: decorator
@inline
function passLine(line: usize, stop: usize, keep: bool): bool {
  // Nearly every line is an object without white space around it.
  if (load<u8>(line) == OPEN_OBJECT && load<u8>(stop - 1) == CLOSE_OBJECT) {
    records += 1;
    return true;
  }
  return passOddLine(line, stop, keep);
}

function passOddLine(line: usize, stop: usize, keep: bool): bool {
  const glance = glanceAt(line, stop);
  if (keep && glance != Glance.BRACKETED) {
    foundEnd = stop;
    return false;
  }
  if (glance != Glance.BLANK) records += 1;
  if (glance == Glance.OTHER) others += 1;
  return true;
}

/** Whether what stands at `spot`, the first byte of a pair, makes a candidate of the line from `line` on. */
function isCandidate(line: usize, spot: usize, end: usize): bool {
  const byte = <u32>load<u8>(spot);
  if (byte == BACKSLASH) return spot + 1 < end;
  for (let index = 0; index < anchorCount(); index++) {
    const anchor = anchorAt(index);
    const start = spot - pairIn(anchor);
    if (start >= line && start + 8 <= end && load<u64>(start) == wordOf(anchor)) return true;
  }
  return false;
}
