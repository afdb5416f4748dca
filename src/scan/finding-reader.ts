/** Collects what to keep of the findings, file by file. */
import type { Finding } from "../engine/finding.js";
import { KeyBook } from "../keys/key-book.js";
import { isLoss } from "../keys/key-event.js";
import { ROOM_BYTES } from "./room.js";
import { weightOf } from "../engine/weight.js";
import { readKeyEvent } from "../keys/read-key-event.js";
import { isWanted, type Filters } from "./options.js";
import { addTo, type FileResult } from "./result.js";
import { STATES } from "../messages/states.js";

/** What a scan asks for. Plain values, which can be sent between threads. */
export interface Wanted {
  /**
   * `findings`: the rule's findings and the events of their keys. `keys` and `states` keep only the keys' events, so that memory
   * grows with keys: `keys` as an answer in itself, `states` next to findings that are reported elsewhere.
   */
  what: "findings" | "keys" | "states";
  /** Events after this time do not count for keys; milliseconds since 1970, Infinity for no limit. */
  until: number;
  /** Keeps only these findings, if each is judged by itself. */
  filters?: Filters | undefined;
}

export class FindingReader {
  /** Whether the answer is only about keys: it then lacks key events that could not be read. */
  readonly isOfKeys: boolean;
  readonly #wanted: Wanted;
  #findings: Finding[] = [];
  #book = new KeyBook();
  /** Approximate size of what is kept of the findings, in bytes; from the first one that does not fit on, none is. */
  #weight = 0;
  #isFull = false;
  /** Number of the findings, whether asked for or not. */
  #count = 0;
  #beyond: FileResult["beyond"];

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.isOfKeys = wanted.what === "keys";
  }

  /** Takes a finding. Returns why it says nothing about a key; undefined if it does. */
  take(finding: Finding): string | undefined {
    const event = readKeyEvent(finding);
    delete finding.key_fields;
    const isKept = this.#wanted.what !== "findings" || !isLoss(finding.action) || this.#keep(finding);
    const isCounted = event !== undefined && (event.time === undefined || event.time <= this.#wanted.until);
    const isPossible = isCounted && event.verdict === "possible";
    const problem = isCounted && !isPossible ? this.#book.add(event, ROOM_BYTES) : undefined;
    if (!isKept || problem === "no room") this.#beyond = addTo(this.#beyond, finding.line, undefined);
    if (isPossible) return STATES.unknownPath;
    return problem === "no key" ? STATES.noKey : undefined;
  }

  /** Keeps a finding if it is asked for. Returns false if there is no room. */
  #keep(finding: Finding): boolean {
    const { filters } = this.#wanted;
    this.#count++;
    if (filters !== undefined && !isWanted(finding, filters)) return true;
    const weight = this.#isFull ? 0 : weightOf(finding);
    this.#isFull ||= this.#weight + weight > ROOM_BYTES;
    if (this.#isFull) return false;
    this.#weight += weight;
    this.#findings.push(finding);
    return true;
  }

  /** Returns what was kept since the last call. */
  finish(): Pick<FileResult, "findings" | "count" | "lives" | "weights" | "beyond"> {
    const kept = {
      ...{ findings: this.#findings, count: this.#count, lives: this.#book.lives() },
      weights: { findings: this.#weight, lives: this.#book.weight },
      ...(this.#beyond !== undefined && { beyond: this.#beyond }),
    };
    this.#findings = [];
    this.#weight = this.#count = 0;
    this.#isFull = false;
    this.#beyond = undefined;
    if (kept.lives.length > 0) this.#book = new KeyBook();
    return kept;
  }
}
