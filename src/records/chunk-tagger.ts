import { isTrap } from "../hosts/guest.js";
import type { CompiledModule } from "../module.js";
import type { Tally } from "./counts.js";
import { Finder } from "./finder.js";
import { LineSplitter, type LineReader, type RecordSink } from "./line-splitter.js";
import type { Limits } from "./limits.js";
import type { FilterName } from "./judge-record.js";
import type { RecordOutput } from "./record-tagger.js";

/** Measured: half and twice as much were slower, by a seventh and by half. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/** A page of a file's cache: systems copy faster where a file's pages are those of the memory. */
const PAGE_BYTES = 4096;
const NEWLINE = 0x0a;

/** Where the lines go. */
export interface ChunkOutput extends RecordOutput {
  /** Adds bytes that stay as they are until the flush after the next one. */
  appendView: (bytes: Buffer) => void;
}

export interface ChunkTaggerOptions {
  filter: FilterName;
  output: ChunkOutput;
  /** Judges the lines that may match, with the same filter and into the same output. */
  sink: RecordSink;
  tally: Tally;
  limits: Limits;
  /** The bytes of a chunk; tests use other ones. */
  chunkBytes?: number;
}

/**
 * Runs the lines of an input through a filter of the module, chunk by chunk: an input is read straight into the memory of an
 * instance that only searches, and what stands between the lines that may match is written from there, neither cut nor
 * copied. There are two chunks, so that one can be read into while the other is written. A line longer than a chunk is put
 * together and judged as a record alone. All offsets are from the beginning of the chunk in use.
 */
export class ChunkTagger implements LineReader {
  readonly #compiled: CompiledModule;
  readonly #output: ChunkOutput;
  readonly #sink: RecordSink;
  readonly #tally: Tally;
  readonly #keep: 0 | 1;
  readonly #size: number;
  readonly #splitter: LineSplitter;
  #finder: Finder;
  /** So many bytes of the chunk are in use, from `start` on, and those before `done` are done with. */
  #start = 0;
  #used = 0;
  #done = 0;
  /** The splitter holds the beginning of the line that goes on with the next bytes. */
  #isLong = false;

  /** Throws a ModuleError when the module has no chunks, or no memory for them. */
  constructor(compiled: CompiledModule, options: ChunkTaggerOptions) {
    this.#compiled = compiled;
    this.#output = options.output;
    this.#sink = options.sink;
    this.#tally = options.tally;
    this.#keep = options.filter === "keep" ? 1 : 0;
    this.#size = options.chunkBytes ?? CHUNK_BYTES;
    this.#splitter = new LineSplitter(options.sink, options.limits);
    this.#finder = new Finder(compiled, this.#size);
  }

  room(): Uint8Array {
    const { bytes } = this.#finder;
    // What is done with is being written: the rest goes on in the other chunk.
    if (this.#done === this.#start) return bytes.subarray(this.#used);
    const rest = bytes.subarray(this.#done, this.#used);
    // In a page's place as before, so that what is read and written stays aligned; at the start where all is needed.
    const place = this.#done % PAGE_BYTES;
    this.#start = this.#done = place + rest.length < this.#size ? place : 0;
    this.#used = this.#start + rest.length;
    const other = this.#finder.turn();
    other.set(rest, this.#start);
    return other.subarray(this.#used);
  }

  take(count: number): void {
    this.#used += count;
    if (this.#isLong) this.#continueLong();
    const last = this.#finder.bytes.subarray(0, this.#used).lastIndexOf(NEWLINE);
    if (last >= this.#done) this.#tagLines(last + 1);
    // One line fills all of the chunk.
    if (this.#done === this.#start && this.#used === this.#size) this.#continueLong();
  }

  end(): void {
    if (this.#isLong) this.#splitter.end();
    else if (this.#done < this.#used) this.#tagLines(this.#used);
    this.#isLong = false;
    this.#done = this.#used;
  }

  /** Hands the bytes that are not done with to the splitter, as far as the long line goes. */
  #continueLong(): void {
    const start = this.#done;
    const newline = this.#finder.bytes.subarray(0, this.#used).indexOf(NEWLINE, start);
    this.#isLong = newline < 0;
    this.#done = newline < 0 ? this.#used : newline + 1;
    this.#splitter.push(this.#copy(start, this.#done));
  }

  /** Tags the lines from where all is done up to `end`. Only the last line of an input has no newline before `end`. */
  #tagLines(end: number): void {
    // From here on, nothing has been added to the output.
    let pending = this.#done;
    for (let at = pending; at < end;) {
      const line = this.#findLine(at, end);
      if (line === undefined) {
        // The rest of them one by one.
        if (!this.#keep) this.#write(pending, at);
        this.#splitter.push(this.#copy(at, end));
        this.#splitter.end();
        pending = end;
        break;
      }
      if (!this.#keep) this.#write(pending, line);
      pending = line;
      if (line === end) break;
      const stop = this.#finder.lineEnd();
      at = pending = Math.min(stop + 1, end);
      this.#sink.line(this.#finder.bytes.subarray(line, stop), stop < end);
    }
    if (!this.#keep) this.#write(pending, end);
    this.#done = end;
  }

  /** The first line that may match, or `end`; counts those before it. Undefined when the module trapped. */
  #findLine(start: number, end: number): number | undefined {
    try {
      const { line, records, others, newlines } = this.#finder.find(start, end, this.#keep);
      const { counts } = this.#tally;
      counts.records += records;
      counts.notJson += others;
      if (this.#keep) counts.dropped += records;
      this.#tally.newlines += newlines;
      return line;
    } catch (error) {
      if (!isTrap(error)) throw error;
      const { bytes } = this.#finder;
      this.#finder = new Finder(this.#compiled, this.#size);
      this.#finder.bytes.set(bytes);
      return undefined;
    }
  }

  #write(start: number, end: number): void {
    if (start < end) this.#output.appendView(this.#finder.bytes.subarray(start, end));
  }

  #copy(start: number, end: number): Buffer {
    return Buffer.from(this.#finder.bytes.subarray(start, end));
  }
}
