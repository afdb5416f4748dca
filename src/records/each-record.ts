import { openSources } from "../input/open-sources.js";
import { isJson } from "./json-scanner.js";
import { recordLines } from "./line-splitter.js";
import { countNewlines } from "./glance.js";
import { type FlushedOutput, NO_OUTPUT, readRecords } from "./read-records.js";
import type { NotJson, Outcome, Problem, RecordPlace, RecordSink } from "./record-sink.js";

const NEWLINE = 0x0a;

/** A record, or bytes that are not JSON, with its first and last line in the file, from 1. */
export interface NumberedRecord {
  /** Valid until the next record comes. */
  bytes: Buffer;
  line: number;
  lastLine: number;
  /** Why it is not JSON; `goes on` if more of the same text follows. */
  problem?: Problem | "goes on";
}

export interface Visitor {
  record: (record: NumberedRecord) => void;
  /** A line exceeds the limit and is not handed out. */
  oversize: (line: number) => void;
  /** All records on this line, or ending on it, have been handed out. */
  lineEnd?: (line: number) => void;
}

/** Thrown by a visitor that wants no more records. */
export class Enough extends Error {
  override name = "Enough";
}

/**
 * Reads a file or standard input, decompressed if needed, and hands out its records in order, and what is not JSON between them.
 * Resolves to the number of lines, or to undefined if the visitor had enough. Rejects with an InputError if the input cannot be
 * read to its end; what came before has been handed out by then. Other errors of the visitor end the reading too.
 */
export async function eachRecord(
  path: string,
  visitor: Visitor,
  output: FlushedOutput = NO_OUTPUT,
  limit?: number,
): Promise<number | undefined> {
  const sink = new NumberedSink(visitor);
  try {
    for await (const { source } of openSources([path], () => undefined)) {
      await readRecords(source, recordLines(sink, limit), output);
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
  /** A line has begun and not ended. */
  #isOpen = false;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** The number of lines. */
  get lines(): number {
    return this.#isOpen ? this.#line : this.#line - 1;
  }

  record(bytes: Buffer, { before }: RecordPlace): Outcome {
    if (!isJson(bytes)) return "not JSON";
    this.pass(before);
    this.#visit(bytes);
    return "kept";
  }

  notJson(bytes: Buffer, { problem, goesOn }: NotJson): void {
    this.#visit(bytes, goesOn ? "goes on" : problem);
  }

  oversize(): void {
    this.#visitor.oversize(this.#line);
  }

  pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const newlines = countNewlines(bytes);
    this.#line += newlines;
    this.#isOpen = bytes[bytes.length - 1] !== NEWLINE;
    if (newlines > 0) this.#visitor.lineEnd?.(this.#line - 1);
  }

  #visit(bytes: Buffer, problem?: NumberedRecord["problem"]): void {
    // The newline that ends a broken text is not a line.
    const text = bytes.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes;
    const lastLine = this.#line + countNewlines(text);
    this.#visitor.record({ bytes: text, line: this.#line, lastLine, ...(problem && { problem }) });
    this.pass(bytes);
  }
}
