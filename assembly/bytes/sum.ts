/** A sum that tells texts apart: FNV-1a of 64 bits (RFC 9923). */

/** The sum of no bytes. */
export const EMPTY_SUM: u64 = 0xcbf29ce484222325;

/** The sum of the bytes from `start` to `end`, or of those that have the sum `before` and these. */
export function sumOf(start: usize, end: usize, before: u64 = EMPTY_SUM): u64 {
  let sum = before;
  for (; start < end; start++) sum = addByte(sum, load<u8>(start));
  return sum;
}

/** The sum of what has the sum `sum`, and one byte. */
export function addByte(sum: u64, byte: u32): u64 {
  return (sum ^ (<u64>byte)) * 0x100000001b3;
}
