import { setImmediate } from "node:timers/promises";
import { discard } from "./discard.js";
import { GunzipPool, poolWidth } from "./gunzip-pool.js";
import { isOrdinary } from "./left-out.js";
import type { Source } from "./source.js";

/** The sources of gzip files that are decompressed ahead, in the order of the files. */
export class PooledSources {
  readonly #pool: GunzipPool;
  readonly #width: number;

  /** `width`: how many are decompressed at a time; 0 for none. */
  constructor(paths: readonly string[], width = poolWidth()) {
    this.#width = width;
    this.#pool = new GunzipPool(width > 0 ? [...paths] : [], width);
  }

  /** The next file's source; `ordinary` takes over where the pool could not decompress it. */
  next(ordinary: Source, onRead: (bytes: number) => void): Source {
    return this.#width > 0 ? new PooledSource(this.#pool, ordinary, onRead) : ordinary;
  }

  /** Begins nothing more. */
  close(): void {
    this.#pool.close();
  }
}

/** A file that the pool may have decompressed already; if it could not, the ordinary source takes over. */
class PooledSource implements Source {
  readonly #ordinary: Source;
  readonly #onRead: (bytes: number) => void;
  readonly #taken: ReturnType<GunzipPool["take"]>;
  #isAsked = false;
  #isClosed = false;
  #rest: Buffer | undefined;

  constructor(pool: GunzipPool, ordinary: Source, onRead: (bytes: number) => void) {
    this.#ordinary = ordinary;
    this.#onRead = onRead;
    this.#taken = pool.take();
  }

  read(target: Uint8Array): number | Promise<number> {
    if (this.#isClosed) return 0;
    if (!this.#isAsked) return this.#ask(target);
    if (this.#rest === undefined) return this.#ordinary.read(target);
    const bytes = Math.min(target.length, this.#rest.length);
    target.set(this.#rest.subarray(0, bytes));
    this.#rest = this.#rest.subarray(bytes);
    return bytes;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#rest !== undefined) discard(this.#rest);
    this.#rest = undefined;
    this.#taken.release();
    await this.#ordinary.close();
  }

  async #ask(target: Uint8Array): Promise<number> {
    const decompressed = await this.#taken.result;
    // A turn of the event loop: the pool must hear of what is done also where a reader never has to wait.
    await setImmediate();
    this.#isAsked = true;
    // What is not JSON in UTF-8 is told of in the ordinary way.
    if (decompressed !== undefined && !this.#isClosed && isOrdinary(decompressed.bytes)) {
      this.#rest = decompressed.bytes;
      this.#onRead(decompressed.compressedBytes);
    }
    return this.read(target);
  }
}
