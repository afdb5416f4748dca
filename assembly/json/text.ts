/**
 * Strings as they read after unescaping, compared without writing them out.
 *
 * Wide characters are read byte by byte. Everything is compared with ASCII, which such bytes never are, nor is a `\u`
 * escape beyond U+007F.
 *
 * Caller: every address is in a string of JSON that `isJsonText` accepted, at a whole unit; the closing quote ends
 * every function, so none takes the end of the text but for whole words. Literals are ASCII without quotes and
 * backslashes. Any of them may overwrite `lastUnit`.
 */
import { matchAscii, unitAt } from "../bytes/ascii";
import { HIGHS, bytesBefore, markByte } from "../bytes/words";
import { BACKSLASH, MINUS, QUOTE, hexValue, isDigit } from "./chars";
import { markQuotes } from "./cursor";
import { notedEnd } from "./ends";

/** Returned by `lastUnit` at the closing quote. */
export const CLOSING: i32 = -1;

const BAR: i32 = 0x7c;

let unit: i32 = CLOSING;

/** Returns the unit read last: a byte, the value of an escape, or CLOSING. */
export function lastUnit(): i32 {
  return unit;
}

/** Reads the unit at `at`. Returns where the next one is, or `at` itself at the closing quote. */
export function readUnit(at: usize): usize {
  const byte = <u32>load<u8>(at);
  if (byte == QUOTE) {
    unit = CLOSING;
    return at;
  }
  unit = byte;
  if (byte != BACKSLASH) return at + 1;
  const letter = <u32>load<u8>(at + 1);
  switch (letter) {
    case 0x62: // b
      unit = 0x08;
      break;
    case 0x66: // f
      unit = 0x0c;
      break;
    case 0x6e: // n
      unit = 0x0a;
      break;
    case 0x72: // r
      unit = 0x0d;
      break;
    case 0x74: // t
      unit = 0x09;
      break;
    case 0x75: {
      // u
      unit =
        (hexValue(load<u8>(at + 2)) << 12) |
        (hexValue(load<u8>(at + 3)) << 8) |
        (hexValue(load<u8>(at + 4)) << 4) |
        hexValue(load<u8>(at + 5));
      return at + 6;
    }
    default: // " \ /
      unit = letter;
  }
  return at + 2;
}

/** Returns where the text goes on after `literal` if it goes on with it at `at`, else 0. */
export function matchPrefix(at: usize, literal: string): usize {
  let expected = changetype<usize>(literal);
  const end = expected + ((<usize>literal.length) << 1);
  for (; expected < end; expected += 2) {
    const wanted = <u32>load<u16>(expected);
    const byte = <u32>load<u8>(at);
    if (byte == wanted) {
      at += 1;
      continue;
    }
    if (byte != BACKSLASH) return 0;
    at = readUnit(at);
    if (unit != <i32>wanted) return 0;
  }
  return at;
}

/** Does what `matchPrefix` does, with the bytes in [bytes, end), which are ASCII. */
export function matchBytes(at: usize, bytes: usize, end: usize): usize {
  for (; bytes < end; bytes++) {
    const wanted = <u32>load<u8>(bytes);
    const byte = <u32>load<u8>(at);
    // Nearly all text is unescaped.
    if (byte == wanted && byte != BACKSLASH && byte != QUOTE) {
      at += 1;
      continue;
    }
    if (byte != BACKSLASH) return 0;
    at = readUnit(at);
    if (unit != wanted) return 0;
  }
  return at;
}

/** Reports whether the value at `at`, of any kind, is a string that reads `literal`. */
export function matchString(at: usize, literal: string): bool {
  if (load<u8>(at) != QUOTE) return false;
  const noted = notedEnd(at);
  // Without escapes its length tells.
  if (noted > 0) return noted - <i32>at - 2 == literal.length && matchAscii(at + 1, literal.length, literal);
  at = matchPrefix(at + 1, literal);
  return at != 0 && load<u8>(at) == QUOTE;
}

/**
 * Reports whether the value at `value`, of any kind, is a string that reads as one of `literals`, which have `|`
 * between them.
 */
export function matchAmong(value: usize, literals: string): bool {
  if (load<u8>(value) != QUOTE) return false;
  let wanted = changetype<usize>(literals);
  const last = wanted + ((<usize>literals.length) << 1);
  for (; wanted <= last; wanted += 2) {
    let at = value + 1;
    let isSame = true;
    for (; wanted < last && load<u16>(wanted) != BAR; wanted += 2) {
      if (!isSame) continue;
      at = readUnit(at);
      isSame = unit == <i32>load<u16>(wanted);
    }
    if (!isSame) continue;
    readUnit(at);
    if (unit == CLOSING) return true;
  }
  return false;
}

/**
 * Reports whether the value at `at`, of any kind, is the integer `digits`: a number without an exponent, perhaps with a
 * fraction of zeros, or a string that reads exactly so.
 */
export function matchInteger(at: usize, digits: string): bool {
  if (load<u8>(at) == QUOTE) return matchString(at, digits);
  // Byte by byte: the number may be shorter. What follows it in its object or array ends the loop.
  for (let index = 0; index < digits.length; index++, at++) {
    if (<u32>load<u8>(at) != unitAt(digits, index)) return false;
  }
  if (load<u8>(at) == 0x2e) {
    do at += 1;
    while (load<u8>(at) == 0x30);
  }
  const byte = <u32>load<u8>(at);
  return !isDigit(byte) && (byte | 0x20) != 0x65;
}

/**
 * Reports whether the strings at `one` and `other` read the same. (A wide character that one has as bytes and the other
 * as an escape is not recognized as the same.)
 */
export function isSameText(one: usize, other: usize): bool {
  let wanted: i32;
  one += 1;
  other += 1;
  do {
    const alike = (load<u8>(one) == BACKSLASH) == (load<u8>(other) == BACKSLASH);
    one = readUnit(one);
    wanted = unit;
    other = readUnit(other);
    // A byte of a wide character is not the character that an escape of the same number is.
    if (!alike && unit > 0x7f) return false;
  } while (unit == wanted && unit != CLOSING);
  return unit == wanted;
}

/**
 * Returns the address after the next `mark` (ASCII, but not a quote or backslash) in the text from `at` on, or 0 if the
 * string ends before. `end` is the end of the JSON text.
 */
export function findAfter(at: usize, mark: u32, end: usize): usize {
  while (true) {
    if (at + 8 <= end) {
      const word = load<u64>(at);
      const marks = markQuotes(word) | (markByte(word, mark) & ~word & HIGHS);
      if (marks == 0) {
        at += 8;
        continue;
      }
      at += bytesBefore(marks);
    }
    const byte = <u32>load<u8>(at);
    if (byte == mark) return at + 1;
    if (byte == QUOTE) return 0;
    if (byte != BACKSLASH) {
      at += 1;
      continue;
    }
    at = readUnit(at);
    if (unit == <i32>mark) return at;
  }
}

/**
 * Stores the text of the string at `at` from `into` on if it is at most `room` bytes, all of them ASCII. Returns its
 * length, or -1.
 */
export function readAscii(at: usize, into: usize, room: i32): i32 {
  at += 1;
  let length = 0;
  for (at = readUnit(at); unit != CLOSING; at = readUnit(at)) {
    if (length == room || unit > 0x7f) return -1;
    store<u8>(into + length, <u8>unit);
    length += 1;
  }
  return length;
}

/** Reports whether the string at `at` reads as an integer that JSON could write: `-?(0|[1-9][0-9]*)`. */
export function isIntegerText(at: usize): bool {
  at = readUnit(at + 1);
  if (unit == MINUS) at = readUnit(at);
  if (unit == 0x30) {
    readUnit(at);
    return unit == CLOSING;
  }
  let digits = 0;
  while (unit >= 0 && isDigit(unit)) {
    digits += 1;
    at = readUnit(at);
  }
  return digits > 0 && unit == CLOSING;
}
