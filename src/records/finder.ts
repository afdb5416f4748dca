import type { Coverage } from "../survey/coverage.js";
import { instantiateCore, type CoreModule } from "../engine/core-module.js";
import { ModuleError, type CompiledModule } from "../module.js";
import { readCoverage } from "../survey/read-coverage.js";
import { MODULES } from "../messages/modules.js";

/** What was passed over before a line: records and newlines. */
interface Passed {
  /** Start of the line, or the end of the search. */
  line: number;
  records: number;
  newlines: number;
}

/**
 * An instance that searches, and surveys what it passes over. It judges nothing, so its memory does not grow during a search and
 * its two chunks stay in place. All offsets are relative to the chunk in use.
 */
export class Finder {
  readonly #module: CoreModule;
  #memory: ArrayBuffer;
  #chunks: readonly [Buffer, Buffer];
  readonly #address: number;
  readonly #size: number;
  #index: 0 | 1 = 0;

  /** `size`: bytes per chunk. Throws a ModuleError if this is not the module for Node, or has no memory for two. */
  constructor(compiled: CompiledModule, size: number) {
    const module = instantiateCore(compiled);
    const address = module.chunk(2 * size) >>> 0;
    if (address === 0) throw new ModuleError(MODULES.noMemoryForChunk);
    this.#module = module;
    this.#address = address;
    this.#size = size;
    this.#memory = module.memory.buffer;
    this.#chunks = this.#views();
  }

  /** The chunk in use. */
  get bytes(): Buffer {
    return this.#chunks[this.#index];
  }

  /** Switches to the other chunk and returns its bytes. */
  turn(): Buffer {
    this.#index = this.#index === 0 ? 1 : 0;
    return this.bytes;
  }

  /**
   * Finds the first line from `start` on that names an action, has an annotation, or does not look like one record; returns `end`
   * if there is none. May trap.
   */
  find(start: number, end: number): Passed {
    const module = this.#module;
    const address = this.bytes.byteOffset;
    const line = (module.findLine(address + start, address + end, 1) >>> 0) - address;
    if (module.memory.buffer !== this.#memory) throw new ModuleError(MODULES.memoryGrew);
    return {
      line,
      records: module.passedRecords(),
      newlines: module.passedNewlines(),
    };
  }

  /**
   * Counts the events of whole lines. May trap. Decoding strings may grow memory: the chunks are then new views of the same
   * bytes, and earlier views are empty.
   */
  survey(start: number, end: number): void {
    const module = this.#module;
    const address = this.bytes.byteOffset;
    try {
      module.surveyLines(address + start, address + end);
    } finally {
      if (module.memory.buffer !== this.#memory) {
        this.#memory = module.memory.buffer;
        this.#chunks = this.#views();
      }
    }
  }

  /** Returns the counts since the last call. */
  takeCoverage(): Coverage {
    const coverage = readCoverage(this.#module);
    this.#module.startSurvey();
    return coverage;
  }

  /** Returns the end of the line found last. */
  lineEnd(): number {
    return this.#module.lineEnd() - this.bytes.byteOffset;
  }

  #views(): readonly [Buffer, Buffer] {
    const view = (address: number): Buffer => Buffer.from(this.#memory, address, this.#size);
    return [view(this.#address), view(this.#address + this.#size)];
  }
}
