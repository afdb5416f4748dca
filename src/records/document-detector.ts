import { isUtf8 } from "node:buffer";
import { isBlank } from "./glance.js";
import { JsonScanner } from "./json-scanner.js";
import type { RecordSink } from "./line-splitter.js";
import type { Limits } from "./limits.js";

const NEWLINE = 0x0a;
/** White space before a document on its own line; more than this is no document that a person wrote. */
const INDENT_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/**
 * Looks at the start of an input for one JSON document over several lines (pretty-printed). It holds the input back as
 * long as that is still possible, and gives it up with the first byte that no such document can have: a stream of lines
 * is released with its first line, or soon after a broken one.
 */
export class DocumentDetector {
  readonly #sink: RecordSink;
  readonly #limit: number;
  readonly #scanner = new JsonScanner();
  #held: Buffer[] = [];
  #heldBytes = 0;
  #stage: "mark" | "blank" | "first line" | "more lines" = "mark";

  constructor(sink: RecordSink, limits: Limits) {
    this.#sink = sink;
    this.#limit = limits.documentBytes;
  }

  /**
   * Takes the next chunk. Undefined: still undecided, the detector holds the bytes. Otherwise the input is lines: these
   * chunks are its next ones, and the detector is to be asked no more.
   */
  push(chunk: Buffer): Buffer[] | undefined {
    let rest = chunk;
    if (this.#stage === "mark") {
      rest = Buffer.concat([...this.#release(), chunk]);
      if (rest.length < BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.subarray(0, rest.length).equals(rest)) {
        this.#hold(rest);
        return undefined;
      }
      if (rest.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) {
        // The mark is no part of the first record: JSON may not begin with it.
        this.#sink.pass(rest.subarray(0, BYTE_ORDER_MARK.length));
        rest = rest.subarray(BYTE_ORDER_MARK.length);
      }
      this.#stage = "blank";
    }
    if (this.#stage === "blank") {
      rest = this.#passBlankLines(Buffer.concat([...this.#release(), rest]));
      const first = rest.find((byte) => byte > 0x20);
      if (first === undefined && isBlank(rest)) {
        if (rest.length > INDENT_BYTES) return [rest];
        this.#hold(rest);
        return undefined;
      }
      if (first !== 0x7b && first !== 0x5b) return [rest];
      this.#stage = "first line";
    }
    return this.#scan(rest);
  }

  /** The input is over: hands a whole document to the sink, or returns the chunks that are lines after all. */
  end(): Buffer[] {
    if (this.#stage !== "more lines" || this.#scanner.status !== "done") return this.#release();
    const all = Buffer.concat(this.#release());
    if (!isUtf8(all)) return [all];
    const lineEnd = all.indexOf(NEWLINE, this.#scanner.end);
    const end = lineEnd < 0 ? all.length : lineEnd;
    this.#sink.document(all.subarray(0, end), lineEnd >= 0);
    // What follows is white space, which the line splitter takes for the blank lines it is.
    return [all.subarray(end + 1)];
  }

  #scan(chunk: Buffer): Buffer[] | undefined {
    let rest = chunk;
    if (this.#stage === "first line") {
      const newline = rest.indexOf(NEWLINE);
      // An input of one line is never scanned: many are one large record.
      if (newline < 0) return this.#keepOrGiveUp(rest);
      const line = rest.subarray(0, newline + 1);
      for (const part of [...this.#held, line]) this.#scanner.push(part);
      // One line that is whole by itself: a file of records, one a line.
      if (this.#scanner.status !== "open") return [...this.#release(), rest];
      this.#hold(line);
      rest = rest.subarray(line.length);
      this.#stage = "more lines";
    }
    if (rest.length > 0 && this.#scanner.push(rest) === "broken") return [...this.#release(), rest];
    return this.#keepOrGiveUp(rest);
  }

  #passBlankLines(bytes: Buffer): Buffer {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (!isBlank(bytes.subarray(start, end))) break;
      start = end + 1;
    }
    this.#sink.pass(bytes.subarray(0, start));
    return bytes.subarray(start);
  }

  #keepOrGiveUp(bytes: Buffer): Buffer[] | undefined {
    if (this.#heldBytes + bytes.length > this.#limit) return [...this.#release(), bytes];
    this.#hold(bytes);
    return undefined;
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #release(): Buffer[] {
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held;
  }
}
