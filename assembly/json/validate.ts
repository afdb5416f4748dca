/**
 * Is it JSON? RFC 8259 in full, with nothing but white space around it. Only UTF-8 is not required: in a string any
 * byte from 0x80 on is part of a character, or is read as U+FFFD, so that one bad byte does not hide the record.
 *
 * Iterative: an open bracket costs one bit, so nesting of any depth fits in a sixteenth of the text. The cursor trusts
 * what is accepted here and checks nothing.
 */
import { reserve } from "../bytes/arena";
import { HIGHS, ONES, bytesBefore, markByte } from "../bytes/words";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  MINUS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  hexValue,
  isDigit,
  isSpace,
  skipSpaceWithin,
} from "./chars";
import { noteEnd, noteLevelEnd, noteStart } from "./ends";

/** Levels that need no memory of the arena; real records have about ten. */
const SHALLOW_LEVELS: u32 = 4096;
const shallowStack = memory.data(512, 8);

/** From an opening bracket's code to that of the closing one. */
const TO_CLOSING: u32 = 2;

/** One bit a level, set for an object. */
let stack: usize = shallowStack;
let levels: u32 = SHALLOW_LEVELS;
let depth: u32 = 0;
/** The last address from which eight bytes can be read. */
let lastWord: usize = 0;

/**
 * Reports whether [start, end) is one JSON object or array. False also if there is no memory for a text deeper than
 * SHALLOW_LEVELS; then the arena's `ranShort` is set.
 *
 * Caller: holds nothing from `reserve`, since a deep text reserves memory.
 */
export function isJsonText(start: usize, end: usize): bool {
  return findTextEnd(start, end) == end && start != end;
}

/**
 * Returns where the JSON object or array ends that [start, end) begins with, with the white space around it, or 0 if it
 * begins with none. Caller: as for `isJsonText`.
 */
export function findTextEnd(start: usize, end: usize): usize {
  stack = shallowStack;
  levels = SHALLOW_LEVELS;
  depth = 0;
  // Static data comes before every text, so this does not wrap below 0.
  lastWord = end - 8;
  let at = skipSpaceWithin(start, end);
  if (at == end || (load<u8>(at) != OPEN_OBJECT && load<u8>(at) != OPEN_ARRAY)) return 0;

  // Whether the innermost open level is an object.
  let inObject = false;
  while (true) {
    // A value begins at `at`, or nothing does.
    if (at >= end) return 0;
    const first = <u32>load<u8>(at);
    if (first == QUOTE) {
      at = parseText(at, end);
      if (at == 0) return 0;
    } else if (first == OPEN_OBJECT || first == OPEN_ARRAY) {
      const isObject = first == OPEN_OBJECT;
      if (!push(at, isObject, start, end)) return 0;
      at = skipSpaceWithin(at + 1, end);
      if (at == end) return 0;
      inObject = isObject;
      if (load<u8>(at) != first + TO_CLOSING) {
        if (isObject) at = parseKey(at, end);
        if (at == 0) return 0;
        continue;
      }
      at += 1;
      inObject = pop(at);
    } else {
      const scalar = at;
      at = parseScalar(at, end, first);
      if (at == 0) return 0;
      noteEnd(scalar, at);
    }

    // A value ended before `at`: close what ends with it, then go on to the next one.
    while (true) {
      if (depth == 0) return skipSpaceWithin(at, end);
      let next: u32;
      do {
        if (at >= end) return 0;
        next = load<u8>(at);
        at += 1;
      } while (isSpace(next));
      if (next == COMMA) {
        at = inObject ? parseKey(at, end) : skipSpaceWithin(at, end);
        if (at == 0) return 0;
        break;
      }
      if (next != (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return 0;
      inObject = pop(at);
    }
  }
}

/** Enters the level of the value at `at`. Returns false if there is no memory to remember it. */
function push(at: usize, isObject: bool, start: usize, end: usize): bool {
  noteStart(depth, at);
  if (depth == levels) {
    // Each level takes at least an opening and a closing bracket of the text.
    const deepest = ((<u32>(end - start)) >> 1) + 8;
    if (depth >= deepest) return false;
    const bytes = <usize>(deepest >> 3) + 1;
    const roomier = reserve(bytes);
    if (roomier == 0) return false;
    memory.copy(roomier, stack, levels >> 3);
    stack = roomier;
    levels = (<u32>bytes) << 3;
  }
  const slot = stack + (depth >> 3);
  const bit: u32 = 1 << (depth & 7);
  const bits = <u32>load<u8>(slot);
  store<u8>(slot, isObject ? bits | bit : bits & ~bit);
  depth += 1;
  return true;
}

/** Leaves a level whose value ends before `at`. Returns whether the innermost level still open is an object. */
function pop(at: usize): bool {
  depth -= 1;
  noteLevelEnd(depth, at);
  if (depth == 0) return false;
  const level = depth - 1;
  return (((<u32>load<u8>(stack + (level >> 3))) >> (level & 7)) & 1) != 0;
}

/**
 * Parses a member's key, which may have white space before it. Returns where the member's value begins (perhaps `end`),
 * or 0 if it is not a key.
 */
function parseKey(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != QUOTE) {
    at = skipSpaceWithin(at, end);
    if (at == end || load<u8>(at) != QUOTE) return 0;
  }
  at = parseText(at, end);
  if (at == 0) return 0;
  // Nearly all JSON that machines write has no white space.
  if (at <= lastWord && load<u8>(at) == COLON && load<u8>(at + 1) > 0x20) return at + 1;
  at = skipSpaceWithin(at, end);
  return at == end || load<u8>(at) != COLON ? 0 : skipSpaceWithin(at + 1, end);
}

/** Parses the scalar at `at`, whose first byte is `first`. Returns its end, or 0. */
function parseScalar(at: usize, end: usize, first: u32): usize {
  if (first == MINUS || isDigit(first)) return parseNumber(at, end);
  if (at + 4 > end) return 0;
  const word = load<u32>(at);
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4; // true, null
  // "alse" after an f
  if (first == 0x66 && at + 5 <= end && load<u32>(at + 1) == 0x65736c61) return at + 5;
  return 0;
}

/** Parses the string whose opening quote is at `at`. Returns its end, or 0. */
function parseText(at: usize, end: usize): usize {
  const start = at;
  for (at += 1; at <= lastWord; at += 8) {
    const word = load<u64>(at);
    const suspects = suspectOdd(word) & HIGHS;
    if (suspects == 0) continue;
    const marks = suspects & ~word;
    if (marks == 0) continue;
    at += bytesBefore(marks);
    if (load<u8>(at) != QUOTE) break;
    noteEnd(start, at + 1);
    return at + 1;
  }
  return parseOddText(start, at, end);
}

/** Parses the rest of such a string from `at` on; there is no escape before that. */
function parseOddText(start: usize, at: usize, end: usize): usize {
  let isEscaped = false;
  while (true) {
    if (at <= lastWord) {
      const word = load<u64>(at);
      const marks = suspectOdd(word) & ~word & HIGHS;
      if (marks == 0) {
        at += 8;
        continue;
      }
      at += bytesBefore(marks);
    }
    if (at >= end) return 0;
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) {
      noteEnd(start, at + 1, isEscaped);
      return at + 1;
    }
    if (byte == BACKSLASH) {
      isEscaped = true;
      at = parseEscape(at, end);
      if (at == 0) return 0;
    } else if (byte < 0x20) {
      return 0;
    } else {
      at += 1;
    }
  }
}

/**
 * Marks the bytes that a string cannot hold unescaped: quotes, backslashes and controls. It also marks bytes from 0x80
 * on, and bytes above a right one.
 */
// @ts-ignore: decorator
@inline
function suspectOdd(word: u64): u64 {
  // With the bit 0x02 flipped, a quote and all controls are at most 0x20, so subtracting 0x21 borrows.
  return ((word ^ (ONES * 0x02)) - ONES * 0x21) | markByte(word, BACKSLASH);
}

/** Parses the escape whose backslash is at `at`. Returns its end, or 0. */
function parseEscape(at: usize, end: usize): usize {
  if (at + 2 > end) return 0;
  switch (load<u8>(at + 1)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x75: {
      // u and four hexadecimal digits
      if (at + 6 > end) return 0;
      for (let digit = at + 2; digit < at + 6; digit++) {
        if (hexValue(load<u8>(digit)) < 0) return 0;
      }
      return at + 6;
    }
    default:
      return 0;
  }
}

/** Parses the number at `at`, which begins with a minus or a digit. Returns its end, or 0. */
function parseNumber(at: usize, end: usize): usize {
  if (load<u8>(at) == MINUS) at += 1;
  if (at < end && load<u8>(at) == 0x30) {
    at += 1; // no digits after a leading zero
  } else {
    at = parseDigits(at, end);
    if (at == 0) return 0;
  }
  if (at < end && load<u8>(at) == 0x2e) {
    at = parseDigits(at + 1, end);
    if (at == 0) return 0;
  }
  if (at < end && (load<u8>(at) | 0x20) == 0x65) {
    at += 1;
    if (at < end && (load<u8>(at) == 0x2b || load<u8>(at) == MINUS)) at += 1;
    at = parseDigits(at, end);
  }
  return at;
}

/** Parses a run of digits at `at`. Returns its end, or 0 if there is none. */
function parseDigits(at: usize, end: usize): usize {
  const first = at;
  while (at < end && isDigit(load<u8>(at))) at += 1;
  return at > first ? at : 0;
}
