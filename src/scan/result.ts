/** What workers hand back: plain values, which go from thread to thread. */
import type { Finding } from "../engine/finding.js";
import type { KeyLife } from "../keys/key-life.js";
import type { LeftOut } from "../input/file-kinds.js";
import type { Difference } from "../findings/differing.js";

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
  return { findings: [], lives: [], records: 0, broken: [], annotated: 0 };
}

/** Adds a record to those that have something in common. */
export function addTo<What>(first: First<What> | undefined, line: number, what: What): First<What> {
  return first === undefined ? { records: 1, line, what } : { ...first, records: first.records + 1 };
}
