import { closeSync, fstatSync, open, openSync, readSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { STANDARD_INPUT } from "./input.js";
import type { Source } from "./source.js";
import { systemPath } from "./system-path.js";
import { INPUTS } from "../messages/inputs.js";

const STANDARD_INPUT_FD = 0;

/** A file was truncated while it was read: what it held is unknown. */
class FileShrunk extends Error {
  override name = "FileShrunk";
  override message = INPUTS.becameShorter;
}

/**
 * Opens a file, a pipe or device with a path, or standard input, as stored. `onRead` gets the size of every piece read, in bytes.
 * Rejects with the system's error, as does every read.
 */
export async function openStoredInput(path: string, onRead: (bytes: number) => void): Promise<Source> {
  if (path === STANDARD_INPUT) {
    return isStandardInputRead() ? new FileInput(STANDARD_INPUT_FD, onRead) : new StreamInput(process.stdin, onRead);
  }
  // A directory opens like a file; its first read fails.
  const named = systemPath(path);
  if (!statSync(named).isFIFO()) return new FileInput(openSync(named, "r"), onRead);
  // Opening a pipe may already wait for its writer.
  const fd = await promisify(open)(named, "r");
  const { Socket } = await import("node:net");
  return new StreamInput(new Socket({ fd, readable: true, writable: false }), onRead);
}

/**
 * Reports whether standard input is read like a file. Directories (whose read then fails) and disks are: Node takes both for
 * empty.
 */
function isStandardInputRead(): boolean {
  try {
    const stats = fstatSync(STANDARD_INPUT_FD);
    return stats.isFile() || stats.isDirectory() || stats.isBlockDevice();
  } catch {
    return false;
  }
}

/** A file, or a device that is read in the same way. */
class FileInput implements Source {
  readonly readAgain: Source["readAgain"];
  readonly #fd: number;
  readonly #onRead: (bytes: number) => void;
  /** Size at opening, in bytes. */
  readonly #size: number;
  #isOpen = true;

  constructor(fd: number, onRead: (bytes: number) => void) {
    const stats = fstatSync(fd);
    this.#fd = fd;
    this.#onRead = onRead;
    this.#size = stats.size;
    // The parent process may have moved the read position of standard input.
    if (stats.isFile() && fd !== STANDARD_INPUT_FD) {
      this.readAgain = (target, position) => (this.#isOpen ? readSync(fd, target, 0, target.length, position) : 0);
    }
  }

  read(target: Uint8Array): number {
    // Once closed, its descriptor may belong to another file.
    if (!this.#isOpen) return 0;
    const bytes = readSync(this.#fd, target, 0, target.length, null);
    if (bytes > 0) this.#onRead(bytes);
    else if (fstatSync(this.#fd).size < this.#size) throw new FileShrunk();
    return bytes;
  }

  close(): void {
    if (this.#isOpen && this.#fd !== STANDARD_INPUT_FD) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

/** A stream: its chunks are copied to the target. */
class StreamInput implements Source {
  readonly #stream: AsyncIterable<unknown> & { destroy: () => void };
  readonly #chunks: AsyncIterator<unknown>;
  readonly #onRead: (bytes: number) => void;
  #rest: Buffer = Buffer.alloc(0);
  #isClosed = false;

  constructor(stream: AsyncIterable<unknown> & { destroy: () => void }, onRead: (bytes: number) => void) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.#onRead = onRead;
  }

  read(target: Uint8Array): number | Promise<number> {
    return this.#rest.length > 0 ? this.#take(target) : this.#readChunk(target);
  }

  close(): void {
    this.#isClosed = true;
    this.#stream.destroy();
  }

  async #readChunk(target: Uint8Array): Promise<number> {
    if (target.length === 0) return 0;
    // A stream that is closed during a read reports that it ended too early.
    const next = await this.#chunks.next().catch((error: unknown) => {
      if (this.#isClosed) return { done: true as const, value: undefined };
      throw error;
    });
    if (next.done || this.#isClosed) return 0;
    this.#rest = next.value as Buffer;
    this.#onRead(this.#rest.length);
    return this.#take(target);
  }

  #take(target: Uint8Array): number {
    const bytes = Math.min(target.length, this.#rest.length);
    target.set(this.#rest.subarray(0, bytes));
    this.#rest = this.#rest.subarray(bytes);
    return bytes;
  }
}
