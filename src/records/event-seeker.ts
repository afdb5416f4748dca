import { SurveyedText } from "../engine/core-module.js";
import type { CompiledModule } from "../module.js";
import { builtCore } from "../module-files.js";
import type { Tally } from "./counts.js";
import { Reading } from "../engine/reading.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "./record-sink.js";
import { skipValue } from "./json-spans.js";
import { Surveyor } from "../survey/surveyor.js";

const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;

/**
 * Finds out whether records hold any CloudTrail event at all, on their way to a sink. It stops looking at the first event, which
 * in a CloudTrail log comes at once.
 */
export class EventSeeker implements RecordSink {
  readonly #sink: RecordSink;
  readonly #tally: Tally;
  readonly #compiled: CompiledModule | undefined;
  #surveyor: Surveyor | undefined;
  #hasFound = false;

  /** `compiled`: a module with the survey; default: the built one. */
  constructor(sink: RecordSink, tally: Tally, compiled?: CompiledModule) {
    this.#sink = sink;
    this.#tally = tally;
    this.#compiled = compiled;
  }

  /** Whether an event has been found. */
  get hasFound(): boolean {
    return this.#hasFound;
  }

  /** Looks for an event in the JSON texts on each line; many lines never reach the sink. */
  seekIn(lines: Buffer): void {
    for (let start = 0; start < lines.length && !this.#hasFound;) {
      const newline = lines.indexOf(NEWLINE, start);
      const end = newline < 0 ? lines.length : newline;
      this.#seekInLine(lines.subarray(start, end));
      start = end + 1;
    }
  }

  record(bytes: Buffer, place: RecordPlace): Outcome {
    const outcome = this.#sink.record(bytes, place);
    if (outcome === "not JSON" || this.#hasFound) return outcome;
    if (this.#tally.reading === Reading.read) this.#found();
    else this.#look(bytes);
    // A line may hold an event that is at an unknown path in the record, or one of several texts that pass as one record.
    this.seekIn(bytes);
    return outcome;
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#sink.notJson(bytes, reason);
    this.seekIn(bytes);
  }

  oversize(): void {
    this.#sink.oversize();
  }

  pass(bytes: Buffer, isDropped?: boolean): void {
    this.#sink.pass(bytes, isDropped);
  }

  #seekInLine(line: Buffer): void {
    for (let at = findOpening(line, 0); at >= 0 && !this.#hasFound;) {
      const end = skipValue(line, at) ?? line.length;
      this.#look(line.subarray(at, end));
      at = findOpening(line, end);
    }
  }

  #look(text: Buffer): void {
    this.#surveyor ??= new Surveyor(this.#compiled ?? builtCore());
    if (this.#surveyor.record(text) === SurveyedText.withEvents) this.#found();
  }

  #found(): void {
    this.#hasFound = true;
    this.#surveyor = undefined;
  }
}

function findOpening(line: Buffer, start: number): number {
  for (let at = start; at < line.length; at++) if (line[at] === OPEN_OBJECT || line[at] === OPEN_ARRAY) return at;
  return -1;
}
