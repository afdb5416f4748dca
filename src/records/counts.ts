import { namesAction, Reading, unreadReason } from "../engine/reading.js";
import type { NotJson } from "./record-sink.js";

/** What is said of a record that ends with its input, too early. */
export const CUT_OFF = "the record is cut off: what is whole in it was judged, the rest was not";

/** What is said of base64 that cannot be opened. */
export const SEALED = "what is in base64 in the record was not judged: it is damaged, or opens to more than 256 MiB";

/** What became of the records. Each record is in `records`, and in at most one of `dropped` and those that follow it. */
export interface Counts {
  records: number;
  /** Events that match. A record can hold several, and came back annotated if it holds one. */
  matches: number;
  /** Listed events that are told of without being a match, by their verdicts. */
  marked: Record<string, number>;
  /** Left out, by a filter that keeps only matches. */
  dropped: number;
  /** Passed: not JSON, as far as that was looked at: a line without braces, and what names an action. */
  notJson: number;
  /** Of these, those that end too early, with the input, and those that cannot be opened. */
  cutOff: number;
  /** Passed unjudged: longer than the limit, or more than the module has memory for. */
  tooLarge: number;
  /** Passed unjudged, because the module failed on them. */
  failed: number;
  /** Passed: they name an action of the rule's, and could not be judged. */
  unread: number;
  /** They came annotated. Unless they were judged again, they passed. */
  annotated: number;
}

/** Hears of the records that need a word; lines count from 1. */
export interface TallyListener {
  /** A record could not be judged for its size, or because the module failed. */
  warn: (line: number, reason: string) => void;
  /** A record that names an action of the rule's could not be judged. */
  unread?: (line: number, reason: string) => void;
  /** The names that `unread` is about, where they are not the actions of the rule that every module carries. */
  actions?: readonly string[];
  /** Where the module's rule has other actions, too: those, and who hears of a record that names one of them alone. */
  others?: { actions: readonly string[]; unread: (line: number, reason: string) => void };
}

/** The counts of a run, and the line of the input that it has come to. */
export class Tally {
  #counts = noCounts();
  /** How the record judged last was read; undefined if the module does not say. */
  reading: Reading | undefined;
  /** Newlines of this input so far. */
  newlines = 0;
  readonly #listener: TallyListener;
  /** The text that is not JSON, and of which more follows, names an action of the rule's. */
  #namesAction = false;
  /** The same of the others. */
  #namesOther = false;

  constructor(listener: TallyListener | TallyListener["warn"]) {
    this.#listener = typeof listener === "function" ? { warn: listener } : listener;
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** What was counted since this was asked last. */
  take(): Counts {
    const counts = this.#counts;
    this.#counts = noCounts();
    return counts;
  }

  /** Counts a record by how it was read. Returns whether it names an action and could not be judged. */
  note(reading: Reading, record?: Buffer): boolean {
    this.reading = reading;
    const reason = unreadReason(reading);
    if (reason === undefined) return false;
    const { actions, others } = this.#listener;
    // What was cut may name any of them, where nobody looked.
    if (others !== undefined && record !== undefined && reading === Reading.unknown && !namesAction(record, actions)) {
      others.unread(this.newlines + 1, reason);
      return false;
    }
    this.addUnread(reason);
    return true;
  }

  /** Counts a record that names an action and could not be judged, and says why. */
  addUnread(reason: string): void {
    this.counts.unread++;
    this.#listener.unread?.(this.newlines + 1, reason);
  }

  /** Counts what is not JSON, unless more of it follows; warns where it ends too early, and of what names an action. */
  passNotJson(bytes: Buffer, { problem, goesOn }: NotJson): void {
    const { actions, others } = this.#listener;
    this.#namesAction ||= namesAction(bytes, actions);
    this.#namesOther ||= others !== undefined && !this.#namesAction && namesAction(bytes, others.actions);
    if (goesOn) return;
    this.counts.records++;
    this.counts.notJson++;
    if (problem === "cut off" || problem === "sealed") {
      this.counts.cutOff++;
      this.#listener.warn(this.newlines + 1, problem === "sealed" ? SEALED : CUT_OFF);
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
