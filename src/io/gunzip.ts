import { createGunzip } from "node:zlib";
import { errorCode } from "./reason.js";

/** A piece of compressed input: it bounds what one step can decompress to (a thousandfold, 16 MiB). */
const PIECE_BYTES = 16 * 1024;

/** Broken or truncated compressed data; the message says which. */
export class GunzipError extends Error {
  override name = "GunzipError";
}

/**
 * Decompresses gzip, of one member or several. Yields everything up to the very byte that is broken, then throws a
 * GunzipError.
 *
 * zlib's binding forgets the output of the step that fails, often the whole of a small file whose checksum is wrong.
 * So a second decoder follows one piece behind, and gets a piece that failed byte by byte.
 */
export async function* gunzip(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const leader = new Decoder();
  const follower = new Decoder();
  try {
    let last: Buffer = Buffer.alloc(0);
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES);
        const [step] = await Promise.all([leader.feed(piece), follower.feed(last)]);
        if (step.error !== undefined) {
          yield* feedByteByByte(follower, piece);
          throw new GunzipError(describe(step.error), { cause: step.error });
        }
        yield* step.output;
        last = piece;
      }
    }
    const step = await leader.finish();
    yield* step.output;
    if (step.error !== undefined) throw new GunzipError(describe(step.error), { cause: step.error });
  } finally {
    leader.destroy();
    follower.destroy();
  }
}

async function* feedByteByByte(decoder: Decoder, piece: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < piece.length; at++) {
    const step = await decoder.feed(piece.subarray(at, at + 1));
    if (step.error !== undefined) return;
    yield* step.output;
  }
}

function describe(error: Error): string {
  if (errorCode(error) === "Z_BUF_ERROR") return "truncated gzip data";
  return `broken gzip data (${error.message})`;
}

interface Step {
  output: Buffer[];
  error: Error | undefined;
}

/** A gunzip stream that takes one piece at a time and hands out at once what comes of it. */
class Decoder {
  readonly #stream = createGunzip({ chunkSize: 64 * 1024 });
  #output: Buffer[] = [];
  #error: Error | undefined;
  #over = false;
  #wake: () => void = () => undefined;

  constructor() {
    this.#stream.on("data", (bytes: Buffer) => this.#output.push(bytes));
    this.#stream.on("error", (error) => {
      this.#error = error;
      this.#stop();
    });
    // Also before the input's end: zero bytes behind the last member are padding.
    this.#stream.on("end", () => {
      this.#stop();
    });
  }

  /** Takes a piece; resolves when all that it decompresses to is out. */
  feed(piece: Buffer): Promise<Step> {
    return this.#run((done) => this.#stream.write(piece, done));
  }

  /** Says that the input is over; an error when it ended too early. */
  finish(): Promise<Step> {
    return this.#run(() => this.#stream.end());
  }

  destroy(): void {
    this.#stream.destroy();
  }

  async #run(start: (done: (error?: Error | null) => void) => void): Promise<Step> {
    if (!this.#over && this.#error === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        start((error) => {
          if (error) this.#error ??= error;
          resolve();
        });
      });
    }
    const output = this.#output;
    this.#output = [];
    return { output, error: this.#error };
  }

  #stop(): void {
    this.#over = true;
    this.#wake();
  }
}
