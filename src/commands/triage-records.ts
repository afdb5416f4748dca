import { SurveyedText } from "../engine/core-module.js";
import type { Origin } from "../engine/engine.js";
import type { FindingsFinder, RecordFindings } from "../findings/find-findings.js";
import type { Finding } from "../engine/finding.js";
import { inputName, STANDARD_INPUT } from "../input/input.js";
import type { NumberedRecord } from "../records/each-record.js";
import type { Tally } from "../records/counts.js";
import { openRecords } from "../records/opened-records.js";
import type { KeyStatus } from "../keys/key-status.js";
import type { Surveyor } from "../survey/surveyor.js";
import { nothingRecognized } from "../terminal/lines.js";
import type { Messages } from "../terminal/messages.js";
import { counted } from "../terminal/numbers.js";
import { buildGuide } from "../triage/build-guide.js";
import { commandLine } from "../aws/shell.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { isAt, noRecordAt } from "./file-line.js";
import type { GuideWriter } from "./guide-writer.js";
import { GUIDES } from "../messages/guides.js";
import { RECORDS } from "../messages/records.js";

export interface TriageRun {
  path: string;
  /** The line of the requested record; without it, all records. */
  line: number | undefined;
  /** Path and id of the requested event; without them, all events. */
  event: string | undefined;
  id: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
  /** Whether earlier records must be judged too. */
  hasMemory: boolean;
  /** Returns what the whole file says about the key of a finding; undefined if the file was not read for that. */
  statusOf: (finding: Finding) => KeyStatus | undefined;
}

/** Writes a guide for each finding of the records it gets, and reports what it did not find. */
export class Triage {
  readonly #run: TriageRun;
  readonly #tally: Tally;
  readonly #finder: FindingsFinder;
  readonly #surveyor: Surveyor;
  readonly #writer: GuideWriter;
  readonly #messages: Messages;
  records = 0;
  #guides = 0;
  /** Whether a requested record holds an event of any kind. */
  hasEvent = false;
  #hasTrouble = false;
  /** What was found at the requested line. */
  #seen: { where: string; line: number; isJson: boolean } | undefined;
  /** The record at the requested line has been seen. */
  isDone = false;
  /** Number of lines in the file, if it was read to its end. */
  lines: number | undefined;

  constructor(
    run: TriageRun,
    tally: Tally,
    finder: FindingsFinder,
    surveyor: Surveyor,
    writer: GuideWriter,
    messages: Messages,
  ) {
    this.#run = run;
    this.#tally = tally;
    this.#finder = finder;
    this.#surveyor = surveyor;
    this.#writer = writer;
    this.#messages = messages;
  }

  record({ bytes, line, lastLine, problem }: NumberedRecord): void {
    const wanted = this.#run.line;
    const isWanted = wanted === undefined || (line <= wanted && wanted <= lastLine);
    const where = `${inputName(this.#run.path)}:${line}`;
    if (problem !== "goes on") this.records++;
    if (isWanted) this.#seen = { where, line, isJson: this.#seen?.isJson === true || problem === undefined };
    this.#tally.newlines = line - 1;
    if (problem !== undefined) {
      const goesOn = problem === "goes on";
      if (isWanted) this.#tally.passNotJson(bytes, { problem: goesOn ? "broken" : problem, goesOn });
      return;
    }
    // Earlier records matter only to a configuration that remembers.
    if (!isWanted && !this.#run.hasMemory) return;
    const findings = this.#find(bytes, line, isWanted);
    if (!isWanted) return;
    this.hasEvent ||=
      findings.length > 0 ||
      this.#holdsEvent(bytes) ||
      Array.from(openRecords(bytes)).some((one) => this.#holdsEvent(one.bytes));
    const { event, id } = this.#run;
    for (const finding of findings) {
      if (event !== undefined && !isAt(finding.path, event)) continue;
      if (id === undefined || finding.id === id) this.#write(finding);
    }
  }

  /** Returns the findings of a record, and of records in its base64. */
  #find(record: Buffer, line: number, isWanted: boolean): Finding[] {
    const origin = { file: inputName(this.#run.path), line, path: "" };
    const own = this.#finder.find(record, origin);
    const mistake = own.annotation === undefined || own.annotation === "lost" ? undefined : own.annotation.configError;
    if (isWanted && mistake !== undefined) {
      this.#messages.warning(`${origin.file}:${line}: ${GUIDES.configIgnored(mistake)}`);
    }
    const findings = told(own, origin);
    for (const { bytes, path, problem } of openRecords(record)) {
      const within = { ...origin, path };
      if (problem !== undefined) this.#tally.passNotJson(bytes, { problem, goesOn: false });
      else for (const one of told(this.#finder.find(bytes, within), within)) findings.push(one);
    }
    return findings;
  }

  /** Reports whether a record holds an event of any kind. */
  #holdsEvent(record: Buffer): boolean {
    return this.#surveyor.record(record) === SurveyedText.withEvents;
  }

  /** All records on a line, or ending on it, have been handed over. */
  endLine(line: number): void {
    const wanted = this.#run.line;
    if (wanted === undefined || line < wanted || this.isDone) return;
    this.isDone = true;
    this.#tellLine(wanted, line);
  }

  oversize(line: number): void {
    this.records++;
    const wanted = this.#run.line;
    if (wanted !== undefined && line < wanted) return;
    this.isDone = wanted !== undefined;
    this.#warn(`${inputName(this.#run.path)}:${line}: ${RECORDS.tooLong}`);
  }

  /** Returns the exit code for what was reported. */
  trouble(): number {
    return this.#hasTrouble ? EXIT_TROUBLE : EXIT_OK;
  }

  /**
   * Reports what was not found; returns the exit code. `code`: the exit code of reading; `isQuiet`: do not report the absence of
   * findings.
   */
  finish(code: number, isQuiet: boolean): number {
    const { path, line } = this.#run;
    const name = inputName(path);
    if (this.lines === undefined || this.isDone) return this.trouble();
    if (line !== undefined) {
      this.#tellLine(line, this.lines);
    } else if (!this.hasEvent && code === EXIT_OK && !this.#hasTrouble) {
      const why = this.records === 0 ? "" : this.#explain("LINE");
      this.#trouble(`${name}: ${nothingRecognized(this.records)}${why}`);
    } else if (this.#guides === 0 && !this.#hasTrouble && !isQuiet) {
      const records = counted(this.records, "record", "records");
      this.#messages.line(`${name}: ${GUIDES.nothingIn(records)}${this.#explain("LINE")}`);
    }
    return this.trouble();
  }

  /** Reports why there is no guide for the requested line; the file has at least `lines` lines. */
  #tellLine(wanted: number, lines: number): void {
    const seen = this.#seen;
    if (this.#guides > 0) return;
    if (seen === undefined) {
      this.#trouble(noRecordAt(inputName(this.#run.path), wanted, lines));
      return;
    }
    const { where } = seen;
    const why = this.#explain(String(seen.line));
    if (this.#run.event !== undefined && this.hasEvent) {
      this.#trouble(`${where}: ${GUIDES.nothingAt(this.#run.event)}${why}`);
      return;
    }
    if (this.hasEvent) this.#messages.line(`${where}: ${GUIDES.nothing}${why}`);
    else this.#trouble(`${where}: ${seen.isJson ? GUIDES.noEvent + why : GUIDES.notJson}`);
  }

  #write(finding: Finding): void {
    const { now, statusOf } = this.#run;
    const status = statusOf(finding);
    this.#writer.write(finding, buildGuide(finding, now, status), status);
    this.#guides++;
  }

  /** Returns the command that says more, if the input can be read again. */
  #explain(line: string): string {
    const { path } = this.#run;
    return path === STANDARD_INPUT ? "" : GUIDES.saysWhy(commandLine(["keyward", "explain", `${path}:${line}`]));
  }

  #trouble(text: string): void {
    this.#hasTrouble = true;
    this.#messages.line(text);
  }

  #warn(text: string): void {
    this.#hasTrouble = true;
    this.#messages.warning(text);
  }
}

/** Returns the findings of a record: those in its annotation, as annotated, then the events that it does not list. */
function told({ findings, untold, annotation }: RecordFindings, { file, line, path: within }: Origin): Finding[] {
  if (annotation === undefined || annotation === "lost") return findings;
  const detailsAt = new Map([...untold, ...findings].map(({ path, details }) => [path, details]));
  const listed = annotation.events.map((event) => {
    const path = within + event.path;
    return { file, line, ...event, path, details: detailsAt.get(path) ?? {} };
  });
  const paths = new Set(listed.map(({ path }) => path));
  return [...listed, ...findings.filter(({ path }) => !paths.has(path))];
}
