import { InputError } from "../file-errors.js";
import type { Source } from "../input/source.js";
import type { LineReader } from "./line-splitter.js";

/** Output that is written after every read, so that it keeps up with the input. */
export interface FlushedOutput {
  flush: () => Promise<void>;
  flushBehind: () => Promise<void>;
}

export const NO_OUTPUT: FlushedOutput = { flush: () => Promise.resolve(), flushBehind: () => Promise.resolve() };

/**
 * Reads one input into lines. Flushes the output after every read, so that a live stream appears at once and memory stays bounded
 * by two reads and one record. If the input fails (InputError), hands over and flushes what came before, then rethrows.
 */
export async function readRecords(source: Source, lines: LineReader, output: FlushedOutput): Promise<void> {
  let failure: InputError | undefined;
  for (let count = -1; count !== 0;) {
    try {
      const read = source.read(lines.room());
      count = typeof read === "number" ? read : await read;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      failure = error;
      break;
    }
    if (count > 0) {
      lines.take(count);
      await output.flushBehind();
    }
  }
  lines.end(failure !== undefined);
  await output.flush();
  if (failure !== undefined) throw failure;
}
