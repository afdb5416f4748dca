import { MAX_RECORD_BYTES, RecordCutter } from "./record-cutter.js";
import type { RecordSink } from "./record-sink.js";

const NEWLINE = 0x0a;
const BUFFER_BYTES = 256 * 1024;
/** With less room than this, a new buffer is allocated. */
const MIN_ROOM_BYTES = 32 * 1024;

/** Turns what is read from an input into lines. */
export interface LineReader {
  /** Returns room for the next bytes of the input, at least one. Everything read before has been written, except the last line. */
  room: () => Uint8Array;
  /** Takes the first `count` bytes of the room. */
  take: (count: number) => void;
  /** End of the input, or of what could be read: what is held is its last line. */
  end: (hasFailed?: boolean) => void;
}

/** Cuts chunks into records: usually one per line, but also several on a line, or one over several lines. */
export function recordLines(sink: RecordSink, limit?: number): LineSplitter {
  return new LineSplitter(new RecordCutter(sink, limit), limit);
}

/** Cuts an input's chunks into lines. Holds at most one line, and none longer than the limit. */
export class LineSplitter implements LineReader {
  readonly #cutter: RecordCutter;
  readonly #limit: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Inside a line that is too long: its bytes pass until the newline. */
  #passing = false;
  /** The buffer that is read into; it also holds the unfinished line. */
  #buffer: Buffer = Buffer.alloc(0);

  /** `limit`: tests use a smaller one. */
  constructor(cutter: RecordCutter, limit = MAX_RECORD_BYTES) {
    this.#cutter = cutter;
    this.#limit = limit;
  }

  room(): Uint8Array {
    if (this.#buffer.length < MIN_ROOM_BYTES) this.#buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    return this.#buffer;
  }

  take(count: number): void {
    const chunk = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.push(chunk);
  }

  /** Takes a chunk, and keeps it while it holds unfinished lines. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#endLine(chunk.subarray(start, end), true);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  end(hasFailed = false): void {
    this.endLine();
    this.#cutter.end(hasFailed);
  }

  /** Ends the held line, which has no newline. */
  endLine(): void {
    if (this.#heldBytes > 0) this.#endLine(Buffer.alloc(0), false);
    this.#passing = false;
  }

  #endLine(rest: Buffer, ended: boolean): void {
    if (this.#heldBytes + rest.length > this.#limit) this.#startPassing();
    if (this.#passing) {
      this.#cutter.pass(rest);
      if (ended) this.#cutter.pass(Buffer.of(NEWLINE));
      this.#passing = false;
      return;
    }
    const line = this.#heldBytes === 0 ? rest : Buffer.concat([...this.#held, rest]);
    this.#clear();
    this.#cutter.line(line, ended);
  }

  #hold(part: Buffer): void {
    if (this.#heldBytes + part.length > this.#limit) this.#startPassing();
    if (this.#passing) {
      this.#cutter.pass(part);
    } else {
      this.#held.push(part);
      this.#heldBytes += part.length;
    }
  }

  #startPassing(): void {
    if (this.#passing) return;
    this.#passing = true;
    this.#cutter.oversize();
    for (const part of this.#held) this.#cutter.pass(part);
    this.#clear();
  }

  #clear(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }
}
