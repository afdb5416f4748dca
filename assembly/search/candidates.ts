/**
 * Candidates: the lines of a chunk that must be judged, found without cutting out the others.
 *
 * One pass looks at 64 bytes a round for newlines and for pairs: those of the rule's table, of which each anchor holds
 * one (`eK` in both of the default rule), and `\u`. Nearly every round ends with one test that finds neither.
 *
 * The prefilter decides about a line. Each candidate of the prefilter is one here, unless it holds `u00` without a
 * backslash, which names nothing; a candidate only here costs time.
 */
import { BLOCK, hasAny, maskOf, seekByte, spread } from "../bytes/vectors";
import { Glance, glanceAt } from "../json/brackets";
import { BACKSLASH, CLOSE_OBJECT, OPEN_OBJECT } from "../json/chars";
import { Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";
import { anchorAt, anchorCount, pairIn, wordOf } from "./anchors";

/** Bytes after the end of a region that must be readable; their values do not matter. */
export const READ_AFTER: usize = BLOCK;

const NEWLINE: u32 = 0x0a;

// The pairs, as tables by the lower four bits of the first byte: that byte, and the second one. An empty entry has a first
// byte with other lower bits, which never equals.
const firsts: usize = RULE_TABLE + Layout.FIRSTS;
const seconds: usize = RULE_TABLE + Layout.SECONDS;

let newlines: u32 = 0;
let records: u32 = 0;
let others: u32 = 0;
let foundEnd: usize = 0;

/**
 * Returns the address of the first line in [start, end) that needs a closer look, or `end`; `lineEnd` returns where
 * that line ends.
 *
 * Such a line may name an action of the rule. With `keep`, which drops the rest, it may also be one that always passes:
 * blank, or plainly not a JSON object or array.
 *
 * Caller: [start, end) is whole lines, the last perhaps without its newline, and the READ_AFTER bytes after `end` are
 * readable, too.
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
        foundEnd = seekByte(spot, end, NEWLINE);
        return line;
      }
    }
  }
  return line < end && !passLine(line, end, keep) ? line : end;
}

/** Returns where the line that `findLine` returned last ends, before its newline. */
export function lineEnd(): usize {
  return foundEnd;
}

/** Returns how many newlines the last `findLine` passed. */
export function passedNewlines(): u32 {
  return newlines;
}

/** Returns how many lines the last `findLine` passed, without blank ones. */
export function passedRecords(): u32 {
  return records;
}

/** Returns how many of those are plainly not a JSON object or array. */
export function passedOthers(): u32 {
  return others;
}

/** Sets each of the 16 bytes at `at` that is a newline or the first byte of a pair. Caller: 17 bytes are readable. */
// @ts-ignore: decorator
@inline
function spotsIn(at: usize, firstOf: v128, secondOf: v128, newline: v128): v128 {
  const bytes = v128.load(at);
  const entries = v128.and(bytes, spread(0x0f));
  const isFirst = i8x16.eq(bytes, i8x16.swizzle(firstOf, entries));
  const isSecond = i8x16.eq(v128.load(at, 1), i8x16.swizzle(secondOf, entries));
  return v128.or(v128.and(isFirst, isSecond), i8x16.eq(bytes, newline));
}

/**
 * Counts a line without a candidate. Returns false, and counts nothing, if the line needs a closer look all the same.
 */
// @ts-ignore: decorator
@inline
function passLine(line: usize, stop: usize, keep: bool): bool {
  // Nearly every line is an object without white space around it. (An empty line begins with its newline.)
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

/** Reports whether the pair that begins at `spot` makes a candidate of the line that begins at `line`. */
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
