import { Engine } from "../engine/engine.js";
import { listFindings } from "../findings/annotation.js";
import { FindingsFinder } from "../findings/find-findings.js";
import { isLoss, KEY_ACTIONS } from "../keys/key-event.js";
import type { LeftOut } from "../input/file-kinds.js";
import { namesAction, Reading } from "../engine/reading.js";
import type { CompiledModule } from "../module.js";
import { builtCore } from "../module-files.js";
import { Tally } from "../records/counts.js";
import { countNewlines } from "../records/glance.js";
import { openRecords } from "../records/opened-records.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "../records/record-sink.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import { Surveyor } from "../survey/surveyor.js";
import { differenceOf } from "../findings/differing.js";
import type { FindingReader } from "./finding-reader.js";
import { builtInRule } from "./modules.js";
import { addTo, emptyResult, type FileResult } from "./result.js";
import { ROOM_BYTES } from "./room.js";
import { RECORDS } from "../messages/records.js";

/** Judges the records of one file after the other and collects the findings. */
export class FindingSink implements RecordSink {
  /** Counts continue from file to file; newlines are those of the current file. */
  readonly tally: Tally;
  readonly #reader: FindingReader;
  readonly #finder: FindingsFinder;
  readonly #surveyor: Surveyor;
  readonly #settings: Uint8Array | undefined;
  #builtIn: Engine | undefined;
  #file = "";
  /** Texts that are not JSON and were not surveyed. */
  #notJson = 0;
  #result: FileResult = emptyResult();

  /** `settings`: those that `compiled` has. Throws a ModuleError. */
  constructor(compiled: CompiledModule, reader: FindingReader, settings?: Uint8Array) {
    this.#reader = reader;
    this.#settings = settings;
    this.tally = new Tally({
      ...(reader.isOfKeys
        ? { actions: KEY_ACTIONS }
        : {
            others: {
              actions: KEY_ACTIONS,
              unread: (line, reason) => {
                this.#addUnsure(line, reason);
              },
            },
          }),
      warn: (line, reason) => this.#result.broken.push({ file: this.#file, line, reason }),
      unread: (line, reason) => {
        this.#addUnread(line, reason);
      },
    });
    this.#finder = new FindingsFinder(compiled, builtCore, this.tally, { keyFields: true, roomBytes: ROOM_BYTES });
    this.#surveyor = new Surveyor(compiled);
  }

  /** Starts on another file. */
  begin(file: string): void {
    this.#file = file;
    this.#result = emptyResult();
    this.tally.newlines = 0;
    this.tally.counts.records = 0;
  }

  /** Returns the results of the current file. */
  finish(): FileResult {
    return { ...this.#result, ...this.#reader.finish(), records: this.tally.counts.records };
  }

  /** Records that the file was not read because of its kind. */
  leaveOut(leftOut: LeftOut): void {
    this.#result.leftOut = leftOut;
  }

  /** Returns the events of the records judged here since the last call. */
  takeCoverage(): Coverage {
    const notJson = this.#notJson;
    this.#notJson = 0;
    return mergeCoverages([this.#surveyor.take(), { ...emptyCoverage(), notJson }]);
  }

  /** Records why the file could not be read further. */
  fail(reason: string): void {
    this.#result.broken.push({ file: this.#file, reason });
  }

  record(bytes: Buffer, { before, path }: RecordPlace): Outcome {
    return this.tally.judge(before, bytes, () => {
      const outcome = this.#run(bytes, path);
      if (outcome !== "not JSON") this.#open(bytes, path);
      return outcome;
    });
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#passNotJson(bytes, reason);
    this.pass(bytes);
  }

  oversize(): void {
    this.tally.counts.records++;
    this.tally.passUnjudged("tooLarge", RECORDS.tooLong);
  }

  pass(bytes: Buffer): void {
    this.tally.newlines += countNewlines(bytes);
  }

  /** Judges what a record holds in base64 or gzip, as records of their own. */
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

  /** `path`: where the record is, if it is not itself a text of the file. */
  #run(record: Buffer, path: string): Outcome {
    const line = this.tally.newlines + 1;
    const { isJson, findings, annotation } = this.#finder.find(record, { file: this.#file, line, path });
    if (!isJson) return "not JSON";
    this.#surveyor.record(record);
    for (const finding of findings) {
      const reason = this.#reader.take(finding);
      if (reason === undefined) continue;
      if (this.#reader.isOfKeys) this.#addUnread(line, reason);
      else this.#addUnsure(line, reason);
    }
    const hasOthersOnly = findings.length > 0 && !findings.some(({ action }) => isLoss(action));
    if (hasOthersOnly && this.tally.reading === Reading.read && !this.#reader.isOfKeys) this.#judgeByBuiltIn(record);
    if (annotation !== undefined) this.#result.annotated++;
    if (annotation !== undefined && annotation !== "lost") {
      if (annotation.configError !== undefined) this.#result.configError ??= annotation.configError;
      const ofRule = findings.filter(({ action }) => isLoss(action));
      const difference = differenceOf(annotation, listFindings(ofRule));
      if (difference !== undefined) this.#result.differing = addTo(this.#result.differing, line, difference);
    }
    return "kept";
  }

  /** Counts a record as unread if it is by the built-in rule: it may name an action beside another key event at an unknown path. */
  #judgeByBuiltIn(record: Buffer): void {
    if (!namesAction(record)) return;
    this.#builtIn ??= new Engine(builtInRule(this.#settings));
    const events = this.#builtIn.judge(record, { file: this.#file, line: this.tally.newlines + 1, path: "" });
    if ("failure" in events) this.tally.passUnjudged(events.failure, events.reason);
    else this.tally.note(events.reading, record);
  }

  #addUnsure(line: number, reason: string): void {
    this.#result.unsure = addTo(this.#result.unsure, line, reason);
  }

  #addUnread(line: number, reason: string): void {
    this.#result.unread = addTo(this.#result.unread, line, reason);
  }
}
