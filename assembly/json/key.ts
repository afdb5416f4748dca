/**
 * A member's key as text to compare.
 *
 * Caller: keys are in JSON that `isJsonText` accepted, and `end` is its end. The other functions are about the key read
 * last, whose text is good until the next is read or, if it has no escapes, until the record changes.
 */
import { matchAscii, matchUnits } from "../bytes/ascii";
import { isSameBytes } from "../bytes/words";
import { BACKSLASH, COLON, QUOTE } from "./chars";
import { findMemberValue } from "./cursor";
import { notedEnd } from "./ends";
import { readAscii } from "./text";

/** The longest key that any table names, or that a `keyward` is renamed to, rounded up; in bytes. */
const LONGEST_KEY: i32 = 80;

const unescaped = memory.data(LONGEST_KEY, 8);
/**
 * The byte before the text of the key read last (its opening quote, unless it was unescaped), and the address after its
 * closing quote.
 */
let opening: usize = 0;
let after: usize = 0;

/** Reads the key at `at`. Returns where it ends. */
export function readKey(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return readOddKey(at, end);
  // The usual key: its end is known, and it has no escapes.
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

/** Reads the key at `at`. Returns where the value of its member begins. */
export function readMember(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return findMemberValue(readOddKey(at, end));
  opening = at;
  after = noted;
  // Nearly all JSON that machines write has no white space.
  return load<u8>(after) == COLON && load<u8>(after, 1) > 0x20 ? after + 1 : findMemberValue(after);
}

/** Returns the first byte of the key read last; any byte if it is empty. */
export function keyHead(): u32 {
  return load<u8>(opening, 1);
}

/**
 * Returns the length of the key read last in bytes; -1 if it is escaped and either longer than LONGEST_KEY or not
 * ASCII.
 */
export function keyLength(): i32 {
  return <i32>(after - opening) - 2;
}

/** Bytes of a key's tail. */
const TAIL: i32 = 4;

/**
 * Returns the last four bytes of the `length` bytes at `text` as a word, with zeros after those of a shorter text; any
 * word if it is empty. Caller: the four bytes before `text` are readable.
 */
export function tailOf(text: usize, length: i32): u32 {
  // Static data comes first in memory, so there are four bytes before every text.
  const word = load<u32>(text + length - TAIL);
  return length < TAIL ? word >> ((TAIL - length) << 3) : word;
}

/** Returns the tail of the key read last. */
export function keyTail(): u32 {
  // A quote is before it, and one after it.
  return <i32>(after - opening) < TAIL + 2 ? tailOf(opening + 1, keyLength()) : load<u32>(after - (TAIL + 1));
}

/** Returns how often `addition` follows `literal` in the key read last, if that is all of it; else -1. */
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

/** Reports whether the key read last is the `size` bytes at `name`. */
export function isKeyText(name: usize, size: u32): bool {
  return <i32>size == keyLength() && isSameBytes(opening + 1, name, size);
}

/** Reports whether the key read last is `literal`. */
// @ts-ignore: decorator
@inline
export function isKey(literal: string): bool {
  return literal.length == keyLength() && matchUnits(opening + 1, literal.length, changetype<usize>(literal));
}
