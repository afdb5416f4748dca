/** Reads the functions of a WASM binary as streams of instructions with their offsets. */
import { Reader, readSections } from "#keyward/wasm-sections.js";
import { readSigned } from "./leb.js";
import { BULK_PREFIX, END, immediatesOf, prefixed, SIMD_PREFIX, type Immediate } from "./opcodes.js";

export const IMPORT_SECTION = 2;
export const CODE_SECTION = 10;

const FUNCTION_IMPORT = 0;
const TABLE_IMPORT = 1;
const MEMORY_IMPORT = 2;
const GLOBAL_IMPORT = 3;

/** An immediate operand; 64-bit integers are bigints, all others numbers. */
export type ImmediateValue = number | bigint | Uint8Array;

export interface Instruction {
  /** Offset of its opcode in the file, in bytes, as in the module's source map. */
  offset: number;
  /** Offset of the next instruction. */
  end: number;
  /** The opcode; a two-part one in the form of `prefixed` in opcodes.ts. */
  opcode: number;
  /** In binary order; each index of a list (`br_table`) is one. */
  immediates: readonly ImmediateValue[];
}

export interface FunctionBody {
  /** Its index among all functions; imported ones come first. */
  index: number;
  /** Offset of its locals in the file, in bytes. */
  start: number;
  /** Offset of its first instruction. */
  code: number;
  /** Offset after its last instruction, an `end`. */
  end: number;
}

/** Numbers of imported functions and globals. */
export interface ImportCounts {
  functions: number;
  globals: number;
}

/** Returns the functions that a binary defines, in order; none if it has no code. Throws a RangeError if it is truncated. */
export function readFunctions(binary: Uint8Array): FunctionBody[] {
  const section = readSections(binary).find(({ id }) => id === CODE_SECTION);
  if (section === undefined) return [];
  const reader = new Reader(section.content);
  const base = section.content.byteOffset - binary.byteOffset;
  const first = countImports(binary).functions;
  return Array.from({ length: reader.unsigned() }, (_, index) => {
    const size = reader.unsigned();
    const start = reader.at;
    for (let groups = reader.unsigned(); groups > 0; groups--) {
      reader.unsigned();
      reader.byte();
    }
    const code = reader.at;
    reader.at = start;
    reader.take(size);
    return { index: first + index, start: base + start, code: base + code, end: base + start + size };
  });
}

/**
 * Yields the instructions of one function, in order. Throws a RangeError, with the offset, at an unknown opcode, if an
 * instruction exceeds the function, or if the last one is not `end`.
 */
export function* readInstructions(binary: Uint8Array, body: FunctionBody): Generator<Instruction> {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, body.end);
  const reader = new Reader(bytes);
  reader.at = body.code;
  let last: number | undefined;
  while (reader.at < body.end) {
    const offset = reader.at;
    const opcode = readOpcode(reader);
    const kinds = immediatesOf(opcode);
    if (kinds === undefined) {
      throw new RangeError(`opcode 0x${opcode.toString(16)} at byte ${offset} is none that can be decoded`);
    }
    const immediates = kinds.length === 0 ? [] : kinds.flatMap((kind) => readImmediate(reader, kind));
    yield { offset, end: reader.at, opcode, immediates };
    last = opcode;
  }
  if (last !== END) throw new RangeError(`the function that ends at byte ${body.end} has no end`);
}

/** Counts the imports that have an index of their own. */
export function countImports(binary: Uint8Array): ImportCounts {
  const counts = { functions: 0, globals: 0 };
  const section = readSections(binary).find(({ id }) => id === IMPORT_SECTION);
  if (section === undefined) return counts;
  const reader = new Reader(section.content);
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === FUNCTION_IMPORT) {
      counts.functions++;
      reader.unsigned();
    } else if (kind === GLOBAL_IMPORT) {
      counts.globals++;
      reader.take(2);
    } else if (kind === TABLE_IMPORT || kind === MEMORY_IMPORT) {
      if (kind === TABLE_IMPORT) reader.byte();
      const hasMaximum = (reader.byte() & 1) !== 0;
      reader.unsigned();
      if (hasMaximum) reader.unsigned();
    } else {
      throw new RangeError(`an import is of kind ${kind}, which cannot be read`);
    }
  }
  return counts;
}

function readOpcode(reader: Reader): number {
  const first = reader.byte();
  return first === BULK_PREFIX || first === SIMD_PREFIX ? prefixed(first, reader.unsigned()) : first;
}

function readImmediate(reader: Reader, kind: Immediate): ImmediateValue[] {
  switch (kind) {
    case "block":
    case "i32":
      return [Number(readSigned(reader))];
    case "i64":
      return [readSigned(reader)];
    case "index":
      return [reader.unsigned()];
    case "indexes":
      return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
    case "byte":
      return [reader.byte()];
    case "memory": {
      const alignment = reader.unsigned();
      // With several memories, a memory index would follow.
      if (alignment >= 0x40) throw new RangeError(`several memories, before byte ${reader.at}, cannot be decoded`);
      return [alignment, reader.unsigned()];
    }
    case "f32":
      return [reader.take(4).readFloatLE(0)];
    case "f64":
      return [reader.take(8).readDoubleLE(0)];
    case "16 bytes":
      return [reader.take(16)];
  }
}
