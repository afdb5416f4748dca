import { type Judge, judgeRecord, type FilterName } from "./judge.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "./record-sink.js";
import type { Finding } from "../engine/finding.js";
import type { EventSplitter } from "./event-splitter.js";
import { countNewlines, isBetweenTexts } from "./glance.js";
import { Reading } from "../engine/reading.js";

const NOT_AGAIN = "it came annotated, and cannot be judged without its annotation";

/** Where the records go. The bytes are valid until the next call, unless they are larger than a batch: then for good. */
export interface RecordOutput {
  append: (bytes: Buffer) => void;
  /** A newline goes before whatever follows, where the last line has none; only where records are split. */
  endInput?: () => void;
}

/**
 * A record without its annotation, and what is to be done with the new one, or with the findings where the record is split; undefined
 * if it has none of Keyward's.
 */
export type StripAnnotation = (
  record: Buffer,
) => { record: Buffer; compare: (fresh: Buffer | readonly Finding[] | undefined) => void } | undefined;

export interface RecordTaggerOptions {
  /** Takes the annotation off a record that came with one, so that it is judged again; without it such records pass. */
  strip?: StripAnnotation;
  /** Writes the events that are kept, a line each, in the place of their record. */
  splitter?: EventSplitter;
}

/**
 * Runs records one by one through a filter of the module and writes what comes of them, in order. What the module cannot
 * judge, for whatever reason, passes byte for byte, and so does what is not JSON.
 */
export class RecordTagger implements RecordSink {
  readonly #judge: Judge;
  readonly #filter: FilterName;
  readonly #output: RecordOutput;
  readonly #strip: StripAnnotation | undefined;
  readonly #splitter: EventSplitter | undefined;
  /** The line written last is that of an event, and what was read since is on the line of its record. */
  #hasSplit = false;

  constructor(judge: Judge, filter: FilterName, output: RecordOutput, options: RecordTaggerOptions = {}) {
    this.#judge = judge;
    this.#filter = filter;
    this.#output = output;
    this.#strip = options.strip;
    this.#splitter = options.splitter;
  }

  record(bytes: Buffer, { before }: RecordPlace): Outcome {
    const { tally } = this.#judge;
    const { newlines } = tally;
    // A warning has the line that the record begins on.
    tally.newlines += countNewlines(before);
    const stripped = this.#strip?.(bytes);
    const record = stripped?.record ?? bytes;
    const split = this.#splitter?.split(record);
    if (split !== undefined) {
      stripped?.compare(split.findings);
      tally.newlines += countNewlines(bytes);
      if (split.lines.length === 0) return "dropped";
      this.#output.endInput?.();
      for (const line of split.lines) this.#output.append(line);
      this.#hasSplit = true;
      return "kept";
    }
    const fate = judgeRecord(this.#judge, this.#filter, record);
    if (fate === "not JSON") {
      tally.newlines = newlines;
      return fate;
    }
    if (this.#strip !== undefined && tally.reading === Reading.annotated) tally.addUnread(NOT_AGAIN);
    stripped?.compare(typeof fate === "string" ? undefined : fate);
    tally.newlines += countNewlines(bytes);
    if (fate === "drop") return "dropped";
    this.#appendAround(before);
    this.#hasSplit = false;
    this.#output.append(fate === "pass" ? record : fate);
    return "kept";
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#judge.tally.passNotJson(bytes, reason);
    this.pass(bytes);
  }

  oversize(): void {
    this.#judge.tally.counts.records++;
    this.#judge.tally.passUnjudged("tooLarge", "the record is too long to be judged; it passes unchanged");
  }

  pass(bytes: Buffer): void {
    this.#appendAround(bytes);
    this.drop(bytes);
  }

  drop(bytes: Buffer): void {
    const newlines = countNewlines(bytes);
    this.#judge.tally.newlines += newlines;
    if (newlines > 0) this.#hasSplit = false;
  }

  /** Writes what is around records. What is between a record that was split and the next one goes, as its envelope does. */
  #appendAround(bytes: Buffer): void {
    if (this.#hasSplit && isBetweenTexts(bytes)) return;
    this.#output.append(bytes);
    this.#hasSplit = false;
  }
}
