/** What a thread does that reads the files that it is sent. Its counterpart is workers.ts. */
import { parentPort } from "node:worker_threads";
import type { CompiledModule } from "../module.js";
import type { FoundFile } from "../input/find-files.js";
import type { Coverage } from "../survey/coverage.js";
import type { FindingReader } from "./finding-sink.js";
import type { FileResult } from "./result.js";
import { FileScanner } from "./scan-file.js";

/** What a thread is asked: files, of which each has a number. */
export interface WorkerTask {
  files: (FoundFile & { index: number })[];
}

/** What it answers: what it has read since it said so last, in bytes; with the last answer to a task, all that came of it. */
export interface WorkerAnswer<Found> {
  bytes: number;
  done?: TaskResults<Found>;
}

export interface TaskResults<Found> {
  results: { index: number; result: FileResult<Found> }[];
  /** The events of all these files. */
  coverage: Coverage;
}

/** So much is told of at once. */
const TOLD_BYTES = 4 * 1024 * 1024;

/** Answers tasks for good. */
export function serve<Found>(compiled: CompiledModule, reader: FindingReader<Found>): void {
  let bytes = 0;
  const answer = (message: Omit<WorkerAnswer<Found>, "bytes">): void => {
    parentPort?.postMessage({ bytes, ...message } satisfies WorkerAnswer<Found>);
    bytes = 0;
  };
  const scanner = new FileScanner(compiled, reader, (count) => {
    bytes += count;
    if (bytes >= TOLD_BYTES) answer({});
  });
  const run = async (files: WorkerTask["files"]): Promise<void> => {
    const results: TaskResults<Found>["results"] = [];
    for (const file of files) results.push({ index: file.index, result: await scanner.scan(file.path) });
    answer({ done: { results, coverage: scanner.takeCoverage() } });
  };
  parentPort?.on("message", ({ files }: WorkerTask) => {
    void run(files);
  });
}
