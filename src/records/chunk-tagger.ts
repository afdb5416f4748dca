import { isTrap } from "../hosts/guest.js";
import type { CompiledModule } from "../module.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import type { Tally } from "./counts.js";
import { Finder } from "./finder.js";
import { LineSplitter, type LineReader, type Limits } from "./line-splitter.js";
import type { FilterName } from "./judge.js";
import { RecordCutter } from "./record-cutter.js";
import type { RecordSink } from "./record-sink.js";
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
  /** Judges the records that may match, with the same filter and into the same output. */
  sink: RecordSink;
  tally: Tally;
  limits: Limits;
  /** Whether the events of the lines that are passed over are counted; those that go to the sink are the sink's. */
  survey?: boolean;
  /** Finds lines that are to be judged beside those: the offset of a byte of the first one between two offsets, or -1. */
  alsoFind?: (bytes: Buffer, start: number, end: number) => number;
  /** The bytes of a chunk; tests use other ones. */
  chunkBytes?: number;
}

/**
 * Runs the lines of an input through a filter of the module, chunk by chunk: an input is read straight into the memory of an
 * instance that only searches, and what is between the lines that may match is written from there, neither cut nor
 * copied. Lines that may match, and those that do not look like a record, are cut into records and judged. There are two chunks, so that one can be read into while the other is written. A line longer than a chunk is put
 * together and judged as a record alone. All offsets are from the beginning of the chunk in use.
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
  readonly #alsoFind: ChunkTaggerOptions["alsoFind"];
  #finder: Finder;
  /** What finders counted that trapped. */
  #coverage = emptyCoverage();
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
    this.#cutter = new RecordCutter(options.sink, options.limits);
    this.#tally = options.tally;
    this.#alsoFind = options.alsoFind;
    this.#isKeep = options.filter === "keep";
    this.#size = options.chunkBytes ?? CHUNK_BYTES;
    this.#surveys = options.survey ?? false;
    this.#splitter = new LineSplitter(this.#cutter, options.limits);
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

  end(hasFailed = false): void {
    if (this.#isLong) this.#splitter.endLine();
    else if (this.#done < this.#used) this.#tagLines(this.#used);
    this.#cutter.end(hasFailed);
    this.#isLong = false;
    this.#done = this.#used;
  }

  /** What was counted of the lines that were passed over since this was asked last. */
  takeCoverage(): Coverage {
    const coverage = mergeCoverages([this.#coverage, this.#finder.takeCoverage()]);
    this.#coverage = emptyCoverage();
    return coverage;
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
    // The next line that is judged whatever the module finds.
    let also = -1;
    for (let at = pending; at < end;) {
      if (this.#cutter.isOpen) {
        at = pending = at + this.#cutter.continue(this.#finder.bytes.subarray(at, end));
        continue;
      }
      if (also < at) also = this.#findAlso(at, end);
      const line = this.#findLine(at, also);
      if (line === undefined) {
        // The rest of them one by one.
        this.#write(pending, at);
        this.#splitter.push(this.#copy(at, end));
        this.#splitter.endLine();
        pending = end;
        break;
      }
      this.#write(pending, line);
      pending = line;
      if (this.#surveys && at < line) this.#survey(at, line);
      if (line === end) break;
      const stop = line === also ? this.#lineEnd(line, end) : this.#finder.lineEnd();
      at = pending = Math.min(stop + 1, end);
      this.#cutter.line(this.#finder.bytes.subarray(line, stop), stop < end);
    }
    this.#write(pending, end);
    this.#done = end;
  }

  /** Where the next line begins that is judged whatever the module finds; `end` where there is none. */
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

  /** The first line that may match or is odd, or `end`; counts those before it. Undefined when the module trapped. */
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

  /** Takes another instance, with the same bytes: whatever state a trap left behind does not matter there. */
  #renewFinder(): void {
    if (this.#surveys) this.#coverage = mergeCoverages([this.#coverage, this.#finder.takeCoverage()]);
    const { bytes } = this.#finder;
    this.#finder = new Finder(this.#compiled, this.#size);
    this.#finder.bytes.set(bytes);
  }

  /** Writes lines that were passed over, where they are not dropped. */
  #write(start: number, end: number): void {
    if (!this.#isKeep && start < end) this.#output.appendView(this.#finder.bytes.subarray(start, end));
  }

  #copy(start: number, end: number): Buffer {
    return Buffer.from(this.#finder.bytes.subarray(start, end));
  }
}
