/**
 * Putting code of one's own into a module, at the beginning of each run of instructions that is only ever executed as a
 * whole, and the globals and exports that such code needs.
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

/** Only marks of places, which execute nothing. */
const MARKS = new Set([NOP, BLOCK, LOOP, ELSE, END]);
/** After these the next instruction may be reached from elsewhere, or not be reached at all. */
const RUN_ENDS = new Set([UNREACHABLE, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN]);

/** Bits of a global that is added. */
export const GLOBAL_BITS = 64;

export const FUNCTION_KIND = 0;
export const GLOBAL_KIND = 3;

/** A run of instructions. */
export interface Run {
  /** Where they begin, in bytes from the start of the file; marks of places are none. At least one. */
  offsets: readonly number[];
  /** The function that they are of. */
  body: FunctionBody;
}

/** The bodies of all functions, in each of whose runs `begin` puts its code first. It leaves the stack as it is. */
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

/** Changes a global of 64 bits: `operator` is an instruction that takes its value and `operand`. */
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

/** Sets a bit of the globals from `first` on: the bits of the first one, lowest first, then those of the second. */
export function setBit(first: number, bit: number): Buffer {
  const operand = BigInt.asIntN(GLOBAL_BITS, 1n << BigInt(bit % GLOBAL_BITS));
  return changeGlobal(first + Math.floor(bit / GLOBAL_BITS), I64_OR, operand);
}

/** What a module gets. Entries are as the binary format has them; those of a section go after its own. */
export interface Additions {
  /** The code section's entries, all of them. */
  bodies: readonly Buffer[];
  /** Mutable globals of 64 bits, zero to begin with. */
  globals: number;
  /** Entries of other sections, by the section's number. */
  entries: Readonly<Record<number, readonly Buffer[]>>;
}

/** The module with its additions. Throws a RangeError when it lacks a section that gets `entries`. */
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

/** The number of the first global that is added. */
export function firstAddedGlobal(binary: Uint8Array): number {
  return countImports(binary).globals + entryCount(binary, GLOBAL_SECTION);
}

/** Entries of a section that is a list; 0 when there is none. */
export function entryCount(binary: Uint8Array, id: number): number {
  const section = readSections(binary).find((one) => one.id === id);
  return section === undefined ? 0 : new Reader(section.content).unsigned();
}

/** An entry of the export section. */
export function exportOf(name: string, kind: number, index: number): Buffer {
  return Buffer.concat([unsigned(name.length), Buffer.from(name), Buffer.of(kind), unsigned(index)]);
}

function codeOf(bodies: readonly Buffer[]): Buffer {
  return Buffer.concat([unsigned(bodies.length), ...bodies.flatMap((body) => [unsigned(body.length), body])]);
}

/** With a section for globals, empty if there was none: it stands before the exports. */
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

/** A section that is a list, with more entries. */
function append(content: Buffer, entries: readonly Buffer[]): Buffer {
  if (entries.length === 0) return content;
  const reader = new Reader(content);
  const count = reader.unsigned();
  return Buffer.concat([unsigned(count + entries.length), content.subarray(reader.at), ...entries]);
}
