import { isSpace } from "./glance.js";

/**
 * `open`: the start of a JSON text so far. `done`: one whole JSON text, with or without white space around it. `broken`: nothing
 * that follows can make it JSON.
 */
export type JsonStatus = "open" | "done" | "broken";

// What the next byte may be. Only the fields below are kept between bytes, so a text can come in any pieces.
const VALUE = 0;
const VALUE_OR_END = 1; // after [
const KEY_OR_END = 2; // after {
const KEY = 3; // after , in an object
const COLON = 4;
const AFTER_VALUE = 5;
const STRING = 6;
const ESCAPE = 7;
const HEX = 8;
const MINUS = 9;
const ZERO = 10;
const INTEGER = 11;
const POINT = 12;
const FRACTION = 13;
const EXPONENT = 14;
const EXPONENT_SIGN = 15;
const EXPONENT_DIGITS = 16;
const LITERAL = 17;
const BROKEN = 18;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));
const LITERALS = new Map([
  [0x74, Buffer.from("true")],
  [0x66, Buffer.from("false")],
  [0x6e, Buffer.from("null")],
]);
const NO_LITERAL = Buffer.alloc(0);

/**
 * Reports whether bytes that come in pieces are JSON (RFC 8259), without building the value: it keeps one bit for each open
 * bracket and does not recurse. UTF-8 is not checked.
 */
export class JsonScanner {
  #state = VALUE;
  #depth = 0;
  /** One bit for each open bracket: 1 for an object. */
  #objects = new Uint8Array(64);
  #inKey = false;
  /** Hex digits still missing from a \u escape, or the next byte of the literal. */
  #count = 0;
  #literal = NO_LITERAL;
  #position = 0;
  #end = -1;
  #brokenAt = -1;

  /** Offset after the top-level value, or -1 if its end has not been seen. */
  get end(): number {
    return this.#end;
  }

  /** Offset of the first byte with which the text cannot be JSON, or -1. */
  get brokenAt(): number {
    return this.#brokenAt;
  }

  get status(): JsonStatus {
    if (this.#state === BROKEN) return "broken";
    return this.#depth === 0 && this.#state === AFTER_VALUE ? "done" : "open";
  }

  /** Returns the status if nothing follows: a number at the top level is complete then. */
  finish(): JsonStatus {
    if (this.#depth === 0 && isNumberEnd(this.#state)) this.#afterValue(this.#position);
    return this.status;
  }

  /** Takes the next piece; returns the status after it. */
  push(bytes: Uint8Array): JsonStatus {
    let at = 0;
    while (at < bytes.length && this.#state !== BROKEN) {
      if (this.#state === STRING) {
        at = this.#scanString(bytes, at);
      } else if (this.#step(bytes[at] ?? 0, this.#position + at)) {
        at++;
      }
    }
    // The last byte taken is the one that broke it.
    if (this.#state === BROKEN && this.#brokenAt < 0) this.#brokenAt = this.#position + at - 1;
    this.#position += bytes.length;
    return this.status;
  }

  /** Skips the plain characters of a string; returns the offset after its quote or a backslash, or the piece's end. */
  #scanString(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        if (this.#inKey) this.#state = COLON;
        else this.#afterValue(this.#position + at + 1);
        return at + 1;
      }
      if (byte === BACKSLASH) {
        this.#state = ESCAPE;
        return at + 1;
      }
      if (byte < 0x20) {
        this.#state = BROKEN;
        return at + 1;
      }
    }
    return bytes.length;
  }

  /** Takes one byte outside the plain part of a string. Returns false if the byte ended a number and must be taken again. */
  #step(byte: number, position: number): boolean {
    switch (this.#state) {
      case VALUE:
      case VALUE_OR_END:
        if (isSpace(byte)) return true;
        if (byte === 0x5d && this.#state === VALUE_OR_END) return this.#close(false, position);
        return this.#startValue(byte);
      case KEY_OR_END:
      case KEY:
        if (isSpace(byte)) return true;
        if (byte === 0x7d && this.#state === KEY_OR_END) return this.#close(true, position);
        this.#inKey = true;
        return this.#goIf(byte === QUOTE, STRING);
      case COLON:
        return isSpace(byte) || this.#goIf(byte === 0x3a, VALUE);
      case AFTER_VALUE:
        return isSpace(byte) || this.#separate(byte, position);
      case ESCAPE:
        this.#count = 4;
        return this.#goIf(byte === 0x75 || ESCAPED.has(byte), byte === 0x75 ? HEX : STRING);
      case HEX:
        this.#count--;
        return this.#goIf(isHexDigit(byte), this.#count === 0 ? STRING : HEX);
      case LITERAL:
        if (byte !== this.#literal[this.#count]) return this.#goIf(false, BROKEN);
        this.#count++;
        if (this.#count === this.#literal.length) this.#afterValue(position + 1);
        return true;
      default:
        return this.#stepNumber(byte, position);
    }
  }

  #stepNumber(byte: number, position: number): boolean {
    const digit = byte >= 0x30 && byte <= 0x39;
    const exponent = byte === 0x65 || byte === 0x45;
    switch (this.#state) {
      case MINUS:
        return this.#goIf(digit, byte === 0x30 ? ZERO : INTEGER);
      case POINT:
        return this.#goIf(digit, FRACTION);
      case EXPONENT:
        if (byte === 0x2b || byte === 0x2d) return this.#goIf(true, EXPONENT_SIGN);
        return this.#goIf(digit, EXPONENT_DIGITS);
      case EXPONENT_SIGN:
        return this.#goIf(digit, EXPONENT_DIGITS);
      default:
        // ZERO, INTEGER, FRACTION, EXPONENT_DIGITS: the number may end here.
        if (digit && this.#state !== ZERO) return true;
        if (byte === 0x2e && (this.#state === ZERO || this.#state === INTEGER)) return this.#goIf(true, POINT);
        if (exponent && this.#state !== EXPONENT_DIGITS) return this.#goIf(true, EXPONENT);
        this.#afterValue(position);
        return false;
    }
  }

  #startValue(byte: number): boolean {
    const literal = LITERALS.get(byte);
    if (literal !== undefined) {
      this.#literal = literal;
      this.#count = 1;
      return this.#goIf(true, LITERAL);
    }
    if (byte === 0x7b) return this.#open(true);
    if (byte === 0x5b) return this.#open(false);
    this.#inKey = false;
    if (byte === QUOTE) return this.#goIf(true, STRING);
    if (byte === 0x2d) return this.#goIf(true, MINUS);
    return this.#goIf(byte >= 0x30 && byte <= 0x39, byte === 0x30 ? ZERO : INTEGER);
  }

  /** Takes the byte after a value: a comma or a closing bracket, and nothing at the top level. */
  #separate(byte: number, position: number): boolean {
    if (this.#depth === 0) return this.#goIf(false, BROKEN);
    const object = this.#isObject();
    if (byte === 0x2c) return this.#goIf(true, object ? KEY : VALUE);
    if (byte === (object ? 0x7d : 0x5d)) return this.#close(object, position);
    return this.#goIf(false, BROKEN);
  }

  #open(object: boolean): boolean {
    const index = this.#depth >>> 3;
    if (index === this.#objects.length) {
      const grown = new Uint8Array(index * 2);
      grown.set(this.#objects);
      this.#objects = grown;
    }
    const bit = 1 << (this.#depth & 7);
    const byte = this.#objects[index] ?? 0;
    this.#objects[index] = object ? byte | bit : byte & ~bit;
    this.#depth++;
    return this.#goIf(true, object ? KEY_OR_END : VALUE_OR_END);
  }

  #close(object: boolean, position: number): boolean {
    if (this.#isObject() !== object) return this.#goIf(false, BROKEN);
    this.#depth--;
    this.#afterValue(position + 1);
    return true;
  }

  #isObject(): boolean {
    const index = this.#depth - 1;
    return (((this.#objects[index >>> 3] ?? 0) >>> (index & 7)) & 1) === 1;
  }

  #afterValue(end: number): void {
    this.#state = AFTER_VALUE;
    if (this.#depth === 0) this.#end = end;
  }

  #goIf(condition: boolean, state: number): boolean {
    this.#state = condition ? state : BROKEN;
    return true;
  }
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

function isNumberEnd(state: number): boolean {
  return state === ZERO || state === INTEGER || state === FRACTION || state === EXPONENT_DIGITS;
}

/** Records from this size on are scanned, not parsed: a parsed value takes many times the memory of its text. */
const SCAN_FROM_BYTES = 1024 * 1024;
/** Always scanned first: lines of plain text end here, far cheaper than with an exception. */
const START_BYTES = 64;

/** Reports whether bytes are one JSON text (RFC 8259), scalars included; strings may hold any byte from 0x80 on. */
export function isJson(bytes: Buffer): boolean {
  const scanner = new JsonScanner();
  if (scanner.push(bytes.subarray(0, START_BYTES)) === "broken") return false;
  if (bytes.length <= START_BYTES || bytes.length >= SCAN_FROM_BYTES) {
    scanner.push(bytes.subarray(START_BYTES));
    return scanner.finish() === "done";
  }
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
