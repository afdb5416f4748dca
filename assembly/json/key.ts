/** A member's key as text to compare. */
import { matchAscii, matchUnits } from "../bytes/ascii";
import { isSameBytes } from "../bytes/words";
import { BACKSLASH, COLON, QUOTE } from "./chars";
import { findMemberValue } from "./cursor";
import { notedEnd } from "./ends";
import { readAscii } from "./text";

/** The longest key that any table names, or that a `keyward` is renamed to, in bytes, rounded up. */
const LONGEST_KEY: i32 = 80;

const unescaped = memory.data(LONGEST_KEY, 8);
/** The byte before the text of the key read last, which is its opening quote unless it was unescaped; and what is after its closing one. */
let opening: usize = 0;
let after: usize = 0;

/** Reads the key at `at`, in well-formed JSON that ends at `end`; returns where it ends. */
export function readKey(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return readOddKey(at, end);
  // Nearly every key: its end is known, and it has no escapes.
  opening = at;
  after = noted;
  return noted;
}

function readOddKey(at: usize, end: usize): usize {
  opening = at;
  let isEscaped = false;
  // Keys are short: a loop over bytes costs less than one over words.
  for (at += 1; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) break;
    if (byte == BACKSLASH) {
      isEscaped = true;
      at += 1;
    }
  }
  after = at + 1;
  if (isEscaped) {
    const length = readAscii(opening, unescaped, LONGEST_KEY);
    opening = unescaped - 1;
    after = unescaped + length + 1;
  }
  return at + 1;
}

/** Reads the key at `at`, likewise; returns where the value of its member begins. */
export function readMember(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return findMemberValue(readOddKey(at, end));
  opening = at;
  after = noted;
  // Nearly all JSON that machines write has no white space.
  return load<u8>(after) == COLON && load<u8>(after, 1) > 0x20 ? after + 1 : findMemberValue(after);
}

/** The first byte of the key read last; of an empty one any. */
export function keyHead(): u32 {
  return load<u8>(opening, 1);
}

/** Bytes of the key read last, or -1 for one that is longer than any name that is looked for. */
export function keyLength(): i32 {
  return <i32>(after - opening) - 2;
}

/** Bytes of a key's tail. */
const TAIL: i32 = 4;

/** The last four bytes of the text at `text` as a word, zeros after those of a shorter one; of an empty one any. */
export function tailOf(text: usize, length: i32): u32 {
  // No text begins so early in memory that there are not four bytes before it.
  const word = load<u32>(text + length - TAIL);
  return length < TAIL ? word >> ((TAIL - length) << 3) : word;
}

/** The tail of the key read last. */
export function keyTail(): u32 {
  // A quote is before it, and one after it.
  return <i32>(after - opening) < TAIL + 2 ? tailOf(opening + 1, keyLength()) : load<u32>(after - (TAIL + 1));
}

/** How many times `addition` follows `literal` in the key read last, if that is all of it; else -1. */
export function additionsInKey(literal: string, addition: string): i32 {
  const text = opening + 1;
  const length = keyLength();
  if (length < literal.length || !matchAscii(text, literal.length, literal)) return -1;
  let times = 0;
  let at = literal.length;
  for (; at < length; at += addition.length, times++) {
    if (length - at < addition.length || !matchAscii(text + at, addition.length, addition)) return -1;
  }
  return times;
}

/** Whether the key read last is the `size` bytes at `name`. */
export function isKeyText(name: usize, size: u32): bool {
  return <i32>size == keyLength() && isSameBytes(opening + 1, name, size);
}

/** Whether the key read last is `literal`. */
// @ts-ignore: decorator
@inline
export function isKey(literal: string): bool {
  return literal.length == keyLength() && matchUnits(opening + 1, literal.length, changetype<usize>(literal));
}
