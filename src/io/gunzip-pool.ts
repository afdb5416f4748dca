import { open, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { gunzip } from "node:zlib";
import { discard } from "./discard.js";
import { declaredBytes, GZIP_SLACK_BYTES, isGzip, LEAST_GZIP_BYTES } from "./gzip-format.js";

/** Files that are read before it is their turn. */
const LOOKAHEAD = 8;
/** Larger files, compressed or not, are left to be read when it is their turn, without ever being whole in memory. */
const MAX_COMPRESSED_BYTES = 2 * 1024 * 1024;
const MAX_BYTES = 16 * 1024 * 1024;
/** What the decompressed files may take together; those being made count with what they are expected to take. */
const BUDGET_BYTES = 24 * 1024 * 1024;
/** What CloudTrail's own files expand to, times: the guess for a file of several members, which tells only its last. */
const USUAL_EXPANSION = 8;

export interface Decompressed {
  bytes: Buffer;
  compressedBytes: number;
}

interface Task {
  path: string;
  /** The file's bytes once it has been read; null when it is left to others. */
  compressed: Buffer | null | undefined;
  reservedBytes: number;
  isReleased: boolean;
  settle: (result: Decompressed | undefined) => void;
  result: Promise<Decompressed | undefined>;
}

/**
 * How many files are decompressed at a time. They run on the threads that Node keeps for such work: all but one, which
 * stays free for reading and writing; none on a single core. More than Node's four threads are not needed, since three
 * decompress faster than one thread can look at the result.
 */
export function poolWidth(
  cores = availableParallelism(),
  threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4),
): number {
  const width = Math.min(cores + 1, threads - 1);
  return cores > 1 && width > 0 ? width : 0;
}

/**
 * Decompresses gzip files before it is their turn, several at a time, as many as fit a fixed amount of memory. What is
 * large, broken, unreadable or no gzip file is left to be read in the ordinary way.
 */
export class GunzipPool {
  readonly #width: number;
  /** In the order of the files; one that was released is gone, and its memory with it. */
  readonly #tasks: (Task | undefined)[] = [];
  /** How many have their reading begun, have their decompression begun or ruled out, and have been taken. */
  #loads = 0;
  #decodes = 0;
  #taken = 0;
  #running = 0;
  #usedBytes = 0;
  #isClosed = false;

  /** Bytes that the decompressed files take, or are expected to take. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** The files in the order in which they will be taken. Nothing is read before the first one is asked for. */
  constructor(paths: string[], width = poolWidth()) {
    this.#width = width;
    for (const path of width === 0 ? [] : paths) {
      let settle: Task["settle"] = () => undefined;
      const result = new Promise<Decompressed | undefined>((resolve) => (settle = resolve));
      this.#tasks.push({ path, compressed: undefined, reservedBytes: 0, isReleased: false, settle, result });
    }
  }

  /**
   * Takes the next file, in the constructor's order: resolves to its bytes, or to undefined when it has to be read in the
   * ordinary way. Never rejects. Its memory counts until `release`.
   */
  take(): { result: Promise<Decompressed | undefined>; release: () => void } {
    const index = this.#taken++;
    const task = this.#tasks[index];
    if (task === undefined || this.#isClosed) return { result: Promise.resolve(undefined), release: () => undefined };
    this.#advance();
    const release = (): void => {
      this.#tasks[index] = undefined;
      task.isReleased = true;
      task.settle(undefined);
      // What is being made still takes its memory.
      if (task.compressed === null) this.#reserve(task, 0);
      this.#advance();
    };
    return { result: task.result, release };
  }

  /** Begins nothing more; what runs ends by itself and is forgotten. */
  close(): void {
    this.#isClosed = true;
    for (const task of this.#tasks) task?.settle(undefined);
  }

  #advance(): void {
    if (this.#isClosed) return;
    while (this.#loads < Math.min(this.#tasks.length, this.#taken + LOOKAHEAD)) {
      const task = this.#tasks[this.#loads++];
      if (task !== undefined) void this.#load(task);
    }
    // In order, so that the file that is waited for is never kept from its memory by a later one.
    while (this.#running < this.#width && this.#decodes < this.#loads) {
      const task = this.#tasks[this.#decodes];
      if (task?.compressed === undefined && task !== undefined) return;
      if (task?.compressed) {
        const expected = expectedBytes(task.compressed);
        if (this.#usedBytes > 0 && this.#usedBytes + expected > BUDGET_BYTES) return;
        this.#reserve(task, expected);
        this.#decode(task, task.compressed);
      }
      this.#decodes++;
    }
  }

  async #load(task: Task): Promise<void> {
    task.compressed = await readSmallGzip(task.path);
    if (task.compressed === null) task.settle(undefined);
    this.#advance();
  }

  #decode(task: Task, compressed: Buffer): void {
    const compressedBytes = compressed.length;
    this.#running++;
    // Room for all of it, so that it is made in one step and is not copied.
    const options = { chunkSize: task.reservedBytes + GZIP_SLACK_BYTES, maxOutputLength: MAX_BYTES };
    gunzip(compressed, options, (error, bytes) => {
      this.#running--;
      this.#reserve(task, error === null && !task.isReleased ? bytes.length : 0);
      task.compressed = null;
      // After an error, a thread may still be reading it.
      if (error === null) discard(compressed);
      task.settle(error === null ? { bytes, compressedBytes } : undefined);
      this.#advance();
    });
  }

  #reserve(task: Task, bytes: number): void {
    this.#usedBytes += bytes - task.reservedBytes;
    task.reservedBytes = bytes;
  }
}

function expectedBytes(compressed: Buffer): number {
  return Math.min(MAX_BYTES, Math.max(declaredBytes(compressed), compressed.length * USUAL_EXPANSION));
}

/** The bytes of a regular file that is small enough and begins like gzip; null for everything else, also for errors. */
async function readSmallGzip(path: string): Promise<Buffer | null> {
  try {
    // Before it is opened: opening a pipe waits for its writer.
    if (!(await stat(path)).isFile()) return null;
    const handle = await open(path);
    try {
      const { size } = await handle.stat();
      if (size < LEAST_GZIP_BYTES || size > MAX_COMPRESSED_BYTES) return null;
      const buffer = Buffer.allocUnsafeSlow(size);
      const { bytesRead } = await handle.read(buffer, 0, size, 0);
      return bytesRead === size && isGzip(buffer) && declaredBytes(buffer) <= MAX_BYTES ? buffer : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}
