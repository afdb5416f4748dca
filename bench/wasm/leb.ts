/** Signed LEB128 integers of a WASM binary (WebAssembly core specification, 5.2.2). */
import type { Reader } from "#keyward/wasm-sections.js";

/** Reads a signed integer of up to 64 bits. Throws a RangeError if the binary ends too early or the integer is longer. */
export function readSigned(reader: Reader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.byte();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asIntN(64, (byte & 0x40) === 0 ? value : value - (1n << (shift + 7n)));
  }
  throw new RangeError("an integer is longer than 64 bits");
}

/** Encodes a signed integer. */
export function signed(value: bigint): Buffer {
  const bytes: number[] = [];
  for (;;) {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    const isLast = (value === 0n && (low & 0x40) === 0) || (value === -1n && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return Buffer.from(bytes);
  }
}
