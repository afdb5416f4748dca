import { closeSync, fstatSync, open, openSync, read, readSync, statSync } from "node:fs";
import { promisify } from "node:util";
import { STANDARD_INPUT } from "./input.js";
import { FileShrunk } from "./reason.js";

const STANDARD_INPUT_FD = 0;
const DEVICE_CHUNK_BYTES = 64 * 1024;

const openAsync = promisify(open);
const readAsync = promisify(read);

/** The bytes of an input as they are stored, pulled. One read at a time. */
export interface RawInput {
  /**
   * Fills the beginning of `target` with as many bytes as are there, at least one unless the input is over or `target` is
   * empty; gives how many. A plain number where no waiting was needed. Throws or rejects with the system's error.
   */
  read: (target: Uint8Array) => number | Promise<number>;
  /**
   * Fills the beginning of `target` again from that position, in bytes from the first one read; gives how many. Undefined
   * for an input that can be read only once.
   */
  readAgain: ((target: Uint8Array, position: number) => number) | undefined;
  /** May be called at any time, more than once; never waits for a read. What is read afterwards is the end. */
  close: () => void;
}

/**
 * Opens a file, a pipe or device with a path, or standard input. `onRead` hears of every piece read, in bytes. Rejects with
 * the system's error.
 */
export async function openRawInput(path: string, onRead: (bytes: number) => void): Promise<RawInput> {
  if (path === STANDARD_INPUT) {
    return isStandardInputRead() ? openStandardInputFile(onRead) : new StreamInput(process.stdin, onRead);
  }
  const stats = statSync(path);
  // A directory opens like a file; it is the first read that fails.
  if (stats.isFile() || stats.isDirectory()) return openFile(path, onRead);
  // The rest may wait for a writer already here.
  const fd = await openAsync(path, "r");
  if (stats.isFIFO()) {
    const { Socket } = await import("node:net");
    return new StreamInput(new Socket({ fd, readable: true, writable: false }), onRead);
  }
  return new StreamInput(new Device(fd), onRead);
}

/** Whether it is read like a file: so are a directory, which then says what it is, and a disk. Node takes both for empty. */
function isStandardInputRead(): boolean {
  try {
    const stats = fstatSync(STANDARD_INPUT_FD);
    return stats.isFile() || stats.isDirectory() || stats.isBlockDevice();
  } catch {
    return false;
  }
}

function openFile(path: string, onRead: (bytes: number) => void): RawInput {
  const fd = openSync(path, "r");
  const { size } = fstatSync(fd);
  let isOpen = true;
  const atEnd = (): void => {
    if (isOpen) refuseShrunk(fd, size);
  };
  return {
    // Once closed, its number may be another file's.
    read: (target) => (isOpen ? readFrom(fd, target, onRead, atEnd) : 0),
    readAgain: (target, position) => (isOpen ? readSync(fd, target, 0, target.length, position) : 0),
    close: () => {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}

/** Read from where it stands, which whoever started the process may have moved: so there is no reading it again. */
function openStandardInputFile(onRead: (bytes: number) => void): RawInput {
  const { size } = fstatSync(STANDARD_INPUT_FD);
  const atEnd = (): void => {
    refuseShrunk(STANDARD_INPUT_FD, size);
  };
  return {
    read: (target) => readFrom(STANDARD_INPUT_FD, target, onRead, atEnd),
    readAgain: undefined,
    close: () => undefined,
  };
}

function readFrom(fd: number, target: Uint8Array, onRead: (bytes: number) => void, atEnd: () => void): number {
  const bytes = readSync(fd, target, 0, target.length, null);
  if (bytes > 0) onRead(bytes);
  else atEnd();
  return bytes;
}

/** For the end of a file: throws a FileShrunk if it was further on when it was opened, with this size in bytes. */
function refuseShrunk(fd: number, size: number): void {
  if (fstatSync(fd).size < size) throw new FileShrunk();
}

/** A stream, or something like one: its chunks are copied to where they are wanted. */
class StreamInput implements RawInput {
  readonly readAgain = undefined;
  readonly #stream: AsyncIterable<Buffer> & { destroy: () => void };
  readonly #chunks: AsyncIterator<Buffer, unknown>;
  readonly #onRead: (bytes: number) => void;
  #rest: Buffer = Buffer.alloc(0);
  #closed = false;

  constructor(stream: AsyncIterable<unknown> & { destroy: () => void }, onRead: (bytes: number) => void) {
    this.#stream = stream as AsyncIterable<Buffer> & { destroy: () => void };
    this.#chunks = this.#stream[Symbol.asyncIterator]();
    this.#onRead = onRead;
  }

  read(target: Uint8Array): number | Promise<number> {
    return this.#rest.length > 0 ? this.#take(target) : this.#readChunk(target);
  }

  close(): void {
    this.#closed = true;
    this.#stream.destroy();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  async #readChunk(target: Uint8Array): Promise<number> {
    if (target.length === 0 || this.#isClosed()) return 0;
    try {
      const next = await this.#chunks.next();
      if (next.done || this.#isClosed()) return 0;
      this.#rest = next.value;
    } catch (error) {
      // A stream that is closed under a read says that it ended too early.
      if (this.#isClosed()) return 0;
      throw error;
    }
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

/** A device: not a stream of node:fs, since one that fails drops what it has read ahead. */
class Device implements AsyncIterable<Buffer> {
  readonly #fd: number;
  #isReading = false;
  #isOpen = true;
  #isWanted = true;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (let chunk = await this.#read(); chunk.length > 0; chunk = await this.#read()) yield chunk;
  }

  /** Closes the device, after the read that is under way: its number must not be another file's before. */
  destroy(): void {
    this.#isWanted = false;
    if (this.#isReading || !this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#fd);
  }

  async #read(): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(DEVICE_CHUNK_BYTES);
    this.#isReading = true;
    try {
      const { bytesRead } = await readAsync(this.#fd, buffer, 0, buffer.length, null);
      return buffer.subarray(0, bytesRead);
    } finally {
      this.#isReading = false;
      if (!this.#isWanted) this.destroy();
    }
  }
}
