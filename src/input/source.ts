/** The bytes of one input, pulled: one read at a time. */
export interface Source {
  /**
   * Fills the beginning of `target` with the next bytes, as many as are there, at least one unless the input is over or
   * `target` is empty; gives how many, 0 at the end. A plain number where no waiting was needed. Keeps no hold of `target`
   * afterwards. Throws or rejects when the input fails; every byte that could be read before has been handed out then.
   */
  read: (target: Uint8Array) => number | Promise<number>;
  /**
   * Fills the beginning of `target` again from a position, in bytes from the first one read; gives how many. Only an input
   * that can be read more than once has it.
   */
  readAgain?: ((target: Uint8Array, position: number) => number) | undefined;
  /** May be called at any time, more than once; never waits for a read. What is read afterwards is the end. */
  close: () => void;
}

/** Bytes that are in memory, and after them those of a source. */
export class PrefixedSource implements Source {
  readonly readAgain: Source["readAgain"];
  readonly #source: Source | undefined;
  #prefix: Uint8Array;

  /** `prefix`: nobody changes it from now on. What is read again of the source has it already. */
  constructor(prefix: Uint8Array, source?: Source) {
    this.readAgain = source?.readAgain;
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
    this.#prefix = new Uint8Array();
    this.#source?.close();
  }
}
