import { InputError } from "../io/reason.js";
import { DocumentDetector } from "./document-detector.js";
import type { Limits } from "./limits.js";
import { LineSplitter, type RecordSink } from "./line-splitter.js";

/** Where the records' output is collected. */
interface FlushedOutput {
  flush: () => Promise<void>;
  endInput: () => void;
}

/**
 * Cuts one input into records and hands them to the sink. The output is flushed after every chunk, so that a live stream
 * appears at once, and no more is held than one chunk and one record. When the input fails (with an InputError), what came
 * before is handed over and flushed first, then the error is thrown on.
 */
export async function readRecords(
  chunks: AsyncIterable<Buffer>,
  sink: RecordSink,
  limits: Limits,
  output: FlushedOutput,
): Promise<void> {
  const lines = new LineSplitter(sink, limits);
  let detector: DocumentDetector | undefined = new DocumentDetector(sink, limits);

  const takeLines = async (parts: Buffer[]): Promise<void> => {
    for (const part of parts) {
      lines.push(part);
      await output.flush();
    }
  };

  let failure: InputError | undefined;
  try {
    for await (const chunk of chunks) {
      const parts: Buffer[] | undefined = detector === undefined ? [chunk] : detector.push(chunk);
      if (parts === undefined) continue;
      detector = undefined;
      await takeLines(parts);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    failure = error;
  }
  if (detector !== undefined) await takeLines(detector.end());
  lines.end();
  output.endInput();
  await output.flush();
  if (failure !== undefined) throw failure;
}
