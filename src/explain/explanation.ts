/** How a record was judged, and why: what `keyward explain` shows as text or as JSON. */
import type { Schema, VerdictName } from "../engine/core-module.js";

/** A value that was looked at. */
export interface FoundValue {
  /** The field that it is of, in the event's own words: `eventSource`, `api.operation`, … */
  field: string;
  /** JSON Pointer from the record to the value, with `#` where a string was decoded. */
  pointer: string;
  /** The value as the event writes it: JSON. */
  json: string;
}

export interface ClauseValue extends FoundValue {
  /** Whether the clause would hold if this were all that the event says. */
  holds: boolean;
}

/** A clause of the rule. */
export interface Clause {
  clause: string;
  /** The rule's field. */
  field: string;
  /** What the rule wants it to be, one of these. */
  wanted: readonly string[];
  holds: boolean;
  values: ClauseValue[];
}

/** A field that an exception compares: the text that is compared, and where the value is that it comes from. */
export interface ComparedText {
  text: string;
  pointer: string;
}

export type Condition = { holds: boolean } & (
  | {
      kind: "when";
      field: string;
      /** The values that the configuration allows, and the one that is met. */
      values: readonly string[];
      met?: string;
      /** Of an address: the VPC endpoint that the call came through, where the exception names none, so that no address is met. */
      endpoint?: string;
      /** Absent: the event does not say the field. */
      compared?: ComparedText;
    }
  | { kind: "window"; from?: string; until?: string; compared?: ComparedText; time?: number }
  | { kind: "weekly"; weekly: Weekly; compared?: ComparedText; time?: number }
);

/** A window that comes every week, as the configuration says it. */
export interface Weekly {
  days: readonly string[];
  from: string;
  until: string;
}

export interface ExceptionExplanation {
  id: string;
  reason: string;
  holds: boolean;
  conditions: Condition[];
}

/** What the verdict on an event is due to. */
export type Cause =
  /** All clauses hold, and nothing says that it was expected. */
  | "match"
  /** All clauses hold, at a place that Keyward does not know. */
  | "possible"
  /** A clause does not hold. */
  | "clause"
  /** The call failed; its verdict depends on `denied`. */
  | "failed_call"
  /** It is the event of a VPC endpoint, and `network_activity` is `ignore`. */
  | "network_activity"
  | "exception"
  /** In this record there were the same event, or as many matches as the cap allows, before it. */
  | "duplicate"
  | "cap";

export interface EventExplanation {
  /** From the record to the event, as `pointer`; empty for the record itself. */
  path: string;
  schema: Schema;
  verdict: VerdictName;
  cause: Cause;
  clauses: Clause[];
  /** Whether exceptions are asked of such an event: of no other than one whose clauses all hold. */
  asksExceptions: boolean;
  exceptions: ExceptionExplanation[];
  /** The exception that the verdict is due to. */
  suppressedBy?: string;
  /** What makes it the event of a VPC endpoint that is ignored. */
  networkActivity: Omit<FoundValue, "field">[];
  /** The distinct keys of the burst that it is part of, in this record. */
  burst?: number;
}

/** A place that holds no event. */
export interface EmptyPlace {
  path: string;
  /** What an object lacks to be an event of each schema; absent for a string, which holds no object or array or lies too deep. */
  lacks?: Record<Schema, string[]>;
  /** Whether it has ECS fields and a dataset, but no `event.action`: then its fields of other schemas are not judged. */
  isBeforeIngest: boolean;
  /** The values of clues that are there. */
  values: FoundValue[];
}

/** Why a record is no JSON object or array. */
export interface Unreadable {
  reason:
    | "not_json"
    /** It is JSON as far as it goes. */
    | "cut_off"
    /** It is JSON, but no object or array. */
    | "no_object"
    /** The module had no memory for it, or trapped. */
    | "no_memory"
    | "trap";
  /** Where it stops being JSON: its line in the file, the character in that line, from 1, and the byte in the record, from 0.
   * Of a file as a whole there is no byte. */
  line?: number;
  column?: number;
  offset?: number;
}

export interface RecordExplanation {
  /** Where the record was in the one that it was opened from, which no filter does: `/awslogs/data#base64#gzip`. */
  opened?: string;
  /** Its annotation, if it has one: what that says the verdict is, or nothing if it cannot be read. */
  annotation?: { verdict?: string };
  /** Events that were asked for, and how many were not. */
  events: EventExplanation[];
  others: number;
  /** Of these, those of the rule's service. */
  ofService: number;
  /** Where nothing was an event, if that was asked for. */
  places: EmptyPlace[];
  unreadable?: Unreadable;
  /** Whether there was too little memory to look at all of it. */
  isPartial: boolean;
}

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

export interface RecordTotals {
  /** Records that were looked at. */
  records: number;
  /** Events that were explained, and those that were not. */
  events: number;
  others: number;
  ofService: number;
  /** Records that hold no event, and those that are not JSON objects or arrays. */
  empty: number;
  unreadable: number;
}

/** Each gives the text that comes next. */
export interface Reporter {
  begin: (explained: Explained) => string;
  record: (line: number, lastLine: number, explanation: RecordExplanation) => string;
  /** `document`: where the file, taken as one JSON document, stops being one. */
  end: (totals: RecordTotals, document?: Unreadable) => string;
}
