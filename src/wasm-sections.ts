/**
 * Reads and writes the sections of a WASM binary (WebAssembly core specification, 5.5), as far as embedding and inspecting need
 * them.
 */
import { MODULES } from "./messages/modules.js";

export const CUSTOM_SECTION = 0;
export const MEMORY_SECTION = 5;
export const GLOBAL_SECTION = 6;
export const EXPORT_SECTION = 7;
export const DATA_COUNT_SECTION = 12;
export const DATA_SECTION = 11;

const HEADER_BYTES = 8;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const F32_CONST = 0x43;
const F64_CONST = 0x44;
const END = 0x0b;

export interface Section {
  id: number;
  content: Buffer;
}

/** Reads numbers and bytes of a binary in sequence. Throws a RangeError if the binary ends too early. */
export class Reader {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes.readUInt8(this.at++);
  }

  /** Reads an unsigned LEB128 integer of up to 32 bits. */
  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Reads the value of an initializer that is a single `i32.const`, as an unsigned number; undefined for another constant. */
  constant(): number | undefined {
    const kind = this.byte();
    let value: number | undefined;
    if (kind === I32_CONST || kind === I64_CONST) {
      const first = this.at;
      while (this.byte() >= 0x80);
      if (kind === I32_CONST) value = signedOf(this.bytes.subarray(first, this.at)) >>> 0;
    } else if (kind === F32_CONST || kind === F64_CONST) {
      this.take(kind === F32_CONST ? 4 : 8);
    } else {
      throw new RangeError(MODULES.notConstant);
    }
    if (this.byte() !== END) throw new RangeError(MODULES.moreThanConstant);
    return value;
  }

  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError(MODULES.endsEarly);
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  text(): string {
    return this.take(this.unsigned()).toString();
  }
}

/** Decodes a signed 32-bit LEB128 integer. */
function signedOf(bytes: Buffer): number {
  let value = 0;
  bytes.forEach((byte, index) => (value |= (byte & 0x7f) << (7 * index)));
  const bits = 7 * bytes.length;
  return bits < 32 && ((bytes.at(-1) ?? 0) & 0x40) !== 0 ? value | (-1 << bits) : value;
}

/** Returns the sections of a binary, in order. */
export function readSections(binary: Uint8Array): Section[] {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const reader = new Reader(bytes);
  reader.take(HEADER_BYTES);
  const sections: Section[] = [];
  while (!reader.isAtEnd) {
    const id = reader.byte();
    sections.push({ id, content: reader.take(reader.unsigned()) });
  }
  return sections;
}

/** Returns the binary with these sections. */
export function writeSections(binary: Uint8Array, sections: readonly Section[]): Uint8Array {
  const header = Buffer.from(binary.slice(0, HEADER_BYTES));
  const parts = sections.flatMap(({ id, content }) => [Buffer.of(id), unsigned(content.length), content]);
  return new Uint8Array(Buffer.concat([header, ...parts]));
}

/** Returns the content of the first custom section with a name; undefined if there is none. */
export function customSection(sections: readonly Section[], name: string): Buffer | undefined {
  for (const { id, content } of sections) {
    if (id !== CUSTOM_SECTION) continue;
    const reader = new Reader(content);
    if (reader.text() === name) return content.subarray(reader.at);
  }
  return undefined;
}

/** Returns the binary with a custom section at its end. */
export function withCustomSection(binary: Uint8Array, name: string, content: string): Uint8Array {
  const nameBytes = Buffer.from(name);
  const section = Buffer.concat([unsigned(nameBytes.length), nameBytes, Buffer.from(content)]);
  return writeSections(binary, [...readSections(binary), { id: CUSTOM_SECTION, content: section }]);
}

/** Encodes an unsigned LEB128 integer. */
export function unsigned(value: number): Buffer {
  const bytes: number[] = [];
  do {
    const low = value % 0x80;
    value = Math.floor(value / 0x80);
    bytes.push(value > 0 ? low | 0x80 : low);
  } while (value > 0);
  return Buffer.from(bytes);
}

/** Encodes an initializer: `i32.const` of an address. */
export function constant(address: number): Buffer {
  const bytes: number[] = [I32_CONST];
  let value = address | 0;
  for (;;) {
    const low = value & 0x7f;
    value >>= 7;
    const isLast = (value === 0 && (low & 0x40) === 0) || (value === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return Buffer.from([...bytes, END]);
  }
}
