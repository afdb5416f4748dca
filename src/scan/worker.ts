/** Worker thread that scans the files it is sent. Its counterpart is workers.ts. */
import { parentPort, workerData } from "node:worker_threads";
import type { CompiledModule } from "../module.js";
import type { FoundFile } from "../input/find-files.js";
import type { Coverage } from "../survey/coverage.js";
import type { Wanted } from "./finding-reader.js";
import type { FileResult } from "./result.js";
import { FileScanner } from "./scan-file.js";

/** Passed to a worker at its creation. */
export interface WorkerData {
  compiled: CompiledModule;
  /** The settings that it has. */
  settings?: Uint8Array | undefined;
  wanted: Wanted;
}

/** A task for a worker: numbered files. */
export interface WorkerTask {
  files: (FoundFile & { index: number })[];
}

/** A worker's message: the bytes read since its last message; the last message about a task also has all results. */
export interface WorkerAnswer {
  bytes: number;
  done?: TaskResults;
}

export interface TaskResults {
  results: { index: number; result: FileResult }[];
  /** The events of all these files. */
  coverage: Coverage;
}

/** Batch size for progress messages. */
const TOLD_BYTES = 4 * 1024 * 1024;

let bytes = 0;

function onRead(count: number): void {
  bytes += count;
  if (bytes >= TOLD_BYTES) answer({ bytes });
}

function answer(message: WorkerAnswer): void {
  bytes = 0;
  parentPort?.postMessage(message);
}

const scanner = new FileScanner(workerData as WorkerData, onRead);

// Reports that the thread has started.
answer({ bytes });

parentPort?.on("message", ({ files }: WorkerTask) => {
  void run(files);
});

async function run(files: WorkerTask["files"]): Promise<void> {
  const results: TaskResults["results"] = [];
  for (const file of files) results.push({ index: file.index, result: await scanner.scan(file.path) });
  answer({ bytes, done: { results, coverage: scanner.takeCoverage() } });
}
