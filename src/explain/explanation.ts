/** How a record was judged, and why: the model that `keyward explain` shows as text or JSON. */
import type { Schema, VerdictName } from "../engine/core-module.js";

/** A value that was tested. */
export interface FoundValue {
  /** Its field, under the event's own name: `eventSource`, `api.operation`, … */
  field: string;
  /** JSON Pointer from the record to the value, with `#` where a string was decoded. */
  pointer: string;
  /** The value as the event has it, in JSON. */
  json: string;
}

export interface ClauseValue extends FoundValue {
  /** Whether the clause would hold because of this value alone. */
  holds: boolean;
}

/** A clause of the rule. */
export interface Clause {
  clause: string;
  /** The rule's field. */
  field: string;
  /** The values that the rule accepts. */
  wanted: readonly string[];
  holds: boolean;
  values: ClauseValue[];
}

/** A field that an exception compares: the compared text, and the value that it comes from. */
export interface ComparedText {
  text: string;
  pointer: string;
}

export type Condition = { holds: boolean } & (
  | {
      kind: "when";
      field: string;
      /** The values that the configuration allows, and the one that was met. */
      values: readonly string[];
      met?: string;
      /** For an address: the VPC endpoint of the call, if the exception names none, so that no address is met. */
      endpoint?: string;
      /** Absent if the event lacks the field. */
      compared?: ComparedText;
    }
  | { kind: "window"; from?: string; until?: string; compared?: ComparedText; time?: number }
  | { kind: "weekly"; weekly: Weekly; compared?: ComparedText; time?: number }
);

/** A weekly window, as in the configuration. */
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

/** The cause of a verdict. */
export type Cause =
  /** All clauses hold, and nothing marks it as expected. */
  | "match"
  /** All clauses hold, at an unknown path. */
  | "possible"
  /** A clause does not hold. */
  | "clause"
  /** The call failed; its verdict depends on `denied`. */
  | "failed_call"
  /** A VPC endpoint's event, and `network_activity` is `ignore`. */
  | "network_activity"
  | "exception"
  /** The same event, or as many matches as the cap allows, came before it in this record. */
  | "duplicate"
  | "cap";

export interface EventExplanation {
  /** Path from the record to the event, in the form of `pointer`; empty for the record itself. */
  path: string;
  schema: Schema;
  verdict: VerdictName;
  cause: Cause;
  clauses: Clause[];
  /** Whether exceptions apply: only if all clauses hold. */
  asksExceptions: boolean;
  exceptions: ExceptionExplanation[];
  /** The exception that decided the verdict. */
  suppressedBy?: string;
  /** Why it is an ignored event of a VPC endpoint. */
  networkActivity: Omit<FoundValue, "field">[];
  /** Number of distinct keys of its burst in this record. */
  burst?: number;
}

/** A candidate that is not an event. */
export interface EmptyPlace {
  path: string;
  /** What an object lacks to be an event of each schema; absent for a string without an object or array, or one nested too deep. */
  lacks?: Record<Schema, string[]>;
  /** Whether it has ECS fields and a dataset, but no `event.action`: its fields of other schemas are then not judged. */
  isBeforeIngest: boolean;
  /** The values of the clues that it has. */
  values: FoundValue[];
}

/** Why a record is not a JSON object or array. */
export interface Unreadable {
  reason:
    | "not_json"
    /** It is JSON up to its end, but incomplete. */
    | "cut_off"
    /** It is JSON, but not an object or array. */
    | "no_object"
    /** The module had no memory for it, or trapped. */
    | "no_memory"
    | "trap";
  /**
   * Where it stops being JSON: line in the file, character in that line, both from 1, and byte in the record, from 0 (missing for
   * a whole file).
   */
  line?: number;
  column?: number;
  offset?: number;
}

export interface RecordExplanation {
  /** Path of the record in the one that it was opened from, which no filter does: `/awslogs/data#base64#gzip`. */
  opened?: string;
  /** Its annotation, if it has one: the verdict, or nothing if it cannot be read. */
  annotation?: { verdict?: string };
  /** Events that were asked for, and the number of others. */
  events: EventExplanation[];
  others: number;
  /** How many of the others are of the rule's service. */
  ofService: number;
  /** Candidates that are not events, if asked for. */
  places: EmptyPlace[];
  unreadable?: Unreadable;
  /** Whether memory did not suffice to look at all of it. */
  isPartial: boolean;
}

/** What an explanation covers. */
export interface Explained {
  /** The file's name in messages. */
  file: string;
  /** The requested line. */
  line?: number;
  config?: {
    file: string;
    /** Settings that depend on earlier events. */
    remembers: readonly string[];
  };
}

export interface RecordTotals {
  /** Number of records read. */
  records: number;
  /** Numbers of events that were explained, and that were not. */
  events: number;
  others: number;
  ofService: number;
  /** Numbers of records without an event, and of those that are not JSON objects or arrays. */
  empty: number;
  unreadable: number;
}

/** Each method returns the next text. */
export interface Reporter {
  begin: (explained: Explained) => string;
  record: (line: number, lastLine: number, explanation: RecordExplanation) => string;
  /** `document`: where the file, read as one JSON document, stops being one. */
  end: (totals: RecordTotals, document?: Unreadable) => string;
}
