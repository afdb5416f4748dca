import { namesAction, Reading, unreadReason } from "../engine/reading.js";
import { RECORDS } from "../messages/records.js";
import { countNewlines } from "./glance.js";
import type { NotJson, Outcome } from "./record-sink.js";

/** What happened to the records. Each record is in `records`, and in at most one of `dropped` and the counts after it. */
export interface Counts {
  records: number;
  /** Matching events. A record can hold several; it came back annotated if it holds one. */
  matches: number;
  /** Listed events that are not matches, by verdict. */
  marked: Record<string, number>;
  /** Dropped by a filter that keeps only matches. */
  dropped: number;
  /** Passed; not JSON, as far as it was checked: lines without braces, and what names an action. */
  notJson: number;
  /** Those of them that end too early, with the input, or cannot be opened. */
  cutOff: number;
  /** Passed unjudged: longer than the limit, or too large for the module's memory. */
  tooLarge: number;
  /** Passed unjudged: the module failed. */
  failed: number;
  /** Passed unjudged although they name an action of the rule. */
  unread: number;
  /** Came annotated. Unless they were judged again, they passed. */
  annotated: number;
}

/** Hears about records that need a message; lines count from 1. */
export interface TallyListener {
  /** A record could not be judged: too large, or the module failed. */
  warn: (line: number, reason: string) => void;
  /** A record that names an action of the rule could not be judged. */
  unread?: (line: number, reason: string) => void;
  /** The names that `unread` reports, if not the actions of the built-in rule. */
  actions?: readonly string[];
  /** Further actions of the module's rule, and who hears about a record that names only one of those. */
  others?: { actions: readonly string[]; unread: (line: number, reason: string) => void };
}

/** The counts of a run, and the current line of its input. */
export class Tally {
  #counts = noCounts();
  /** How the last record was read; undefined if the module does not say. */
  reading: Reading | undefined;
  /** Newlines read from this input. */
  newlines = 0;
  readonly #listener: TallyListener;
  /** An unfinished text that is not JSON names an action of the rule. */
  #namesAction = false;
  /** The same for the other actions. */
  #namesOther = false;

  constructor(listener: TallyListener | TallyListener["warn"]) {
    this.#listener = typeof listener === "function" ? { warn: listener } : listener;
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** Returns the counts since the last call. */
  take(): Counts {
    const counts = this.#counts;
    this.#counts = noCounts();
    return counts;
  }

  /** Has a record judged while the current line is the one on which it begins, and moves on past it, unless it is not JSON. */
  judge(before: Buffer, record: Buffer, judge: () => Outcome): Outcome {
    const { newlines } = this;
    this.newlines += countNewlines(before);
    const outcome = judge();
    if (outcome === "not JSON") this.newlines = newlines;
    else this.newlines += countNewlines(record);
    return outcome;
  }

  /** Counts a record by its reading. Returns whether it names an action and could not be judged. */
  note(reading: Reading, record?: Buffer): boolean {
    this.reading = reading;
    const reason = unreadReason(reading);
    if (reason === undefined) return false;
    const { actions, others } = this.#listener;
    // A part that was cut may name any of them.
    if (others !== undefined && record !== undefined && reading === Reading.unknown && !namesAction(record, actions)) {
      others.unread(this.newlines + 1, reason);
      return false;
    }
    this.addUnread(reason);
    return true;
  }

  /** Counts a record that names an action and could not be judged, and reports why. */
  addUnread(reason: string): void {
    this.counts.unread++;
    this.#listener.unread?.(this.newlines + 1, reason);
  }

  /** Counts what is not JSON, unless more of it follows; warns if it ends too early or names an action. */
  passNotJson(bytes: Buffer, { problem, goesOn }: NotJson): void {
    const { actions, others } = this.#listener;
    this.#namesAction ||= namesAction(bytes, actions);
    this.#namesOther ||= others !== undefined && !this.#namesAction && namesAction(bytes, others.actions);
    if (goesOn) return;
    this.counts.records++;
    this.counts.notJson++;
    if (problem === "cut off" || problem === "sealed") {
      this.counts.cutOff++;
      this.#listener.warn(this.newlines + 1, problem === "sealed" ? RECORDS.sealed : RECORDS.cutOff);
    }
    if (this.#namesAction) this.note(Reading.notJson);
    else if (this.#namesOther) others?.unread(this.newlines + 1, unreadReason(Reading.notJson) ?? "");
    this.#namesAction = this.#namesOther = false;
  }

  /** Counts a record that passes unjudged, and warns with its line. */
  passUnjudged(count: "tooLarge" | "failed", reason: string): void {
    this.counts[count]++;
    this.#listener.warn(this.newlines + 1, reason);
  }
}

function noCounts(): Counts {
  return {
    records: 0,
    matches: 0,
    marked: {},
    dropped: 0,
    notJson: 0,
    cutOff: 0,
    tooLarge: 0,
    failed: 0,
    unread: 0,
    annotated: 0,
  };
}
