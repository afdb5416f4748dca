/** What becomes of a JSON text: it stays, annotated or not; it is left out; or it is not JSON after all, and nothing was done. */
export type Outcome = "kept" | "dropped" | "not JSON";

/**
 * Why bytes are not JSON: something cannot follow where it does, the input ends too early, or reading it failed, which is reported
 * anyway. What is `sealed` is base64 that cannot be opened.
 */
export type Problem = "broken" | "cut off" | "failed" | "sealed";

/** Bytes that are not JSON. */
export interface NotJson {
  problem: Problem;
  /** More of the same text follows, which is what counts. */
  goesOn: boolean;
}

/** Where a record was found, beside its bytes. */
export interface RecordPlace {
  /** The bytes between it and what came before it, text or white space: they share its fate. */
  before: Buffer;
  /** A JSON Pointer to it from the text that it is an element of, if that is broken or cut off; else empty. */
  path: string;
}

/**
 * What takes the parts of an input, in their order; together they are all of its bytes. The bytes are views: whoever keeps them
 * copies them.
 */
export interface RecordSink {
  /** One JSON object or array, perhaps with white space around it, and perhaps none after all. */
  record: (bytes: Buffer, place: RecordPlace) => Outcome;
  /** Bytes that are not JSON, and go through. */
  notJson: (bytes: Buffer, reason: NotJson) => void;
  /** A line longer than the limit begins; its bytes follow as `pass`. */
  oversize: () => void;
  /** Bytes between records that go through. */
  pass: (bytes: Buffer) => void;
  /** Bytes between records that go the way of the record before, which was dropped. */
  drop: (bytes: Buffer) => void;
}
