import { LOST, STUCK } from "../findings/annotation.js";
import type { RecordFindings } from "../findings/findings-of.js";
import type { LeftOut } from "../input/file-kinds.js";
import type { CompiledModule } from "../module.js";
import { Tally } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { judgeRecord } from "../records/judge-record.js";
import { countNewlines } from "../records/newlines.js";
import { openRecords } from "../records/opened-records.js";
import { Reading } from "../records/reading.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "../records/record-sink.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import { Surveyor } from "../survey/surveyor.js";
import { differenceOf } from "./differing.js";
import { annotationIn } from "./judge-again.js";
import { addTo, emptyResult, type FileResult } from "./result.js";
import { allFindingsOf } from "./split-record.js";
import { stripAnnotation, writtenBy, type Written } from "./strip-annotation.js";

/** Judges the records of one file after the other, and keeps what is found. */
export class FindingSink implements RecordSink {
  /** Its counts go on from file to file; its newlines are those of this one. */
  readonly tally: Tally;
  readonly #judge: Judge;
  /** Judges again what came annotated, without its annotation. */
  readonly #again: () => Judge;
  readonly #written: () => Written;
  readonly #surveyor: Surveyor;
  /** Judges parts of records, which count as none. */
  readonly #partJudge: () => Judge;
  #file = "";
  /** Texts that are not JSON and were not surveyed. */
  #notJson = 0;
  #result: FileResult = emptyResult();

  constructor(compiled: CompiledModule) {
    const warn = (line: number, reason: string): void => {
      this.#result.broken.push({
        file: this.#file,
        line,
        reason: reason.replace(/; (?:it|the record) passes unchanged$/, ""),
      });
    };
    const unread = (_: number, reason: string): void => {
      this.#addUnread(reason);
    };
    this.tally = new Tally({ warn, unread });
    this.#judge = new Judge(compiled, this.tally);
    const warnHere = (_: number, reason: string): void => {
      warn(this.tally.newlines + 1, reason);
    };
    this.#again = once(() => new Judge(compiled, new Tally({ warn: warnHere, unread })));
    this.#written = once(() => writtenBy(compiled));
    this.#partJudge = once(() => new Judge(compiled, new Tally(warnHere)));
    this.#surveyor = new Surveyor(compiled);
  }

  /** Begins with another file. */
  begin(file: string): void {
    this.#file = file;
    this.#result = emptyResult();
    this.tally.newlines = 0;
    this.tally.counts.records = 0;
  }

  /** What was found in the file that was begun last. */
  finish(): FileResult {
    return { ...this.#result, records: this.tally.counts.records };
  }

  /** The file was not read, for its kind. */
  leaveOut(leftOut: LeftOut): void {
    this.#result.leftOut = leftOut;
  }

  /** The events of the records judged here since this was asked last. */
  takeCoverage(): Coverage {
    const notJson = this.#notJson;
    this.#notJson = 0;
    return mergeCoverages([this.#surveyor.take(), { ...emptyCoverage(), notJson }]);
  }

  /** The file was read no further, for this reason. */
  fail(reason: string): void {
    this.#result.broken.push({ file: this.#file, reason });
  }

  record(bytes: Buffer, { before, path }: RecordPlace): Outcome {
    const { newlines } = this.tally;
    this.tally.newlines += countNewlines(before);
    const outcome = this.#run(bytes, path);
    if (outcome === "not JSON") this.tally.newlines = newlines;
    else {
      this.#open(bytes, path);
      this.tally.newlines += countNewlines(bytes);
    }
    return outcome;
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#passNotJson(bytes, reason);
    this.pass(bytes);
  }

  oversize(): void {
    this.tally.counts.records++;
    this.tally.passUnjudged("tooLarge", "the record is too long to be judged");
  }

  pass(bytes: Buffer): void {
    this.tally.newlines += countNewlines(bytes);
  }

  drop(bytes: Buffer): void {
    this.pass(bytes);
  }

  /** Judges what is in a record in base64 or gzip, as records of their own. */
  #open(record: Buffer, path: string): void {
    for (const opened of openRecords(record)) {
      const isJudged = opened.problem === undefined && this.#run(opened.bytes, path + opened.path) !== "not JSON";
      if (!isJudged) this.#passNotJson(opened.bytes, { problem: opened.problem ?? "broken", goesOn: false });
    }
  }

  #passNotJson(bytes: Buffer, reason: NotJson): void {
    if (!reason.goesOn) this.#notJson++;
    this.tally.passNotJson(bytes, reason);
  }

  /** `path`: where the record is, if it is not a text of the file by itself. */
  #run(record: Buffer, path: string): Outcome {
    const fate = judgeRecord(this.#judge, "keep", record);
    if (fate === "not JSON") return fate;
    const isAnnotated = fate === "pass" && this.tally.reading === Reading.annotated;
    this.#surveyor.record(record);
    if (fate === "drop") return "dropped";
    if (isAnnotated) this.#runAgain(record, path);
    else if (fate !== "pass") this.#addFindings(record, fate, path);
    return "kept";
  }

  /** Judges a record that came annotated by what its events say. */
  #runAgain(record: Buffer, path: string): void {
    const stripped = stripAnnotation(record, this.#written());
    if (stripped === undefined) {
      this.#addUnread(STUCK);
      return;
    }
    this.#result.annotated++;
    const { annotation } = stripped;
    if (annotation === undefined) {
      this.#addUnread(LOST);
      return;
    }
    if (annotation.configError !== undefined) this.#result.configError ??= annotation.configError;
    const judge = this.#again();
    const fate = judgeRecord(judge, "keep", stripped.record);
    const isAnnotated = typeof fate !== "string";
    // A second annotation, below the first one.
    if (judge.tally.reading === Reading.annotated) this.#addUnread("it is annotated more than once");
    const difference = differenceOf(annotation, isAnnotated ? annotationIn(fate) : undefined);
    if (difference !== undefined) {
      this.#result.differing = addTo(this.#result.differing, this.tally.newlines + 1, difference);
    }
    if (isAnnotated) this.#addFindings(stripped.record, fate, path);
  }

  #addFindings(record: Buffer, annotated: Buffer, path: string): void {
    const place = { file: this.#file, line: this.tally.newlines + 1 };
    const found = allFindingsOf(record, annotated, place, (part) => this.#judgePart(part));
    const findings = found.findings.map((finding) => ({ ...finding, path: path + finding.path }));
    this.#add({ ...found, findings });
  }

  #addUnread(reason: string): void {
    this.#result.unread = addTo(this.#result.unread, this.tally.newlines + 1, reason);
  }

  #judgePart(part: Buffer): Buffer | undefined {
    const fate = judgeRecord(this.#partJudge(), "keep", part);
    return typeof fate === "string" ? undefined : fate;
  }

  #add({ findings, unlisted, configError }: RecordFindings): void {
    for (const finding of findings) this.#result.findings.push(finding);
    this.#result.unlisted += unlisted;
    if (configError !== undefined) this.#result.configError ??= configError;
  }
}

function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= make());
}
