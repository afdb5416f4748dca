import type { Judge, FilterName } from "./judge.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "./record-sink.js";
import type { Finding } from "../engine/finding.js";
import type { EventSplitter } from "./event-splitter.js";
import { countNewlines, isBetweenTexts } from "./glance.js";
import { Reading } from "../engine/reading.js";
import { RECORDS } from "../messages/records.js";

/** Takes the output. The bytes are valid until the next call; if larger than a batch, for good. */
export interface RecordOutput {
  append: (bytes: Buffer) => void;
  /** Puts a newline before whatever follows, if the last line has none; only when records are split. */
  endInput?: () => void;
}

/**
 * Returns a record without its annotation, and what to do with the new annotation (or with the findings, if the record is split);
 * undefined if the record has none.
 */
export type StripAnnotation = (
  record: Buffer,
) => { record: Buffer; compare: (fresh: Buffer | readonly Finding[] | undefined) => void } | undefined;

export interface RecordTaggerOptions {
  /** Strips the annotation from annotated records, so that they are judged again; without it, they pass. */
  strip?: StripAnnotation;
  /** Writes each kept event on a line of its own, in place of the record. */
  splitter?: EventSplitter;
}

/**
 * Runs records one by one through one of the module's filters and writes the results in order. What the module cannot judge, for
 * whatever reason, passes unchanged, and so does what is not JSON.
 */
export class RecordTagger implements RecordSink {
  readonly #judge: Judge;
  readonly #filter: FilterName;
  readonly #output: RecordOutput;
  readonly #strip: StripAnnotation | undefined;
  readonly #splitter: EventSplitter | undefined;
  /** The last line written is an event's; what was read since belongs to the line of its record. */
  #hasSplit = false;

  constructor(judge: Judge, filter: FilterName, output: RecordOutput, options: RecordTaggerOptions = {}) {
    this.#judge = judge;
    this.#filter = filter;
    this.#output = output;
    this.#strip = options.strip;
    this.#splitter = options.splitter;
  }

  record(bytes: Buffer, { before }: RecordPlace): Outcome {
    return this.#judge.tally.judge(before, bytes, () => this.#tag(bytes, before));
  }

  #tag(bytes: Buffer, before: Buffer): Outcome {
    const stripped = this.#strip?.(bytes);
    const record = stripped?.record ?? bytes;
    const split = this.#splitter?.split(record);
    if (split !== undefined) {
      stripped?.compare(split.findings);
      if (split.lines.length === 0) return "dropped";
      this.#output.endInput?.();
      for (const line of split.lines) this.#output.append(line);
      this.#hasSplit = true;
      return "kept";
    }
    const fate = this.#judge.judge(this.#filter, record);
    if (fate === "not JSON") return fate;
    const { tally } = this.#judge;
    if (this.#strip !== undefined && tally.reading === Reading.annotated) tally.addUnread(RECORDS.notWithoutAnnotation);
    stripped?.compare(typeof fate === "string" ? undefined : fate);
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
    this.#judge.tally.passUnjudged("tooLarge", RECORDS.tooLongPasses);
  }

  pass(bytes: Buffer, isDropped = false): void {
    if (!isDropped) this.#appendAround(bytes);
    const newlines = countNewlines(bytes);
    this.#judge.tally.newlines += newlines;
    if (newlines > 0) this.#hasSplit = false;
  }

  /** Writes what is around records. What is between a split record and the next one is dropped with its envelope. */
  #appendAround(bytes: Buffer): void {
    if (this.#hasSplit && isBetweenTexts(bytes)) return;
    this.#output.append(bytes);
    this.#hasSplit = false;
  }
}
