/** Files shared out among threads. */
import { Worker } from "node:worker_threads";
import type { FoundFile } from "../input/find-files.js";
import { emptyResult, Results, type FileResult } from "./result.js";
import { emptyCoverage, mergeCoverages, type Coverage } from "../survey/coverage.js";
import { FileScanner } from "./scan-file.js";
import type { TaskResults, WorkerAnswer, WorkerData, WorkerTask } from "./worker.js";

/** A worker gets so many bytes of files at once, or so many files, so that handing over costs nothing. */
const TASK_BYTES = 1024 * 1024;
const TASK_FILES = 32;
/** So many tasks for each thread, so that none is left with all the work. */
const MIN_TASKS = 4;

/** What a file leaves behind is short-lived: with more room for it, there would only be more of it. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };

const WORKER = new URL("./worker.js", import.meta.url);

export interface WorkersOptions {
  /** What a thread gets. */
  data: WorkerData;
  /** How many threads at most. */
  jobs: number;
  onRead: (bytes: number) => void;
  /** What the threads run; tests use another one. */
  script?: URL;
}

type Task = WorkerTask["files"];

export interface Scanned {
  /** In the order of the files. */
  results: FileResult[];
  coverage: Coverage;
}

/**
 * Scans files on several threads; resolves to what was found in each, in the order of the files, whichever thread it was and
 * whenever, and to what was read in all. A file under which a thread ends, for want of memory for example, is told of as broken, and the others are
 * scanned all the same. Where no thread can start, they are scanned on this one.
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
  /** Results that say no more than how many records there were, by that number. */
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

  /** One thread, and where it ends too early another one, until no task is left. */
  async #work(): Promise<void> {
    const { script = WORKER, data, onRead } = this.#options;
    let thread: Thread | undefined;
    try {
      for (let task = this.#next(); task !== undefined; task = this.#next()) {
        thread ??= new Thread(script, data, onRead);
        try {
          // A thread that ends before it answers has counted nothing, so that a file tried again counts once.
          const { results, coverage } = await thread.run(task);
          for (const { index, result } of results) this.#results.add(index, this.#shared(result));
          this.#coverage = mergeCoverages([this.#coverage, coverage]);
        } catch (error) {
          if (!thread.hasStarted) {
            // There is no room for one more: the others go on.
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

  /** What is left where no thread could start, on this one. */
  async #workHere(): Promise<void> {
    const { data, onRead } = this.#options;
    let scanner: FileScanner | undefined;
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      scanner ??= new FileScanner(data.compiled, data.wanted, onRead);
      for (const { index, path } of task) this.#results.add(index, this.#shared(await scanner.scan(path)));
    }
    if (scanner !== undefined) this.#coverage = mergeCoverages([this.#coverage, scanner.takeCoverage()]);
  }

  /** Most files hold nothing: one result for all that hold as little takes no memory. */
  #shared(result: FileResult): FileResult {
    const { findings, count, lives, records, broken, annotated, unread, unsure, beyond, leftOut, configError } = result;
    if (findings.length + count + lives.length + broken.length + annotated > 0) return result;
    if ((unread ?? unsure ?? beyond ?? leftOut ?? configError) !== undefined) return result;
    const before = this.#withNothing.get(records);
    if (before === undefined) this.#withNothing.set(records, result);
    return before ?? result;
  }

  /** Of several files any may be what ended the thread: each is tried alone. */
  #retry(task: Task, error: unknown): void {
    const [file, ...others] = task;
    if (file === undefined) return;
    if (others.length > 0) {
      for (const one of task.toReversed()) this.#again.push([one]);
      return;
    }
    const reason = `the thread that read it ended (${error instanceof Error ? error.message : String(error)})`;
    this.#results.add(file.index, { ...emptyResult(), broken: [{ file: file.path, reason }] });
  }
}

/** A thread, and the task that it works on. */
class Thread {
  /** false: it ended before it could do anything, so under no file. */
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
          this.#reject(new Error(`exit code ${code}`));
        });
    };
  }

  /** Resolves to the results of a task; rejects when the thread ends before. */
  run(files: Task): Promise<TaskResults> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      // What it throws when the system has no thread for it rejects.
      this.#worker ??= this.#start();
      this.#worker.postMessage({ files } satisfies WorkerTask);
    });
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
  }
}

/** The files in their order, cut into tasks: several for each thread, as far as there are so many. */
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
