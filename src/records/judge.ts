import { Guest, isTrap } from "../hosts/guest.js";
import { instantiateModule, type CompiledModule, type KeywardModule } from "../module.js";
import type { Tally } from "./counts.js";
import { Reading, namesAction } from "../engine/reading.js";
import { isJson } from "./json-scanner.js";
import { RECORDS } from "../messages/records.js";

/** A filter's answer: its result, the address that means "unchanged", and whether there was room for the record. */
export interface Answer {
  result: number;
  unchanged: number;
  hasRoom: boolean;
}

/**
 * What happens to a record: it passes unchanged, is dropped, is not JSON though it names an action, or is replaced by these
 * bytes.
 */
export type Fate = "pass" | "drop" | "not JSON" | Buffer;

/** The counted parts of an annotation. */
interface CountedAnnotation {
  matches?: number;
  events?: { verdict: string }[];
}

/**
 * Runs one instance of the module at a time and interprets its answers. Nothing is lost: what the module cannot judge, for
 * whatever reason, passes. A trap replaces the instance.
 */
export class Judge {
  readonly tally: Tally;
  readonly #compiled: CompiledModule;
  #module: KeywardModule;
  #guest: Guest;

  constructor(compiled: CompiledModule, tally: Tally) {
    this.#compiled = compiled;
    this.tally = tally;
    this.#module = instantiateModule(compiled);
    this.#guest = new Guest(this.#module);
  }

  /** The current instance; read it again after every record. */
  get module(): KeywardModule {
    return this.#module;
  }

  get guest(): Guest {
    return this.#guest;
  }

  /**
   * Counts a record and returns what happens to it; what is not JSON is not counted. `call` has the module judge it; `release`,
   * if given, gets the answer once the result is copied; `isNotJson` is called if the module does not say.
   */
  judge<A extends Answer>(call: () => A, isNotJson: () => boolean, release?: (answer: A) => void): Fate {
    const { counts } = this.tally;
    counts.records++;
    this.tally.reading = undefined;
    try {
      const answer = call();
      const reading = readingOf(this.#module);
      const { result, unchanged, hasRoom } = answer;
      // Copied before anything else runs in the module, and used only once no trap can come.
      const annotated = result === unchanged || result === 0 ? undefined : this.#readResult(result);
      release?.(answer);
      if (!hasRoom) {
        this.tally.passUnjudged("tooLarge", RECORDS.noMemoryPasses);
        return "pass";
      }
      if (annotated !== undefined) {
        if (reading === Reading.cut) this.tally.note(reading);
        this.tally.reading = Reading.read;
        return this.#checkAnnotated(annotated);
      }
      if (result !== 0 && (reading === undefined ? isNotJson() : reading === Reading.notJson)) {
        counts.records--;
        return "not JSON";
      }
      if (reading !== undefined) this.tally.note(reading);
      if (reading === Reading.annotated) counts.annotated++;
      return result === 0 ? this.#drop() : "pass";
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.tally.passUnjudged("failed", RECORDS.trappedPasses((error as Error).message));
      this.renew();
      return "pass";
    }
  }

  /** Takes a new instance, so that the next record does not meet the state that a trap left. */
  renew(): void {
    this.#module = instantiateModule(this.#compiled);
    this.#guest = new Guest(this.#module);
  }

  #drop(): Fate {
    this.tally.counts.dropped++;
    return "drop";
  }

  #checkAnnotated(annotated: Buffer): Fate {
    if (!isJsonObject(annotated)) {
      this.tally.passUnjudged("failed", RECORDS.notAnObject);
      return "pass";
    }
    this.#count(annotationIn(annotated));
    return annotated;
  }

  #count(annotation: CountedAnnotation | undefined): void {
    const { counts } = this.tally;
    // Someone else's module may not report what it changed.
    counts.matches += annotation?.matches ?? 1;
    for (const { verdict } of annotation?.events ?? []) {
      if (verdict !== "match") counts.marked[verdict] = (counts.marked[verdict] ?? 0) + 1;
    }
  }

  /** Returns a copy of the filter's result; empty if there is no string at that address. */
  #readResult(address: number): Buffer {
    return Buffer.from(this.#guest.readString(address) ?? "");
  }
}

/** Returns how the module read its last record; undefined if it does not say, like modules for some hosts. */
function readingOf(module: KeywardModule & { reading?: () => number }): Reading | undefined {
  return module.reading?.() as Reading | undefined;
}

function isJsonObject(bytes: Buffer): boolean {
  return bytes.find((byte) => byte > 0x20) === 0x7b && isJson(bytes);
}

/** Returns the counted parts of an annotation; undefined if there is none. */
function annotationIn(annotated: Buffer): CountedAnnotation | undefined {
  const start = findAnnotation(annotated);
  if (start < 0) return undefined;
  try {
    return JSON.parse(
      annotated.toString("utf8", annotated.indexOf("{", start), annotated.lastIndexOf("}")),
    ) as CountedAnnotation;
  } catch {
    return undefined;
  }
}

const TAG = Buffer.from("keyward");
const NO_TIME = { seconds: 0, nanoseconds: 0 };

/** The name of one of the module's filters. */
export type FilterName = "tag" | "keep";

/** Returns what happens to a record that is handed to a filter by itself, as a host would. */
export function judgeRecord(judge: Judge, filter: FilterName, record: Buffer): Fate {
  const { guest, module } = judge;
  return judge.judge(
    () => {
      const call = guest.call(module[filter], TAG, record, NO_TIME);
      return { ...call, unchanged: call.recordAddress, hasRoom: call.recordAddress !== 0 };
    },
    () => namesAction(record) && !isJson(record),
    (call) => {
      guest.free(call);
    },
  );
}

const KEYWARD = '"keyward":{"verdict":';

/**
 * Finds where the annotation of a record begins, name included; -1 if there is none. Searches the bytes, since a record may be
 * too large to parse: no string can hold these quotes, and the annotation is the last member.
 */
export function findAnnotation(annotated: Buffer): number {
  return annotated.lastIndexOf(KEYWARD);
}
