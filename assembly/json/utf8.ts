/** UTF-8 well-formedness (Unicode, table 3-7; RFC 3629, section 4). */

/** Reports whether there is a byte from `low` to `high` at `at`; at or after `end` there is none. */
function isWithin(at: usize, end: usize, low: u32, high: u32): bool {
  return at < end && <u32>load<u8>(at) - low <= high - low;
}

/**
 * Returns the size in bytes of the well-formed character of two to four bytes at `at`, or 0 if there is none: a stray
 * continuation, an overlong form, a surrogate, beyond U+10FFFF, or cut off by `end`.
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

/** U+FFFD in UTF-8, as a word. */
const REPLACEMENT: u32 = 0xbdbfef;

/** Reports whether [start, end) is well-formed. */
export function isWellFormed(start: usize, end: usize): bool {
  while (start < end) {
    const length: usize = load<u8>(start) < 0x80 ? 1 : matchWideCharacter(start, end);
    if (length == 0) return false;
    start += length;
  }
  return true;
}

/**
 * Reports whether [one, oneEnd) and [other, otherEnd) are the same, with each byte that is not part of a well-formed
 * character read as U+FFFD.
 */
export function isSameWellFormed(one: usize, oneEnd: usize, other: usize, otherEnd: usize): bool {
  while (one < oneEnd && other < otherEnd) {
    if (characterAt(one, oneEnd) != characterAt(other, otherEnd)) return false;
    one += lengthAt(one, oneEnd);
    other += lengthAt(other, otherEnd);
  }
  return one == oneEnd && other == otherEnd;
}

/** Returns the bytes of the character at `at` as a word. */
function characterAt(at: usize, end: usize): u32 {
  if (<u32>load<u8>(at) < 0x80) return load<u8>(at);
  const length = matchWideCharacter(at, end);
  if (length == 0) return REPLACEMENT;
  let word: u32 = 0;
  for (let index: usize = 0; index < length; index++) word |= (<u32>load<u8>(at + index)) << ((<u32>index) << 3);
  return word;
}

function lengthAt(at: usize, end: usize): usize {
  return <u32>load<u8>(at) < 0x80 ? 1 : max<usize>(1, matchWideCharacter(at, end));
}

/**
 * Stores [start, end) from `into` on, with U+FFFD for each byte that is not part of a well-formed character. Returns
 * where that ends: `into` needs room for three times the bytes.
 */
export function copyWellFormed(start: usize, end: usize, into: usize): usize {
  while (start < end) {
    const length: usize = load<u8>(start) < 0x80 ? 1 : matchWideCharacter(start, end);
    if (length == 0) {
      store<u16>(into, <u16>REPLACEMENT);
      store<u8>(into, <u8>(REPLACEMENT >> 16), 2);
      into += 3;
      start += 1;
    } else {
      for (let index: usize = 0; index < length; index++) store<u8>(into + index, load<u8>(start + index));
      into += length;
      start += length;
    }
  }
  return into;
}
