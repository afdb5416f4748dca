/** A sum that tells texts apart. */

/** FNV-1a of 64 bits (RFC 9923) of the bytes from `start` to `end`. */
export function sumOf(start: usize, end: usize): u64 {
  let sum: u64 = 0xcbf29ce484222325;
  for (; start < end; start++) sum = (sum ^ (<u64>load<u8>(start))) * 0x100000001b3;
  return sum;
}
