/** FNV-1a of 64 bits (RFC 9923): a sum that tells texts apart. */

/** The sum of the empty text. */
export const EMPTY_SUM: u64 = 0xcbf29ce484222325;

/** Returns the sum of [start, end), continued from the sum `before`. */
export function sumOf(start: usize, end: usize, before: u64 = EMPTY_SUM): u64 {
  let sum = before;
  for (; start < end; start++) sum = addByte(sum, load<u8>(start));
  return sum;
}

/** Returns the sum `sum` continued by one byte. */
export function addByte(sum: u64, byte: u32): u64 {
  return (sum ^ (<u64>byte)) * 0x100000001b3;
}
