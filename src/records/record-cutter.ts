import { isBetweenTexts, isSpace, mayBeBetweenTexts } from "./glance.js";
import { JsonScanner } from "./json-scanner.js";
import type { Problem, RecordSink } from "./record-sink.js";
import { findWholeParts } from "./whole-parts.js";

/** The largest record that is judged, and so the most of an input that is held in memory. */
export const MAX_RECORD_BYTES = 256 * 1024 * 1024;

const NEWLINE = 0x0a;
const NEWLINE_BYTES = Buffer.of(NEWLINE);
const NOTHING = Buffer.alloc(0);
/** Room for an unfinished text, at first. */
const MIN_HELD_BYTES = 64 * 1024;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
/** How often the rest of a line is tried as a whole, after text in brackets. */
const MAX_WHOLE = 3;
/** After this many texts that are not JSON, the rest of a line is skipped. */
const MAX_BROKEN = 1000;

/**
 * Cuts the lines of an input into records. A record is a JSON object or array: usually a line, but also one of several on a line,
 * one after text on its line, or one that spans lines. A broken text ends where it breaks, and a new record can begin on that
 * line, or after it on the same one. Holds one text over several lines, no longer than the limit, and nothing else.
 */
export class RecordCutter {
  readonly #sink: RecordSink;
  readonly #limit: number;
  /** Whether the unfinished text is JSON so far. */
  #scanner: JsonScanner | undefined;
  /** The unfinished text, in a buffer that may be larger, and the length in bytes of what was before it on its line. */
  #held: Buffer = NOTHING;
  #heldBytes = 0;
  #lead = 0;
  /** Whether anything on the current line was kept, or dropped. */
  #hasKept = false;
  #hasDropped = false;

  /** `limit`: tests use a smaller one. */
  constructor(sink: RecordSink, limit = MAX_RECORD_BYTES) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Whether a text is unfinished: its next line goes to `continue`. */
  get isOpen(): boolean {
    return this.#scanner !== undefined;
  }

  /** Takes a line without its newline; `ended`: whether one followed. Only the last line of an input has none. */
  line(bytes: Buffer, ended: boolean): void {
    if (this.isOpen) this.#continueWithLine(bytes, ended);
    else this.#cut(bytes, ended);
  }

  /** Takes whole lines with their newlines, as far as the open text goes; returns how many bytes that was. */
  continue(bytes: Buffer): number {
    const scanner = this.#scanner;
    if (scanner === undefined) return 0;
    const heldBytes = this.#heldBytes - this.#lead;
    scanner.push(bytes);
    if (scanner.end < 0 && scanner.status === "broken") {
      const start = lineStart(bytes, scanner.brokenAt - heldBytes);
      this.#hold(bytes.subarray(0, start));
      this.#giveUp("broken");
      return start;
    }
    if ((scanner.end < 0 ? heldBytes + bytes.length : scanner.end) > this.#limit) {
      this.#giveUp("too large");
      return 0;
    }
    if (scanner.end < 0) {
      this.#hold(bytes);
      return bytes.length;
    }
    const end = scanner.end - heldBytes;
    const lead = this.#lead;
    const text = this.#release(bytes.subarray(0, end));
    this.#take(text.subarray(lead), text.subarray(0, lead));
    const newline = bytes.indexOf(NEWLINE, end);
    const stop = newline < 0 ? bytes.length : newline;
    this.#cut(bytes.subarray(end, stop), newline >= 0);
    return newline < 0 ? stop : stop + 1;
  }

  /** A line that is too long to hold begins; its bytes follow as `pass`. */
  oversize(): void {
    if (this.isOpen) this.#giveUp("broken");
    this.#sink.oversize();
  }

  pass(bytes: Buffer): void {
    this.#sink.pass(bytes);
  }

  /** End of the input, or of what could be read. */
  end(hasFailed = false): void {
    if (this.isOpen) this.#giveUp(hasFailed ? "failed" : "cut off");
    this.#hasKept = this.#hasDropped = false;
  }

  #continueWithLine(bytes: Buffer, ended: boolean): void {
    const line = ended ? Buffer.concat([bytes, NEWLINE_BYTES]) : bytes;
    // Continues the open text, unless this line starts a new one.
    if (this.continue(line) === 0 && line.length > 0) this.line(bytes, ended);
  }

  /** Cuts the texts on a line, or on the rest of one. */
  #cut(bytes: Buffer, ended: boolean): void {
    let at = 0;
    let isWholeTried = this.#hasKept || this.#hasDropped;
    let whole = 0;
    let broken = 0;
    for (let start = findStart(bytes, 0); start >= 0;) {
      const before = bytes.subarray(at, start);
      // Nearly always one record fills the rest of the line, and the module can tell that much faster.
      if (!isWholeTried && whole < MAX_WHOLE && looksWhole(bytes, start)) {
        whole++;
        const outcome = this.#sink.record(bytes.subarray(start), { before, path: "" });
        this.#note(outcome === "kept", outcome === "dropped");
        if (outcome !== "not JSON") {
          at = bytes.length;
          break;
        }
      }
      isWholeTried = true;
      const text = bytes.subarray(start);
      const scanner = new JsonScanner();
      scanner.push(text);
      if (scanner.end >= 0) {
        this.#take(text.subarray(0, scanner.end), before);
        at = start + scanner.end;
        start = findStart(bytes, at);
        continue;
      }
      if (ended) scanner.push(NEWLINE_BYTES);
      if (scanner.status !== "broken") {
        this.#lead = before.length;
        this.#hold(bytes.subarray(at));
        if (ended) this.#hold(NEWLINE_BYTES);
        this.#scanner = scanner;
        return;
      }
      const stop = start + scanner.brokenAt;
      const next = ++broken < MAX_BROKEN ? bytes.indexOf(OPEN_OBJECT, Math.max(stop, start + 1)) : -1;
      // Text in brackets before the record, such as a time.
      const isText = text[0] === OPEN_ARRAY && next >= 0 && text.indexOf(OPEN_OBJECT) === next - start;
      if (isText) isWholeTried = false;
      else {
        const end = next < 0 ? bytes.length : next;
        this.#takeBroken(bytes.subarray(at, end), start - at, stop - at, "broken");
        at = end;
      }
      start = next;
    }
    this.#endLine(bytes.subarray(at), ended);
  }

  #take(text: Buffer, before: Buffer, path = ""): void {
    const outcome = this.#sink.record(text, { before, path });
    if (outcome === "not JSON") {
      this.#sink.pass(before);
      this.#sink.notJson(text, { problem: "broken", goesOn: false });
    }
    this.#note(outcome !== "dropped", outcome === "dropped");
  }

  /** Takes a broken text from `start` to `stop`: whatever is whole in it becomes a record. */
  #takeBroken(text: Buffer, start: number, stop: number, problem: Problem | "too large"): void {
    const rest = problem === "too large" ? undefined : problem;
    if (rest === undefined) this.#sink.oversize();
    const takeRest = (part: Buffer, goesOn: boolean): void => {
      if (rest === undefined) this.#sink.pass(part);
      else this.#sink.notJson(part, { problem: rest, goesOn });
    };
    let at = 0;
    for (const { start: from, end, path } of findWholeParts(text.subarray(start, stop))) {
      const part = text.subarray(start + from, start + end);
      const before = text.subarray(at, start + from);
      const isBetween = isBetweenTexts(before);
      if (!isBetween) takeRest(before, true);
      this.#take(part, isBetween ? before : NOTHING, path);
      at = start + end;
    }
    takeRest(text.subarray(at), false);
    this.#note(true, false);
  }

  #giveUp(problem: Problem | "too large"): void {
    const lead = this.#lead;
    const text = this.#release(NOTHING);
    this.#takeBroken(text, lead, text.length, problem);
    // The text ended with a newline, or with the input.
    this.#hasKept = this.#hasDropped = false;
  }

  /** The rest of a line shares the fate of its records. */
  #endLine(rest: Buffer, ended: boolean): void {
    const isBetween = isBetweenTexts(rest);
    if (!isBetween) {
      this.#sink.notJson(rest, { problem: "broken", goesOn: false });
      this.#note(true, false);
    }
    const isDropped = this.#hasDropped && !this.#hasKept;
    if (isBetween && rest.length > 0) this.#sink.pass(rest, isDropped);
    if (ended) this.#sink.pass(NEWLINE_BYTES, isDropped);
    this.#hasKept = this.#hasDropped = false;
  }

  #note(isKept: boolean, isDropped: boolean): void {
    this.#hasKept ||= isKept;
    this.#hasDropped ||= isDropped;
  }

  /** Keeps a copy of a part. */
  #hold(part: Buffer): void {
    const bytes = this.#heldBytes + part.length;
    if (bytes > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(bytes, 2 * this.#held.length, MIN_HELD_BYTES));
      this.#held.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    part.copy(this.#held, this.#heldBytes);
    this.#heldBytes = bytes;
  }

  /** Returns the held text and what follows it; no text is open afterwards. */
  #release(last: Buffer): Buffer {
    this.#hold(last);
    const text = this.#held.subarray(0, this.#heldBytes);
    this.#scanner = undefined;
    this.#held = NOTHING;
    this.#heldBytes = 0;
    this.#lead = 0;
    return text;
  }
}

/** Finds where the next text may begin: a bracket, or the first brace after other text; -1 if there is none. */
function findStart(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && mayBeBetweenTexts(bytes[at] ?? 0)) at++;
  return bytes[at] === OPEN_ARRAY ? at : bytes.indexOf(OPEN_OBJECT, at);
}

/** Reports whether the text ends with the bracket that closes its first one, ignoring white space. */
function looksWhole(bytes: Buffer, start: number): boolean {
  let end = bytes.length - 1;
  while (end > start && isSpace(bytes[end])) end--;
  return end > start && bytes[end] === (bytes[start] ?? 0) + 2;
}

/** Returns the start of the line that holds a byte. */
function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
}
