import { createGunzip } from "node:zlib";
import { discard } from "./discard.js";
import { FileHistory, StreamHistory, type History } from "./gunzip-history.js";
import type { RawInput } from "./raw-input.js";
import { errorCode } from "./reason.js";

/** Compressed bytes for one step of the decoder; when one fails, it is gone through byte by byte. */
const PIECE_BYTES = 32 * 1024;
/** What the decoder hands out at once: a thread hop for each. Three are held at most, whatever a piece expands to. */
const CHUNK_BYTES = 512 * 1024;

/** Broken or truncated compressed data; the message says which. */
export class GunzipError extends Error {
  override name = "GunzipError";
}

/**
 * Decompresses gzip, of one member or several, on another thread, a step ahead of its reader. Hands out everything up to
 * the very byte that is broken, then rejects with a GunzipError; when the input cannot be read, everything before, then
 * its error. Reads the input to its end also when padding follows the last member.
 */
export class GunzipSource {
  readonly #raw: RawInput;
  readonly #history: History;
  readonly #stream = createGunzip({ chunkSize: CHUNK_BYTES });
  /** The input's beginning, read already. */
  #first: Buffer;
  #buffer: Buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  /** What the decoder was given last. */
  #piece: Buffer = Buffer.alloc(0);
  #chunk: Buffer = Buffer.alloc(0);
  #fedBytes = 0;
  #handedOut = 0;
  /** Settles when the history has all pieces before this one; meanwhile the decoder works. */
  #noted: Promise<void> = Promise.resolve();
  #isFed = false;
  #isOver = false;
  #isClosed = false;
  #broken: Error | undefined;
  #unreadable: { error: unknown } | undefined;
  #recovered: AsyncGenerator<Buffer> | undefined;
  #wake: () => void = () => undefined;

  /** `first`: what was read of `raw` already; may be overwritten by nobody. `history`: by default as it suits `raw`. */
  constructor(raw: RawInput, first: Buffer, history?: History) {
    this.#raw = raw;
    this.#first = first;
    this.#history =
      history ?? (raw.readAgain === undefined ? new StreamHistory() : new FileHistory(raw.readAgain.bind(raw)));
    this.#stream.on("readable", () => {
      this.#wake();
    });
    this.#stream.on("error", (error) => {
      this.#broken = error;
      this.#wake();
    });
    // Also before the input's end: zero bytes behind the last member are padding.
    this.#stream.on("end", () => {
      this.#isOver = true;
      this.#wake();
    });
  }

  /** As a Source's. */
  read(target: Uint8Array): number | Promise<number> {
    const bytes = this.#take(target);
    return bytes > 0 || target.length === 0 ? bytes : this.#wait(target);
  }

  /** As a Source's. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#stream.destroy();
    this.#history.close();
    this.#raw.close();
    this.#wake();
    return Promise.resolve();
  }

  /** Copies what is there already. */
  #take(target: Uint8Array): number {
    let filled = 0;
    while (filled < target.length) {
      if (this.#chunk.length === 0) {
        // Taking one lets the stream make the next.
        const next = this.#stream.read() as Buffer | null;
        if (next === null) break;
        this.#chunk = next;
      }
      const bytes = Math.min(this.#chunk.length, target.length - filled);
      target.set(this.#chunk.subarray(0, bytes), filled);
      this.#chunk = this.#chunk.subarray(bytes);
      filled += bytes;
      if (this.#chunk.length === 0) discardFull(this.#chunk);
    }
    this.#handedOut += filled;
    return filled;
  }

  async #wait(target: Uint8Array): Promise<number> {
    if (!this.#isFed) {
      this.#isFed = true;
      void this.#feed();
    }
    for (;;) {
      if (this.#isClosed) return 0;
      const bytes = this.#take(target);
      if (bytes > 0) return bytes;
      if (this.#broken !== undefined) {
        this.#chunk = await this.#recover(this.#broken);
      } else if (this.#unreadable !== undefined) {
        throw this.#unreadable.error;
      } else if (this.#isOver) {
        while ((await this.#raw.read(this.#buffer)) > 0);
        // Nothing touches the decoder's buffer any more, unless it was padding that ended it.
        if (this.#stream.bytesWritten === this.#fedBytes) discard(this.#chunk);
        return 0;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  /** Gives the decoder piece after piece. It says that it has one only when there is room for more output. */
  async #feed(): Promise<void> {
    try {
      for (;;) {
        this.#piece = await this.#readPiece();
        if (this.#isClosed) return;
        if (this.#piece.length === 0) break;
        const isTaken = await this.#write(this.#piece);
        // Behind padding there is nothing to decompress; what is left is read by whoever waits for the end.
        if (!isTaken || this.#isOver) return;
        await this.#noted;
        this.#noted = this.#history.add(this.#piece);
      }
      this.#stream.end();
    } catch (error) {
      this.#unreadable = { error };
      this.#wake();
    }
  }

  async #readPiece(): Promise<Buffer> {
    const first = this.#first;
    this.#first = Buffer.alloc(0);
    return first.length > 0 ? first : this.#buffer.subarray(0, await this.#raw.read(this.#buffer));
  }

  /** Whether the decoder took the piece. Resolves after its end, or never, when it is over before the piece is. */
  #write(piece: Buffer): Promise<boolean> {
    this.#fedBytes += piece.length;
    return new Promise((resolve) => {
      this.#stream.write(piece, (error) => {
        resolve(!error);
      });
    });
  }

  /** More of what came before the break; throws a GunzipError when all has been handed out. */
  async #recover(error: Error): Promise<Buffer> {
    await this.#noted;
    this.#recovered ??= skip(this.#history.replay(this.#piece), this.#handedOut - this.#history.droppedBytes);
    const next = await this.#recovered.next();
    if (!next.done) return next.value;
    throw new GunzipError(describe(error), { cause: error });
  }
}

/** The decoder fills a buffer by and by: it is done with one that has no room left. */
function discardFull(chunk: Buffer): void {
  if (chunk.byteOffset === chunk.buffer.byteLength) discard(chunk);
}

async function* skip(parts: AsyncGenerator<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    if (part.length > bytes) yield part.subarray(bytes);
    bytes = Math.max(0, bytes - part.length);
  }
}

function describe(error: Error): string {
  if (errorCode(error) === "Z_BUF_ERROR") return "truncated gzip data";
  return `broken gzip data (${error.message})`;
}
