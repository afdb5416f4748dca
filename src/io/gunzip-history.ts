import { createGunzip } from "node:zlib";
import type { RawInput } from "./raw-input.js";

/** A step of a decoder: it bounds what one step can decompress to (a thousandfold, 16 MiB). */
const STEP_BYTES = 16 * 1024;
/** Compressed input that cannot be read again is kept up to here; beyond, a second decoder follows. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * The compressed pieces that a decoder took, kept in one way or another for the case that a later one fails: zlib's binding
 * forgets the output of the step that fails, often the whole of a small file whose checksum is wrong.
 */
export interface History {
  /** Notes a piece, which its owner may overwrite at once. Resolves when the next one can be noted. */
  add: (piece: Buffer) => Promise<void>;
  /** What the pieces noted since the beginning decompressed to and `replay` leaves out, in bytes. */
  readonly droppedBytes: number;
  /**
   * Decompresses once more what was noted, but for the first `droppedBytes`, and then `failing` up to the very byte that is
   * broken. Called once, as the last thing.
   */
  replay: (failing: Buffer) => AsyncGenerator<Buffer>;
  close: () => void;
}

/** The history of an input that can be read again costs nothing unless it is needed. */
export class FileHistory implements History {
  readonly droppedBytes = 0;
  readonly #readAgain: (target: Uint8Array, position: number) => number;
  #bytes = 0;
  #decoder: Decoder | undefined;

  constructor(readAgain: NonNullable<RawInput["readAgain"]>) {
    this.#readAgain = readAgain;
  }

  add(piece: Buffer): Promise<void> {
    this.#bytes += piece.length;
    return Promise.resolve();
  }

  async *replay(failing: Buffer): AsyncGenerator<Buffer> {
    const decoder = (this.#decoder = new Decoder());
    const buffer = Buffer.allocUnsafeSlow(STEP_BYTES);
    for (let at = 0; at < this.#bytes;) {
      const bytes = this.#readAgain(buffer.subarray(0, this.#bytes - at), at);
      if (bytes === 0) return;
      yield* (await decoder.feed(buffer.subarray(0, bytes))).output;
      at += bytes;
    }
    yield* feedByteByByte(decoder, failing);
  }

  close(): void {
    this.#decoder?.destroy();
  }
}

/** The history of an input that passes but once: its last pieces, and a decoder that has taken all before them. */
export class StreamHistory implements History {
  droppedBytes = 0;
  readonly #keptBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #decoder: Decoder | undefined;

  constructor(keptBytes = KEPT_BYTES) {
    this.#keptBytes = keptBytes;
  }

  async add(piece: Buffer): Promise<void> {
    this.#pieces.push(Buffer.from(piece));
    this.#bytes += piece.length;
    while (this.#bytes > this.#keptBytes) {
      const oldest = this.#pieces.shift() ?? Buffer.alloc(0);
      this.#bytes -= oldest.length;
      for await (const output of this.#feed(oldest)) this.droppedBytes += output.length;
    }
  }

  async *replay(failing: Buffer): AsyncGenerator<Buffer> {
    for (const piece of this.#pieces) yield* this.#feed(piece);
    yield* feedByteByByte((this.#decoder ??= new Decoder()), failing);
  }

  close(): void {
    this.#pieces = [];
    this.#decoder?.destroy();
  }

  async *#feed(piece: Buffer): AsyncGenerator<Buffer> {
    this.#decoder ??= new Decoder();
    for (let at = 0; at < piece.length; at += STEP_BYTES) {
      yield* (await this.#decoder.feed(piece.subarray(at, at + STEP_BYTES))).output;
    }
  }
}

async function* feedByteByByte(decoder: Decoder, piece: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < piece.length; at++) {
    const step = await decoder.feed(piece.subarray(at, at + 1));
    if (step.failed) return;
    yield* step.output;
  }
}

interface Step {
  output: Buffer[];
  failed: boolean;
}

/** A gunzip stream that takes one piece at a time and hands out at once what comes of it. */
class Decoder {
  readonly #stream = createGunzip({ chunkSize: 64 * 1024 });
  #output: Buffer[] = [];
  #failed = false;
  #over = false;
  #wake: () => void = () => undefined;

  constructor() {
    this.#stream.on("data", (bytes: Buffer) => this.#output.push(bytes));
    this.#stream.on("error", () => {
      this.#failed = true;
      this.#wake();
    });
    // Also before the input's end: zero bytes behind the last member are padding.
    this.#stream.on("end", () => {
      this.#over = true;
      this.#wake();
    });
    // Closed under a step, which then never ends.
    this.#stream.on("close", () => {
      this.#over = true;
      this.#wake();
    });
  }

  /** Takes a piece; resolves when all that it decompresses to is out. */
  async feed(piece: Buffer): Promise<Step> {
    if (!this.#over && !this.#failed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#stream.write(piece, (error) => {
          if (error) this.#failed = true;
          resolve();
        });
      });
    }
    const output = this.#output;
    this.#output = [];
    return { output, failed: this.#failed };
  }

  destroy(): void {
    this.#stream.destroy();
  }
}
