/** Results of workers: plain values, which can be sent between threads. */
import type { Finding } from "../engine/finding.js";
import type { KeyLife } from "../keys/key-life.js";
import type { LeftOut } from "../input/file-kinds.js";
import type { Difference } from "../findings/differing.js";
import { ROOM_BYTES } from "./room.js";
import { weightOf } from "../engine/weight.js";

/** A file or a record that could not be read or judged. */
export interface Broken {
  file: string;
  line?: number;
  reason: string;
}

/** Records of one file with something in common: how many, and the first one. */
export interface First<What> {
  records: number;
  line: number;
  what: What;
}

/** The results of one file. */
export interface FileResult {
  findings: Finding[];
  /** Number of findings, whether asked for or not. */
  count: number;
  /** Events that were not kept, for lack of room: how many, and the first one. */
  beyond?: First<undefined>;
  /** The lives of the keys in its events. */
  lives: KeyLife[];
  /** Approximate sizes of both, in bytes. */
  weights: { findings: number; lives: number };
  records: number;
  broken: Broken[];
  /** Records that name an action of the rule and could not be judged, with the reason for the first. */
  unread?: First<string>;
  /** Records that name another key event and could not be judged or counted: the states of keys may be wrong. */
  unsure?: First<string>;
  /** Records that came annotated, and those whose events contradict their annotation. */
  annotated: number;
  differing?: First<Difference>;
  /** Set if the file was not read because of its kind. */
  leftOut?: LeftOut;
  /** The error in the configuration that the records were annotated with. */
  configError?: string;
}

export function emptyResult(): FileResult {
  return {
    findings: [],
    count: 0,
    lives: [],
    weights: { findings: 0, lives: 0 },
    records: 0,
    broken: [],
    annotated: 0,
  };
}

/** Limits what is kept of many files, in whatever order they are read: everything of the first files, until there is no room. */
export class Results {
  readonly all: FileResult[] = [];
  readonly #weights = { findings: 0, lives: 0 };

  add(index: number, result: FileResult): void {
    this.all[index] = result;
    for (const name of ["findings", "lives"] as const) {
      this.#weights[name] += result.weights[name];
      for (let last = this.all.length - 1; this.#weights[name] > ROOM_BYTES && last >= 0; last--) {
        this.#cut(last, name);
      }
    }
  }

  /** Removes the excess from the end of a file's results. */
  #cut(index: number, name: "findings" | "lives"): void {
    const result = this.all[index];
    let { records = 0, line = 1 } = result?.beyond ?? {};
    for (let one; this.#weights[name] > ROOM_BYTES && (one = result?.[name].pop()) !== undefined; records++) {
      this.#weights[name] -= weightOf(one);
      if ("line" in one) line = one.line;
    }
    if (result !== undefined && records > 0) result.beyond = { records, line, what: undefined };
  }
}

/** Adds a record to those with something in common. */
export function addTo<What>(first: First<What> | undefined, line: number, what: What): First<What> {
  return first === undefined ? { records: 1, line, what } : { ...first, records: first.records + 1 };
}
