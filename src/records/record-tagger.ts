import { type Judge, judgeRecord, type FilterName } from "./judge.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "./record-sink.js";
import { countNewlines } from "./glance.js";
import { Reading } from "../engine/reading.js";

const NOT_AGAIN = "it came annotated, and cannot be judged without its annotation";

/** Where the records go. The bytes are valid until the next call, unless they are larger than a batch: then for good. */
export interface RecordOutput {
  append: (bytes: Buffer) => void;
}

/** A record without its annotation, and what is to be done with the new one; undefined if it has none of Keyward's. */
export type StripAnnotation = (
  record: Buffer,
) => { record: Buffer; compare: (annotated: Buffer | undefined) => void } | undefined;

/**
 * Runs records one by one through a filter of the module and writes what comes of them, in order. What the module cannot
 * judge, for whatever reason, passes byte for byte, and so does what is not JSON.
 */
export class RecordTagger implements RecordSink {
  readonly #judge: Judge;
  readonly #filter: FilterName;
  readonly #output: RecordOutput;
  readonly #strip: StripAnnotation | undefined;

  /** `strip`: takes the annotation off a record that came with one, so that it is judged again; without it such records pass. */
  constructor(judge: Judge, filter: FilterName, output: RecordOutput, strip?: StripAnnotation) {
    this.#judge = judge;
    this.#filter = filter;
    this.#output = output;
    this.#strip = strip;
  }

  record(bytes: Buffer, { before }: RecordPlace): Outcome {
    const { tally } = this.#judge;
    const { newlines } = tally;
    // A warning has the line that the record begins on.
    tally.newlines += countNewlines(before);
    const stripped = this.#strip?.(bytes);
    const record = stripped?.record ?? bytes;
    const fate = judgeRecord(this.#judge, this.#filter, record);
    if (fate === "not JSON") {
      tally.newlines = newlines;
      return fate;
    }
    if (this.#strip !== undefined && tally.reading === Reading.annotated) tally.addUnread(NOT_AGAIN);
    stripped?.compare(typeof fate === "string" ? undefined : fate);
    tally.newlines += countNewlines(bytes);
    if (fate === "drop") return "dropped";
    this.#output.append(before);
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
    this.#output.append(bytes);
    this.drop(bytes);
  }

  drop(bytes: Buffer): void {
    this.#judge.tally.newlines += countNewlines(bytes);
  }
}
