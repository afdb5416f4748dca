/** Input and output of the library: text, or bytes that belong to the caller alone. */
import type { Records } from "./types.js";

/** Returns the bytes as a Buffer; text as UTF-8. */
export function toBuffer(records: Records): Buffer {
  return typeof records === "string"
    ? Buffer.from(records)
    : Buffer.from(records.buffer, records.byteOffset, records.byteLength);
}

/** Returns the bytes for callers: the library does not promise Buffer's methods. */
export function toBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
