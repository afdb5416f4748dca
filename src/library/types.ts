/** Public types. They mention nothing of Node, so that they work in browsers too. */
import type { Finding, Verdict } from "../engine/finding.js";

/** One or more records, as bytes or text. */
export type Records = Uint8Array | string;

/** Why a record could not be judged, or not fully. It passes unchanged. */
export interface Problem {
  /** The line on which the record begins, from 1. */
  line: number;
  /** One sentence for people. */
  reason: string;
}

/** The result for one or more records. */
export interface Tagged<Kind extends Records = Records> {
  /** The input with its annotations; the same value if there are none. */
  records: Kind;
  /** The strongest verdict of the added annotations; undefined if there are none. */
  verdict?: Verdict;
  /** Number of matching events. */
  matches: number;
  /** Number of records that came annotated; they pass unchanged. */
  annotatedBefore: number;
  problems: Problem[];
}

/** What was found in one or more records. */
export interface FoundEvents {
  /** The events with a verdict, in order, each once per record. Annotated records are judged by their events too. */
  events: Finding[];
  problems: Problem[];
}

export interface StreamOptions {
  /** Drops records that were understood and have no verdict, like the filter `keep`. */
  keep?: boolean;
  /** Receives each record that could not be judged; default: a warning on the console. An exception ends the stream. */
  onProblem?: (problem: Problem) => void;
}
