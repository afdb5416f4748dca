/** What shows explanations, record by record. */
import type { RecordExplanation, Unreadable } from "./explanation.js";

/** What is explained. */
export interface Explained {
  /** The file as it is called in messages. */
  file: string;
  /** The line that is asked for. */
  line?: number;
  config?: {
    file: string;
    /** Settings that go by earlier events. */
    remembers: readonly string[];
  };
}

export interface Totals {
  /** Records that were looked at. */
  records: number;
  /** Events that were explained, and those that were not. */
  events: number;
  others: number;
  /** Records that hold no event, and those that are no JSON object or array. */
  empty: number;
  unreadable: number;
}

/** Each gives the text that comes next. */
export interface Reporter {
  begin: (explained: Explained) => string;
  record: (line: number, lastLine: number, explanation: RecordExplanation) => string;
  /** `document`: where the file, taken as one JSON document, stops being one. */
  end: (totals: Totals, document?: Unreadable) => string;
}
