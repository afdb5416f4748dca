/** Finds why a record, or a whole file, is not a JSON object or array, and where it stops being one. */
import { JsonScanner } from "../records/json-scanner.js";
import type { Unreadable } from "./explanation.js";

const NEWLINE = 0x0a;

/** Returns what is wrong with the record that begins on `line` of its file; undefined if nothing is. */
export function findUnreadable(record: Buffer, line: number): Unreadable | undefined {
  const scanner = new JsonScanner();
  scanner.push(record);
  if (scanner.brokenAt >= 0) return at("not_json", record, scanner.brokenAt, line);
  if (scanner.finish() !== "done") return at("cut_off", record, record.length, line);
  const first = record.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b ? undefined : { reason: "no_object" };
}

/**
 * Finds, from a file's lines, where it stops being one JSON document: a broken document is read line by line, and the single
 * lines say little.
 */
export class DocumentTrace {
  readonly #scanner = new JsonScanner();
  #problem: Unreadable | undefined;
  #isOver = false;
  /** The last line taken, and the bytes before it. */
  #line = 0;
  #bytes = 0;
  #column = 0;

  /** Takes the record that begins on this line. */
  push(record: Buffer, line: number): void {
    if (this.#isOver) return;
    const isFirst = this.#line === 0;
    // A string cannot continue on the next line.
    if (!isFirst && this.#scanner.push(Buffer.of(NEWLINE)) === "broken") {
      this.#problem = { reason: "not_json", line: this.#line, column: this.#column };
      this.#isOver = true;
      return;
    }
    this.#bytes += isFirst ? 0 : 1;
    const status = this.#scanner.push(record);
    // The first line does not begin a document, or is a whole one: the file consists of lines.
    this.#isOver = status === "broken" || (isFirst && status === "done");
    if (status === "broken" && !isFirst) {
      const before = record.subarray(0, this.#scanner.brokenAt - this.#bytes);
      this.#problem = { reason: "not_json", line, column: lengthOf(before) + 1 };
    }
    this.#line = line;
    this.#column = lengthOf(record) + 1;
    this.#bytes += record.length;
  }

  /** Returns what is wrong with the document that began on the first line; undefined if none did. */
  end(): Unreadable | undefined {
    if (this.#isOver || this.#line === 0 || this.#scanner.status === "done") return this.#problem;
    return { reason: "cut_off", line: this.#line, column: this.#column };
  }
}

function at(reason: Unreadable["reason"], record: Buffer, offset: number, line: number): Unreadable {
  const before = record.subarray(0, offset);
  const start = before.lastIndexOf(NEWLINE) + 1;
  // A character that is cut off counts as one.
  return { reason, line: line + countNewlines(before), column: lengthOf(before.subarray(start)) + 1, offset };
}

function lengthOf(text: Buffer): number {
  return Array.from(text.toString()).length;
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
