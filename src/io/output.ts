import { fstatSync, type Stats } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { describeError, errorCode, OutputError } from "./reason.js";

const BATCH_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** Whoever read the output has closed it: no error, the end of the work. */
export class OutputClosed extends Error {
  override name = "OutputClosed";
}

/** A place that bytes are written to, one call at a time. */
interface Destination {
  name: string;
  write: (bytes: Buffer) => Promise<void>;
  close: () => Promise<void>;
}

/** Collects output in memory; `flush` writes it. The caller flushes often enough to bound what is collected. */
export class Output {
  readonly #destination: Destination;
  #parts: Buffer[] = [];
  #batch: Buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  #used = 0;
  #last = NEWLINE;
  #separate = false;

  constructor(destination: Destination) {
    this.#destination = destination;
  }

  /** Adds bytes. Large ones are kept as they are, not copied: the caller does not change them before the next flush. */
  append(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.#separate) {
      this.#separate = false;
      this.append(Buffer.of(NEWLINE));
    }
    this.#last = bytes[bytes.length - 1] ?? NEWLINE;
    if (bytes.length > BATCH_BYTES - this.#used) this.#seal();
    if (bytes.length > BATCH_BYTES) {
      this.#parts.push(bytes);
      return;
    }
    this.#used += bytes.copy(this.#batch, this.#used);
  }

  /** Says that one input is over: if its last line had no newline, one goes before whatever follows. */
  endInput(): void {
    this.#separate = this.#last !== NEWLINE;
  }

  /** Writes all that was added. Rejects with an OutputError, or with OutputClosed when nobody reads any more. */
  async flush(): Promise<void> {
    const batch = this.#batch.subarray(0, this.#used);
    const parts = this.#parts;
    this.#parts = [];
    this.#used = 0;
    await this.#attempt(async () => {
      for (const part of parts) await this.#destination.write(part);
      if (batch.length > 0) await this.#destination.write(batch);
    });
  }

  async close(): Promise<void> {
    await this.#attempt(() => this.#destination.close());
  }

  #seal(): void {
    if (this.#used === 0) return;
    this.#parts.push(this.#batch.subarray(0, this.#used));
    this.#batch = Buffer.allocUnsafeSlow(BATCH_BYTES);
    this.#used = 0;
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

/** Standard output. */
export function openStandardOutput(): Output {
  const { stdout } = process;
  // Errors arrive at the write that failed; without a listener they would end the process first.
  stdout.on("error", () => undefined);
  return new Output({
    name: "standard output",
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    close: () => Promise.resolve(),
  });
}

/** A file, which is emptied or made. Rejects with an OutputError. */
export async function openOutputFile(path: string): Promise<Output> {
  let handle: FileHandle;
  try {
    handle = await open(path, "w");
  } catch (error) {
    throw new OutputError(path, describeError(error), { cause: error });
  }
  return new Output({
    name: path,
    write: async (bytes) => {
      for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
    },
    close: () => handle.close(),
  });
}

/** What the system says of the output, a file or else standard output; undefined when there is none yet. */
export async function outputStats(path: string | undefined): Promise<Stats | undefined> {
  try {
    return path === undefined ? fstatSync(1) : await stat(path);
  } catch {
    return undefined;
  }
}
