/** Findings in records that may not be annotated yet. */
import type { CompiledModule } from "../module.js";
import { Tally, type Counts } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { judgeRecord } from "../records/judge-record.js";
import { findingsOf, type RecordFindings } from "./findings-of.js";

/**
 * Has the module judge records one after the other, so that a configuration sees them in their order, and reads the findings
 * of each. A record that is annotated already keeps its annotation.
 */
export class FindingsFinder {
  readonly #judge: Judge;

  /** `warn` hears of each record that could not be judged. */
  constructor(compiled: CompiledModule, warn: (line: number, reason: string) => void) {
    this.#judge = new Judge(compiled, new Tally(warn));
  }

  /** What became of the records so far. */
  get counts(): Counts {
    return this.#judge.tally.counts;
  }

  /** The findings of a record at a line of a file. */
  find(record: Buffer, file: string, line: number): RecordFindings {
    this.#judge.tally.newlines = line - 1;
    const fate = judgeRecord(this.#judge, "keep", record);
    return fate === "drop" ? { findings: [], unlisted: 0 } : findingsOf(fate === "pass" ? record : fate, file, line);
  }
}
