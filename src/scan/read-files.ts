/** Reads files on one thread or several. */
import { availableParallelism } from "node:os";
import type { FoundFile } from "../input/find-files.js";
import { STANDARD_INPUT } from "../input/input.js";
import { mergeCoverages, type Coverage } from "../survey/coverage.js";
import { Results } from "./result.js";
import { FileScanner } from "./scan-file.js";
import { scanFiles, type Scanned, type WorkersOptions } from "./workers.js";

/** With less to read than this, no other thread is started: starting takes longer. */
const WORTH_A_THREAD_BYTES = 4 * 1024 * 1024;

export interface ReadOptions extends Omit<WorkersOptions, "jobs"> {
  /** Number of threads; default: one per core, if there is enough to do. */
  jobs: number | undefined;
}

/** Returns the results of each file, in order, and the total coverage. Standard input is read on this thread: no other has it. */
export async function readFiles(files: readonly FoundFile[], options: ReadOptions): Promise<Scanned> {
  const { data, onRead } = options;
  const others = files.filter(({ path }) => path !== STANDARD_INPUT);
  const jobs = threadsFor(others, options.jobs);
  const sharedOut = jobs > 0 ? scanFiles(others, { data, jobs, onRead }) : undefined;
  const isHere = (file: FoundFile): boolean => sharedOut === undefined || file.path === STANDARD_INPUT;
  const here = new Results();
  const coverages: Coverage[] = [];
  if (files.some(isHere)) {
    const scanner = new FileScanner(data, onRead);
    for (const file of files) if (isHere(file)) here.add(here.all.length, await scanner.scan(file.path));
    coverages.push(scanner.takeCoverage());
  }
  const fromThreads = await sharedOut;
  if (fromThreads !== undefined) coverages.push(fromThreads.coverage);
  const there = (fromThreads?.results ?? []).values();
  const hereNow = here.all.values();
  const results = files.flatMap((file) => (isHere(file) ? hereNow : there).next().value ?? []);
  return { results, coverage: mergeCoverages(coverages) };
}

/**
 * Returns how many other threads are worth starting: none for one file, whose findings would only be copied, nor if there is
 * little to read, unless a number was asked for. Of several files, one that ends its thread takes no other with it.
 */
function threadsFor(files: readonly FoundFile[], jobs: number | undefined): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length < 2 || (jobs === undefined && bytes < WORTH_A_THREAD_BYTES)) return 0;
  return Math.min(jobs ?? availableParallelism(), files.length);
}
