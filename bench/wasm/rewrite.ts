/**
 * Inserts code into a module at the beginning of each run of instructions that is always executed as a whole, and adds the
 * globals and exports that the code needs.
 */
import {
  EXPORT_SECTION,
  GLOBAL_SECTION,
  Reader,
  readSections,
  unsigned,
  writeSections,
  type Section,
} from "#keyward/wasm-sections.js";
import { CODE_SECTION, countImports, readFunctions, readInstructions, type FunctionBody } from "./instructions.js";
import { signed } from "./leb.js";
import {
  BLOCK,
  BR,
  BR_IF,
  BR_TABLE,
  ELSE,
  END,
  GLOBAL_GET,
  GLOBAL_SET,
  I64_CONST,
  I64_OR,
  IF,
  LOOP,
  NOP,
  RETURN,
  UNREACHABLE,
} from "./opcodes.js";

const I64_TYPE = 0x7e;
const MUTABLE = 1;

/** Marks, which execute nothing. */
const MARKS = new Set([NOP, BLOCK, LOOP, ELSE, END]);
/** After these, the next instruction may be reached from elsewhere, or not at all. */
const RUN_ENDS = new Set([UNREACHABLE, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN]);

/** Size of an added global in bits. */
export const GLOBAL_BITS = 64;

export const FUNCTION_KIND = 0;
export const GLOBAL_KIND = 3;

/** A run of instructions. */
export interface Run {
  /** Offsets of its instructions in the file, in bytes, without marks. At least one. */
  offsets: readonly number[];
  /** The function that contains it. */
  body: FunctionBody;
}

/** Returns the bodies of all functions, each run preceded by the code from `begin`, which must leave the stack unchanged. */
export function rewriteBodies(binary: Uint8Array, begin: (run: Run) => Buffer): Buffer[] {
  return readFunctions(binary).map((body) => rewriteBody(binary, body, begin));
}

function rewriteBody(binary: Uint8Array, body: FunctionBody, begin: (run: Run) => Buffer): Buffer {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const parts = [bytes.subarray(body.start, body.code)];
  let start = body.code;
  let offsets: number[] = [];
  for (const { opcode, offset, end } of readInstructions(binary, body)) {
    if (!MARKS.has(opcode)) offsets.push(offset);
    if (!RUN_ENDS.has(opcode)) continue;
    if (offsets.length > 0) parts.push(begin({ offsets, body }));
    parts.push(bytes.subarray(start, end));
    start = end;
    offsets = [];
  }
  return Buffer.concat(parts);
}

/** Changes a 64-bit global: `operator` is an instruction that takes its value and `operand`. */
export function changeGlobal(global: number, operator: number, operand: bigint): Buffer {
  const index = unsigned(global);
  return Buffer.concat([
    Buffer.of(GLOBAL_GET),
    index,
    Buffer.of(I64_CONST),
    signed(operand),
    Buffer.of(operator, GLOBAL_SET),
    index,
  ]);
}

/** Sets a bit of the globals from `first` on: lowest bit first, then the next global. */
export function setBit(first: number, bit: number): Buffer {
  const operand = BigInt.asIntN(GLOBAL_BITS, 1n << BigInt(bit % GLOBAL_BITS));
  return changeGlobal(first + Math.floor(bit / GLOBAL_BITS), I64_OR, operand);
}

/** Additions to a module. Entries are in binary format; those of a section follow its own. */
export interface Additions {
  /** All entries of the code section. */
  bodies: readonly Buffer[];
  /** Number of mutable 64-bit globals, initially zero. */
  globals: number;
  /** Entries of other sections, by section number. */
  entries: Readonly<Record<number, readonly Buffer[]>>;
}

/** Returns the module with its additions. Throws a RangeError if it lacks a section that gets `entries`. */
export function withAdditions(binary: Uint8Array, { bodies, globals, entries }: Additions): Uint8Array {
  const global = Buffer.of(I64_TYPE, MUTABLE, I64_CONST, 0, END);
  const added: Record<number, readonly Buffer[]> = {
    ...entries,
    [GLOBAL_SECTION]: Array<Buffer>(globals).fill(global),
  };
  const sections = withGlobals(readSections(binary));
  for (const id of Object.keys(entries)) contentOf(sections, Number(id));
  return writeSections(
    binary,
    sections.map(({ id, content }) => {
      if (id === CODE_SECTION) return { id, content: codeOf(bodies) };
      return { id, content: append(content, added[id] ?? []) };
    }),
  );
}

/** Returns the index of the first added global. */
export function firstAddedGlobal(binary: Uint8Array): number {
  return countImports(binary).globals + entryCount(binary, GLOBAL_SECTION);
}

/** Returns the number of entries of a list section; 0 if there is none. */
export function entryCount(binary: Uint8Array, id: number): number {
  const section = readSections(binary).find((one) => one.id === id);
  return section === undefined ? 0 : new Reader(section.content).unsigned();
}

/** Returns an entry for the export section. */
export function exportOf(name: string, kind: number, index: number): Buffer {
  return Buffer.concat([unsigned(name.length), Buffer.from(name), Buffer.of(kind), unsigned(index)]);
}

function codeOf(bodies: readonly Buffer[]): Buffer {
  return Buffer.concat([unsigned(bodies.length), ...bodies.flatMap((body) => [unsigned(body.length), body])]);
}

/** Adds an empty section for globals, which must precede the exports, if there is none. */
function withGlobals(sections: Section[]): Section[] {
  if (sections.some(({ id }) => id === GLOBAL_SECTION)) return sections;
  const at = sections.findIndex(({ id }) => id === EXPORT_SECTION);
  return at < 0 ? sections : sections.toSpliced(at, 0, { id: GLOBAL_SECTION, content: unsigned(0) });
}

function contentOf(sections: readonly Section[], id: number): Buffer {
  const section = sections.find((one) => one.id === id);
  if (section === undefined) throw new RangeError(`the module has no section ${id}`);
  return section.content;
}

/** Appends entries to a list section. */
function append(content: Buffer, entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return content;
  const reader = new Reader(content);
  const count = reader.unsigned();
  return Buffer.concat([unsigned(count + entries.length), content.subarray(reader.at), ...entries]);
}
