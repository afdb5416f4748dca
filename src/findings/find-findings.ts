/** Findings in records that may not be annotated yet. */
import type { CompiledModule } from "../module.js";
import { Tally, type Counts, type TallyListener } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { openRecords } from "../records/opened-records.js";
import { judgeRecord } from "../records/judge-record.js";
import type { NotJson } from "../records/record-sink.js";
import { Reading } from "../records/reading.js";
import { LOST, STUCK, type Annotation } from "./annotation.js";
import { findingsOf, type RecordFindings } from "./findings-of.js";

/** Takes the annotation off a record; without one of its own in the notice of a lost record. undefined if it cannot be taken off. */
export type Strip = (record: Buffer) => { record: Buffer; annotation: Annotation | undefined } | undefined;

/**
 * Has the module judge records one after the other, so that a configuration sees them in their order, and reads the findings
 * of each. A record that is annotated already keeps its annotation, with the events added that it does not list.
 */
export class FindingsFinder {
  readonly #judge: Judge;
  /** Judges what came annotated, without its annotation. */
  readonly #again: Judge;
  readonly #strip: Strip;

  constructor(compiled: CompiledModule, listener: TallyListener, strip: Strip) {
    this.#judge = new Judge(compiled, new Tally(listener));
    this.#again = new Judge(compiled, new Tally(listener));
    this.#strip = strip;
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
    if (fate !== "pass") return findingsOf(fate, file, line);
    const isAnnotated = this.#judge.tally.reading === Reading.annotated;
    return isAnnotated ? this.#findAgain(record, file, line) : { findings: [], unlisted: 0 };
  }

  /** What the annotation of a record lists, and what it should list. */
  #findAgain(record: Buffer, file: string, line: number): RecordFindings {
    const listed = findingsOf(record, file, line);
    const stripped = this.#strip(record);
    if (stripped?.annotation === undefined) {
      this.#judge.tally.addUnread(stripped === undefined ? STUCK : LOST);
      return listed;
    }
    this.#again.tally.newlines = line - 1;
    const fate = judgeRecord(this.#again, "keep", stripped.record);
    if (typeof fate === "string") return listed;
    const paths = new Set(listed.findings.map(({ path }) => path));
    const others = findingsOf(fate, file, line).findings.filter(({ path }) => !paths.has(path));
    return { ...listed, findings: [...listed.findings, ...others] };
  }
}
