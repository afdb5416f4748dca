/** Eight bytes at a time: a mark, the high bit of a byte, tells which bytes of a 64-bit word are the wanted ones. */

/** 0x01 in every byte. */
export const ONES: u64 = 0x0101010101010101;
/** 0x80 in every byte: where marks are. */
export const HIGHS: u64 = 0x8080808080808080;

/**
 * Marks every byte of `word` that is `byte` (ASCII). It also marks bytes from 0x80 on, which the caller clears with
 * `& ~word`, and bytes above a right one: only the lowest mark counts.
 */
// @ts-ignore: decorator
@inline
export function markByte(word: u64, byte: u64): u64 {
  // The wanted byte becomes 0, and only 0 borrows when 1 is subtracted.
  return (word ^ (ONES * byte)) - ONES;
}

/** Returns how many bytes are below the lowest mark. Caller: `marks` has marks only, one at least. */
export function bytesBefore(marks: u64): usize {
  return <usize>(ctz(marks) >> 3);
}

/** Reports whether the `length` bytes at `one` and at `other` are the same. Caller: both are readable. */
export function isSameBytes(one: usize, other: usize, length: usize): bool {
  if (length >= 8) {
    // From the last word on; the first may overlap the second.
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
