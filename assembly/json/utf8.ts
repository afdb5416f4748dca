/** UTF-8 well-formedness (Unicode, table 3-7; RFC 3629, section 4). */

/** Whether the byte at `at` lies in `low`–`high`; a place at or behind `end` has no byte. */
// @ts-ignore: decorator
@inline
function isWithin(at: usize, end: usize, low: u32, high: u32): bool {
  return at < end && <u32>load<u8>(at) - low <= high - low;
}

/**
 * Bytes of the well-formed character of two to four bytes at `at`, or 0 if there is none:
 * a stray continuation, an overlong form, a surrogate, beyond U+10FFFF, or cut off by `end`.
 * The caller guarantees `at < end`.
 */
export function matchWideCharacter(at: usize, end: usize): usize {
  const lead = <u32>load<u8>(at);
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return isWithin(at + 1, end, 0x80, 0xbf) ? 2 : 0;
  let low: u32 = 0x80;
  let high: u32 = 0xbf;
  if (lead == 0xe0) low = 0xa0;
  else if (lead == 0xed) high = 0x9f;
  else if (lead == 0xf0) low = 0x90;
  else if (lead == 0xf4) high = 0x8f;
  if (!isWithin(at + 1, end, low, high) || !isWithin(at + 2, end, 0x80, 0xbf)) return 0;
  if (lead < 0xf0) return 3;
  return isWithin(at + 3, end, 0x80, 0xbf) ? 4 : 0;
}
