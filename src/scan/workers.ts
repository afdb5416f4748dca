/** Distributes files over threads. */
import { Worker } from "node:worker_threads";
import type { FoundFile } from "../input/find-files.js";
import { emptyResult, Results, type FileResult } from "./result.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import { FileScanner } from "./scan-file.js";
import type { TaskResults, WorkerAnswer, WorkerData, WorkerTask } from "./worker.js";
import { SCANS } from "../messages/scans.js";

/** Size of a task: this many bytes or files, so that handing over costs nothing. */
const TASK_BYTES = 1024 * 1024;
const TASK_FILES = 32;
/** Minimum number of tasks per thread, so that no thread is left with all the work. */
const MIN_TASKS = 4;

/** Garbage of a file is short-lived: more room would only let more of it pile up. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };

const WORKER = new URL("./worker.js", import.meta.url);

export interface WorkersOptions {
  /** Passed to each thread. */
  data: WorkerData;
  /** Maximum number of threads. */
  jobs: number;
  onRead: (bytes: number) => void;
  /** The threads' script; tests use another one. */
  script?: URL;
}

type Task = WorkerTask["files"];

export interface Scanned {
  /** In the order of the files. */
  results: FileResult[];
  coverage: Coverage;
}

/**
 * Scans files on several threads; resolves to the results of each file, in the order of the files, and to the coverage. A file
 * that ends its thread, for lack of memory for example, is reported as broken, and the others are scanned all the same. If no
 * thread can start, the files are scanned on this one.
 */
export async function scanFiles(files: readonly FoundFile[], options: WorkersOptions): Promise<Scanned> {
  return new Workers(files, options).run();
}

class Workers {
  readonly #options: WorkersOptions;
  readonly #tasks: Iterator<Task, undefined>;
  /** Files to be tried alone. */
  readonly #again: Task[] = [];
  readonly #results = new Results();
  #coverage = emptyCoverage();
  /** Shared results without findings, by their number of records. */
  readonly #withNothing = new Map<number, FileResult>();

  constructor(files: readonly FoundFile[], options: WorkersOptions) {
    this.#options = options;
    this.#tasks = tasksOf(files, options.jobs);
  }

  async run(): Promise<Scanned> {
    await Promise.all(Array.from({ length: this.#options.jobs }, () => this.#work()));
    await this.#workHere();
    return { results: this.#results.all, coverage: this.#coverage };
  }

  #next(): Task | undefined {
    return this.#again.pop() ?? this.#tasks.next().value;
  }

  /** Runs tasks on one thread, replaced if it dies, until no task is left. */
  async #work(): Promise<void> {
    const { script = WORKER, data, onRead } = this.#options;
    let thread: Thread | undefined;
    try {
      for (let task = this.#next(); task !== undefined; task = this.#next()) {
        thread ??= new Thread(script, data, onRead);
        try {
          // A thread that dies before it answers has counted nothing, so a file that is tried again counts once.
          const { results, coverage } = await thread.run(task);
          for (const { index, result } of results) this.#results.add(index, this.#shared(result));
          this.#coverage = mergeCoverages([this.#coverage, coverage]);
        } catch (error) {
          if (!thread.hasStarted) {
            // No room for another thread: the others go on.
            this.#again.push(task);
            thread = undefined;
            return;
          }
          thread = undefined;
          this.#retry(task, error);
        }
      }
    } finally {
      await thread?.end();
    }
  }

  /** Scans what is left on this thread, if no other could start. */
  async #workHere(): Promise<void> {
    const { data, onRead } = this.#options;
    let scanner: FileScanner | undefined;
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      scanner ??= new FileScanner(data, onRead);
      for (const { index, path } of task) this.#results.add(index, this.#shared(await scanner.scan(path)));
    }
    if (scanner !== undefined) this.#coverage = mergeCoverages([this.#coverage, scanner.takeCoverage()]);
  }

  /** Returns a shared result for a file without findings: most files have none. */
  #shared(result: FileResult): FileResult {
    const { findings, count, lives, records, broken, annotated, unread, unsure, beyond, leftOut, configError } = result;
    if (findings.length + count + lives.length + broken.length + annotated > 0) return result;
    if ((unread ?? unsure ?? beyond ?? leftOut ?? configError) !== undefined) return result;
    const before = this.#withNothing.get(records);
    if (before === undefined) this.#withNothing.set(records, result);
    return before ?? result;
  }

  /** Any of several files may have ended the thread: retries each alone. */
  #retry(task: Task, error: unknown): void {
    const [file, ...others] = task;
    if (file === undefined) return;
    if (others.length > 0) {
      for (const one of task.toReversed()) this.#again.push([one]);
      return;
    }
    const reason = SCANS.threadEnded(error instanceof Error ? error.message : String(error));
    this.#results.add(file.index, { ...emptyResult(), broken: [{ file: file.path, reason }] });
  }
}

/** A thread and its current task. */
class Thread {
  /** false: it died before doing anything, so no file is to blame. */
  hasStarted = false;
  #worker: Worker | undefined;
  readonly #start: () => Worker;
  #resolve: (done: TaskResults) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(script: URL, data: WorkerData, onRead: (bytes: number) => void) {
    this.#start = () => {
      const worker = new Worker(script, { workerData: data, resourceLimits: RESOURCE_LIMITS });
      return worker
        .on("message", ({ bytes, done }: WorkerAnswer) => {
          this.hasStarted = true;
          onRead(bytes);
          if (done !== undefined) this.#resolve(done);
        })
        .on("error", (error) => {
          this.#reject(error);
        })
        .on("exit", (code) => {
          this.#reject(new Error(SCANS.exitCode(code)));
        });
    };
  }

  /** Resolves to the results of a task; rejects if the thread dies first. */
  run(files: Task): Promise<TaskResults> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      // Starting throws if the system has no thread left; here that rejects.
      this.#worker ??= this.#start();
      this.#worker.postMessage({ files } satisfies WorkerTask);
    });
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }
}

/** Cuts the files, in order, into tasks: several for each thread, if there are enough files. */
function* tasksOf(files: readonly FoundFile[], jobs: number): Generator<Task, undefined> {
  const mostFiles = Math.max(1, Math.min(TASK_FILES, Math.floor(files.length / jobs / MIN_TASKS)));
  let task: Task = [];
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    task.push({ ...file, index });
    bytes += file.bytes;
    if (bytes < TASK_BYTES && task.length < mostFiles) continue;
    yield task;
    task = [];
    bytes = 0;
  }
  if (task.length > 0) yield task;
  return undefined;
}
