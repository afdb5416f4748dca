import { findingsOf, type RecordFindings } from "../findings/findings-of.js";
import type { CompiledModule } from "../module.js";
import { Tally } from "../records/counts.js";
import { isBlank, isBracketed } from "../records/glance.js";
import { Judge } from "../records/judge.js";
import { judgeRecord } from "../records/judge-record.js";
import type { RecordSink } from "../records/line-splitter.js";
import { countNewlines } from "../records/newlines.js";
import { findBrokenArray } from "./record-array.js";
import { emptyResult, type FileResult } from "./result.js";
import { allFindingsOf } from "./split-record.js";

/** Judges the records of one file after the other, and keeps what is found. */
export class FindingSink implements RecordSink {
  /** Its counts go on from file to file; its newlines are those of this one. */
  readonly tally: Tally;
  readonly #judge: Judge;
  /** Judges parts of records, which count as none. */
  readonly #partJudge: () => Judge;
  #file = "";
  #result: FileResult = emptyResult();
  /** The last line of an input that broke off, if it may be the beginning of a record. */
  #cutOff: Buffer | undefined;

  constructor(compiled: CompiledModule) {
    const warn = (line: number, reason: string): void => {
      this.#result.broken.push({
        file: this.#file,
        line,
        reason: reason.replace(/; (?:it|the record) passes unchanged$/, ""),
      });
    };
    this.tally = new Tally(warn);
    this.#judge = new Judge(compiled, this.tally);
    let partJudge: Judge | undefined;
    this.#partJudge = () =>
      (partJudge ??= new Judge(
        compiled,
        new Tally((_, reason) => {
          warn(this.tally.newlines + 1, reason);
        }),
      ));
  }

  /** Begins with another file. */
  begin(file: string): void {
    this.#file = file;
    this.#result = emptyResult();
    this.#cutOff = undefined;
    this.tally.newlines = 0;
    this.tally.counts.records = 0;
  }

  /** What was found in the file that was begun last. */
  finish(): FileResult {
    return { ...this.#result, records: this.tally.counts.records };
  }

  /** The file was read no further, for this reason: looks through what stands whole in its last record. */
  fail(reason: string): void {
    const cutOff = this.#cutOff;
    if (cutOff !== undefined) this.#salvage(cutOff);
    this.#result.broken.push({ file: this.#file, reason });
  }

  line(bytes: Buffer, ended: boolean): void {
    if (!isBlank(bytes)) {
      this.#run(bytes);
      if (!ended && !isBracketed(bytes)) this.#cutOff = Buffer.from(bytes);
    }
    if (ended) this.tally.newlines++;
  }

  document(bytes: Buffer, ended: boolean): void {
    this.#run(bytes);
    this.tally.newlines += countNewlines(bytes) + (ended ? 1 : 0);
  }

  oversize(): void {
    this.tally.counts.records++;
    this.tally.passUnjudged("tooLarge", "the record is too long to be judged");
  }

  pass(bytes: Buffer): void {
    this.tally.newlines += countNewlines(bytes);
  }

  #run(record: Buffer): void {
    const fate = judgeRecord(this.#judge, "keep", record);
    if (fate === "drop") return;
    const line = this.tally.newlines + 1;
    // What passes was annotated before, or is no JSON.
    if (fate === "pass") {
      if (isBracketed(record)) this.#add(findingsOf(record, this.#file, line), true);
      return;
    }
    const place = { file: this.#file, line };
    this.#add(
      allFindingsOf(record, fate, place, (part) => this.#judgePart(part)),
      false,
    );
  }

  #judgePart(part: Buffer): Buffer | undefined {
    const fate = judgeRecord(this.#partJudge(), "keep", part);
    return typeof fate === "string" ? undefined : fate;
  }

  /** The elements of the array that the beginning of a record breaks off in, one by one. */
  #salvage(record: Buffer): void {
    const broken = findBrokenArray(record);
    if (broken === undefined) return;
    const { name, array } = broken;
    const tail = Buffer.from(name === undefined ? "]" : "]}");
    const prefix = name === undefined ? "/Records" : `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    array.elements.forEach(({ start, end }, index) => {
      const part = Buffer.concat([record.subarray(0, array.start), record.subarray(start, end), tail]);
      const annotated = this.#judgePart(part);
      if (annotated === undefined) return;
      const found = findingsOf(annotated, this.#file, this.tally.newlines + 1);
      const findings = found.findings
        .filter(({ path }) => index === 0 || path.startsWith(`${prefix}/0`))
        .map((finding) => ({ ...finding, path: finding.path.replace(`${prefix}/0`, `${prefix}/${index}`) }));
      this.#add({ ...found, findings }, false);
    });
  }

  #add({ findings, unlisted, configError }: RecordFindings, isEarlier: boolean): void {
    for (const finding of findings) this.#result.findings.push({ finding, isEarlier });
    this.#result.unlisted += unlisted;
    if (configError !== undefined) this.#result.configError ??= configError;
  }
}
