/** Finds members and elements in a record's bytes without parsing it: its values could take far more memory. */
import { isSpace } from "./glance.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Start and end of a value; the end is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Returns the elements of the array that opens at `open`; none for any other value. */
export function readElements(record: Buffer, open: number): Span[] {
  const elements: Span[] = [];
  let at = record[open] === OPEN_ARRAY ? skipSpace(record, open + 1) : record.length;
  while (at < record.length && record[at] !== CLOSE_ARRAY) {
    const end = skipValue(record, at);
    if (end === undefined) break;
    elements.push({ start: at, end });
    at = skipSpace(record, end);
    if (record[at] === COMMA) at = skipSpace(record, at + 1);
  }
  return elements;
}

/**
 * Finds the last member with a name in the object that opens at `open`, and returns the span of its value; undefined if there is
 * none.
 */
export function findMember(record: Buffer, open: number, name: string): Span | undefined {
  let found: Span | undefined;
  if (record[open] !== OPEN_OBJECT) return undefined;
  for (const member of members(record, open)) if (member.name === name) found = member.value;
  return found;
}

/** A member of an object: where its name begins, quote included, and the span of its value. */
export interface Member {
  name: string;
  start: number;
  value: Span;
}

/** Yields the members of the object that opens at `open`; the last value may be cut off, and then ends with the bytes. */
export function* members(record: Buffer, open: number): Generator<Member> {
  let at = skipSpace(record, open + 1);
  while (record[at] === QUOTE) {
    const nameEnd = skipValue(record, at);
    if (nameEnd === undefined) return;
    const name = decodeString(record.subarray(at, nameEnd));
    const nameStart = at;
    at = skipSpace(record, nameEnd);
    if (record[at] !== COLON) return;
    const start = skipSpace(record, at + 1);
    const end = skipValue(record, start);
    yield { name, start: nameStart, value: { start, end: end ?? record.length } };
    if (end === undefined) return;
    at = skipSpace(record, end);
    if (record[at] !== COMMA) return;
    at = skipSpace(record, at + 1);
  }
}

/** Returns the end of the value that begins at `start`; undefined if it is cut off. */
export function skipValue(record: Buffer, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < record.length; at++) {
    const byte = record[at];
    if (byte === QUOTE) {
      const end = endOfString(record, at);
      if (end === undefined) return undefined;
      at = end;
      if (depth === 0) return at + 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth++;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      // After a number or a word, this bracket closes the container.
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) {
      return at;
    }
  }
  return undefined;
}

/** Finds a string's closing quote; undefined if it is missing. */
export function endOfString(record: Buffer, open: number): number | undefined {
  for (let at = record.indexOf(QUOTE, open + 1); at >= 0; at = record.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (record[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return undefined;
}

/** Decodes a string, quotes included; "" if it is not one. */
export function decodeString(bytes: Buffer): string {
  try {
    return bytes.includes(BACKSLASH)
      ? String(JSON.parse(bytes.toString()))
      : bytes.toString("utf8", 1, bytes.length - 1);
  } catch {
    return "";
  }
}

/** Returns the first offset from `start` on that is not white space, or the end. */
export function skipSpace(record: Buffer, start: number): number {
  let at = start;
  while (isSpace(record[at])) at++;
  return at;
}
