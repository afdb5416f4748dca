import { hasChunks, instantiateModule, ModuleError, type ChunkModule, type CompiledModule } from "../module.js";

/** What was passed over before a line: how many are not blank, how many of those are plainly no JSON, and the newlines. */
interface Found {
  /** Where the line begins, or the end of what was searched. */
  line: number;
  records: number;
  others: number;
  newlines: number;
}

/**
 * An instance that searches and nothing else, so that its memory never grows: what stands in its two chunks stays where it is. All
 * offsets are from the beginning of the chunk in use.
 */
export class Finder {
  readonly #module: ChunkModule;
  readonly #memory: ArrayBuffer;
  readonly #chunks: readonly [Buffer, Buffer];
  #index: 0 | 1 = 0;

  /** `size`: the bytes of a chunk. Throws a ModuleError when the module has no chunks, or no memory for two. */
  constructor(compiled: CompiledModule, size: number) {
    const module = instantiateModule(compiled);
    if (!hasChunks(module)) throw new ModuleError("the module has no chunks");
    const address = module.chunk(2 * size) >>> 0;
    if (address === 0) throw new ModuleError("the module has no memory for a chunk");
    this.#module = module;
    this.#memory = module.memory.buffer;
    this.#chunks = [Buffer.from(this.#memory, address, size), Buffer.from(this.#memory, address + size, size)];
  }

  /** The chunk in use. */
  get bytes(): Buffer {
    return this.#chunks[this.#index];
  }

  /** Takes the other chunk into use, and gives its bytes. */
  turn(): Buffer {
    this.#index = this.#index === 0 ? 1 : 0;
    return this.bytes;
  }

  /** Finds the first line from `start` on that is not to be treated like the many; `end` where there is none. May trap. */
  find(start: number, end: number, keep: 0 | 1): Found {
    const module = this.#module;
    const address = this.bytes.byteOffset;
    const line = (module.findLine(address + start, address + end, keep) >>> 0) - address;
    if (module.memory.buffer !== this.#memory) throw new ModuleError("the module's memory grew while it searched");
    return {
      line,
      records: module.passedRecords(),
      others: module.passedOthers(),
      newlines: module.passedNewlines(),
    };
  }

  /** Where the line ends that was found last. */
  lineEnd(): number {
    return this.#module.lineEnd() - this.bytes.byteOffset;
  }
}
