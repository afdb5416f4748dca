import type { CompiledModule } from "../module.js";
import { Judge } from "../records/judge.js";
import { recordLines } from "../records/line-splitter.js";
import { RecordTagger } from "../records/record-tagger.js";
import { toBuffer, toBytes } from "./bytes.js";
import { tallyFor } from "./problems.js";
import { PROGRAMS } from "../messages/programs.js";
import type { Problem, Records, StreamOptions } from "./types.js";

/** Returns a stream that annotates records, with its own instance of the module. Throws a ModuleError. */
export function tagStream(
  compiled: CompiledModule,
  { keep = false, onProblem = warn }: StreamOptions,
): TransformStream<Records, Uint8Array> {
  let parts: Buffer[] = [];
  // Appended bytes are valid only until the next record.
  const append = (part: Buffer): void => void parts.push(Buffer.from(part));
  const judge = new Judge(compiled, tallyFor(onProblem));
  const lines = recordLines(new RecordTagger(judge, keep ? "keep" : "tag", { append }));
  const flush = (controller: TransformStreamDefaultController<Uint8Array>): void => {
    if (parts.length > 0) controller.enqueue(toBytes(Buffer.concat(parts)));
    parts = [];
  };
  return new TransformStream({
    transform: (chunk, controller) => {
      // Copied: the rest of a line is kept, and the caller may reuse its chunk.
      lines.push(Buffer.from(toBuffer(chunk)));
      flush(controller);
    },
    flush: (controller) => {
      lines.end();
      flush(controller);
    },
  });
}

function warn({ line, reason }: Problem): void {
  console.warn(PROGRAMS.ofLine(line, reason));
}
