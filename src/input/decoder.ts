import type { Transform } from "node:stream";

/** What came of a step of a decoder. */
export interface Step {
  /** All that the piece decompresses to; of one that is broken, a part of what comes before. */
  output: Buffer[];
  /** Why it goes no further. */
  error?: Error | undefined;
  /** Nothing follows: the data is over, or the decoder closed. */
  isOver: boolean;
}

/** A decoder of node:zlib that takes a piece at a time. It works on another thread. */
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
    // The end may come before that of the input, and a write is never called back then; nor after an error.
    for (const event of ["end", "close"]) {
      stream.on(event, () => {
        this.#isOver = true;
        this.#wake();
      });
    }
  }

  /** Takes a piece, which nobody changes before this resolves; one step at a time. `isLast`: nothing follows it. */
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

  /** How many bytes it has taken of the pieces: fewer than they have, where the data was over before. */
  get takenBytes(): number {
    return (this.#stream as Transform & { bytesWritten: number }).bytesWritten;
  }

  close(): void {
    this.#stream.destroy();
  }
}
