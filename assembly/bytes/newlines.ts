/** Newlines and zeros, on engines with SIMD and without. */
import { findByte } from "./vectors";
import { HIGHS, ONES } from "./words";

export const NEWLINE: u32 = 0x0a;

/** Which byte of a word is the first that is 0, the lowest being the first; 8 if none is. */
// @ts-ignore: decorator
@inline
export function findZero(word: u64): usize {
  return (<usize>ctz((word - ONES) & ~word & HIGHS)) >> 3;
}

/** The first newline between `start` and `end`, or `end`. 16 bytes after `end` are readable; what they are means nothing. */
export function findNewline(start: usize, end: usize): usize {
  if (ASC_FEATURE_SIMD) return findByte(start, end, NEWLINE);
  return findPlainNewline(start, end);
}

/** As `findNewline`, on engines without SIMD. */
// @ts-ignore: decorator
@inline
export function findPlainNewline(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 8) {
    const zero = findZero(load<u64>(at) ^ (ONES * NEWLINE));
    if (zero < 8) return min(at + zero, end);
  }
  return end;
}

/** The address after the last newline between `start` and `end`, or 0 if there is none. */
export function lastLineEnd(start: usize, end: usize): usize {
  for (; end > start; end--) if (<u32>load<u8>(end - 1) == NEWLINE) return end;
  return 0;
}
