/** The module for Node, keyward.core.wasm: all that it can be asked (assembly/abi/core.ts). Addresses and lengths are in bytes. */
import { instantiateModule, ModuleError, type CompiledModule, type KeywardModule } from "../module.js";

/** A number of the module that changes from place to place. */
interface Fact<Value = number> {
  readonly value: Value;
}

/** NDJSON by chunks. */
export interface ChunkModule extends KeywardModule {
  /** A buffer of so many bytes, kept for good, or 0; to be asked for once, first of all. */
  chunk: (size: number) => number;
  /** The address of the first line between two addresses that is not to be treated like the many, or the second. */
  findLine: (start: number, end: number, keep: number) => number;
  /** Where the line ends that was found last. */
  lineEnd: () => number;
  /** Of the lines that the last `findLine` passed over: their newlines, */
  passedNewlines: () => number;
  /** and how many are not blank. */
  passedRecords: () => number;
  /** Judges the line between two addresses: the first one (as it is), 0 (dropped), or where the annotated record is. */
  judgeLine: (start: number, end: number, keep: number) => number;
}

/** Events counted. */
interface Survey {
  /** Forgets what was counted. */
  startSurvey: () => void;
  /** Counts the events of the JSON text between two addresses: a value of SurveyedText. */
  surveyRecord: (start: number, end: number) => number;
  /** Counts the events of the lines between two addresses of the buffer: how many of them are not JSON. */
  surveyLines: (start: number, end: number) => number;
  /** Where the counts are (src/survey/read-coverage.ts). */
  surveyed: () => number;
  /** Where the times of the last events by account and region are. */
  lastTimes: () => number;
}

/** A record's events, one by one. What is said of a place is good until the next `findPlace`. */
interface Events {
  /**
   * Begins with the findings of a record: 0 if there can be none. Then, and when `findPlace` has found the last one, `reading` says
   * how the record was read.
   */
  startFindings: (record: number, length: number) => number;
  /** Begins with a record for somebody who asks why; 0 if it is no JSON object or array. */
  startRecord: (record: number, length: number) => number;
  /** How the record judged last was read: a value of Reading. */
  reading: () => number;
  /** Not 0: there was no memory for all that should have been looked at. */
  ranShort: Fact;
  /** Goes on to the next place: a value of Found. */
  findPlace: () => number;
  /** Settles the verdict on a finding, and gives its index in VERDICT_NAMES. Who asks why has it settled already. */
  weigh: () => number;
  /** Not 0: the event is at a place that is not known, and can be a possible match at most. */
  isPossible: Fact;
  /** Where the spans are of what the event says (src/engine/read-event.ts); those that its verdict decides, and the details, are read later. */
  readSpans: () => number;
  readMore: () => void;
  /** The path to the event in the record as it comes back annotated, NUL-terminated, or 0. */
  annotatedPath: () => number;
  /** The severity and risk score of a match, and the seconds of a burst's window, as an array of JSON, NUL-terminated. */
  worth: (isEscalated: number) => number;
  /**
   * Weighs a match by those before it, and remembers it: id, action, time, key and actor, each by where its text begins and ends. The
   * index of the verdict in VERDICT_NAMES.
   */
  recall: (texts: number) => number;
  /** The distinct keys of the burst that the match recalled last is part of, or 0. */
  recalledBurst: () => number;

  /** The value of the record's own `keyward`, or 0. */
  annotation: Fact;
  /** The path from the record to the place, NUL-terminated. */
  findPath: () => number;
  object: Fact;
  /** Where the value that begins at an address ends. */
  endOf: (value: number) => number;
  /** The index of a schema in SCHEMAS. */
  schema: Fact;
  /** A value of Judgement. */
  judgement: Fact;
  /** A bit for each clause that holds. */
  held: Fact;
  /** Not 0: the object, which is no event, has ECS fields and a dataset, so that its fields of other schemas do not count. */
  isBeforeIngest: () => number;
  /** The clues that the object lacks to be an event of a schema, a bit each. */
  lackedClues: (schema: number) => number;
  /** The index of a verdict in VERDICT_NAMES. */
  verdict: Fact;
  /** The exception that the event falls under, or 0. */
  suppressing: Fact;
  /** The distinct keys of the burst that it is part of, or 0. */
  burst: Fact;
  /** Not 0: it is the event of a VPC endpoint, and the configuration ignores those. */
  isIgnored: () => number;

  /** Lists the clues of the object, once a place: how many there are. */
  listClues: () => number;
  /** Where the list is: of each the clue, its value, the clauses that hold by it alone, and bits of ClueFlag. */
  clues: Fact;

  startExceptions: () => void;
  /** The time of the event in seconds since 1970, or NO_TIME. */
  time: Fact<bigint>;
  findNextException: () => number;
  exception: Fact;
  exceptionHolds: Fact;
  /** Goes on to the next condition of the exception: a value of ConditionKind. */
  findCondition: () => number;
  conditionHolds: Fact;
  /** The index of a field in FIELDS. */
  conditionField: Fact;
  /** Which of the field's values is met, or -1. */
  metIndex: Fact;

  /** The value that a field of the event is read from, or 0; and the text that is compared. */
  valueOf: (field: number) => number;
  fieldStart: (field: number) => number;
  fieldEnd: (field: number) => number;
  /** The category (0) or type (1) of the event, or 0. */
  detailOf: (number: number) => number;
  /** The string that the request (0) or response (1) of an OCSF event is in, and where its object was decoded to. */
  dataString: (number: number) => number;
  dataObject: (number: number) => number;
}

export interface CoreModule extends ChunkModule, Survey, Events {
  reading: Events["reading"];
}

/** What is at a place. */
export const Found = { nothing: 0, event: 1, object: 2, string: 3 } as const;
export const Judgement = { noEvent: 0, noMatch: 1, failed: 2, match: 3 } as const;
export const ConditionKind = { none: 0, field: 1, window: 2, weekly: 3 } as const;
/** What a text is for the survey. */
export const SurveyedText = { notJson: 0, withoutEvents: 1, withEvents: 2 } as const;
export type SurveyedText = (typeof SurveyedText)[keyof typeof SurveyedText];
/** Stands for no time. */
export const NO_TIME = -(2n ** 63n);
/** Numbers of 32 bits in an entry of the list of clues. */
export const CLUE_NUMBERS = 4;
/** Bits of the last of them. */
export const ClueFlag = { counts: 1, qualified: 2 } as const;

/** As the module numbers them, from 1; the first that fits decides. */
export const EVENT_SCHEMAS = ["ecs", "raw", "ocsf", "otel"] as const;
/** How an event is written. */
export type Schema = (typeof EVENT_SCHEMAS)[number];
/** With what the module says of an object that is no event. */
export const SCHEMAS = ["none", ...EVENT_SCHEMAS] as const;

export const VERDICT_NAMES = ["none", "denied", "suppressed", "duplicate", "capped", "possible", "match"] as const;
export type VerdictName = (typeof VERDICT_NAMES)[number];

const CHUNK_EXPORTS = ["chunk", "findLine", "lineEnd", "passedNewlines", "passedRecords"] as const;

/** Whether a module takes NDJSON by chunks. */
export function hasChunks(module: KeywardModule): module is ChunkModule {
  const exports: Partial<ChunkModule> = module;
  return CHUNK_EXPORTS.every((name) => typeof exports[name] === "function");
}

/** A new instance of the module for Node. Throws a ModuleError, also when it is another one. */
export function instantiateCore(compiled: CompiledModule): CoreModule {
  const module = instantiateModule(compiled);
  if (!isCore(module)) throw new ModuleError(`${compiled.name}: not the module for Node`);
  return module;
}

/** Whether it is the module for Node. */
export function isCore(module: KeywardModule): module is CoreModule {
  return hasChunks(module) && typeof (module as Partial<CoreModule>).startFindings === "function";
}
