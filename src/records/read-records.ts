import { InputError } from "../io/reason.js";
import type { Source } from "../io/source.js";
import { DocumentDetector } from "./document-detector.js";
import type { Limits } from "./limits.js";
import type { LineReader, RecordSink } from "./line-splitter.js";

/** What is read before it is clear whether an input is lines: little to copy, and enough for a line. */
const FIRST_BYTES = 64 * 1024;
const NEXT_BYTES = 1024 * 1024;

/** Where the records' output is collected. */
interface FlushedOutput {
  flush: () => Promise<void>;
  flushBehind: () => Promise<void>;
  endInput: () => void;
}

/**
 * Reads one input: a document over several lines goes to the sink, anything else to the lines. The output is flushed after
 * every read, so that a live stream appears at once, and no more is held than was read twice and one record. When the input fails
 * (with an InputError), what came before is handed over and flushed first, then the error is thrown on.
 */
export async function readRecords(
  source: Source,
  lines: LineReader,
  sink: RecordSink,
  limits: Limits,
  output: FlushedOutput,
): Promise<void> {
  const input = new FailingInput(source);
  for (const part of await readStart(input, sink, limits)) {
    for (let at = 0; at < part.length;) {
      const room = lines.room();
      const taken = part.subarray(at, at + room.length);
      room.set(taken);
      lines.take(taken.length);
      await output.flush();
      at += taken.length;
    }
  }
  while (!input.isOver) {
    const count = await input.read(lines.room());
    if (count === 0) break;
    lines.take(count);
    await output.flushBehind();
  }
  lines.end();
  output.endInput();
  await output.flush();
  if (input.failure !== undefined) throw input.failure;
}

/** Reads until it is clear whether the input is one document. Resolves to what is lines of what was read. */
async function readStart(input: FailingInput, sink: RecordSink, limits: Limits): Promise<Buffer[]> {
  const detector = new DocumentDetector(sink, limits);
  let buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  for (;;) {
    const count = await input.read(buffer);
    if (count === 0) return detector.end();
    const parts = detector.push(buffer.subarray(0, count));
    if (parts !== undefined) return parts;
    // The detector holds what was read.
    buffer = buffer.subarray(count);
    if (buffer.length === 0) buffer = Buffer.allocUnsafeSlow(NEXT_BYTES);
  }
}

/** A source that ends where it fails; the failure is kept. */
class FailingInput {
  isOver = false;
  failure: InputError | undefined;
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  async read(target: Uint8Array): Promise<number> {
    let count = 0;
    try {
      const read = this.#source.read(target);
      count = typeof read === "number" ? read : await read;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.failure = error;
    }
    if (count === 0) this.isOver = true;
    return count;
  }
}
