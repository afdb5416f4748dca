import { isTrap } from "../hosts/guest.js";
import { hasChunks, ModuleError, type ChunkModule } from "../module.js";
import { isBlank, isBracketed } from "./glance.js";
import type { Fate, Judge } from "./judge.js";
import { LineSplitter, type LineReader, type RecordSink } from "./line-splitter.js";
import type { Limits } from "./limits.js";
import type { FilterName, RecordOutput } from "./record-tagger.js";

const CHUNK_BYTES = 1024 * 1024;
/** A page of a file's cache: systems copy faster where a file's pages are those of the memory. */
const PAGE_BYTES = 4096;
const NEWLINE = 0x0a;
const NEWLINE_BYTES = Buffer.of(NEWLINE);

/** Where the lines go. */
export interface ChunkOutput extends RecordOutput {
  /** Adds bytes that stay as they are until the next flush. They are asked for now, and again when they are written. */
  appendView: (view: () => Buffer) => void;
}

export interface ChunkTaggerOptions {
  filter: FilterName;
  output: ChunkOutput;
  /** Judges records one by one, with the same judge and into the same output. */
  sink: RecordSink;
  limits: Limits;
  /** The bytes of a chunk; tests use other ones. */
  chunkBytes?: number;
}

/**
 * Runs the lines of an input through a filter of the module, chunk by chunk: an input is read straight into the module's
 * memory, and what stands between the lines that are to be judged is written from there, neither cut nor copied. A line
 * longer than a chunk is put together and judged as a record alone. All offsets are from the chunk's beginning.
 */
export class ChunkTagger implements LineReader {
  readonly #judge: Judge;
  readonly #output: ChunkOutput;
  readonly #keep: 0 | 1;
  readonly #size: number;
  readonly #splitter: LineSplitter;
  /** The instance that holds the chunk, the chunk's address in it, and its bytes, which growing memory detaches. */
  #module: ChunkModule;
  #address = 0;
  #view = Buffer.alloc(0);
  /** So many bytes of the chunk are in use, and of those so many are done with as soon as the output is flushed. */
  #used = 0;
  #done = 0;
  /** The splitter holds the beginning of the line that goes on with the next bytes. */
  #isLong = false;

  /** Throws a ModuleError when the judge's module has no chunks, or no memory for one. */
  constructor(judge: Judge, options: ChunkTaggerOptions) {
    this.#judge = judge;
    this.#output = options.output;
    this.#keep = options.filter === "keep" ? 1 : 0;
    this.#size = options.chunkBytes ?? CHUNK_BYTES;
    this.#splitter = new LineSplitter(options.sink, options.limits);
    this.#module = this.#makeChunk();
  }

  room(): Uint8Array {
    const bytes = this.#bytes();
    const left = this.#used - this.#done;
    // In a page's place as before, so that what is read and written stays aligned; at the start where all is needed.
    const place = this.#done % PAGE_BYTES;
    const start = place + left < this.#size ? place : 0;
    bytes.copyWithin(start, this.#done, this.#used);
    this.#done = start;
    this.#used = start + left;
    return bytes.subarray(this.#used);
  }

  take(count: number): void {
    this.#used += count;
    if (this.#isLong) this.#continueLong();
    const last = this.#bytes().subarray(0, this.#used).lastIndexOf(NEWLINE);
    if (last >= this.#done) this.#tagLines(last + 1);
    // One line fills all of the chunk.
    if (this.#done === 0 && this.#used === this.#size) this.#continueLong();
  }

  end(): void {
    if (this.#isLong) this.#splitter.end();
    else if (this.#done < this.#used) this.#tagLines(this.#used);
    this.#follow();
    this.#isLong = false;
    this.#used = this.#done = 0;
  }

  /** Hands the bytes that are not done with to the splitter, as far as the long line goes. */
  #continueLong(): void {
    const start = this.#done;
    const newline = this.#bytes().subarray(0, this.#used).indexOf(NEWLINE, start);
    this.#isLong = newline < 0;
    this.#done = newline < 0 ? this.#used : newline + 1;
    this.#splitter.push(this.#copy(start, this.#done));
    this.#follow();
  }

  /** Judges the lines from where all is done up to `end`. Only the last line of an input has no newline before `end`. */
  #tagLines(end: number): void {
    // From here on, nothing has been added to the output.
    let pending = this.#done;
    for (let at = pending; at < end;) {
      const line = this.#findLine(at, end);
      if (line === undefined) {
        if (!this.#keep) this.#write(pending, at);
        this.#splitter.push(this.#copy(at, end));
        this.#splitter.end();
        this.#follow();
        pending = end;
        break;
      }
      if (this.#keep) pending = line;
      if (line === end) break;
      const stop = this.#module.lineEnd() - this.#address;
      at = Math.min(stop + 1, end);
      const fate = this.#judgeLine(line, stop);
      if (fate !== "pass") this.#write(pending, line);
      if (fate === "pass" && this.#keep) this.#write(line, at);
      if (fate instanceof Buffer) {
        this.#output.append(fate);
        if (stop < end) this.#output.append(NEWLINE_BYTES);
      }
      if (fate !== "pass" || this.#keep) pending = at;
      if (stop < end) this.#judge.tally.newlines++;
    }
    this.#write(pending, end);
    this.#done = end;
  }

  /** The first line that is to be judged, or `end`; counts those before it. Undefined when the module trapped. */
  #findLine(start: number, end: number): number | undefined {
    const module = this.#module;
    const { tally } = this.#judge;
    try {
      const line = (module.findLine(this.#address + start, this.#address + end, this.#keep) >>> 0) - this.#address;
      const records = module.passedRecords();
      tally.counts.records += records;
      tally.counts.notJson += module.passedOthers();
      if (this.#keep) tally.counts.dropped += records;
      tally.newlines += module.passedNewlines();
      return line;
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#judge.renew();
      return undefined;
    }
  }

  #judgeLine(line: number, stop: number): Fate {
    // Blank lines are no records.
    if (this.#keep && isBlank(this.#bytes().subarray(line, stop))) return "pass";
    const start = this.#address + line;
    const fate = this.#judge.judge(
      () => {
        const result = this.#module.judgeLine(start, this.#address + stop, this.#keep) >>> 0;
        return { result, unchanged: start, hasRoom: true };
      },
      () => isBracketed(this.#bytes().subarray(line, stop)),
    );
    this.#follow();
    return fate;
  }

  #write(start: number, end: number): void {
    if (start < end) this.#output.appendView(() => this.#bytes().subarray(start, end));
  }

  #copy(start: number, end: number): Buffer {
    return Buffer.from(this.#bytes().subarray(start, end));
  }

  #bytes(): Buffer {
    const { buffer } = this.#module.memory;
    if (this.#view.buffer !== buffer) this.#view = Buffer.from(buffer, this.#address, this.#size);
    return this.#view;
  }

  /** Moves to the instance that judges now: after a trap it is another, and the chunk's bytes go with it. */
  #follow(): void {
    if (this.#module === this.#judge.module) return;
    const bytes = this.#bytes();
    this.#module = this.#makeChunk();
    this.#bytes().set(bytes);
  }

  #makeChunk(): ChunkModule {
    const { module } = this.#judge;
    if (!hasChunks(module)) throw new ModuleError("the module has no chunks");
    this.#address = module.chunk(this.#size) >>> 0;
    if (this.#address === 0) throw new ModuleError("the module has no memory for a chunk");
    return module;
  }
}
