import type { Judge } from "./judge.js";
import { judgeRecord, type FilterName } from "./judge-record.js";
import { isBlank } from "./glance.js";
import type { RecordSink } from "./line-splitter.js";
import { countNewlines } from "./newlines.js";

const NEWLINE = Buffer.of(0x0a);

/** Where the records go. The bytes are valid until the next call, unless they are larger than a batch: then for good. */
export interface RecordOutput {
  append: (bytes: Buffer) => void;
}

/**
 * Runs records one by one through a filter of the module and writes what comes of them, in order. What the module cannot
 * judge, for whatever reason, passes byte for byte, and so does what is plainly no JSON.
 */
export class RecordTagger implements RecordSink {
  readonly #judge: Judge;
  readonly #filter: FilterName;
  readonly #output: RecordOutput;

  constructor(judge: Judge, filter: FilterName, output: RecordOutput) {
    this.#judge = judge;
    this.#filter = filter;
    this.#output = output;
  }

  line(bytes: Buffer, ended: boolean): void {
    if (isBlank(bytes)) this.#write(bytes, ended);
    else this.#run(bytes, ended);
    if (ended) this.#judge.tally.newlines++;
  }

  document(bytes: Buffer, ended: boolean): void {
    this.#run(bytes, ended);
    this.#judge.tally.newlines += countNewlines(bytes) + (ended ? 1 : 0);
  }

  oversize(): void {
    this.#judge.tally.counts.records++;
    this.#judge.tally.passUnjudged("tooLarge", "the record is too long to be judged; it passes unchanged");
  }

  pass(bytes: Buffer): void {
    this.#output.append(bytes);
    this.#judge.tally.newlines += countNewlines(bytes);
  }

  #run(record: Buffer, ended: boolean): void {
    const fate = judgeRecord(this.#judge, this.#filter, record);
    if (fate !== "drop") this.#write(fate === "pass" ? record : fate, ended);
  }

  #write(bytes: Buffer, ended: boolean): void {
    this.#output.append(bytes);
    if (ended) this.#output.append(NEWLINE);
  }
}
