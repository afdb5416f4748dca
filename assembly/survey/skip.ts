/**
 * Skipping over unchecked JSON, by vectors. What is skipped is not validated beyond quotes and brackets, and nothing
 * after `end` counts.
 *
 * Caller: the bytes need not be JSON, and the READ_AFTER bytes after `end` are readable, too; their values do not
 * matter.
 */
import { isReadable, tryReserve } from "../bytes/arena";
import { BLOCK, maskOf, spread } from "../bytes/vectors";
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isSpace } from "../json/chars";

/** Bytes after the end of a text that must be readable. */
export const READ_AFTER: usize = BLOCK;

/**
 * Reports whether READ_AFTER bytes after `end`, the end of a text in the arena, are readable; at the end of memory, it
 * grows that.
 */
export function hasRoomAfter(end: usize): bool {
  return isReadable(end, READ_AFTER) || (tryReserve(READ_AFTER) != 0 && isReadable(end, READ_AFTER));
}

/** Brackets and braces are 0x5b, 0x5d, 0x7b and 0x7d: with this bit set only two are left. */
const FOLD: u32 = 0x20;
const EVEN: u64 = 0x5555555555555555;

/** Returns the address after the string whose opening quote is at `at`, or 0 if it does not end before `end`. */
export function skipQuoted(at: usize, end: usize): usize {
  const quote = spread(QUOTE);
  const backslash = spread(BACKSLASH);
  at += 1;
  while (at < end) {
    const bytes = v128.load(at);
    const marks = i8x16.bitmask(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)));
    if (marks == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(marks);
    if (at >= end) return 0;
    if (load<u8>(at) == QUOTE) return at + 1;
    at += 2;
  }
  return 0;
}

/** Returns the address after the value at `at`, or 0 if it does not end before `end` or none begins there. */
export function skipAny(at: usize, end: usize): usize {
  const first = <u32>load<u8>(at);
  if (first == QUOTE) return skipQuoted(at, end);
  return first == OPEN_OBJECT || first == OPEN_ARRAY ? skipNested(at, end) : skipWord(at, end);
}

/**
 * Returns the address after the number, `true`, `false` or `null` at `at`; 0 if there is none, or it does not end
 * before `end`.
 */
function skipWord(at: usize, end: usize): usize {
  const start = at;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == COMMA || byte == CLOSE_OBJECT || byte == CLOSE_ARRAY || isSpace(byte)) return at > start ? at : 0;
  }
  return 0;
}

/**
 * Returns the address after the object or array whose opening bracket is at `at`, or 0 if it does not end before `end`.
 * Brackets are counted, not paired.
 *
 * A block gives masks: its quotes, less the escaped ones, tell which bytes are inside strings (each bit is the parity
 * of the quotes up to it; Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019), and the brackets outside
 * strings are counted. They are looked at one by one only if the last one may be among them.
 */
export function skipNested(at: usize, end: usize): usize {
  const quote = spread(QUOTE);
  const backslash = spread(BACKSLASH);
  const fold = spread(FOLD);
  const opening = spread(OPEN_OBJECT);
  const closing = spread(CLOSE_OBJECT);
  let depth: u64 = 0;
  /** All bits set if the block begins inside a string; 1 if its first byte is escaped. */
  let inside: u64 = 0;
  let isEscaped: u64 = 0;
  for (; at < end; at += BLOCK) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let quotes = maskOf(i8x16.eq(a, quote), i8x16.eq(b, quote), i8x16.eq(c, quote), i8x16.eq(d, quote));
    const backslashes = maskOf(
      i8x16.eq(a, backslash),
      i8x16.eq(b, backslash),
      i8x16.eq(c, backslash),
      i8x16.eq(d, backslash),
    );
    if ((backslashes | isEscaped) != 0) {
      // Runs of backslashes that begin at odd positions; adding them to all backslashes carries through each run to its end.
      const starts = backslashes & ~isEscaped;
      const follows = (starts << 1) | isEscaped;
      const odd = starts & ~EVEN & ~follows;
      const sum = odd + starts;
      isEscaped = sum < odd ? 1 : 0;
      quotes &= ~((EVEN ^ (sum << 1)) & follows);
    }
    const strings = parityOf(quotes) ^ inside;
    inside = <u64>((<i64>strings) >> 63);

    const foldedA = v128.or(a, fold);
    const foldedB = v128.or(b, fold);
    const foldedC = v128.or(c, fold);
    const foldedD = v128.or(d, fold);
    const opens =
      maskOf(
        i8x16.eq(foldedA, opening),
        i8x16.eq(foldedB, opening),
        i8x16.eq(foldedC, opening),
        i8x16.eq(foldedD, opening),
      ) & ~strings;
    const closes =
      maskOf(
        i8x16.eq(foldedA, closing),
        i8x16.eq(foldedB, closing),
        i8x16.eq(foldedC, closing),
        i8x16.eq(foldedD, closing),
      ) & ~strings;
    if (popcnt(closes) < depth) {
      depth += popcnt(opens) - popcnt(closes);
      continue;
    }
    for (let brackets = opens | closes; brackets != 0; brackets &= brackets - 1) {
      const bracket = brackets & (~brackets + 1);
      if ((opens & bracket) != 0) {
        depth += 1;
      } else {
        depth -= 1;
        if (depth == 0) {
          at += <usize>ctz(brackets) + 1;
          return at <= end ? at : 0;
        }
      }
    }
  }
  return 0;
}

/** Returns a mask whose bits are the parity of the bits of `mask` up to each. */
// @ts-ignore: decorator
@inline
function parityOf(mask: u64): u64 {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  return mask ^ (mask << 32);
}
