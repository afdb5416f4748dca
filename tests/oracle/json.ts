/**
 * JSON as the oracle reads it: the platform's own UTF-8 decoder and `JSON.parse`, nothing of the module's.
 */

export type Scalar = string | number | boolean;
export type Json = null | Scalar | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of `bytes`, or undefined where they are not valid UTF-8. A byte order mark stays in the text, so that
 * `JSON.parse` rejects it: RFC 8259 has no place for one.
 */
export function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The record in `bytes`: undefined unless it is one RFC 8259 text in valid UTF-8, and an object. */
export function parseRecord(bytes: Uint8Array): JsonObject | undefined {
  const text = decode(bytes);
  const value = text === undefined ? undefined : tryParse(text);
  return isObject(value) ? value : undefined;
}

/** The value of one RFC 8259 text; undefined where it is none. */
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

/** An own member, never an inherited one: `constructor` and `__proto__` are ordinary names in a record. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own member, `__proto__` included, which a plain assignment would take for the prototype. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * True where both values say the same, whatever the order of object members. -0 and 0 differ. Not recursive: records
 * may be nested deeper than the stack.
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
