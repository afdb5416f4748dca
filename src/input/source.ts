import { discard } from "./discard.js";

/** The bytes of one input, pulled one read at a time. */
export interface Source {
  /**
   * Fills the beginning of `target` with the next bytes, as many as are available: at least one, unless the input is over or
   * `target` is empty. Returns how many, 0 at the end; a plain number if no waiting was needed. Does not keep `target`. Throws or
   * rejects if the input fails, after every readable byte has been handed out.
   */
  read: (target: Uint8Array) => number | Promise<number>;
  /**
   * Fills the beginning of `target` again from an offset in bytes; returns how many. Only for inputs that can be read more than
   * once.
   */
  readAgain?: ((target: Uint8Array, position: number) => number) | undefined;
  /** May be called at any time, repeatedly; never waits for a read. Later reads return the end. */
  close: () => void;
}

/** Bytes in memory, followed by those of a source. It owns the bytes: their memory is freed when it is closed. */
export class PrefixedSource implements Source {
  readonly #source: Source | undefined;
  #prefix: Uint8Array;

  constructor(prefix: Uint8Array, source?: Source) {
    this.#prefix = prefix;
    this.#source = source;
  }

  read(target: Uint8Array): number | Promise<number> {
    if (this.#prefix.length === 0) return this.#source?.read(target) ?? 0;
    const bytes = Math.min(target.length, this.#prefix.length);
    target.set(this.#prefix.subarray(0, bytes));
    this.#prefix = this.#prefix.subarray(bytes);
    return bytes;
  }

  close(): void {
    discard(this.#prefix);
    this.#prefix = new Uint8Array();
    this.#source?.close();
  }
}
