/** Newlines and zeros, with SIMD and without. */
import { seekByte } from "./vectors";
import { HIGHS, ONES } from "./words";

export const NEWLINE: u32 = 0x0a;

/** Returns the index of the first byte of `word` that is 0, the lowest byte being the first; 8 if none is. */
// @ts-ignore: decorator
@inline
export function seekZero(word: u64): usize {
  return (<usize>ctz((word - ONES) & ~word & HIGHS)) >> 3;
}

/**
 * Returns the address of the first newline in [start, end), or `end`. Caller: the 15 bytes after `end` are readable,
 * too; their values do not matter.
 */
export function seekNewline(start: usize, end: usize): usize {
  if (ASC_FEATURE_SIMD) return seekByte(start, end, NEWLINE);
  return seekPlainNewline(start, end);
}

/** Does what `seekNewline` does, without SIMD. Caller: the 7 bytes after `end` are readable, too. */
// @ts-ignore: decorator
@inline
export function seekPlainNewline(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 8) {
    const zero = seekZero(load<u64>(at) ^ (ONES * NEWLINE));
    if (zero < 8) return min(at + zero, end);
  }
  return end;
}

/** Returns the address after the last newline in [start, end), or 0 if there is none. */
export function lastLineEnd(start: usize, end: usize): usize {
  for (; end > start; end--) if (<u32>load<u8>(end - 1) == NEWLINE) return end;
  return 0;
}
