/** JSON as the oracle reads it: with the platform's UTF-8 decoder and `JSON.parse`, independent of the module. */

export type Scalar = string | number | boolean;
export type Json = null | Scalar | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8; undefined if it is invalid. A byte order mark stays in the text, so that `JSON.parse` rejects it: RFC 8259 does
 * not allow one.
 */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Decodes a record; each byte outside a well-formed sequence becomes U+FFFD. Outside strings that is not JSON, like any character
 * beyond ASCII.
 */
export function readText(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text !== undefined) return text;
  let read = "";
  let start = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length === 0) read += `${UTF8.decode(bytes.subarray(start, at))}\ufffd`;
    at += length === 0 ? 1 : length;
    if (length === 0) start = at;
  }
  return read + UTF8.decode(bytes.subarray(start));
}

/** Returns the length of the well-formed sequence that begins there, by table 3-7 of the Unicode Standard; 0 if there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const hasNext = (offset: number, low = 0x80, high = 0xbf): boolean => {
    const byte = bytes[at + offset];
    return byte !== undefined && byte >= low && byte <= high;
  };
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return hasNext(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    return hasNext(1, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf) && hasNext(2) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  return hasNext(1, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf) && hasNext(2) && hasNext(3) ? 4 : 0;
}

/** Parses the record in `bytes`; undefined unless it is one RFC 8259 text, and an object. */
export function parseRecord(bytes: Uint8Array): JsonObject | undefined {
  const value = tryParse(readText(bytes));
  return isObject(value) ? value : undefined;
}

/** Parses one RFC 8259 text; undefined if it is not one. */
export function tryParse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns an own member, never an inherited one: in a record, `constructor` and `__proto__` are ordinary names. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own member, even `__proto__`, which a plain assignment would take for the prototype. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * Reports whether both values are equal, whatever the order of members. -0 and 0 differ. Not recursive: records may nest deeper
 * than the stack.
 */
export function sameJson(left: Json, right: Json): boolean {
  const pairs: [Json, Json][] = [[left, right]];
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = pair;
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false;
      a.forEach((item, index) => pairs.push([item, b[index] as Json]));
    } else if (isObject(a)) {
      if (!isObject(b) || Object.keys(a).length !== Object.keys(b).length) return false;
      for (const key of Object.keys(a)) {
        if (!Object.hasOwn(b, key)) return false;
        pairs.push([a[key] as Json, b[key] as Json]);
      }
    } else if (!Object.is(a, b)) {
      return false;
    }
  }
  return true;
}
