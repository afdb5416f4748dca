import type { Transform } from "node:stream";

/** The result of a decoder's step. */
export interface Step {
  /** Everything that the piece decompresses to; for a broken one, part of what comes before the break. */
  output: Buffer[];
  /** Why it cannot go on. */
  error?: Error | undefined;
  /** Nothing follows: the data has ended, or the decoder is closed. */
  isOver: boolean;
}

/** A decoder of node:zlib that takes one piece at a time. It works on another thread. */
export class Decoder {
  readonly #stream: Transform;
  #output: Buffer[] = [];
  #error: Error | undefined;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(stream: Transform) {
    this.#stream = stream;
    stream.on("data", (bytes: Buffer) => this.#output.push(bytes));
    stream.on("error", (error) => {
      this.#error = error;
    });
    // It may end before its input does; a write is never called back then, nor after an error.
    for (const event of ["end", "close"]) {
      stream.on(event, () => {
        this.#isOver = true;
        this.#wake();
      });
    }
  }

  /** Takes a piece, which must not change before this resolves; one step at a time. `isLast`: nothing follows it. */
  async step(piece: Buffer, isLast = false): Promise<Step> {
    if (!this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (isLast) this.#stream.end(piece);
        else {
          this.#stream.write(piece, (error) => {
            if (!error) resolve();
          });
        }
      });
    }
    const output = this.#output;
    this.#output = [];
    return { output, error: this.#error, isOver: this.#isOver };
  }

  /** Bytes taken from the pieces: fewer than they have if the data ended earlier. */
  get takenBytes(): number {
    return (this.#stream as Transform & { bytesWritten: number }).bytesWritten;
  }

  close(): void {
    this.#stream.destroy();
  }
}
