/** Eight bytes at a time: tests on a 64-bit word that answer for each of its bytes at once. */

/** 0x01 in every byte. */
export const ONES: u64 = 0x0101010101010101;
/** 0x80 in every byte. */
export const HIGHS: u64 = 0x8080808080808080;

/**
 * Non-zero exactly if a byte of `word` is zero. (Which byte is not told: a borrow can mark the
 * bytes above the first zero one as well.)
 */
// @ts-ignore: decorator
@inline
export function hasZero(word: u64): u64 {
  return (word - ONES) & ~word & HIGHS;
}

/** Non-zero exactly if a byte of `word` is `byte`. */
// @ts-ignore: decorator
@inline
export function hasByte(word: u64, byte: u64): u64 {
  return hasZero(word ^ (ONES * byte));
}
