/** The bytes that JSON's grammar names (RFC 8259, section 2). */

export const QUOTE: u32 = 0x22; // "
export const BACKSLASH: u32 = 0x5c; // \
export const COLON: u32 = 0x3a; // :
export const COMMA: u32 = 0x2c; // ,
export const OPEN_OBJECT: u32 = 0x7b; // {
export const CLOSE_OBJECT: u32 = 0x7d; // }
export const OPEN_ARRAY: u32 = 0x5b; // [
export const CLOSE_ARRAY: u32 = 0x5d; // ]
export const MINUS: u32 = 0x2d; // -

/** Reports whether it is a space, tab, line feed or carriage return. */
// @ts-ignore: decorator
@inline
export function isSpace(byte: u32): bool {
  // Nearly every byte asked about is above: one comparison settles it.
  return byte <= 0x20 && isOneOfSpaces(byte);
}

function isOneOfSpaces(byte: u32): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

/** Reports whether it is a decimal digit. */
export function isDigit(byte: u32): bool {
  return byte - 0x30 < 10;
}

/** Returns the value of a hexadecimal digit, or -1. */
export function hexValue(byte: u32): i32 {
  if (isDigit(byte)) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : -1;
}

/** Returns the first address from `at` on without white space, or `end`. `at` may be `end`. */
export function skipSpaceWithin(at: usize, end: usize): usize {
  // Nearly all JSON that machines write has none.
  return at >= end || load<u8>(at) > 0x20 ? at : skipSomeSpace(at, end);
}

function skipSomeSpace(at: usize, end: usize): usize {
  while (at < end && isSpace(load<u8>(at))) at += 1;
  return at;
}
