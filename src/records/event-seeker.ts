import { SurveyedText } from "../engine/core-module.js";
import type { CompiledModule } from "../module.js";
import { builtCore } from "../module-files.js";
import type { Tally } from "./counts.js";
import { LineSplitter, type LineReader } from "./line-splitter.js";
import { Reading } from "../engine/reading.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "./record-sink.js";
import { skipValue } from "./json-spans.js";
import { Surveyor } from "../survey/surveyor.js";

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
/** Bytes to look at before checking whether an event was found. */
const PIECE_BYTES = 64 * 1024;

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

  /** Reports whether an event has been found. */
  hasFound(): boolean {
    return this.#hasFound;
  }

  /** Wraps a reader so that the seeker sees all of its lines: many never reach the sink. */
  watch(reader: LineReader): LineReader {
    return new WatchedReader(reader, this);
  }

  /** Looks for an event in the JSON texts on a line. */
  seekIn(line: Buffer): void {
    for (let at = findOpening(line, 0); at >= 0 && !this.#hasFound;) {
      const end = skipValue(line, at) ?? line.length;
      this.#look(line.subarray(at, end));
      at = findOpening(line, end);
    }
  }

  record(bytes: Buffer, place: RecordPlace): Outcome {
    const outcome = this.#sink.record(bytes, place);
    if (outcome === "not JSON" || this.#hasFound) return outcome;
    // A text that spans several lines is looked at only here.
    if (this.#tally.reading === Reading.read) this.#found();
    else this.#look(bytes);
    return outcome;
  }

  notJson(bytes: Buffer, reason: NotJson): void {
    this.#sink.notJson(bytes, reason);
  }

  oversize(): void {
    this.#sink.oversize();
  }

  pass(bytes: Buffer, isDropped?: boolean): void {
    this.#sink.pass(bytes, isDropped);
  }

  #look(text: Buffer): void {
    if (this.#hasFound) return;
    this.#surveyor ??= new Surveyor(this.#compiled ?? builtCore());
    if (this.#surveyor.record(text) === SurveyedText.withEvents) this.#found();
  }

  #found(): void {
    this.#hasFound = true;
    this.#surveyor = undefined;
  }
}

/** Reads as another reader does, and has its lines looked at until an event is found. */
class WatchedReader implements LineReader {
  readonly #reader: LineReader;
  readonly #seeker: EventSeeker;
  #splitter: LineSplitter | undefined;
  #room: Uint8Array = new Uint8Array();

  constructor(reader: LineReader, seeker: EventSeeker) {
    this.#reader = reader;
    this.#seeker = seeker;
  }

  room(): Uint8Array {
    return (this.#room = this.#reader.room());
  }

  take(count: number): void {
    if (!this.#seeker.hasFound()) this.#look(this.#room.subarray(0, count));
    this.#reader.take(count);
  }

  end(hasFailed?: boolean): void {
    this.#reader.end(hasFailed);
    if (!this.#seeker.hasFound()) this.#splitter?.end();
    this.#splitter = undefined;
  }

  #look(bytes: Uint8Array): void {
    this.#splitter ??= new LineSplitter({
      line: (line) => {
        this.#seeker.seekIn(line);
      },
      oversize: () => undefined,
      pass: () => undefined,
      end: () => undefined,
    });
    for (let at = 0; at < bytes.length && !this.#seeker.hasFound(); at += PIECE_BYTES) {
      // Copied: the splitter keeps its input, and the room is reused.
      this.#splitter.push(Buffer.from(bytes.subarray(at, at + PIECE_BYTES)));
    }
    if (this.#seeker.hasFound()) this.#splitter = undefined;
  }
}

function findOpening(line: Buffer, start: number): number {
  for (let at = start; at < line.length; at++) if (line[at] === OPEN_OBJECT || line[at] === OPEN_ARRAY) return at;
  return -1;
}
