/**
 * A module that notes which of its straight runs of instructions were executed, a bit each in globals of its own, and can
 * say how many were executed for the first time.
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

const TYPE_SECTION = 1;
const FUNCTION_SECTION = 3;
const [FUNCTION_KIND, GLOBAL_KIND] = [0, 3];
const [FUNCTION_TYPE, I32_TYPE, I64_TYPE] = [0x60, 0x7f, 0x7e];
const [LOCAL_GET, LOCAL_SET, I32_ADD, I64_AND, I64_OR, I64_XOR, I64_POPCNT, I32_WRAP_I64] = [
  0x20, 0x21, 0x6a, 0x83, 0x84, 0x85, 0x7b, 0xa7,
];
const MUTABLE = 1;
const BITS = 64;

const NEWS_EXPORT = "newRuns";
const COVERED_EXPORT = "coveredRuns";

/** Only marks of places, which execute nothing. */
const FREE = new Set([NOP, BLOCK, LOOP, ELSE, END]);
const RUN_ENDS = new Set([UNREACHABLE, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, RETURN]);

export interface CoverageModule {
  binary: Uint8Array;
  /** Runs of instructions that are only executed as a whole; there are so many in the module. */
  runs: number;
}

/** The binary with its notes of what was executed. It must have exports and globals of its own. */
export function withCoverage(binary: Uint8Array): CoverageModule {
  const sections = readSections(binary);
  const content = (id: number): Buffer => {
    const section = sections.find((one) => one.id === id);
    if (section === undefined) throw new RangeError(`the module has no section ${id}`);
    return section.content;
  };
  const count = (id: number): number => new Reader(content(id)).unsigned();
  const imports = countImports(binary);
  const firstGlobal = imports.globals + count(GLOBAL_SECTION);
  let runs = 0;
  const bodies = readFunctions(binary).map((body) => notedBody(binary, body, () => setBit(firstGlobal, runs++)));
  const words = Math.ceil(runs / BITS);
  bodies.push(newsBody(firstGlobal, words));

  const zero = Buffer.of(I64_TYPE, MUTABLE, I64_CONST, 0, END);
  const exported = (name: string, kind: number, index: number): Buffer =>
    Buffer.concat([unsigned(name.length), Buffer.from(name), Buffer.of(kind), unsigned(index)]);
  const changes: Record<number, () => Buffer> = {
    [TYPE_SECTION]: () => append(content(TYPE_SECTION), [Buffer.of(FUNCTION_TYPE, 0, 1, I32_TYPE)]),
    [FUNCTION_SECTION]: () => append(content(FUNCTION_SECTION), [unsigned(count(TYPE_SECTION))]),
    // What is covered, and behind that what of it was told of.
    [GLOBAL_SECTION]: () => append(content(GLOBAL_SECTION), Array<Buffer>(2 * words).fill(zero)),
    [EXPORT_SECTION]: () =>
      append(content(EXPORT_SECTION), [
        exported(NEWS_EXPORT, FUNCTION_KIND, imports.functions + count(FUNCTION_SECTION)),
        ...Array.from({ length: words }, (_, word) =>
          exported(`${COVERED_EXPORT}${word}`, GLOBAL_KIND, firstGlobal + word),
        ),
      ]),
    [CODE_SECTION]: () =>
      Buffer.concat([unsigned(bodies.length), ...bodies.flatMap((body) => [unsigned(body.length), body])]),
  };
  const changed = sections.map(({ id, content }) => ({ id, content: changes[id]?.() ?? content }));
  return { binary: writeSections(binary, changed), runs };
}

/** What an instance of such a module has covered. Throws a TypeError for another module's. */
export class Coverage {
  readonly #newRuns: () => number;
  readonly #words: WebAssembly.Global<"i64">[] = [];

  constructor(exports: object) {
    const named = exports as Record<string, unknown>;
    const news = named[NEWS_EXPORT];
    if (typeof news !== "function") throw new TypeError("the module notes no coverage");
    this.#newRuns = news as () => number;
    for (let word = 0; named[`${COVERED_EXPORT}${word}`] !== undefined; word++) {
      this.#words.push(named[`${COVERED_EXPORT}${word}`] as WebAssembly.Global<"i64">);
    }
  }

  /** How many runs were executed since the last call that never were before. */
  takeNew(): number {
    return this.#newRuns();
  }

  /** What is covered, 64 runs a word. */
  words(): bigint[] {
    return this.#words.map(({ value }) => BigInt.asUintN(BITS, value));
  }

  /** Counts what another instance covered as covered, and as told of. */
  include(words: readonly bigint[]): void {
    this.#words.forEach((word, index) => {
      word.value = BigInt.asIntN(BITS, word.value | (words[index] ?? 0n));
    });
    this.takeNew();
  }
}

function notedBody(binary: Uint8Array, body: FunctionBody, note: () => Buffer): Buffer {
  const bytes = Buffer.from(binary.buffer, binary.byteOffset, binary.byteLength);
  const parts = [bytes.subarray(body.start, body.code)];
  let runStart = body.code;
  let isEmpty = true;
  for (const { opcode, end } of readInstructions(binary, body)) {
    if (!FREE.has(opcode)) isEmpty = false;
    if (!RUN_ENDS.has(opcode)) continue;
    if (!isEmpty) parts.push(note());
    parts.push(bytes.subarray(runStart, end));
    runStart = end;
    isEmpty = true;
  }
  return Buffer.concat(parts);
}

/** Sets the bit of a run, and leaves the stack as it is. */
function setBit(firstGlobal: number, run: number): Buffer {
  const global = unsigned(firstGlobal + Math.floor(run / BITS));
  const bit = signed(BigInt.asIntN(BITS, 1n << BigInt(run % BITS)));
  return Buffer.concat([
    Buffer.of(GLOBAL_GET),
    global,
    Buffer.of(I64_CONST),
    bit,
    Buffer.of(I64_OR, GLOBAL_SET),
    global,
  ]);
}

/** A function that counts the bits that are set in what is covered and not in what was told of, and tells of them. */
function newsBody(firstGlobal: number, words: number): Buffer {
  const parts: Buffer[] = [Buffer.of(1, 1, I32_TYPE)];
  for (let word = 0; word < words; word++) {
    const [covered, told] = [unsigned(firstGlobal + word), unsigned(firstGlobal + words + word)];
    parts.push(
      Buffer.of(LOCAL_GET, 0, GLOBAL_GET),
      covered,
      Buffer.of(GLOBAL_GET),
      told,
      Buffer.of(I64_CONST),
      signed(-1n),
      Buffer.of(I64_XOR, I64_AND, I64_POPCNT, I32_WRAP_I64, I32_ADD, LOCAL_SET, 0, GLOBAL_GET),
      covered,
      Buffer.of(GLOBAL_SET),
      told,
    );
  }
  return Buffer.concat([...parts, Buffer.of(LOCAL_GET, 0, END)]);
}

/** A section that is a list, with more entries. */
function append(content: Buffer, entries: readonly Buffer[]): Buffer {
  const reader = new Reader(content);
  const count = reader.unsigned();
  return Buffer.concat([unsigned(count + entries.length), content.subarray(reader.at), ...entries]);
}
