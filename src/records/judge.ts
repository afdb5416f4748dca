import { Guest, isTrap } from "../hosts/guest.js";
import { instantiateModule, type CompiledModule, type KeywardModule } from "../module.js";
import type { Tally } from "./counts.js";
import { Reading, namesAction } from "../engine/reading.js";
import { isJson } from "./json-scanner.js";
import { RECORDS } from "../messages/records.js";

const TAG = Buffer.from("keyward");
const NO_TIME = { seconds: 0, nanoseconds: 0 };

/** The name of one of the module's filters. */
export type FilterName = "tag" | "keep";

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

  /** Hands a record to a filter, as a host would, counts it and returns what happens to it. What is not JSON is not counted. */
  judge(filter: FilterName, record: Buffer): Fate {
    const { counts } = this.tally;
    counts.records++;
    this.tally.reading = undefined;
    try {
      const call = this.#guest.call(this.#module[filter], TAG, record, NO_TIME);
      const reading = readingOf(this.#module);
      const { result, recordAddress } = call;
      // Copied before anything else runs in the module, and used only once no trap can come.
      const annotated = result === recordAddress || result === 0 ? undefined : this.#readResult(result);
      this.#guest.free(call);
      if (recordAddress === 0) {
        this.tally.passUnjudged("tooLarge", RECORDS.noMemoryPasses);
        return "pass";
      }
      if (annotated !== undefined) {
        if (reading === Reading.cut) this.tally.note(reading);
        this.tally.reading = Reading.read;
        return this.#checkAnnotated(annotated);
      }
      if (
        result !== 0 &&
        (reading === undefined ? namesAction(record) && !isJson(record) : reading === Reading.notJson)
      ) {
        counts.records--;
        return "not JSON";
      }
      if (reading !== undefined) this.tally.note(reading);
      if (reading === Reading.annotated) counts.annotated++;
      if (result !== 0) return "pass";
      counts.dropped++;
      return "drop";
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.tally.passUnjudged("failed", RECORDS.trappedPasses((error as Error).message));
      // The next record does not meet the state that the trap left.
      this.#module = instantiateModule(this.#compiled);
      this.#guest = new Guest(this.#module);
      return "pass";
    }
  }

  #checkAnnotated(annotated: Buffer): Fate {
    if (!isJsonObject(annotated)) {
      this.tally.passUnjudged("failed", RECORDS.notAnObject);
      return "pass";
    }
    const annotation = annotationIn(annotated) as CountedAnnotation | undefined;
    const { counts } = this.tally;
    // Someone else's module may not report what it changed.
    counts.matches += annotation?.matches ?? 1;
    for (const { verdict } of annotation?.events ?? []) {
      if (verdict !== "match") counts.marked[verdict] = (counts.marked[verdict] ?? 0) + 1;
    }
    return annotated;
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

/**
 * Returns the annotation that a record just received; undefined if there is none. Only it is parsed, since the record may be too
 * large: no string can hold the quotes that are searched for, and the annotation is the last member.
 */
export function annotationIn(annotated: Buffer): unknown {
  const start = annotated.lastIndexOf('"keyward":{"verdict":');
  if (start < 0) return undefined;
  try {
    return JSON.parse(annotated.toString("utf8", annotated.indexOf("{", start), annotated.lastIndexOf("}")));
  } catch {
    return undefined;
  }
}
