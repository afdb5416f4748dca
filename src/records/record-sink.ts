/** What happens to a JSON text: it is kept, annotated or not; it is dropped; or it is not JSON after all, and nothing was done. */
export type Outcome = "kept" | "dropped" | "not JSON";

/**
 * Why bytes are not JSON: a byte cannot follow where it does, the input ends too early, reading failed (which is reported
 * anyway), or base64 cannot be opened (`sealed`).
 */
export type Problem = "broken" | "cut off" | "failed" | "sealed";

/** Bytes that are not JSON. */
export interface NotJson {
  problem: Problem;
  /** More of the same text follows; the text is counted at its end. */
  goesOn: boolean;
}

/** Where a record was found. */
export interface RecordPlace {
  /** The bytes between it and what came before it, text or white space: they share its fate. */
  before: Buffer;
  /** The JSON Pointer to it from the text that it is an element of, if that is broken or cut off; else empty. */
  path: string;
}

/** Takes the parts of an input, in order; together they are all of its bytes. The bytes are views: copy them to keep them. */
export interface RecordSink {
  /** One JSON object or array, with or without white space around it; it may turn out not to be JSON. */
  record: (bytes: Buffer, place: RecordPlace) => Outcome;
  /** Bytes that are not JSON and pass. */
  notJson: (bytes: Buffer, reason: NotJson) => void;
  /** A line longer than the limit begins; its bytes follow as `pass`. */
  oversize: () => void;
  /** Bytes between records. They pass, or are dropped with the record before. */
  pass: (bytes: Buffer, isDropped?: boolean) => void;
}
