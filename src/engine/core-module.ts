/** The module for Node, keyward.core.wasm, and its exports (assembly/abi/core.ts). Addresses and lengths are in bytes. */
import { instantiateModule, ModuleError, type CompiledModule, type KeywardModule } from "../module.js";
import { MODULES } from "../messages/modules.js";

/** A value in the module that changes with each candidate place. */
interface Fact<Value = number> {
  readonly value: Value;
}

/** NDJSON, read in chunks. */
interface Chunks {
  /** Allocates a buffer of this size for good; 0 if there is no memory. Call it once, before anything else. */
  chunk: (size: number) => number;
  /** Finds the first line in [start, end) that needs a closer look; returns `end` if there is none. */
  findLine: (start: number, end: number, keep: number) => number;
  /** Returns the end of the line found last. */
  lineEnd: () => number;
  /** Returns how many newlines the last `findLine` passed over. */
  passedNewlines: () => number;
  /** Returns how many lines that are not blank the last `findLine` passed over. */
  passedRecords: () => number;
  /** Judges the line in [start, end): returns `start` (unchanged), 0 (dropped), or the address of the annotated record. */
  judgeLine: (start: number, end: number, keep: number) => number;
}

/** Counts of events. */
interface Survey {
  /** Resets the counts. */
  startSurvey: () => void;
  /** Counts the events in the JSON text in [start, end); returns a value of SurveyedText. */
  surveyRecord: (start: number, end: number) => number;
  /** Counts the events in the lines of the buffer in [start, end); returns how many lines are not JSON. */
  surveyLines: (start: number, end: number) => number;
  /** Returns the address of the counts (src/survey/read-coverage.ts). */
  surveyed: () => number;
  /** Returns the address of the last event times by account and region. */
  lastTimes: () => number;
}

/** The events of a record, one by one. Values about an event are valid until the next `findPlace`. */
interface Events {
  /**
   * Starts on the findings of a record; returns 0 if there can be none. In that case, and after the last `findPlace`, `reading`
   * says how the record was read.
   */
  startFindings: (record: number, length: number) => number;
  /** Starts explaining a record; returns 0 if it is not a JSON object or array. */
  startRecord: (record: number, length: number) => number;
  /** Returns how the last record was read: a value of Reading. */
  reading: () => number;
  /** Nonzero if memory ran out before everything was looked at. */
  ranShort: Fact;
  /** Moves on to the next candidate; returns a value of Found. */
  findPlace: () => number;
  /** Settles the verdict on a finding and returns its index in VERDICT_NAMES. Not needed while explaining: it is settled there. */
  weigh: () => number;
  /** Nonzero if the event is at an unknown path, so that it is at most a possible match. */
  isPossible: Fact;
  /**
   * Returns the address of the spans of the event's fields (src/engine/read-event.ts); those that depend on the verdict, and the
   * details, are read later.
   */
  readSpans: () => number;
  readMore: () => void;
  /** Returns the path to the event in the annotated record, NUL-terminated, or 0. */
  annotatedPath: () => number;
  /** Returns the severity and risk score of a match and the window of a burst in seconds, as a JSON array, NUL-terminated. */
  worth: (isEscalated: number) => number;
  /**
   * Judges a match by the matches before it and remembers it. `texts`: start and end of id, action, time, key and actor. Returns
   * the index of the verdict in VERDICT_NAMES.
   */
  recall: (texts: number) => number;
  /** Returns the number of distinct keys in the burst of the match recalled last, or 0. */
  recalledBurst: () => number;

  /** The value of the record's own `keyward`, or 0. */
  annotation: Fact;
  /** Returns the path from the record to the candidate, NUL-terminated. */
  findPath: () => number;
  object: Fact;
  /** Returns the end of the value that begins at an address. */
  endOf: (value: number) => number;
  /** The index of a schema in SCHEMAS. */
  schema: Fact;
  /** A value of Judgement. */
  judgement: Fact;
  /** One bit for each clause that holds. */
  held: Fact;
  /** Nonzero if the object is not an event but has ECS fields and a dataset, so that its fields of other schemas do not count. */
  isBeforeIngest: () => number;
  /** Returns one bit for each clue of a schema that the object lacks. */
  lackedClues: (schema: number) => number;
  /** The index of a verdict in VERDICT_NAMES. */
  verdict: Fact;
  /** The exception that applies to the event, or 0. */
  suppressing: Fact;
  /** The number of distinct keys in the event's burst, or 0. */
  burst: Fact;
  /** Nonzero for a VPC endpoint's event that the configuration ignores. */
  isIgnored: () => number;

  /** Lists the clues of the object and returns how many there are. Call it once per candidate. */
  listClues: () => number;
  /** Address of the list: for each clue its number, its value, the clauses that hold because of it alone, and bits of ClueFlag. */
  clues: Fact;

  startExceptions: () => void;
  /** The time of the event in seconds since 1970, or NO_TIME. */
  time: Fact<bigint>;
  findNextException: () => number;
  exception: Fact;
  exceptionHolds: Fact;
  /** Moves on to the next condition of the exception; returns a value of ConditionKind. */
  findCondition: () => number;
  conditionHolds: Fact;
  /** The index of a field in FIELDS. */
  conditionField: Fact;
  /** The index of the field's value that was met, or -1. */
  metIndex: Fact;

  /** Returns the value that a field is read from, or 0, and the text that is compared. */
  valueOf: (field: number) => number;
  fieldStart: (field: number) => number;
  fieldEnd: (field: number) => number;
  /** Returns the category (0) or type (1) of the event, or 0. */
  detailOf: (number: number) => number;
  /** Returns the string that holds the request (0) or response (1) of an OCSF event, and the address of its decoded object. */
  dataString: (number: number) => number;
  dataObject: (number: number) => number;
}

export interface CoreModule extends KeywardModule, Chunks, Survey, Events {
  reading: Events["reading"];
}

/** What `findPlace` found. */
export const Found = { nothing: 0, event: 1, object: 2, string: 3 } as const;
export const Judgement = { noEvent: 0, noMatch: 1, failed: 2, match: 3 } as const;
export const ConditionKind = { none: 0, field: 1, window: 2, weekly: 3 } as const;
/** What a text is to the survey. */
export const SurveyedText = { notJson: 0, withoutEvents: 1, withEvents: 2 } as const;
export type SurveyedText = (typeof SurveyedText)[keyof typeof SurveyedText];
/** Means "no time". */
export const NO_TIME = -(2n ** 63n);
/** Length of an entry in the list of clues, in 32-bit numbers. */
export const CLUE_NUMBERS = 4;
/** Bits of an entry's last number. */
export const ClueFlag = { counts: 1, qualified: 2 } as const;

/** The schemas, in the module's numbering, from 1; the first that fits decides. */
export const EVENT_SCHEMAS = ["ecs", "raw", "ocsf", "otel"] as const;
/** The schema of an event. */
export type Schema = (typeof EVENT_SCHEMAS)[number];
/** The schemas, with `none` for an object that is not an event. */
export const SCHEMAS = ["none", ...EVENT_SCHEMAS] as const;

export const VERDICT_NAMES = ["none", "denied", "suppressed", "duplicate", "capped", "possible", "match"] as const;
export type VerdictName = (typeof VERDICT_NAMES)[number];

/** Returns a new instance of the module for Node. Throws a ModuleError, also for another module. */
export function instantiateCore(compiled: CompiledModule): CoreModule {
  const module = instantiateModule(compiled);
  if (!isCore(module)) throw new ModuleError(`${compiled.name}: ${MODULES.notForNode}`);
  return module;
}

const CORE_EXPORTS = ["chunk", "findLine", "lineEnd", "passedNewlines", "passedRecords", "startFindings"] as const;

/** Reports whether this is the module for Node. */
export function isCore(module: KeywardModule): module is CoreModule {
  const exports = module as Partial<CoreModule>;
  return CORE_EXPORTS.every((name) => typeof exports[name] === "function");
}
