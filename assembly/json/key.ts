/** A member's key as text to compare. */
import { matchAscii, unitAt } from "../bytes/ascii";
import { BACKSLASH, QUOTE } from "./chars";
import { readAscii } from "./text";

/** The longest key that any table names, in bytes, rounded up. */
const LONGEST_KEY: i32 = 64;

const unescaped = memory.data(LONGEST_KEY, 8);
let text: usize = 0;
let length: i32 = 0;

/**
 * Reads the key at `at`, in well-formed JSON that ends at `end`; returns where it ends. Keys are
 * short: a loop over bytes costs less than one over words.
 */
export function readKey(at: usize, end: usize): usize {
  const start = at;
  let isEscaped = false;
  for (at += 1; at < end; at++) {
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
