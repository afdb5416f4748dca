import type { Step } from "./decoder.js";
import { discard } from "./discard.js";
import type { Source } from "./source.js";

/** Compressed bytes per step; they may decompress to a thousand times as many. */
const PIECE_BYTES = 32 * 1024;
/** The next step starts while this one is read, unless its output is larger than this. */
const MAX_AHEAD_BYTES = 1024 * 1024;

const OVER: Step = { output: [], isOver: true };

/** A compressed format: decompresses its data piece by piece. */
export interface Format {
  /**
   * Takes the next piece; the last one is empty (`isLast`). The output is everything before the error. If the data ends before
   * the input, it takes the following pieces too, and fails unless they are padding.
   */
  step: (piece: Buffer, isLast: boolean) => Promise<Step>;
  close: () => void;
}

/** Decompresses a source one step ahead of its reader, and reads it to its end even if padding follows the data. */
export class DecompressedSource implements Source {
  readonly #raw: Source;
  readonly #format: Format;
  readonly #buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  /** The step in progress. */
  #next: Promise<Step> | undefined;
  /** The step whose output is being handed out. */
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

  /** Copies what is already available. */
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
      // The decoder fills a buffer gradually: it is finished with one that has no room left.
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

  /** Never rejects: a failure is reported after everything before it has been handed out. */
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
