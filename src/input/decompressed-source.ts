import type { Step } from "./decoder.js";
import { discard } from "./discard.js";
import type { Source } from "./source.js";

/** Compressed bytes for one step, which may decompress to a thousand times as many. */
const PIECE_BYTES = 32 * 1024;
/** The next step is taken while this one is read, unless so much came of it. */
const MAX_AHEAD_BYTES = 1024 * 1024;

const OVER: Step = { output: [], isOver: true };

/** A compressed format: takes piece after piece of the data. */
export interface Format {
  /**
   * Takes the next piece; `isLast`: it is empty, and the input over. The output is all before what the error speaks of. Where the data
   * is over before the input, it takes the pieces that follow as well, and fails unless they are padding.
   */
  step: (piece: Buffer, isLast: boolean) => Promise<Step>;
  close: () => void;
}

/** Decompresses a source, a step ahead of its reader; reads it to its end also where padding follows the data. */
export class DecompressedSource implements Source {
  readonly #raw: Source;
  readonly #format: Format;
  readonly #buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  /** The step that is being taken. */
  #next: Promise<Step> | undefined;
  /** The last one whose output is handed out. */
  #step: Step = { output: [], isOver: false };
  #isClosed = false;

  constructor(raw: Source, format: Format) {
    this.#raw = raw;
    this.#format = format;
  }

  read(target: Uint8Array): number | Promise<number> {
    const bytes = this.#take(target);
    return bytes > 0 || target.length === 0 ? bytes : this.#wait(target);
  }

  close(): void {
    this.#isClosed = true;
    this.#step = OVER;
    this.#format.close();
    this.#raw.close();
  }

  /** Copies what is there already. */
  #take(target: Uint8Array): number {
    const { output } = this.#step;
    let filled = 0;
    for (let chunk = output[0]; chunk !== undefined && filled < target.length; chunk = output[0]) {
      const bytes = Math.min(chunk.length, target.length - filled);
      target.set(chunk.subarray(0, bytes), filled);
      filled += bytes;
      if (bytes < chunk.length) {
        output[0] = chunk.subarray(bytes);
        continue;
      }
      output.shift();
      // The decoder fills a buffer by and by: it is done with one that has no room left.
      if (chunk.byteOffset + chunk.length === chunk.buffer.byteLength) discard(chunk);
    }
    return filled;
  }

  async #wait(target: Uint8Array): Promise<number> {
    for (;;) {
      const { error, isOver } = this.#step;
      if (error !== undefined) throw error;
      if (isOver) {
        await this.#readPadding();
        return 0;
      }
      const step = await (this.#next ?? this.#advance());
      this.#next = undefined;
      this.#step = step;
      const bytes = step.output.reduce((sum, { length }) => sum + length, 0);
      if (!step.isOver && step.error === undefined && bytes < MAX_AHEAD_BYTES) this.#next = this.#advance();
      const taken = this.#take(target);
      if (taken > 0) return taken;
    }
  }

  async #readPadding(): Promise<void> {
    for (let bytes = 1; bytes > 0 && !this.#isClosed;) {
      bytes = await this.#raw.read(this.#buffer);
      if (bytes === 0) return;
      const { error } = await this.#format.step(this.#buffer.subarray(0, bytes), false);
      if (error !== undefined) throw error;
    }
  }

  /** Never rejects: what fails is told when what came before was handed out. */
  async #advance(): Promise<Step> {
    try {
      const piece = this.#buffer.subarray(0, await this.#raw.read(this.#buffer));
      const step = await this.#format.step(piece, piece.length === 0);
      return this.#isClosed ? OVER : step;
    } catch (error) {
      return { output: [], error: error as Error, isOver: true };
    }
  }
}
