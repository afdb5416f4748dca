/** The module that says how a record is judged: keyward.explain.wasm (assembly/abi/explain.ts). */
import { EXPLAIN_MODULE, ModuleError, readModule, type GuestExports } from "../module.js";

/** A number of the module that changes from place to place. */
interface Fact<Value = number> {
  readonly value: Value;
}

/** Its exports. Addresses and lengths are in bytes; what is said of a place is good until the next `findPlace`. */
export interface ExplainModule extends GuestExports {
  /** Checks the configuration of so many bytes at an address: the address of a line for each mistake, or 0. */
  check: (text: number, length: number) => number;
  /** Puts a configuration into force and keeps its block; 0 if that cannot be. Once, before any record. */
  configure: (text: number, length: number) => number;
  /** Begins with a record; 0 if it is no JSON object or array. */
  start: (record: number, length: number) => number;
  /** Not 0: there was no memory for all that should have been looked at. */
  ranShort: Fact;

  /** The value of the record's own `keyward`, or 0. */
  annotation: Fact;
  /** Goes on to the next place: a value of Found. */
  findPlace: () => number;
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
  /** Goes on to the next condition of the exception: a value of Condition. */
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

export const Found = { nothing: 0, event: 1, object: 2, string: 3 } as const;
export const Judgement = { noEvent: 0, noMatch: 1, failed: 2, match: 3 } as const;
export const Condition = { none: 0, field: 1, window: 2, weekly: 3 } as const;
/** Stands for no time. */
export const NO_TIME = -(2n ** 63n);
/** Numbers of 32 bits in an entry of the list of clues. */
export const CLUE_NUMBERS = 4;
/** Bits of the last of them. */
export const ClueFlag = { counts: 1, qualified: 2 } as const;

/** Compiles the module; it needs nothing of its host. Rejects with a ModuleError. */
export async function compileExplainModule(): Promise<WebAssembly.Module> {
  const { name, bytes } = await readModule(EXPLAIN_MODULE);
  try {
    return await WebAssembly.compile(Uint8Array.from(bytes));
  } catch (error) {
    throw new ModuleError(`${name}: not a WASM module (${(error as Error).message})`, { cause: error });
  }
}

export function instantiateExplainModule(module: WebAssembly.Module): ExplainModule {
  return new WebAssembly.Instance(module).exports as unknown as ExplainModule;
}
