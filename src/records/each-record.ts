import { openSources } from "../io/source.js";
import { isBlank } from "./glance.js";
import { DEFAULT_LIMITS, type Limits } from "./limits.js";
import { LineSplitter, type RecordSink } from "./line-splitter.js";
import { countNewlines } from "./newlines.js";
import { readRecords } from "./read-records.js";

const NEWLINE = 0x0a;

/** A record and the lines of its file that it stands on, from 1, the last one included. */
export interface NumberedRecord {
  /** Valid until the next record comes. */
  bytes: Buffer;
  line: number;
  lastLine: number;
}

export interface Visitor {
  record: (record: NumberedRecord) => void;
  /** A line is longer than the limit, and is not handed out. */
  oversize: (line: number) => void;
}

/** A visitor throws it where it wants no further record. */
export class Enough extends Error {
  override name = "Enough";
}

/** What is written in between, after every read: where there is output, it goes on as the input does. */
export interface FlushedOutput {
  flush: () => Promise<void>;
  flushBehind: () => Promise<void>;
}

const NO_OUTPUT: FlushedOutput = { flush: () => Promise.resolve(), flushBehind: () => Promise.resolve() };

/**
 * Reads a file, or standard input, decompressed where it is, and hands its records out in order: lines that are not blank,
 * or one JSON document over several lines. Resolves to the number of lines, or to undefined where the visitor had enough before
 * the end; rejects with an InputError when it cannot be read to its end, and what came before has been handed out then. What
 * else the visitor throws ends the reading, too.
 */
export async function eachRecord(
  path: string,
  visitor: Visitor,
  limits: Limits = DEFAULT_LIMITS,
  output: FlushedOutput = NO_OUTPUT,
): Promise<number | undefined> {
  const sink = new NumberedSink(visitor);
  const flushed = { flush: () => output.flush(), flushBehind: () => output.flushBehind(), endInput: () => undefined };
  try {
    for await (const { source } of openSources([path], () => undefined)) {
      await readRecords(source, new LineSplitter(sink, limits), sink, limits, flushed);
    }
  } catch (error) {
    if (error instanceof Enough) return undefined;
    throw error;
  }
  return sink.lines;
}

class NumberedSink implements RecordSink {
  readonly #visitor: Visitor;
  #line = 1;
  /** The line has begun and has not ended. */
  #isOpen = false;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** How many lines there were. */
  get lines(): number {
    return this.#isOpen ? this.#line : this.#line - 1;
  }

  line(bytes: Buffer, ended: boolean): void {
    if (!isBlank(bytes)) this.#visitor.record({ bytes, line: this.#line, lastLine: this.#line });
    this.#move(this.#line, ended);
  }

  document(bytes: Buffer, ended: boolean): void {
    const lastLine = this.#line + countNewlines(bytes);
    this.#visitor.record({ bytes, line: this.#line, lastLine });
    this.#move(lastLine, ended);
  }

  oversize(): void {
    this.#visitor.oversize(this.#line);
  }

  pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#line += countNewlines(bytes);
    this.#isOpen = bytes[bytes.length - 1] !== NEWLINE;
  }

  #move(lastLine: number, ended: boolean): void {
    this.#line = ended ? lastLine + 1 : lastLine;
    this.#isOpen = !ended;
  }
}
