/** The types that programs see. They name nothing of Node's, so that they are good in a browser, too. */
import type { Finding, Verdict } from "../engine/finding.js";

/** A record, or several: its bytes, or its text. */
export type Records = Uint8Array | string;

/** Why a record could not be judged, or not all of it. The record passes unchanged. */
export interface Problem {
  /** The line that the record begins on, from 1. */
  line: number;
  /** One sentence, for a person. */
  reason: string;
}

/** What became of a record, or of several together. */
export interface Tagged<Kind extends Records = Records> {
  /** As they came, with an annotation in each that has something to say. The very same value where none has. */
  records: Kind;
  /** The strongest verdict of the annotations that were added; undefined where none was. */
  verdict?: Verdict;
  /** Events that match. */
  matches: number;
  /** Records that came annotated; they pass unchanged. */
  annotatedBefore: number;
  problems: Problem[];
}

/** What was found in a record, or in several together. */
export interface FoundEvents {
  /** The events with a verdict, in their order; each once in a record. Also of records that came annotated: by what the events say. */
  events: Finding[];
  problems: Problem[];
}

export interface StreamOptions {
  /** Drops a record that was understood and has no match, as the filter `keep` does. */
  keep?: boolean;
  /** Hears of each record that could not be judged; by default it is a warning on the console. An exception ends the stream. */
  onProblem?: (problem: Problem) => void;
}
