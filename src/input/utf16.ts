import { StringDecoder } from "node:string_decoder";
import type { Source } from "./source.js";

/** UTF-16, little-endian or big-endian. */
export type Utf16 = "UTF-16LE" | "UTF-16BE";

const OPENING = new Set([0x7b, 0x5b]);

/** Detects UTF-16 by its byte order mark, or by a zero byte next to its first bracket. */
export function utf16Of(first: Uint8Array): Utf16 | undefined {
  const [one = 0, two = 0] = first;
  if (first.length < 2) return undefined;
  if ((one === 0xff && two === 0xfe) || (OPENING.has(one) && two === 0)) return "UTF-16LE";
  if ((one === 0xfe && two === 0xff) || (one === 0 && OPENING.has(two))) return "UTF-16BE";
  return undefined;
}

/** Reads UTF-16 as UTF-8, byte order mark included; half a surrogate pair becomes U+FFFD. */
export class Utf16Source implements Source {
  readonly #source: Source;
  readonly #isSwapped: boolean;
  readonly #decoder = new StringDecoder("utf16le");
  /** The odd byte of the last read, and what is already UTF-8. */
  #odd = Buffer.alloc(0);
  #ready: Buffer = Buffer.alloc(0);
  #isOver = false;

  constructor(source: Source, encoding: Utf16) {
    this.#source = source;
    this.#isSwapped = encoding === "UTF-16BE";
  }

  async read(target: Uint8Array): Promise<number> {
    while (this.#ready.length === 0 && !this.#isOver && target.length > 0) {
      const buffer = Buffer.allocUnsafe(64 * 1024);
      const count = await this.#source.read(buffer);
      this.#isOver = count === 0;
      this.#ready = this.#isOver ? Buffer.from(this.#decoder.end()) : this.#decode(buffer.subarray(0, count));
    }
    const bytes = Math.min(target.length, this.#ready.length);
    target.set(this.#ready.subarray(0, bytes));
    this.#ready = this.#ready.subarray(bytes);
    return bytes;
  }

  close(): void {
    this.#source.close();
  }

  #decode(bytes: Buffer): Buffer {
    const all = Buffer.concat([this.#odd, bytes]);
    const even = all.subarray(0, all.length - (all.length % 2));
    this.#odd = Buffer.from(all.subarray(even.length));
    return Buffer.from(this.#decoder.write(this.#isSwapped ? even.swap16() : even));
  }
}
