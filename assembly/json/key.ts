/** A member's key as text to compare. */
import { matchAscii, unitAt } from "../bytes/ascii";
import { BACKSLASH, QUOTE } from "./chars";
import { isKnownEscaped, knownEnd } from "./ends";
import { readAscii } from "./text";

/** The longest key that any table names, or that a `keyward` is renamed to, in bytes, rounded up. */
const LONGEST_KEY: i32 = 80;

const unescaped = memory.data(LONGEST_KEY, 8);
let text: usize = 0;
let length: i32 = 0;

/** Reads the key at `at`, in well-formed JSON that ends at `end`; returns where it ends. */
export function readKey(at: usize, end: usize): usize {
  const start = at;
  at = knownEnd(start);
  let isEscaped = false;
  if (at != 0) {
    isEscaped = isKnownEscaped(start);
  } else {
    // Keys are short: a loop over bytes costs less than one over words.
    for (at = start + 1; at < end; at++) {
      const byte = <u32>load<u8>(at);
      if (byte == QUOTE) break;
      if (byte == BACKSLASH) {
        isEscaped = true;
        at += 1;
      }
    }
    at += 1;
  }
  text = start + 1;
  length = <i32>(at - 1 - text);
  if (isEscaped) {
    text = unescaped;
    length = readAscii(start, unescaped, LONGEST_KEY);
  }
  return at;
}

/** The first byte of the key read last; of an empty one any. */
// @ts-ignore: decorator
@inline
export function keyHead(): u32 {
  return load<u8>(text);
}

/** A number below 256 that keys have in common which begin and end alike and are as long. */
// @ts-ignore: decorator
@inline
export function signatureOf(first: u32, last: u32, length: i32): u32 {
  return (first * 7 + last * 3 + (length << 3)) & 0xff;
}

/** The signature of the key read last; of an empty one any number. */
// @ts-ignore: decorator
@inline
export function keySignature(): u32 {
  return length <= 0 ? 0 : signatureOf(load<u8>(text), load<u8>(text + length - 1), length);
}

/**
 * Where `literal` goes on behind the key read last, if that is what it says at `offset`; else 0.
 * The end of `literal` is a place to go on as well.
 */
// @ts-ignore: decorator
@inline
export function matchKey(literal: string, offset: i32): i32 {
  const behind = offset + length;
  if (length <= 0 || behind > literal.length || <u32>load<u8>(text) != unitAt(literal, offset)) return 0;
  return matchAscii(text, length, literal, offset) ? behind : 0;
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
  return length == literal.length && matchKey(literal, 0) != 0;
}
