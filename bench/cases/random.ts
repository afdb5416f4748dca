/** Reproducible random numbers: the same seed gives the same records on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** Returns an integer in [0, end), with `end` up to 2^32. Uses Tommy Ettinger's mulberry32, which is good enough for records. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** Returns random characters of an alphabet. */
  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join("");
  }

  /** Returns a version 4 UUID. */
  uuid(): string {
    const hex = (length: number): string => this.text(length, "0123456789abcdef");
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${this.text(1, "89ab")}${hex(3)}-${hex(12)}`;
  }

  /** Returns an AWS id: a prefix, then 16 characters. */
  awsId(prefix: string): string {
    return prefix + this.text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  }
}
