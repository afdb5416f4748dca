/**
 * Instruments a module to record which straight runs of instructions were executed, one bit each in its own globals, and to
 * report how many were executed for the first time.
 */
import { EXPORT_SECTION, unsigned } from "#keyward/wasm-sections.js";
import { countImports } from "#bench/wasm/instructions.js";
import { signed } from "#bench/wasm/leb.js";
import { END, GLOBAL_GET, GLOBAL_SET, I64_CONST } from "#bench/wasm/opcodes.js";
import {
  entryCount,
  exportOf,
  firstAddedGlobal,
  FUNCTION_KIND,
  GLOBAL_BITS,
  GLOBAL_KIND,
  rewriteBodies,
  setBit,
  withAdditions,
} from "#bench/wasm/rewrite.js";

const TYPE_SECTION = 1;
const FUNCTION_SECTION = 3;
const [FUNCTION_TYPE, I32_TYPE] = [0x60, 0x7f];
const [LOCAL_GET, LOCAL_SET, I32_ADD, I64_AND, I64_XOR, I64_POPCNT, I32_WRAP_I64] = [
  0x20, 0x21, 0x6a, 0x83, 0x85, 0x7b, 0xa7,
];

const NEWS_EXPORT = "newRuns";
const COVERED_EXPORT = "coveredRuns";

export interface CoverageModule {
  binary: Uint8Array;
  /** Number of runs of instructions that are always executed as a whole. */
  runs: number;
}

/** Returns the binary with coverage. It must have exports of its own. */
export function withCoverage(binary: Uint8Array): CoverageModule {
  const first = firstAddedGlobal(binary);
  let runs = 0;
  const bodies = rewriteBodies(binary, () => setBit(first, runs++));
  const words = Math.ceil(runs / GLOBAL_BITS);
  const news = countImports(binary).functions + entryCount(binary, FUNCTION_SECTION);
  const changed = withAdditions(binary, {
    bodies: [...bodies, newsBody(first, words)],
    // First what is covered, then what of it was reported.
    globals: 2 * words,
    entries: {
      [TYPE_SECTION]: [Buffer.of(FUNCTION_TYPE, 0, 1, I32_TYPE)],
      [FUNCTION_SECTION]: [unsigned(entryCount(binary, TYPE_SECTION))],
      [EXPORT_SECTION]: [
        exportOf(NEWS_EXPORT, FUNCTION_KIND, news),
        ...Array.from({ length: words }, (_, word) => exportOf(`${COVERED_EXPORT}${word}`, GLOBAL_KIND, first + word)),
      ],
    },
  });
  return { binary: changed, runs };
}

/** The coverage of an instance of such a module. Throws a TypeError for another module's. */
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

  /** Returns how many runs were executed for the first time since the last call. */
  takeNew(): number {
    return this.#newRuns();
  }

  /** Returns what is covered, 64 runs per word. */
  words(): bigint[] {
    return this.#words.map(({ value }) => BigInt.asUintN(GLOBAL_BITS, value));
  }

  /** Marks what another instance covered as covered and reported. */
  include(words: readonly bigint[]): void {
    this.#words.forEach((word, index) => {
      word.value = BigInt.asIntN(GLOBAL_BITS, word.value | (words[index] ?? 0n));
    });
    this.takeNew();
  }
}

/** Returns a function that counts, and marks as reported, the bits covered but not yet reported. */
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
