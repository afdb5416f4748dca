/**
 * The core by chunks as a host of single records: each is put somewhere into the chunk, between other bytes, and judged in place,
 * to be compared with the Fluent Bit module's answer.
 */
import type { CoreModule } from "#keyward/engine/core-module.js";
import type { FilterResult } from "#keyward/hosts/fluent-bit.js";
import type { Host } from "../differential/compare.js";
import { MAX_INPUT_BYTES } from "./mutate.js";

const CHUNK_BYTES = 2 * MAX_INPUT_BYTES;
const NEWLINE = 0x0a;
/** The positions of lines advance by this, across the blocks of the search. */
const STRIDE = 13;
const BLOCK = 64;

/** The core violates its own rules; the message says how. */
export class CoreFault extends Error {
  override name = "CoreFault";
}

export class CoreHost implements Host {
  readonly #module: CoreModule;
  readonly #address: number;
  #bytes: Buffer;
  #calls = 0;
  #reading: number | undefined;

  constructor(module: CoreModule) {
    this.#module = module;
    this.#address = module.chunk(CHUNK_BYTES) >>> 0;
    if (this.#address === 0) throw new CoreFault("no memory for the chunk");
    this.#bytes = Buffer.from(module.memory.buffer);
  }

  /** Memory size in bytes. */
  get memoryBytes(): number {
    return this.#module.memory.buffer.byteLength;
  }

  /** The reading of the last record, by number. */
  get reading(): number | undefined {
    return this.#reading;
  }

  filter(name: string, record: Uint8Array | string): FilterResult {
    const bytes = typeof record === "string" ? Buffer.from(record) : Buffer.from(record);
    if (bytes.length + BLOCK > CHUNK_BYTES) throw new RangeError("the record is longer than the chunk");
    const keep = name === "keep" ? 1 : 0;
    const [start, end] = this.#place(bytes);
    const hasNewline = bytes.includes(NEWLINE);
    const isBlank = /^[ \t\r\n]*$/.test(bytes.toString("latin1"));
    // A line without a newline inside is searched for first, as in the command line.
    const isPassedOver = !hasNewline && !isBlank && this.#isPassedOver(start, end, keep);
    const result = isPassedOver ? this.#resultOfPassed(start, keep) : this.#module.judgeLine(start, end, keep) >>> 0;
    // What is passed over names no action.
    this.#reading = isPassedOver ? 0 : this.#module.reading();
    if (this.#view().compare(bytes, 0, bytes.length, start, end) !== 0) throw new CoreFault("it changed the chunk");
    if (result === start) return { outcome: "kept", record: bytes };
    if (result === 0) return { outcome: "dropped", reason: "null" };
    const last = this.#view().indexOf(0, result);
    if (last < 0) return { outcome: "dropped", reason: "bad address" };
    return { outcome: "modified", record: Uint8Array.from(this.#view().subarray(result, last)) };
  }

  /** Puts the bytes into the chunk as a line, every second time at its end. Returns their start and end. */
  #place(bytes: Buffer): [start: number, end: number] {
    this.#calls++;
    const view = this.#view();
    const offset =
      this.#calls % 4 < 2 ? CHUNK_BYTES - bytes.length - (this.#calls % 2) : 1 + ((this.#calls * STRIDE) % BLOCK);
    const start = this.#address + offset;
    const end = start + bytes.length;
    view[start - 1] = NEWLINE;
    view.set(bytes, start);
    if (end < this.#address + CHUNK_BYTES) view[end] = NEWLINE;
    return [start, end];
  }

  /** Reports whether the search passes over the line; it must find the whole line, or none of it. */
  #isPassedOver(start: number, end: number, keep: number): boolean {
    const chunkEnd = this.#address + CHUNK_BYTES;
    const stop = Math.min(end + 1, chunkEnd);
    const found = this.#module.findLine(start, stop, keep) >>> 0;
    if (found === start) {
      const lineEnd = this.#module.lineEnd() >>> 0;
      if (lineEnd !== end) throw new CoreFault(`the line ends at ${end - start}, not at ${lineEnd - start}`);
      return false;
    }
    if (found !== stop) throw new CoreFault(`it found a line at ${found - start} of one of ${end - start} bytes`);
    const counts = [this.#module.passedRecords(), this.#module.passedNewlines()];
    const expected = [1, stop - end];
    if (counts.join() !== expected.join()) throw new CoreFault(`it passed ${counts.join()}, not ${expected.join()}`);
    return true;
  }

  #resultOfPassed(start: number, keep: number): number {
    // Number of lines that are plainly not a JSON object or array: only tests use it.
    const { passedOthers } = this.#module as CoreModule & { passedOthers: () => number };
    return keep === 1 && passedOthers() === 0 ? 0 : start;
  }

  #view(): Buffer {
    const { buffer } = this.#module.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = Buffer.from(buffer);
    return this.#bytes;
  }
}
