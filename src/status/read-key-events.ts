/**
 * The events of keys in files. All that knows how events are found is here: places, schemas and outcome are what the module says of each record
 * (build/keyward.explain.wasm), and what an event says of its key is read by key-event-fields.ts.
 */
import { CORE_MODULE, compileModule } from "../module.js";
import { Explainer } from "../explain/explainer.js";
import type { EventExplanation } from "../explain/explanation.js";
import { LOST } from "../findings/annotation.js";
import { parseJson } from "../findings/locate.js";
import { inputName } from "../input/input.js";
import { InputError } from "../file-errors.js";
import { LeftOutError } from "../input/open-sources.js";
import { CUT_OFF, SEALED } from "../records/counts.js";
import { eachRecord, type NumberedRecord } from "../records/each-record.js";
import { namesAny } from "../records/names-action.js";
import { openRecords } from "../records/opened-records.js";
import { Reading, unreadReason } from "../records/reading.js";
import { addTo, emptyResult, type FileResult } from "../scan/result.js";
import { stripAnnotation, type Written } from "../scan/strip-annotation.js";
import type { FoundFile } from "../input/find-files.js";
import { mergeCoverages, type Coverage } from "../survey/coverage.js";
import { Surveyor } from "../survey/surveyor.js";
import { isKeyAction, KEY_ACTIONS, type KeyAction, type KeyEvent, type Place } from "./key-event.js";
import { readFields, type KeyEventFields } from "./key-event-fields.js";

/** Hears of what is read. */
export interface KeyEventListener {
  /** An event of a key; false where it does not say of which. */
  event: (event: KeyEvent) => boolean;
  /** An event of any kind that an account has in a region. */
  seen: (account: string, region: string, time: number) => void;
}

export interface KeyEventsRead {
  /** Of each file, in their order: what could not be read or judged. */
  results: FileResult[];
  /** What was read, in events. */
  coverage: Coverage;
}

/** So many surveys are put together at once. */
const SURVEYS_AT_ONCE = 1000;
const TOO_LONG = "the record is too long to be judged";
const POSSIBLE = "an event is at a place that is not known, and is not counted";
const NO_KEY = "an event does not say which key it is of";
const NO_MEMORY = "the module has no memory for the record";

/** Reads the events of files, one after the other. `config` is a configuration; rejects with a ModuleError or a ConfigError. */
export async function readKeyEvents(
  files: readonly FoundFile[],
  config: { name: string; bytes: Uint8Array } | undefined,
  listener: KeyEventListener,
): Promise<KeyEventsRead> {
  const reader = new FileReader(await Explainer.load(config), new Surveyor(await compileModule(CORE_MODULE)), listener);
  const results: FileResult[] = [];
  for (const { path } of files) results.push(await reader.read(path));
  return { results, coverage: reader.takeCoverage() };
}

class FileReader {
  readonly #explainer: Explainer;
  readonly #surveyor: Surveyor;
  readonly #listener: KeyEventListener;
  #file = "";
  #result = emptyResult();
  #surveys: Coverage[] = [];

  constructor(explainer: Explainer, surveyor: Surveyor, listener: KeyEventListener) {
    this.#explainer = explainer;
    this.#surveyor = surveyor;
    this.#listener = listener;
  }

  takeCoverage(): Coverage {
    return mergeCoverages(this.#surveys);
  }

  async read(path: string): Promise<FileResult> {
    this.#file = inputName(path);
    this.#result = emptyResult();
    try {
      await eachRecord(path, {
        record: (record) => {
          this.#take(record);
        },
        oversize: (line) => {
          this.#result.records++;
          this.#break(line, TOO_LONG);
        },
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      if (error instanceof LeftOutError) this.#result.leftOut = error.leftOut;
      else this.#result.broken.push({ file: this.#file, reason: error.message.slice(`${this.#file}: `.length) });
    }
    return this.#result;
  }

  #take({ bytes, line, problem }: NumberedRecord): void {
    if (problem !== "goes on") this.#result.records++;
    if (problem !== undefined) {
      if (problem === "cut off") this.#break(line, CUT_OFF);
      if (namesKeyAction(bytes)) this.#addUnread(line, unreadReason(Reading.notJson) ?? "");
      return;
    }
    this.#read(bytes, line, "");
    for (const opened of openRecords(bytes)) {
      if (opened.problem === undefined) this.#read(opened.bytes, line, opened.path);
      else this.#break(line, opened.problem === "sealed" ? SEALED : CUT_OFF);
    }
  }

  /** `before`: where the record was in the one that it was opened from. */
  #read(bytes: Buffer, line: number, before: string): void {
    this.#survey(bytes);
    if (isLostNotice(bytes)) this.#addUnread(line, LOST);
    if (!namesKeyAction(bytes)) return;
    const { events, others, unreadable, isPartial } = this.#explainer.explain(bytes, line, "near-misses");
    if (unreadable?.reason === "no_memory" || unreadable?.reason === "trap") this.#break(line, NO_MEMORY);
    else if (events.length + others === 0) this.#addUnread(line, unreadReason(Reading.unknown) ?? "");
    if (isPartial) this.#addUnread(line, unreadReason(Reading.cut) ?? "");
    const calls = events.flatMap((event) => {
      const action = actionOf(event);
      return action === undefined ? [] : [{ event, action }];
    });
    if (calls.length === 0) return;
    const record = parseJson(bytes.toString());
    // A filter makes an object of a bare array, and its paths are those in that (docs/shapes.md).
    const root = before + (Array.isArray(record) ? "/Records" : "");
    const read = calls.flatMap(({ event, action }) => {
      const fields = readFields(record, event.path, event.schema);
      return fields === undefined
        ? []
        : [keyEventOf(event, action, fields, { file: this.#file, line, path: root + event.path })];
    });
    const known = read.filter(({ verdict }) => verdict !== "possible");
    for (const event of known) if (!this.#listener.event(event)) this.#addUnread(line, NO_KEY);
    // The same event may be elsewhere, too: as the text that it was parsed from.
    const isKnown = (event: KeyEvent): boolean => known.some((one) => isSame(one, event));
    if (read.some((event) => event.verdict === "possible" && !isKnown(event))) this.#addUnread(line, POSSIBLE);
  }

  #survey(bytes: Buffer): void {
    this.#surveyor.record(bytes);
    const coverage = this.#surveyor.take();
    const { accounts, regions, lastTime } = coverage;
    const [account, ...otherAccounts] = accounts.names;
    const [region, ...otherRegions] = regions.names;
    // Of several accounts or regions it is not known whose the last event is.
    const isOne = otherAccounts.length + otherRegions.length === 0 && !accounts.hasMore && !regions.hasMore;
    if (isOne && account !== undefined && region !== undefined && lastTime !== undefined) {
      this.#listener.seen(account, region, lastTime * 1000);
    }
    this.#surveys.push(coverage);
    if (this.#surveys.length === SURVEYS_AT_ONCE) this.#surveys = [mergeCoverages(this.#surveys)];
  }

  #addUnread(line: number, reason: string): void {
    this.#result.unread = addTo(this.#result.unread, line, reason);
  }

  #break(line: number, reason: string): void {
    this.#result.broken.push({ file: this.#file, line, reason });
  }
}

function keyEventOf(event: EventExplanation, action: KeyAction, fields: KeyEventFields, place: Place): KeyEvent {
  const { clauses, exceptions, verdict, suppressedBy } = event;
  const exception = exceptions.find(({ id }) => id === suppressedBy);
  return {
    ...fields,
    action,
    failed: clauses.some(({ clause, holds }) => clause === "outcome" && !holds),
    place,
    ...(verdict !== "none" && { verdict }),
    ...(suppressedBy !== undefined && { exception: { id: suppressedBy, reason: exception?.reason ?? "" } }),
  };
}

const NOTHING_WRITTEN: Written = { tags: new Set(), rule: new Set(), threat: new Set() };

/** Whether a record is what a filter left of one that it was not handed: any event can have been in it. */
function isLostNotice(bytes: Buffer): boolean {
  if (!bytes.includes('"keyward"') || !bytes.includes('"lost"')) return false;
  const stripped = stripAnnotation(bytes, NOTHING_WRITTEN);
  return stripped !== undefined && stripped.annotation === undefined;
}

function isSame(one: KeyEvent, other: KeyEvent): boolean {
  return one.id === other.id && one.action === other.action && one.time === other.time;
}

/** The action of an event of KMS that a key's state depends on. */
function actionOf({ clauses }: EventExplanation): KeyAction | undefined {
  if (clauses.some(({ clause, holds }) => !holds && (clause === "provider" || clause === "dataset"))) return undefined;
  const values = clauses.find(({ clause }) => clause === "action")?.values ?? [];
  // A method of OpenTelemetry can have its service before it.
  return values.map(({ json }) => String(parseJson(json)).replace(/^.*\//s, "")).find(isKeyAction);
}

/** Whether a text may hold an event of a key: the names of the actions are those of other services, too. */
function namesKeyAction(bytes: Buffer): boolean {
  return namesAny(bytes, KEY_ACTIONS) && namesAny(bytes, ["kms"]);
}
