/**
 * The prefilter: can this record match at all? False positives cost time, a false negative would
 * be a lost detection.
 *
 * It is sound because JSON has two ways to write a letter: as it is, or as `\u` and four digits.
 * A record that holds neither name as it is, and no `\u` anywhere, cannot say a name. That holds
 * for JSON in strings too, at any level: escaping doubles backslashes and leaves letters alone.
 */
import { matchAscii } from "../bytes/ascii";
import { addPattern, clearTable, findLast } from "../bytes/skip-search";
import { HIGHS, ONES } from "../bytes/words";
import { BACKSLASH } from "../json/chars";

// DisableKey, and the part of ScheduleKeyDeletion that is as long and ends alike.
const NAME: i32 = 10;
const names = memory.data(256, 8);
clearTable(names, NAME);
addPattern(names, NAME, "DisableKey", 0);
addPattern(names, NAME, "ScheduleKeyDeletion", 1);

const MARK: i32 = 7;
const marks = memory.data(256, 8);
clearTable(marks, MARK);
addPattern(marks, MARK, "keyward", 0);

/** Whether the text from `start` to `end` may name one of the rule's actions. */
export function mayMatch(start: usize, end: usize): bool {
  let last = findLast(names, NAME, start + NAME - 1, end);
  while (last < end) {
    const name = last - (NAME - 1);
    if (matchAscii(name, NAME, "DisableKey") || matchAscii(name, NAME, "ScheduleKeyDeletion", 1)) {
      return true;
    }
    last = findLast(names, NAME, last + 1, end);
  }
  return hasUnicodeEscape(start, end);
}

/** Whether the text may hold the key `keyward`; to be asked where `mayMatch` said no. */
export function mayBeAnnotated(start: usize, end: usize): bool {
  let last = findLast(marks, MARK, start + MARK - 1, end);
  while (last < end) {
    if (matchAscii(last - (MARK - 1), MARK, "keyward")) return true;
    last = findLast(marks, MARK, last + 1, end);
  }
  return false;
}

/** Whether the text holds `\u`. */
function hasUnicodeEscape(start: usize, end: usize): bool {
  let at = start;
  while (at + STRIDE <= end) {
    if (mayHoldBackslash(at) && hasUnicodeEscapeWithin(at, at + STRIDE, end)) return true;
    at += STRIDE;
  }
  if (at == end) return false;
  // The rest, with bytes before it if there are any: those are looked at once more, as words.
  if (start + STRIDE <= end && !mayHoldBackslash(end - STRIDE)) return false;
  return hasUnicodeEscapeWithin(at, end, end);
}

/** Whether a `\u` begins between `start` and `stop`, in a text that ends at `end`. */
function hasUnicodeEscapeWithin(start: usize, stop: usize, end: usize): bool {
  for (let at = start; at < stop; at++) {
    if (load<u8>(at) == BACKSLASH && at + 1 < end && load<u8>(at + 1) == 0x75) return true;
  }
  return false;
}

/** Bytes that `mayHoldBackslash` looks at. */
const STRIDE: usize = 64;

/** False only if there is no backslash; also true for some bytes beyond ASCII. */
// @ts-ignore: decorator
@inline
function mayHoldBackslash(at: usize): bool {
  return (
    ((borrow(at) |
      borrow(at + 8) |
      borrow(at + 16) |
      borrow(at + 24) |
      borrow(at + 32) |
      borrow(at + 40) |
      borrow(at + 48) |
      borrow(at + 56)) &
      HIGHS) !=
    0
  );
}

/** A word whose bytes have their high bit set if one of the eight bytes at `at` is a backslash. */
// @ts-ignore: decorator
@inline
function borrow(at: usize): u64 {
  // Only a backslash becomes 0, and only 0 needs a borrow to lose 1; other ASCII stays below 0x80.
  return (load<u64>(at) ^ (ONES * <u64>BACKSLASH)) - ONES;
}
