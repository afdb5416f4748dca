import { promisify } from "node:util";
import { createGunzip, gunzip, gunzipSync, type ZlibOptions } from "node:zlib";
import { errorCode } from "../file-errors.js";
import { Decoder, type Step } from "./decoder.js";
import type { Format } from "./decompressed-source.js";
import type { Source } from "./source.js";
import { INPUTS } from "../messages/inputs.js";

/** The decoder hands out this much at once, with a thread hop for each. */
const CHUNK_BYTES = 256 * 1024;
/** Compressed input that cannot be read again is kept up to this size; beyond it, a second decoder follows. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** Bytes that are read again at a time. */
const AGAIN_BYTES = 16 * 1024;

const NO_PADDING = new Error(INPUTS.brokenGzip(INPUTS.moreAfterZeros));

/** Reports whether bytes after the data are padding: zeros. zlib looks only at the first of them. */
function isPadding(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** What zlib returns with the option `info`: the bytes, and how many compressed ones it took. */
interface Unzipped {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

const gunzipAsync = promisify(gunzip) as (compressed: Buffer, options: ZlibOptions) => Promise<unknown>;

/** Decompresses all of it in one step. Throws like zlib, and if anything but padding follows the data. */
export function gunzipWhole(compressed: Buffer, options: ZlibOptions): Buffer {
  return wholeOf(compressed, gunzipSync(compressed, { ...options, info: true }) as unknown as Unzipped);
}

/** Does the same on another thread. */
export async function gunzipWholeElsewhere(compressed: Buffer, options: ZlibOptions): Promise<Buffer> {
  return wholeOf(compressed, (await gunzipAsync(compressed, { ...options, info: true })) as Unzipped);
}

function wholeOf(compressed: Buffer, { buffer, engine }: Unzipped): Buffer {
  if (!isPadding(compressed.subarray(engine.bytesWritten))) throw NO_PADDING;
  return buffer;
}

/** Decompresses gzip of one or more members, up to the very byte that is broken. Zeros after the last member are padding. */
export class Gunzip implements Format {
  readonly #decoder = new Decoder(createGunzip({ chunkSize: CHUNK_BYTES }));
  readonly #past: Past;
  #givenBytes = 0;
  /** Settles when the past has all pieces before this one; the decoder works meanwhile. */
  #noted: Promise<void> = Promise.resolve();

  /** `readAgain`: as in Source; `keptBytes`: tests use another number. */
  constructor(readAgain: Source["readAgain"], keptBytes = KEPT_BYTES) {
    this.#past = new Past(readAgain, keptBytes);
  }

  async step(piece: Buffer, isLast: boolean): Promise<Step> {
    const step = await this.#decoder.step(piece, isLast);
    await this.#noted;
    this.#givenBytes += piece.length;
    if (step.error === undefined) {
      this.#noted = this.#past.add(piece);
      if (!step.isOver) return step;
      const rest = piece.subarray(Math.max(piece.length - (this.#givenBytes - this.#decoder.takenBytes), 0));
      return isPadding(rest) ? step : { ...step, error: NO_PADDING };
    }
    const error = new Error(describe(step.error), { cause: step.error });
    return isLast ? { ...step, error } : { output: [await this.#past.upToBreak(piece)], error, isOver: true };
  }

  close(): void {
    this.#decoder.close();
    this.#past.close();
  }
}

/**
 * The pieces that a decoder took, in case the next one fails: zlib's binding forgets the output of a failed step, which may be
 * all of a small file whose checksum is wrong. Another decoder then takes the pieces again, and the failed one byte by byte. An
 * input that can be read again costs nothing until then; for others, the last pieces are kept, and the second decoder has taken
 * those before them.
 */
class Past {
  readonly #readAgain: Source["readAgain"];
  readonly #mostKept: number;
  #decoder: Decoder | undefined;
  /** Bytes taken so far, and the pieces that are kept. */
  #bytes = 0;
  #kept: Buffer[] = [];
  #keptBytes = 0;

  constructor(readAgain: Source["readAgain"], mostKept: number) {
    this.#readAgain = readAgain;
    this.#mostKept = mostKept;
  }

  /** Notes a piece; its owner may change it at once. Resolves when the next one can be noted. */
  async add(piece: Buffer): Promise<void> {
    this.#bytes += piece.length;
    if (this.#readAgain !== undefined) return;
    this.#kept.push(Buffer.from(piece));
    this.#keptBytes += piece.length;
    while (this.#keptBytes > this.#mostKept) {
      const oldest = this.#kept.shift() ?? Buffer.alloc(0);
      this.#keptBytes -= oldest.length;
      await this.#take(oldest);
    }
  }

  /** Returns what the next piece decompresses to before its broken byte. Called once, last. */
  async upToBreak(piece: Buffer): Promise<Buffer> {
    for (const taken of this.#pieces()) await this.#take(taken);
    const output: Buffer[] = [];
    for (let at = 0; at < piece.length; at++) output.push(...(await this.#take(piece.subarray(at, at + 1))));
    return Buffer.concat(output);
  }

  close(): void {
    this.#kept = [];
    this.#decoder?.close();
  }

  async #take(piece: Buffer): Promise<Buffer[]> {
    this.#decoder ??= new Decoder(createGunzip({ chunkSize: CHUNK_BYTES }));
    return (await this.#decoder.step(piece)).output;
  }

  /** Yields what the other decoder has not taken yet. Each piece is valid until the next one. */
  *#pieces(): Generator<Buffer> {
    yield* this.#kept;
    const buffer = Buffer.allocUnsafeSlow(AGAIN_BYTES);
    for (let at = 0; this.#readAgain !== undefined && at < this.#bytes;) {
      const bytes = this.#readAgain(buffer.subarray(0, this.#bytes - at), at);
      if (bytes === 0) return;
      yield buffer.subarray(0, bytes);
      at += bytes;
    }
  }
}

function describe(error: Error): string {
  return errorCode(error) === "Z_BUF_ERROR" ? INPUTS.truncatedGzip : INPUTS.brokenGzip(error.message);
}
