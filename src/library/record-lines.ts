import { DEFAULT_LIMITS, LineSplitter } from "../records/line-splitter.js";
import { RecordCutter } from "../records/record-cutter.js";
import type { RecordSink } from "../records/record-sink.js";

/** Cuts text into records, as the command line reads a file: one per line, several on a line, or one over several lines. */
export function recordLines(sink: RecordSink): LineSplitter {
  return new LineSplitter(new RecordCutter(sink, DEFAULT_LIMITS), DEFAULT_LIMITS);
}
