/**
 * A module that counts the instructions it executes. Every run of instructions that is only ever executed as a whole begins,
 * in the new module, by adding their number to a global.
 *
 * Each instruction of the binary format counts one, `local.get` and `i32.const` too, as an interpreter sees them; `memory.copy`
 * and `memory.fill` count one each, however many bytes they move. `block`, `loop`, `else`, `end` and `nop` only mark places
 * and count nothing. After a trap the count can be too high by the rest of the runs that it cut short.
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
  I64_ADD,
  I64_CONST,
  IF,
  LOOP,
  NOP,
  RETURN,
  UNREACHABLE,
} from "./opcodes.js";

/** The exported global, a mutable i64, that holds the count. A caller may set it. */
export const COUNTER_EXPORT = "executedInstructions";

const I64_TYPE = 0x7e;
const MUTABLE = 1;
const GLOBAL_KIND = 3;

const FREE = new Set([NOP, BLOCK, LOOP, ELSE, END]);

/** Behind these the next instruction may be reached from elsewhere, or not be reached at all. */
const RUN_ENDS = new Set([UNREACHABLE, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN]);

/** The binary with its counter. Throws a RangeError when it exports nothing, or has an instruction that cannot be decoded. */
export function instrument(binary: Uint8Array): Uint8Array {
  const sections = withGlobals(readSections(binary));
  contentOf(sections, EXPORT_SECTION); // without one nobody could read the count
  const counter = countImports(binary).globals + new Reader(contentOf(sections, GLOBAL_SECTION)).unsigned();
  const changes: Record<number, (content: Buffer) => Buffer> = {
    [GLOBAL_SECTION]: (content) => append(content, Buffer.of(I64_TYPE, MUTABLE, I64_CONST, 0, END)),
    [EXPORT_SECTION]: (content) =>
      append(
        content,
        Buffer.concat([
          unsigned(COUNTER_EXPORT.length),
          Buffer.from(COUNTER_EXPORT),
          Buffer.of(GLOBAL_KIND),
          unsigned(counter),
        ]),
      ),
    [CODE_SECTION]: () => {
      const bodies = readFunctions(binary).map((body) => countedBody(binary, body, counter));
      return Buffer.concat([unsigned(bodies.length), ...bodies.flatMap((body) => [unsigned(body.length), body])]);
    },
  };
  return writeSections(
    binary,
    sections.map(({ id, content }) => ({ id, content: changes[id]?.(content) ?? content })),
  );
}

/** The counter of an instance of an instrumented module. Throws a TypeError for another module's. */
export function counterOf(exports: Record<string, unknown>): WebAssembly.Global<"i64"> {
  const counter = exports[COUNTER_EXPORT];
  if (counter instanceof WebAssembly.Global) return counter as WebAssembly.Global<"i64">;
  throw new TypeError("the module does not count its instructions");
}

function countedBody(binary: Uint8Array, body: FunctionBody, counter: number): Buffer {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const parts = [bytes.subarray(body.start, body.code)];
  let runStart = body.code;
  let count = 0;
  for (const { opcode, end } of readInstructions(binary, body)) {
    if (!FREE.has(opcode)) count++;
    if (!RUN_ENDS.has(opcode)) continue;
    if (count > 0) parts.push(addition(counter, count));
    parts.push(bytes.subarray(runStart, end));
    runStart = end;
    count = 0;
  }
  return Buffer.concat(parts);
}

/** Adds to the counter and leaves the stack as it is. */
function addition(counter: number, count: number): Buffer {
  const index = unsigned(counter);
  return Buffer.concat([
    Buffer.of(GLOBAL_GET),
    index,
    Buffer.of(I64_CONST),
    signed(BigInt(count)),
    Buffer.of(I64_ADD, GLOBAL_SET),
    index,
  ]);
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

/** A section that is a list, with one entry more. */
function append(content: Buffer, entry: Buffer): Buffer {
  const reader = new Reader(content);
  const count = reader.unsigned();
  return Buffer.concat([unsigned(count + 1), content.subarray(reader.at), entry]);
}
