import { isTrap } from "../hosts/guest.js";
import { hasChunks, ModuleError, type ChunkModule } from "../module.js";
import { isBlank, isBracketed } from "./glance.js";
import type { Fate, Judge } from "./judge.js";
import { LineSplitter, type LineReader, type RecordSink } from "./line-splitter.js";
import type { Limits } from "./limits.js";
import type { FilterName, RecordOutput } from "./record-tagger.js";

/** A piece begins at a page: systems copy faster where a file's pages are those of the memory. */
const PIECE_BYTES = 1024 * 1024;
/** While one piece is judged, another may be read. */
const PIECES = 2;
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
  /** The bytes of a piece; tests use other ones. */
  pieceBytes?: number;
}

/**
 * Runs the lines of an input through a filter of the module, piece by piece: an input is read straight into the module's
 * memory, and what stands between the lines that are to be judged is written from there, neither cut nor copied. A line
 * longer than a piece is put together and judged as a record alone.
 *
 * The chunk is two pieces, each with as much room before it, where the beginning of a line goes that ends in the piece. All
 * offsets are from the chunk's beginning.
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
  /** The piece that `take` takes next, and the pieces of the rooms that were given and not taken. */
  #piece = 0;
  #given = 0;
  /** What is not done with: from the beginning of a line, before the piece, to the end of what was taken of it. */
  #done: number;
  #used: number;
  /** The splitter holds the beginning of the line that goes on with the next bytes. */
  #isLong = false;

  /** Throws a ModuleError when the judge's module has no chunks, or no memory for one. */
  constructor(judge: Judge, options: ChunkTaggerOptions) {
    this.#judge = judge;
    this.#output = options.output;
    this.#keep = options.filter === "keep" ? 1 : 0;
    this.#size = options.pieceBytes ?? PIECE_BYTES;
    this.#done = this.#used = this.#startOf(0);
    this.#splitter = new LineSplitter(options.sink, options.limits);
    this.#module = this.#makeChunk();
  }

  room(): Uint8Array {
    const start = this.#startOf(this.#piece + this.#given++);
    return this.#bytes().subarray(start, start + this.#size);
  }

  take(count: number): void {
    const steps = this.#take(count);
    while (steps.next().done !== true);
  }

  async takeDuring(reading: Promise<unknown>, count: number): Promise<void> {
    const steps = this.#take(count);
    while (steps.next().done !== true) await reading;
  }

  end(): void {
    if (this.#isLong) {
      this.#splitter.end();
    } else {
      const steps = this.#tagLines(this.#used);
      while (steps.next().done !== true);
    }
    this.#follow();
    this.#isLong = false;
    this.#given = 0;
    this.#done = this.#used = this.#startOf(this.#piece);
  }

  /** Yields before every step in which memory may grow or move: nothing may be on its way into it then. */
  *#take(count: number): Generator<void, void> {
    this.#given--;
    this.#used += count;
    if (this.#isLong) yield* this.#continueLong();
    const last = this.#bytes().subarray(this.#done, this.#used).lastIndexOf(NEWLINE);
    if (last >= 0) yield* this.#tagLines(this.#done + last + 1);
    // No room for the beginning of a line that is longer than a piece.
    if (this.#used - this.#done >= this.#size) yield* this.#continueLong();
    this.#carry();
  }

  /** Moves the beginning of the unfinished line to before the next piece. */
  #carry(): void {
    this.#piece = (this.#piece + 1) % PIECES;
    const start = this.#startOf(this.#piece);
    const left = this.#used - this.#done;
    this.#bytes().copyWithin(start - left, this.#done, this.#used);
    this.#done = start - left;
    this.#used = start;
  }

  #startOf(piece: number): number {
    return (2 * (piece % PIECES) + 1) * this.#size;
  }

  /** Hands the bytes that are not done with to the splitter, as far as the long line goes. */
  *#continueLong(): Generator<void, void> {
    yield;
    const start = this.#done;
    const newline = this.#bytes().subarray(0, this.#used).indexOf(NEWLINE, start);
    this.#isLong = newline < 0;
    this.#done = newline < 0 ? this.#used : newline + 1;
    this.#splitter.push(this.#copy(start, this.#done));
    this.#follow();
  }

  /** Judges the lines from where all is done up to `end`. Only the last line of an input has no newline before `end`. */
  *#tagLines(end: number): Generator<void, void> {
    // From here on, nothing has been added to the output.
    let pending = this.#done;
    for (let at = pending; at < end;) {
      const line = this.#findLine(at, end);
      if (line === undefined) {
        yield;
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
      yield;
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
    if (this.#view.buffer !== buffer) this.#view = Buffer.from(buffer, this.#address, 2 * PIECES * this.#size);
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
    this.#address = module.chunk(2 * PIECES * this.#size) >>> 0;
    if (this.#address === 0) throw new ModuleError("the module has no memory for a chunk");
    return module;
  }
}
