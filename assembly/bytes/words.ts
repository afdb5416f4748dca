/** Eight bytes at a time: a mark, in the high bit of its byte, tells which bytes of a 64-bit word are the ones sought. */

/** 0x01 in every byte. */
export const ONES: u64 = 0x0101010101010101;
/** 0x80 in every byte: where marks are. */
export const HIGHS: u64 = 0x8080808080808080;

/**
 * Marks every byte of `word` that is `byte` (ASCII). What else it marks are bytes from 0x80 on, which the caller takes
 * away with `& ~word`, and bytes above one that is right: only the lowest mark means something.
 */
// @ts-ignore: decorator
@inline
export function markByte(word: u64, byte: u64): u64 {
  // What is sought becomes 0, and only 0 borrows a bit to lose 1.
  return (word ^ (ONES * byte)) - ONES;
}

/** Bytes before the lowest mark; `marks` is not 0 and has nothing but marks. */
export function bytesBefore(marks: u64): usize {
  return <usize>(ctz(marks) >> 3);
}

/** Whether the `length` bytes at `one` are those at `other`. The caller guarantees that as many of both are readable. */
export function isSameBytes(one: usize, other: usize, length: usize): bool {
  if (length >= 8) {
    // From the last word on; the first one may have bytes of the second.
    for (let at = length - 8; <isize>at > 0; at -= 8) if (load<u64>(one + at) != load<u64>(other + at)) return false;
    return load<u64>(one) == load<u64>(other);
  }
  if (length >= 4) {
    const isSameEnd = load<u32>(one + length - 4) == load<u32>(other + length - 4);
    return isSameEnd && load<u32>(one) == load<u32>(other);
  }
  for (let at: usize = 0; at < length; at++) if (load<u8>(one + at) != load<u8>(other + at)) return false;
  return true;
}
