import { Guest, isTrap } from "../hosts/guest.js";
import { instantiateModule, type CompiledModule, type FilterFunction } from "../module.js";
import { isBlank, isJson } from "./is-json.js";
import type { RecordSink } from "./line-splitter.js";

const NEWLINE = Buffer.of(0x0a);
const KEYWARD = '"keyward":{"verdict":';
const TAG = Buffer.from("keyward");
const NO_TIME = { seconds: 0, nanoseconds: 0 };

/** What became of the records. Each record is in `records`, and in at most one of `dropped` and those behind it. */
export interface Counts {
  records: number;
  /** Events that match. A record can hold several, and came back annotated if it holds one. */
  matches: number;
  /** Listed events that are told of without being a match, by their verdicts. */
  marked: Record<string, number>;
  /** Left out, by a filter that keeps only matches. */
  dropped: number;
  notJson: number;
  /** Passed unjudged: longer than the limit, or more than the module has memory for. */
  tooLarge: number;
  /** Passed unjudged, because the module failed on them. */
  failed: number;
}

/** What is counted of an annotation. */
interface Annotation {
  matches?: number;
  events?: { verdict: string }[];
}

/** Where the records go. The bytes are valid until the next call, unless they are larger than a batch: then for good. */
interface RecordOutput {
  append: (bytes: Buffer) => void;
}

export interface TaggerOptions {
  /** Which of the module's filters. */
  filter: "tag" | "keep";
  output: RecordOutput;
  /** Hears of each record that could not be judged; the line's number starts at 1. */
  warn: (line: number, reason: string) => void;
}

/**
 * Runs records through a filter of the module and writes what comes of them, in order. Nothing is lost: what the module
 * cannot judge, for whatever reason, passes byte for byte, and so does what is not JSON.
 */
export class RecordTagger implements RecordSink {
  readonly counts: Counts = { records: 0, matches: 0, marked: {}, dropped: 0, notJson: 0, tooLarge: 0, failed: 0 };
  readonly #compiled: CompiledModule;
  readonly #options: TaggerOptions;
  #guest: Guest;
  #filter: FilterFunction;
  /** Newlines of this input so far. */
  #newlines = 0;

  constructor(compiled: CompiledModule, options: TaggerOptions) {
    this.#compiled = compiled;
    this.#options = options;
    const instance = instantiateModule(compiled);
    this.#guest = new Guest(instance);
    this.#filter = instance[options.filter];
  }

  /** Starts another input: lines are counted anew. */
  startInput(): void {
    this.#newlines = 0;
  }

  line(bytes: Buffer, ended: boolean): void {
    if (isBlank(bytes)) this.#write(bytes, ended);
    else this.#judge(bytes, ended, () => isJson(bytes));
    if (ended) this.#newlines++;
  }

  document(bytes: Buffer, ended: boolean): void {
    this.#judge(bytes, ended, () => true);
    this.#newlines += countNewlines(bytes) + (ended ? 1 : 0);
  }

  oversize(): void {
    this.counts.records++;
    this.counts.tooLarge++;
    this.#warn("the record is too long to be judged; it passes unchanged");
  }

  pass(bytes: Buffer): void {
    this.#options.output.append(bytes);
    this.#newlines += countNewlines(bytes);
  }

  #judge(record: Buffer, ended: boolean, isJsonRecord: () => boolean): void {
    this.counts.records++;
    try {
      this.#run(record, ended, isJsonRecord);
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#fail(record, ended, `the module trapped (${(error as Error).message})`);
      // Whatever state the trap left behind, the next record starts from a clean one.
      const instance = instantiateModule(this.#compiled);
      this.#guest = new Guest(instance);
      this.#filter = instance[this.#options.filter];
    }
  }

  #run(record: Buffer, ended: boolean, isJsonRecord: () => boolean): void {
    const call = this.#guest.call(this.#filter, TAG, record, NO_TIME);
    const { result, recordAddress } = call;
    // Copied before anything else runs in the module, and written only when no trap can come any more.
    const annotated = result === recordAddress || result === 0 ? undefined : this.#readResult(result);
    this.#guest.free(call);

    if (recordAddress === 0) {
      this.counts.tooLarge++;
      this.#warn("the module has no memory for the record; it passes unchanged");
      this.#write(record, ended);
    } else if (annotated !== undefined) {
      if (isJsonObject(annotated)) {
        this.#count(readAnnotation(annotated));
        this.#write(annotated, ended);
      } else {
        this.#fail(record, ended, "the module returned something that is not a JSON object");
      }
    } else if (!isJsonRecord()) {
      this.counts.notJson++;
      this.#write(record, ended);
    } else if (result === 0) {
      this.counts.dropped++;
    } else {
      this.#write(record, ended);
    }
  }

  #count(annotation: Annotation | undefined): void {
    // A module of somebody else's may say nothing of what it changed.
    this.counts.matches += annotation?.matches ?? 1;
    for (const { verdict } of annotation?.events ?? []) {
      if (verdict !== "match") this.counts.marked[verdict] = (this.counts.marked[verdict] ?? 0) + 1;
    }
  }

  /** A copy of the string that the filter returned; empty when there is none at that address. */
  #readResult(address: number): Buffer {
    return Buffer.from(this.#guest.readString(address) ?? "");
  }

  #fail(record: Buffer, ended: boolean, reason: string): void {
    this.counts.failed++;
    this.#warn(`${reason}; the record passes unchanged`);
    this.#write(record, ended);
  }

  #write(bytes: Buffer, ended: boolean): void {
    this.#options.output.append(bytes);
    if (ended) this.#options.output.append(NEWLINE);
  }

  #warn(reason: string): void {
    this.#options.warn(this.#newlines + 1, reason);
  }
}

function isJsonObject(bytes: Buffer): boolean {
  return bytes.find((byte) => byte > 0x20) === 0x7b && isJson(bytes);
}

/**
 * What an annotation says, or nothing where there is none. It is looked for in the bytes, because a record may be too
 * large to parse: a string cannot hold these quotes, and the annotation is the last member.
 */
function readAnnotation(annotated: Buffer): Annotation | undefined {
  const start = annotated.lastIndexOf(KEYWARD);
  if (start < 0) return undefined;
  try {
    return JSON.parse(
      annotated.toString("utf8", annotated.indexOf("{", start), annotated.lastIndexOf("}")),
    ) as Annotation;
  } catch {
    return undefined;
  }
}

function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
