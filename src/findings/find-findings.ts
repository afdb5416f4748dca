/** Findings in records that may not be annotated yet. */
import type { CompiledModule } from "../module.js";
import { Tally, type Counts, type TallyListener } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { openRecords } from "../records/opened-records.js";
import { judgeRecord } from "../records/judge-record.js";
import type { NotJson } from "../records/record-sink.js";
import { findingsOf, type RecordFindings } from "./findings-of.js";

/**
 * Has the module judge records one after the other, so that a configuration sees them in their order, and reads the findings
 * of each. A record that is annotated already keeps its annotation.
 */
export class FindingsFinder {
  readonly #judge: Judge;

  constructor(compiled: CompiledModule, listener: TallyListener) {
    this.#judge = new Judge(compiled, new Tally(listener));
  }

  /** What became of the records so far. */
  get counts(): Counts {
    return this.#judge.tally.counts;
  }

  /** The findings of a record at a line of a file, and of the records in it in base64. */
  find(record: Buffer, file: string, line: number): RecordFindings {
    this.#judge.tally.newlines = line - 1;
    const own = this.#find(record, file, line);
    for (const { bytes, path, problem } of openRecords(record)) {
      if (problem !== undefined) {
        this.notJson(bytes, line, { problem, goesOn: false });
        continue;
      }
      const { findings, unlisted } = this.#find(bytes, file, line);
      own.findings.push(...findings.map((finding) => ({ ...finding, path: path + finding.path })));
      own.unlisted += unlisted;
    }
    return own;
  }

  /** Counts what is not JSON at a line, and tells the listener of it where it names an action or is cut off. */
  notJson(bytes: Buffer, line: number, reason: NotJson): void {
    this.#judge.tally.newlines = line - 1;
    this.#judge.tally.passNotJson(bytes, reason);
  }

  #find(record: Buffer, file: string, line: number): RecordFindings {
    const fate = judgeRecord(this.#judge, "keep", record);
    if (fate === "drop" || fate === "not JSON") return { findings: [], unlisted: 0 };
    return findingsOf(fate === "pass" ? record : fate, file, line);
  }
}
