import { fstatSync, writeSync, writev, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { promisify } from "node:util";
import { describeError, errorCode, OutputError } from "../file-errors.js";

const writeVector = promisify(writev);

const BATCH_BYTES = 256 * 1024;
/** Shorter views are copied: that costs less than a write of their own. */
const MIN_VIEW_BYTES = 32 * 1024;
/** From this size on, another thread is worth it. */
const MIN_DEFERRED_BYTES = 256 * 1024;
const NEWLINE = 0x0a;
const STANDARD_OUTPUT = 1;

/** The reader closed the output: not an error, but the end of the work. */
export class OutputClosed extends Error {
  override name = "OutputClosed";
}

/** Where bytes are written, one call at a time. */
interface Destination {
  name: string;
  /** Is finished with the parts when it returns, or when its promise resolves. */
  write: (parts: readonly Buffer[]) => void | Promise<void>;
  /** Whether a write never waits for a reader, so that its error can be reported a little later. */
  isFile?: boolean;
  close: () => Promise<void>;
  /** Discards what was written, if possible. */
  abandon?: () => Promise<void>;
}

/** Collects output in memory until `flush` writes it. The caller flushes often enough to bound the memory. */
export class Output {
  readonly #destination: Destination;
  #parts: Buffer[] = [];
  #batch: Buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  /** The batch being written. */
  #otherBatch: Buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  /** The write that `flushBehind` started. */
  #writing: Promise<void> | undefined;
  /** The batch is among the parts, or free, up to here; from here to `used`, it is not yet. */
  #sealed = 0;
  #used = 0;
  #last = NEWLINE;
  #separate = false;

  constructor(destination: Destination) {
    this.#destination = destination;
  }

  /** Adds bytes. Large ones are not copied: the caller must not change them before the next flush. */
  append(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#begin(bytes);
    if (bytes.length > BATCH_BYTES) this.#addPart(bytes);
    else this.#copy(bytes);
  }

  /** Adds bytes that do not change until the flush after the next one. */
  appendView(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#begin(bytes);
    if (bytes.length >= MIN_VIEW_BYTES) this.#addPart(bytes);
    else this.#copy(bytes);
  }

  /** Ends one input: if its last line has no newline, one goes before whatever follows. */
  endInput(): void {
    this.#separate = this.#last !== NEWLINE;
  }

  /** Writes everything added. Rejects with an OutputError, or with OutputClosed if there is no reader any more. */
  async flush(): Promise<void> {
    await this.flushBehind();
    await this.#settle();
  }

  /**
   * Like `flush`, but may resolve while a file is still being written; the next flush waits for that and reports its errors. The
   * bytes being written must not change until then.
   */
  async flushBehind(): Promise<void> {
    await this.#settle();
    this.#seal();
    const parts = this.#parts;
    this.#parts = [];
    [this.#batch, this.#otherBatch] = [this.#otherBatch, this.#batch];
    this.#sealed = this.#used = 0;
    if (parts.length === 0) return;
    const writing = this.#attempt(() => this.#write(parts));
    if (this.#destination.isFile !== true) return writing;
    // Awaited by the next flush; unhandled until then.
    writing.catch(() => undefined);
    this.#writing = writing;
  }

  async close(): Promise<void> {
    await this.#settle();
    await this.#attempt(() => this.#destination.close());
  }

  /** Call this instead of `close` after a failed run: the file keeps its earlier content. */
  async abandon(): Promise<void> {
    await this.#settle();
    await this.#attempt(() => (this.#destination.abandon ?? this.#destination.close)());
  }

  /** Bytes follow: writes the newline that the input before them lacked. */
  #begin(bytes: Buffer): void {
    if (this.#separate) this.#copy(Buffer.of(NEWLINE));
    this.#separate = false;
    this.#last = bytes[bytes.length - 1] ?? NEWLINE;
  }

  #copy(bytes: Buffer): void {
    if (bytes.length > BATCH_BYTES - this.#used) {
      this.#seal();
      this.#batch = Buffer.allocUnsafeSlow(BATCH_BYTES);
      this.#sealed = 0;
      this.#used = 0;
    }
    this.#used += bytes.copy(this.#batch, this.#used);
  }

  #addPart(part: Buffer): void {
    this.#seal();
    this.#parts.push(part);
  }

  #seal(): void {
    if (this.#used > this.#sealed) this.#parts.push(this.#batch.subarray(this.#sealed, this.#used));
    this.#sealed = this.#used;
  }

  async #settle(): Promise<void> {
    const writing = this.#writing;
    this.#writing = undefined;
    await writing;
  }

  /** The first failing write is the last one: what is open is closed, not left to the collector. */
  async #write(parts: readonly Buffer[]): Promise<void> {
    try {
      await this.#destination.write(parts);
    } catch (error) {
      await (this.#destination.abandon ?? this.#destination.close)().catch(() => undefined);
      throw error;
    }
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (errorCode(error) === "EPIPE") throw new OutputClosed("output closed", { cause: error });
      throw new OutputError(this.#destination.name, describeError(error), { cause: error });
    }
  }
}

/** Opens standard output. `shown`: converts text for a terminal. */
export function openStandardOutput(shown?: (text: string) => string): Output {
  const name = "standard output";
  if (isRegularFile(STANDARD_OUTPUT)) {
    return new Output({ name, write: writer(STANDARD_OUTPUT), isFile: true, close: () => Promise.resolve() });
  }
  const { stdout } = process;
  // The failing write reports the error; without a listener, the error would end the process first.
  stdout.on("error", () => undefined);
  const decoder = shown && stdout.isTTY ? new StringDecoder("utf8") : undefined;
  return new Output({
    name,
    write: oneByOne(
      (bytes) =>
        new Promise((resolve, reject) => {
          stdout.write(decoder && shown ? shown(decoder.write(bytes)) : bytes, (error) => {
            if (error) reject(error);
            else resolve();
          });
        }),
    ),
    close: () => Promise.resolve(),
  });
}

/** Writes parts one by one, for what is not a regular file: a pipe may take only some of them. */
export function oneByOne(write: (bytes: Buffer) => Promise<void>): (parts: readonly Buffer[]) => Promise<void> {
  return async (parts) => {
    for (const part of parts) await write(part);
  };
}

/** Writes to a regular file: little at once, much on another thread while the caller goes on. */
export function writer(descriptor: number): (parts: readonly Buffer[]) => void | Promise<void> {
  return (parts) => {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    if (size >= MIN_DEFERRED_BYTES) return writeAll(descriptor, parts);
    for (const part of parts) for (let at = 0; at < part.length;) at += writeSync(descriptor, part, at);
    return undefined;
  };
}

/** Writes the parts in as few calls as the system needs. */
async function writeAll(descriptor: number, parts: readonly Buffer[]): Promise<void> {
  for (let rest = parts; rest.length > 0;) {
    const { bytesWritten } = await writeVector(descriptor, rest);
    rest = after(rest, bytesWritten);
  }
}

/** Returns the rest of the parts after this many bytes. */
function after(parts: readonly Buffer[], bytes: number): Buffer[] {
  let index = 0;
  let left = bytes;
  for (let part = parts[index]; part !== undefined && left >= part.length; part = parts[++index]) left -= part.length;
  const [first, ...others] = parts.slice(index);
  return first === undefined ? [] : [first.subarray(left), ...others];
}

function isRegularFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Returns the file status of the output, a file or standard output; undefined if it does not exist yet. */
export async function outputStats(path: string | undefined): Promise<Stats | undefined> {
  try {
    return path === undefined ? fstatSync(1) : await stat(path);
  } catch {
    return undefined;
  }
}
