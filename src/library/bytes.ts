/** What the library takes and gives: text, or bytes that are nobody's but the caller's. */
import type { Records } from "./types.js";

/** The same bytes as the rest of the code has them; a text as UTF-8. */
export function toBuffer(records: Records): Buffer {
  return typeof records === "string"
    ? Buffer.from(records)
    : Buffer.from(records.buffer, records.byteOffset, records.byteLength);
}

/** The same bytes as callers have them: Buffer's own methods are no part of what the library promises. */
export function toBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
