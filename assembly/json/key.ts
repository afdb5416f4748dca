/** A member's key as text to compare. */
import { matchAscii, matchUnits } from "../bytes/ascii";
import { BACKSLASH, COLON, QUOTE } from "./chars";
import { findMemberValue } from "./cursor";
import { notedEnd } from "./ends";
import { readAscii } from "./text";

/** The longest key that any table names, or that a `keyward` is renamed to, in bytes, rounded up. */
const LONGEST_KEY: i32 = 80;

const unescaped = memory.data(LONGEST_KEY, 8);
let text: usize = 0;
let length: i32 = 0;

/** Reads the key at `at`, in well-formed JSON that ends at `end`; returns where it ends. */
export function readKey(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return readOddKey(at, end);
  // Nearly every key: its end is known, and it has no escapes.
  text = at + 1;
  length = noted - <i32>at - 2;
  return noted;
}

function readOddKey(at: usize, end: usize): usize {
  const start = at;
  let isEscaped = false;
  // Keys are short: a loop over bytes costs less than one over words.
  for (at = start + 1; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) break;
    if (byte == BACKSLASH) {
      isEscaped = true;
      at += 1;
    }
  }
  text = start + 1;
  length = <i32>(at - text);
  if (isEscaped) {
    text = unescaped;
    length = readAscii(start, unescaped, LONGEST_KEY);
  }
  return at + 1;
}

/** Reads the key at `at`, likewise; returns where the value of its member begins. */
export function readMember(at: usize, end: usize): usize {
  const noted = notedEnd(at);
  if (noted <= 0) return findMemberValue(readOddKey(at, end));
  text = at + 1;
  length = noted - <i32>text - 1;
  const behind = <usize>noted;
  // Nearly all JSON that machines write has no white space.
  return load<u8>(behind) == COLON && load<u8>(behind + 1) > 0x20 ? behind + 1 : findMemberValue(behind);
}

/** The first byte of the key read last; of an empty one any. */
// @ts-ignore: decorator
@inline
export function keyHead(): u32 {
  return load<u8>(text);
}

/** Bytes of the key read last, or -1 for one that is longer than any name that is looked for. */
// @ts-ignore: decorator
@inline
export function keyLength(): i32 {
  return length;
}

/** Bytes of a key's tail. */
const TAIL: i32 = 8;

/** The last eight bytes of the text at `text` as a word, zeros behind those of a shorter one; of an empty one any. */
// @ts-ignore: decorator
@inline
export function tailOf(text: usize, length: i32): u64 {
  // No text begins so early in memory that there are not eight bytes before it.
  const word = load<u64>(text + length - TAIL);
  return length < TAIL ? word >> ((TAIL - length) << 3) : word;
}

/** The tail of the key read last. */
// @ts-ignore: decorator
@inline
export function keyTail(): u64 {
  return tailOf(text, length);
}

/** Whether the key read last is the `size` bytes at `name`, whose tail it has. */
// @ts-ignore: decorator
@inline
export function isKeyBeforeTail(name: usize, size: i32): bool {
  return size == length && (size <= TAIL || isSameHead(name, size - TAIL));
}

/** Whether the `size` bytes at `name` are the first ones of the key read last, which has eight more. */
function isSameHead(name: usize, size: i32): bool {
  for (let at = 0; at < size; at += 8) if (load<u64>(text + at) != load<u64>(name + at)) return false;
  return true;
}

/** How many times `addition` follows `literal` in the key read last, if that is all of it; else -1. */
export function additionsInKey(literal: string, addition: string): i32 {
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
  if (<i32>size != length || size == 0 || load<u8>(text) != load<u8>(name)) return false;
  return memory.compare(text, name, <usize>size) == 0;
}

/** Whether the key read last is `literal`. */
// @ts-ignore: decorator
@inline
export function isKey(literal: string): bool {
  return literal.length == length && matchUnits(text, length, changetype<usize>(literal));
}
