/** What is kept of the findings of one file after the other. */
import type { Finding } from "../engine/finding.js";
import { KeyBook } from "../keys/key-book.js";
import { isLoss } from "../keys/key-event.js";
import type { KeyLife } from "../keys/key-life.js";
import { readKeyEvent } from "../keys/read-key-event.js";

/** What is asked for. Plain values, which go from thread to thread. */
export interface Wanted {
  /**
   * The findings of the rule, and what their keys went through; or the keys alone, so that memory grows with keys only: as an answer by
   * themselves, or beside findings that somebody else tells of.
   */
  what: "findings" | "keys" | "states";
  /** Events after this time tell nothing of keys; in milliseconds since 1970, Infinity for none. */
  until: number;
}

const POSSIBLE = "an event is at a place that is not known, and is not counted";
const NO_KEY = "an event does not say which key it is of";

export class FindingReader {
  /** Whether the answer is about keys alone: what of their events could not be read is then missing in it. */
  readonly isOfKeys: boolean;
  readonly #wanted: Wanted;
  #findings: Finding[] = [];
  #book = new KeyBook();

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
    this.isOfKeys = wanted.what === "keys";
  }

  /** Takes a finding. Returns why it tells nothing of a key; undefined if it does. */
  take(finding: Finding): string | undefined {
    const event = readKeyEvent(finding);
    delete finding.key_fields;
    if (this.#wanted.what === "findings" && isLoss(finding.action)) this.#findings.push(finding);
    if (event === undefined || (event.time !== undefined && event.time > this.#wanted.until)) return undefined;
    if (event.verdict === "possible") return POSSIBLE;
    return this.#book.add(event) ? undefined : NO_KEY;
  }

  /** What is kept since this was asked last. */
  finish(): { findings: Finding[]; lives: KeyLife[] } {
    const kept = { findings: this.#findings, lives: this.#book.lives() };
    this.#findings = [];
    if (kept.lives.length > 0) this.#book = new KeyBook();
    return kept;
  }
}
