import { isTrap } from "../hosts/guest.js";
import type { CompiledModule } from "../module.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import type { Tally } from "./counts.js";
import { Finder } from "./finder.js";
import { LineSplitter, type LineReader } from "./line-splitter.js";
import type { FilterName } from "./judge.js";
import { RecordCutter } from "./record-cutter.js";
import type { RecordSink } from "./record-sink.js";
import type { RecordOutput } from "./record-tagger.js";

/** Measured: 1 MiB was slower by a seventh, 4 MiB by half. */
const CHUNK_BYTES = 2 * 1024 * 1024;
/** A page of the file cache: copies are faster when pages of the file and of memory are aligned. */
const PAGE_BYTES = 4096;
const NEWLINE = 0x0a;

/** The output of the lines. */
export interface ChunkOutput extends RecordOutput {
  /** Adds bytes that do not change until the flush after the next one. */
  appendView: (bytes: Buffer) => void;
}

export interface ChunkTaggerOptions {
  filter: FilterName;
  output: ChunkOutput;
  /** Judges the records that may match, with the same filter and output. */
  sink: RecordSink;
  tally: Tally;
  /** Gets the lines that are passed over, as a view. */
  onPassedOver?: (lines: Buffer) => void;
  /** Whether events on lines that are passed over are counted; the sink counts its own. */
  survey?: boolean;
  /** Finds additional lines to judge: returns the offset of a byte on the first one in [start, end), or -1. */
  alsoFind?: (bytes: Buffer, start: number, end: number) => number;
  /** Bytes per chunk, and of the longest line that is judged; tests use other values. */
  chunkBytes?: number;
  lineBytes?: number;
}

/**
 * Runs the lines of an input through a filter of the module, chunk by chunk. Input is read straight into the memory of an
 * instance that only searches; the lines between candidates are written from there, without being cut or copied. Candidates, and
 * lines that do not look like a record, are cut into records and judged. There are two chunks, so that one can be read into while
 * the other is written. A line longer than a chunk is put together and judged alone. All offsets are relative to the chunk in
 * use.
 */
export class ChunkTagger implements LineReader {
  readonly #compiled: CompiledModule;
  readonly #output: ChunkOutput;
  readonly #cutter: RecordCutter;
  readonly #tally: Tally;
  readonly #isKeep: boolean;
  readonly #size: number;
  readonly #surveys: boolean;
  readonly #splitter: LineSplitter;
  readonly #onPassedOver: ChunkTaggerOptions["onPassedOver"];
  readonly #alsoFind: ChunkTaggerOptions["alsoFind"];
  #finder: Finder;
  /** Counts of finders that trapped. */
  #coverage = emptyCoverage();
  /** The chunk is in use from `start` to `used`; what is before `done` is finished. */
  #start = 0;
  #used = 0;
  #done = 0;
  /** The splitter holds the beginning of a line that goes on with the next bytes. */
  #isLong = false;

  /** Throws a ModuleError if this is not the module for Node, or has no memory for the chunks. */
  constructor(compiled: CompiledModule, options: ChunkTaggerOptions) {
    this.#compiled = compiled;
    this.#output = options.output;
    this.#cutter = new RecordCutter(options.sink);
    this.#tally = options.tally;
    this.#onPassedOver = options.onPassedOver;
    this.#alsoFind = options.alsoFind;
    this.#isKeep = options.filter === "keep";
    this.#size = options.chunkBytes ?? CHUNK_BYTES;
    this.#surveys = options.survey ?? false;
    this.#splitter = new LineSplitter(this.#cutter, options.lineBytes);
    this.#finder = new Finder(compiled, this.#size);
  }

  room(): Uint8Array {
    const { bytes } = this.#finder;
    // The finished part is still being written: the rest moves to the other chunk.
    if (this.#done === this.#start) return bytes.subarray(this.#used);
    const rest = bytes.subarray(this.#done, this.#used);
    // At the same offset in a page as before, so that reads and writes stay aligned; at the start if all room is needed.
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
    // One line fills the whole chunk.
    if (this.#done === this.#start && this.#used === this.#size) this.#continueLong();
  }

  end(hasFailed = false): void {
    if (this.#isLong) this.#splitter.endLine();
    else if (this.#done < this.#used) this.#tagLines(this.#used);
    this.#cutter.end(hasFailed);
    this.#isLong = false;
    this.#done = this.#used;
  }

  /** Returns the counts of lines passed over since the last call. */
  takeCoverage(): Coverage {
    const coverage = mergeCoverages([this.#coverage, this.#finder.takeCoverage()]);
    this.#coverage = emptyCoverage();
    return coverage;
  }

  /** Hands the unfinished bytes to the splitter, as far as the long line goes. */
  #continueLong(): void {
    const start = this.#done;
    const newline = this.#finder.bytes.subarray(0, this.#used).indexOf(NEWLINE, start);
    this.#isLong = newline < 0;
    this.#done = newline < 0 ? this.#used : newline + 1;
    this.#splitter.push(this.#copy(start, this.#done));
  }

  /** Tags the lines from `done` to `end`. Only an input's last line has no newline before `end`. */
  #tagLines(end: number): void {
    // Nothing from here on has been added to the output.
    let pending = this.#done;
    // The next line to be judged whatever the module finds.
    let also = -1;
    for (let at = pending; at < end;) {
      if (this.#cutter.isOpen) {
        at = pending = at + this.#cutter.continue(this.#finder.bytes.subarray(at, end));
        continue;
      }
      if (also < at) also = this.#findAlso(at, end);
      const line = this.#findLine(at, also);
      if (line === undefined) {
        // The rest, one by one.
        this.#write(pending, at);
        this.#splitter.push(this.#copy(at, end));
        this.#splitter.endLine();
        pending = end;
        break;
      }
      this.#write(pending, line);
      pending = line;
      if (at < line) {
        this.#onPassedOver?.(this.#finder.bytes.subarray(at, line));
        if (this.#surveys) this.#survey(at, line);
      }
      if (line === end) break;
      const stop = line === also ? this.#lineEnd(line, end) : this.#finder.lineEnd();
      at = pending = Math.min(stop + 1, end);
      this.#cutter.line(this.#finder.bytes.subarray(line, stop), stop < end);
    }
    this.#write(pending, end);
    this.#done = end;
  }

  /** Finds the next line to be judged whatever the module finds; returns `end` if there is none. */
  #findAlso(start: number, end: number): number {
    const { bytes } = this.#finder;
    const at = this.#alsoFind?.(bytes, start, end) ?? -1;
    if (at < 0) return end;
    return at === start ? start : start + bytes.subarray(start, at).lastIndexOf(NEWLINE) + 1;
  }

  #lineEnd(start: number, end: number): number {
    const length = this.#finder.bytes.subarray(start, end).indexOf(NEWLINE);
    return length < 0 ? end : start + length;
  }

  /** Finds the first candidate or odd line, or `end`, and counts those before it; undefined if the module trapped. */
  #findLine(start: number, end: number): number | undefined {
    try {
      const { line, records, newlines } = this.#finder.find(start, end);
      const { counts } = this.#tally;
      counts.records += records;
      if (this.#isKeep) counts.dropped += records;
      this.#tally.newlines += newlines;
      return line;
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#renewFinder();
      return undefined;
    }
  }

  #survey(start: number, end: number): void {
    try {
      this.#finder.survey(start, end);
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#coverage.failures++;
      this.#renewFinder();
    }
  }

  /** Takes another instance with the same bytes, free of the state that a trap left. */
  #renewFinder(): void {
    if (this.#surveys) this.#coverage = mergeCoverages([this.#coverage, this.#finder.takeCoverage()]);
    const { bytes } = this.#finder;
    this.#finder = new Finder(this.#compiled, this.#size);
    this.#finder.bytes.set(bytes);
  }

  /** Writes lines that were passed over, unless they are dropped. */
  #write(start: number, end: number): void {
    if (!this.#isKeep && start < end) this.#output.appendView(this.#finder.bytes.subarray(start, end));
  }

  #copy(start: number, end: number): Buffer {
    return Buffer.from(this.#finder.bytes.subarray(start, end));
  }
}
