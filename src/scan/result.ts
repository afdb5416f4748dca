/** What workers hand back: plain values, which go from thread to thread. */
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

/** Records of one file that have something in common: how many, and the first one. */
export interface First<What> {
  records: number;
  line: number;
  what: What;
}

/** What was found in one file. */
export interface FileResult {
  findings: Finding[];
  /** How many there are, asked for or not. */
  count: number;
  /** Events of which nothing is kept, for want of room: how many, and the first one. */
  beyond?: First<undefined>;
  /** What the keys went through that its events are of. */
  lives: KeyLife[];
  records: number;
  broken: Broken[];
  /** Records that name an action of the rule's and could not be judged; of the first one, why. */
  unread?: First<string>;
  /** Records that name another event of a key and could not be judged, or counted: the states of keys may not be what they seem. */
  unsure?: First<string>;
  /** Records that came annotated; and those of them whose events say something else. */
  annotated: number;
  differing?: First<Difference>;
  /** It was not read, since it is of a kind that is not. */
  leftOut?: LeftOut;
  /** The mistake in the configuration of whoever annotated the records before. */
  configError?: string;
}

export function emptyResult(): FileResult {
  return { findings: [], count: 0, lives: [], records: 0, broken: [], annotated: 0 };
}

/** What is kept of many files, whichever is read first: of the first ones all, until there is no room. */
export class Results {
  readonly all: FileResult[] = [];
  readonly #weights = { findings: 0, lives: 0 };

  add(index: number, result: FileResult): void {
    this.all[index] = result;
    for (const name of ["findings", "lives"] as const) {
      for (const one of result[name]) this.#weights[name] += weightOf(one);
      for (let last = this.all.length - 1; this.#weights[name] > ROOM_BYTES && last >= 0; last--) {
        this.#cut(last, name);
      }
    }
  }

  /** Takes from the end of what a file has what is too much. */
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

/** Adds a record to those that have something in common. */
export function addTo<What>(first: First<What> | undefined, line: number, what: What): First<What> {
  return first === undefined ? { records: 1, line, what } : { ...first, records: first.records + 1 };
}
