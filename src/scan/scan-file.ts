import { discard } from "../io/discard.js";
import { inputName } from "../io/input.js";
import { InputError } from "../io/reason.js";
import { openSources, type Source } from "../io/source.js";
import type { CompiledModule } from "../module.js";
import { ChunkTagger } from "../records/chunk-tagger.js";
import { DEFAULT_LIMITS } from "../records/limits.js";
import type { LineReader } from "../records/line-splitter.js";
import { readRecords } from "../records/read-records.js";
import { FindingSink } from "./finding-sink.js";
import type { FoundFile } from "./find-files.js";
import type { FileResult } from "./result.js";
import { readSmallGzip, type SmallFile } from "./small-gzip.js";

const GZIP_NAME = /\.gz$/i;
const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/** Findings are no output of records. */
const NO_OUTPUT = {
  append: () => undefined,
  appendView: () => undefined,
  flush: () => Promise.resolve(),
  flushBehind: () => Promise.resolve(),
  endInput: () => undefined,
};

/** Scans one file after the other with the instances of one thread. */
export class FileScanner {
  readonly #sink: FindingSink;
  readonly #lines: LineReader;
  readonly #onRead: (bytes: number) => void;

  /** `onRead` hears of what was read, in bytes before decompression. Throws a ModuleError. */
  constructor(compiled: CompiledModule, onRead: (bytes: number) => void) {
    this.#onRead = onRead;
    this.#sink = new FindingSink(compiled);
    const { tally } = this.#sink;
    const options = { filter: "keep", output: NO_OUTPUT, sink: this.#sink, tally, limits: DEFAULT_LIMITS } as const;
    this.#lines = new ChunkTagger(compiled, options);
  }

  /** What is found in a file, or in standard input. What cannot be read of it is told in the result. */
  async scan({ path, isRegular }: Pick<FoundFile, "path" | "isRegular">): Promise<FileResult> {
    this.#sink.begin(inputName(path));
    const small = isRegular && GZIP_NAME.test(path) ? readSmallGzip(path) : undefined;
    if (small === undefined) await this.#scanSource(path);
    else await this.#scanBytes(small);
    return this.#sink.finish();
  }

  async #scanSource(path: string): Promise<void> {
    // None is decompressed ahead: other threads have files of their own.
    for await (const { source } of openSources([path], this.#onRead, 0)) {
      try {
        await readRecords(source, this.#lines, this.#sink, DEFAULT_LIMITS, NO_OUTPUT);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        this.#sink.fail(error.message.slice(`${inputName(path)}: `.length));
      }
    }
  }

  async #scanBytes({ bytes, compressedBytes }: SmallFile): Promise<void> {
    this.#onRead(compressedBytes);
    if (isOneRecord(bytes)) {
      for (let at = 0; at < bytes.length;) at += fill(this.#lines, bytes.subarray(at));
      this.#lines.end();
    } else {
      await readRecords(new BytesSource(bytes), this.#lines, this.#sink, DEFAULT_LIMITS, NO_OUTPUT);
    }
    // Gone at once: the collector would let many of them pile up.
    discard(bytes);
  }
}

/** Whether bytes are one line that begins like a record: there is nothing to find out about it. */
function isOneRecord(bytes: Buffer): boolean {
  if (bytes[0] !== OPEN_OBJECT && bytes[0] !== OPEN_ARRAY) return false;
  const newline = bytes.indexOf(NEWLINE);
  return newline < 0 || newline === bytes.length - 1;
}

/** Hands over as many bytes as there is room for; gives how many. */
function fill(lines: LineReader, bytes: Buffer): number {
  const room = lines.room();
  const taken = bytes.subarray(0, room.length);
  room.set(taken);
  lines.take(taken.length);
  return taken.length;
}

/** Bytes in memory as a source. */
class BytesSource implements Source {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  read(target: Uint8Array): number {
    const bytes = Math.min(target.length, this.#rest.length);
    target.set(this.#rest.subarray(0, bytes));
    this.#rest = this.#rest.subarray(bytes);
    return bytes;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
