import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import type { RawInput } from "./raw-input.js";
import { ZstdFrames, type FramePart } from "./zstd-frames.js";

/** Compressed bytes for one step. */
const PIECE_BYTES = 32 * 1024;

/** Broken or truncated compressed data, or a Node that cannot read it; the message says which. */
export class ZstdError extends Error {
  override name = "ZstdError";
}

/** What Node has from 22.15 on. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

/**
 * Decompresses zstd, of one frame or several. Hands out everything up to the block that is broken, then rejects with a
 * ZstdError; when the input cannot be read, everything before, then its error.
 */
export class ZstdSource {
  readonly #raw: RawInput;
  readonly #frames = new ZstdFrames();
  readonly #create: () => Transform;
  /** The input's beginning, read already. */
  #first: Buffer;
  #decoder: FrameDecoder | undefined;
  #output: Buffer[] = [];
  #failure: ZstdError | undefined;
  #isOver = false;

  /** `first`: what was read of `raw` already. Throws a ZstdError when this Node has no zstd. */
  constructor(raw: RawInput, first: Buffer) {
    if (createZstdDecompress === undefined) {
      throw new ZstdError(`zstd takes Node 22.15 or newer, this is ${process.version}`);
    }
    this.#create = createZstdDecompress;
    this.#raw = raw;
    this.#first = first;
  }

  /** As a Source's. */
  async read(target: Uint8Array): Promise<number> {
    if (target.length === 0) return 0;
    while (this.#output.length === 0) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isOver) return 0;
      await this.#step();
    }
    const [chunk = Buffer.alloc(0), ...others] = this.#output;
    const bytes = Math.min(chunk.length, target.length);
    target.set(chunk.subarray(0, bytes));
    this.#output = bytes < chunk.length ? [chunk.subarray(bytes), ...others] : others;
    return bytes;
  }

  /** As a Source's. */
  close(): Promise<void> {
    this.#isOver = true;
    this.#output = [];
    this.#decoder?.destroy();
    this.#raw.close();
    return Promise.resolve();
  }

  /** Decompresses the next piece of the input. */
  async #step(): Promise<void> {
    const piece = await this.#readPiece();
    if (piece.length === 0) {
      this.#isOver = true;
      if (!this.#frames.isBetween) this.#failure = new ZstdError("truncated zstd data");
      return;
    }
    const { parts, isBroken } = this.#frames.push(piece);
    for (const part of parts) {
      if (part.hasData) await this.#decode(part);
      if (this.#failure !== undefined || this.#isOver) return;
    }
    if (isBroken) this.#failure = new ZstdError("broken zstd data (something else follows a frame)");
  }

  async #decode({ bytes, isLast }: FramePart): Promise<void> {
    const decoder = (this.#decoder ??= new FrameDecoder(this.#create()));
    const { output, error } = await decoder.feed(bytes, isLast);
    this.#output.push(...output);
    if (error !== undefined) this.#failure = new ZstdError(`broken zstd data (${error.message})`, { cause: error });
    if (isLast || error !== undefined) this.#decoder = undefined;
  }

  async #readPiece(): Promise<Buffer> {
    const first = this.#first;
    this.#first = Buffer.alloc(0);
    if (first.length > 0) return first;
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    return buffer.subarray(0, await this.#raw.read(buffer));
  }
}

/** A decoder for one frame, which takes a piece at a time and hands out what comes of it. */
class FrameDecoder {
  readonly #stream: Transform;
  #output: Buffer[] = [];
  #error: Error | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(stream: Transform) {
    this.#stream = stream;
    stream.on("data", (bytes: Buffer) => this.#output.push(bytes));
    stream.on("error", (error: Error) => {
      this.#error = error;
      this.#wake();
    });
    for (const event of ["end", "close"]) {
      stream.on(event, () => {
        this.#isOver = true;
        this.#wake();
      });
    }
  }

  /** Takes a piece of the frame; resolves when all that it decompresses to is out. */
  async feed(piece: Buffer, isLast: boolean): Promise<{ output: Buffer[]; error: Error | undefined }> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (isLast) this.#stream.end(piece);
      else if (this.#isOver) resolve();
      else {
        this.#stream.write(piece, () => {
          resolve();
        });
      }
    });
    const output = this.#output;
    this.#output = [];
    return { output, error: this.#error };
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
