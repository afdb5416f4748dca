import { InputError } from "../io/reason.js";
import type { Source } from "../io/source.js";
import type { LineReader } from "./line-splitter.js";

/** Where the records' output is collected. */
interface FlushedOutput {
  flush: () => Promise<void>;
  flushBehind: () => Promise<void>;
  endInput: () => void;
}

/**
 * Reads one input into lines. The output is flushed after every read, so that a live stream appears at once, and no more is
 * held than was read twice and one record. When the input fails (with an InputError), what came before is handed over and
 * flushed first, then the error is thrown on.
 */
export async function readRecords(source: Source, lines: LineReader, output: FlushedOutput): Promise<void> {
  const input = new FailingInput(source);
  for (;;) {
    const count = await input.read(lines.room());
    if (count === 0) break;
    lines.take(count);
    await output.flushBehind();
  }
  lines.end(input.failure !== undefined);
  output.endInput();
  await output.flush();
  if (input.failure !== undefined) throw input.failure;
}

/** A source that ends where it fails; the failure is kept. */
class FailingInput {
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
    return count;
  }
}
