import { discard } from "../io/discard.js";
import { inputName } from "../io/input.js";
import { InputError } from "../io/reason.js";
import { isOrdinary } from "../io/left-out.js";
import { LeftOutError, openSources } from "../io/source.js";
import type { CompiledModule } from "../module.js";
import { ChunkTagger } from "../records/chunk-tagger.js";
import { DEFAULT_LIMITS, type LineReader } from "../records/line-splitter.js";
import { EnvelopeFinder } from "../records/opened-records.js";
import { readRecords } from "../records/read-records.js";
import { mergeCoverages, type Coverage } from "../survey/coverage.js";
import { FindingSink } from "./finding-sink.js";
import type { FoundFile } from "./find-files.js";
import type { FileResult } from "./result.js";
import { readSmallGzip, type SmallFile } from "./small-gzip.js";

const GZIP_NAME = /\.gz$/i;

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
  readonly #lines: ChunkTagger;
  readonly #envelopes = new EnvelopeFinder();
  readonly #onRead: (bytes: number) => void;

  /** `onRead` hears of what was read, in bytes before decompression. Throws a ModuleError. */
  constructor(compiled: CompiledModule, onRead: (bytes: number) => void) {
    this.#onRead = onRead;
    this.#sink = new FindingSink(compiled);
    const { tally } = this.#sink;
    this.#lines = new ChunkTagger(compiled, {
      filter: "keep",
      output: NO_OUTPUT,
      sink: this.#sink,
      tally,
      limits: DEFAULT_LIMITS,
      survey: true,
      alsoFind: (bytes, start, end) => this.#envelopes.find(bytes, start, end),
    });
  }

  /** The events of all that was read since this was asked last. */
  takeCoverage(): Coverage {
    return mergeCoverages([this.#lines.takeCoverage(), this.#sink.takeCoverage()]);
  }

  /** What is found in a file, or in standard input. What cannot be read of it is told in the result. */
  async scan({ path, isRegular }: Pick<FoundFile, "path" | "isRegular">): Promise<FileResult> {
    this.#sink.begin(inputName(path));
    this.#envelopes.begin();
    const small = isRegular && GZIP_NAME.test(path) ? readSmallGzip(path) : undefined;
    if (small === undefined || !isOrdinary(small.bytes)) await this.#scanSource(path);
    else this.#scanBytes(small);
    return this.#sink.finish();
  }

  async #scanSource(path: string): Promise<void> {
    // None is decompressed ahead: other threads have files of their own.
    for await (const { source } of openSources([path], this.#onRead, { width: 0 })) {
      try {
        await readRecords(source, this.#lines, NO_OUTPUT);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        if (error instanceof LeftOutError) this.#sink.leaveOut(error.leftOut);
        else this.#sink.fail(error.message.slice(`${inputName(path)}: `.length));
      }
    }
  }

  #scanBytes({ bytes, compressedBytes }: SmallFile): void {
    this.#onRead(compressedBytes);
    for (let at = 0; at < bytes.length;) at += fill(this.#lines, bytes.subarray(at));
    this.#lines.end();
    // Gone at once: the collector would let many of them pile up.
    discard(bytes);
  }
}

/** Hands over as many bytes as there is room for; gives how many. */
function fill(lines: LineReader, bytes: Buffer): number {
  const room = lines.room();
  const taken = bytes.subarray(0, room.length);
  room.set(taken);
  lines.take(taken.length);
  return taken.length;
}
