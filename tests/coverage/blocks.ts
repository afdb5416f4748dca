/**
 * A module that notes which of its blocks were executed. A block is a run of instructions that is only ever executed as a
 * whole; each begins, in the new module, by setting its bit in one of many globals of 64 bits, which are exported.
 */
import {
  EXPORT_SECTION,
  GLOBAL_SECTION,
  Reader,
  readSections,
  unsigned,
  writeSections,
} from "#keyward/wasm-sections.js";
import {
  CODE_SECTION,
  countImports,
  readFunctions,
  readInstructions,
  type FunctionBody,
} from "#bench/wasm/instructions.js";
import { signed } from "#bench/wasm/leb.js";
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
  IF,
  LOOP,
  NOP,
  RETURN,
  UNREACHABLE,
} from "#bench/wasm/opcodes.js";

/** The exported globals are named so, with the module's name and a number behind it: `covered_core_0`. */
export const COVERED = "covered_";

export interface Block {
  /** The function's first byte: before it no segment of a source map says anything of the block. */
  functionStart: number;
  /** Where its instructions begin, in bytes from the start of the original file; marks of places are none. */
  offsets: readonly number[];
}

export interface Instrumented {
  binary: Uint8Array;
  /** In order of their bits: the 64 of the first global, lowest first, then those of the second. */
  blocks: readonly Block[];
}

const I64_TYPE = 0x7e;
const MUTABLE = 1;
const GLOBAL_KIND = 3;
const I64_OR = 0x84;
const BITS = 64;

const MARKS = new Set([NOP, BLOCK, LOOP, ELSE, END]);
/** Behind these the next instruction may be reached from elsewhere, or not be reached at all. */
const BLOCK_ENDS = new Set([UNREACHABLE, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN]);

/** Throws a RangeError when the module has no globals or exports, or an instruction that cannot be decoded. */
export function instrumentBlocks(binary: Uint8Array, name: string): Instrumented {
  const sections = readSections(binary);
  const globals = sections.find(({ id }) => id === GLOBAL_SECTION);
  if (globals === undefined || !sections.some(({ id }) => id === EXPORT_SECTION)) {
    throw new RangeError("the module has no globals, or no exports");
  }
  const first = countImports(binary).globals + new Reader(globals.content).unsigned();
  const blocks: Block[] = [];
  const bodies = readFunctions(binary).map((body) => notedBody(binary, body, first, blocks));
  const words = Array.from({ length: Math.ceil(blocks.length / BITS) }, (_, index) => index);
  const changes: Record<number, (content: Buffer) => Buffer> = {
    [GLOBAL_SECTION]: (content) =>
      append(
        content,
        words.map(() => Buffer.of(I64_TYPE, MUTABLE, I64_CONST, 0, END)),
      ),
    [EXPORT_SECTION]: (content) =>
      append(
        content,
        words.map((index) => {
          const global = Buffer.from(`${COVERED}${name}_${index}`);
          return Buffer.concat([unsigned(global.length), global, Buffer.of(GLOBAL_KIND), unsigned(first + index)]);
        }),
      ),
    [CODE_SECTION]: () =>
      Buffer.concat([unsigned(bodies.length), ...bodies.flatMap((body) => [unsigned(body.length), body])]),
  };
  const changed = sections.map(({ id, content }) => ({ id, content: changes[id]?.(content) ?? content }));
  return { binary: writeSections(binary, changed), blocks };
}

/** A function that notes its blocks, which are added to the list. */
function notedBody(binary: Uint8Array, body: FunctionBody, firstGlobal: number, blocks: Block[]): Buffer {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const parts = [bytes.subarray(body.start, body.code)];
  let start = body.code;
  let offsets: number[] = [];
  for (const { opcode, offset, end } of readInstructions(binary, body)) {
    if (!MARKS.has(opcode)) offsets.push(offset);
    if (!BLOCK_ENDS.has(opcode)) continue;
    if (offsets.length > 0) {
      parts.push(note(firstGlobal, blocks.length));
      blocks.push({ functionStart: body.start, offsets });
    }
    parts.push(bytes.subarray(start, end));
    start = end;
    offsets = [];
  }
  return Buffer.concat(parts);
}

/** Sets a block's bit and leaves the stack as it is. */
function note(firstGlobal: number, block: number): Buffer {
  const global = unsigned(firstGlobal + Math.floor(block / BITS));
  const bit = BigInt.asIntN(BITS, 1n << BigInt(block % BITS));
  return Buffer.concat([
    Buffer.of(GLOBAL_GET),
    global,
    Buffer.of(I64_CONST),
    signed(bit),
    Buffer.of(I64_OR, GLOBAL_SET),
    global,
  ]);
}

/** A section that is a list, with more entries. */
function append(content: Buffer, entries: readonly Buffer[]): Buffer {
  const reader = new Reader(content);
  const count = reader.unsigned();
  return Buffer.concat([unsigned(count + entries.length), content.subarray(reader.at), ...entries]);
}
