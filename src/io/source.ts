import { inputName, STANDARD_INPUT } from "./input.js";
import {
  KIND_BYTES,
  kindOfContent,
  kindOfName,
  kindReason,
  leaveOut,
  type FileKind,
  type LeftOut,
} from "./left-out.js";
import { openRawInput, type RawInput } from "./raw-input.js";
import { describeError, InputError } from "./reason.js";
import { utf16Of, Utf16Source } from "./text-encoding.js";

const PEEK_BYTES = 4096;
const GZIP_MAGIC = Buffer.of(0x1f, 0x8b);
const GZIP_NAME = /\.gz$/i;
const ZSTD_MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
/** Without the last four bits, which may be any. */
const ZSTD_SKIPPABLE = 0x184d2a5;
const ZSTD_NAME = /\.zst$/i;

const UTF16_REFUSED =
  "UTF-16 text, which is not annotated: convert it first, e.g. iconv -f UTF-16 -t UTF-8 FILE | keyward tag";

/** The bytes of one input, pulled: one read at a time. */
export interface Source {
  /**
   * Fills the beginning of `target` with the next bytes of the input, as many as are there, at least one unless the input
   * is over or `target` is empty; gives how many, 0 at the end. A plain number where no waiting was needed. Keeps no hold
   * of `target` afterwards. Throws or rejects with an InputError when the input fails; every byte that could be read
   * before has been handed out then.
   */
  read: (target: Uint8Array) => number | Promise<number>;
  /** Closes what is open; may be called at any time, more than once. What is read afterwards is the end. */
  close: () => Promise<void>;
}

/** An input that is no log as it is, but another kind of file. */
export class LeftOutError extends InputError {
  readonly leftOut: LeftOut;

  constructor(leftOut: LeftOut) {
    super(leftOut.file, kindReason(leftOut));
    this.leftOut = leftOut;
  }
}

/** What becomes of text in UTF-16: it is read as UTF-8, or refused, where the bytes are to come out as they came in. */
export type Utf16Handling = "decode" | "refuse";

export interface NamedSource {
  /** As it was given, STANDARD_INPUT included. */
  path: string;
  source: Source;
}

/**
 * The inputs one after the other: the bytes of files or of standard input, decompressed when they are gzip or zstd, whatever
 * their name. What is another kind of file fails with a LeftOutError. `onRead` hears of every piece read, in bytes before decompression. An input is opened when it is first read
 * from, so that all failures come from `read`; only gzip files further on are decompressed ahead. Each source is closed
 * when the next one is asked for, or when the generator is left. `width`: how many are decompressed ahead at a time.
 */
export async function* openSources(
  paths: string[],
  onRead: (bytes: number) => void,
  { width, utf16 = "decode" }: { width?: number; utf16?: Utf16Handling } = {},
): AsyncGenerator<NamedSource, void, undefined> {
  const ahead = paths.filter(isAhead);
  // All that has to do with gzip is loaded where there is some: it takes longer than a small file.
  const pooled = ahead.length > 1 ? new (await import("./pooled-sources.js")).PooledSources(ahead, width) : undefined;
  try {
    for (const path of paths) {
      const ordinary = new InputSource(path, onRead, utf16);
      const source = isAhead(path) ? (pooled?.next(ordinary, onRead) ?? ordinary) : ordinary;
      try {
        yield { path, source };
      } finally {
        await source.close();
      }
    }
  } finally {
    pooled?.close();
  }
}

function isAhead(path: string): boolean {
  return path !== STANDARD_INPUT && GZIP_NAME.test(path);
}

/** An input that is opened, and told from gzip and zstd, when it is first read from. */
class InputSource implements Source {
  readonly #path: string;
  readonly #onRead: (bytes: number) => void;
  readonly #utf16: Utf16Handling;
  #source: Source | undefined;
  #isClosed = false;

  constructor(path: string, onRead: (bytes: number) => void, utf16: Utf16Handling) {
    this.#path = path;
    this.#onRead = onRead;
    this.#utf16 = utf16;
  }

  read(target: Uint8Array): number | Promise<number> {
    if (this.#isClosed) return 0;
    try {
      const bytes = this.#source === undefined ? this.#openAndRead(target) : this.#source.read(target);
      return typeof bytes === "number" ? bytes : bytes.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      return this.#fail(error);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#source?.close();
  }

  async #openAndRead(target: Uint8Array): Promise<number> {
    const raw = await openRawInput(this.#path, this.#onRead);
    try {
      this.#source = await this.#detect(raw);
    } finally {
      if (this.#source === undefined) raw.close();
    }
    if (this.#isClosed) {
      await this.#source.close();
      return 0;
    }
    const count = await this.#source.read(target);
    return this.#look(target.subarray(0, count), this.#source) ? this.#source.read(target) : count;
  }

  /** Looks at the first bytes, decompressed: whether they are to be read anew, from a source that decodes them. */
  #look(first: Uint8Array, source: Source): boolean {
    const encoding = utf16Of(first);
    if (encoding === undefined) {
      const kind = kindOfContent(Buffer.from(first.subarray(0, KIND_BYTES))) ?? this.#kindByName(first);
      if (kind !== undefined) throw new LeftOutError(leaveOut(inputName(this.#path), kind));
      return false;
    }
    if (this.#utf16 === "refuse") throw new InputError(inputName(this.#path), UTF16_REFUSED);
    this.#source = new Utf16Source(source, encoding, first);
    return true;
  }

  /** What only the name tells, unless it holds JSON after all. */
  #kindByName(first: Uint8Array): FileKind | undefined {
    const start = first.find((byte) => byte > 0x20);
    return first.length === 0 || start === 0x7b || start === 0x5b ? undefined : kindOfName(this.#path);
  }

  async #detect(raw: RawInput): Promise<Source> {
    const first = await peek(raw);
    if (first.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
      const { GunzipSource } = await import("./gunzip.js");
      return new GunzipSource(raw, first);
    }
    if (isZstd(first, ZSTD_NAME.test(this.#path))) {
      const { ZstdSource } = await import("./zstd.js");
      return new ZstdSource(raw, first);
    }
    const format = GZIP_NAME.test(this.#path) ? "gzip" : ZSTD_NAME.test(this.#path) ? "zstd" : undefined;
    if (format === undefined) return new PlainSource(raw, first);
    throw new InputError(
      inputName(this.#path),
      first.length === 0 ? `empty, so not in ${format} format` : `not in ${format} format`,
    );
  }

  #fail(error: unknown): never {
    if (error instanceof InputError) throw error;
    throw new InputError(inputName(this.#path), describeError(error), { cause: error });
  }
}

/** Reads until it is clear whether it is gzip or zstd: at least two bytes, or four that begin like zstd, unless the input is over. */
async function peek(raw: RawInput): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(PEEK_BYTES);
  let filled = 0;
  while (filled < GZIP_MAGIC.length || mayBeZstd(buffer.subarray(0, filled))) {
    const bytes = await raw.read(buffer.subarray(filled));
    if (bytes === 0) break;
    filled += bytes;
  }
  return buffer.subarray(0, filled);
}

function mayBeZstd(bytes: Buffer): boolean {
  return bytes.length < ZSTD_MAGIC.length && bytes.equals(ZSTD_MAGIC.subarray(0, bytes.length));
}

/** Whether bytes are the start of zstd; of a file with its name, also of a frame that holds no data. */
function isZstd(first: Buffer, isNamedSo: boolean): boolean {
  if (first.length < ZSTD_MAGIC.length) return false;
  return first.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC) || (isNamedSo && isSkippable(first));
}

function isSkippable(first: Buffer): boolean {
  return first.readUInt32LE(0) >>> 4 === ZSTD_SKIPPABLE;
}

/** What is neither: read straight to where it is wanted. */
class PlainSource implements Source {
  readonly #raw: RawInput;
  #first: Buffer;

  constructor(raw: RawInput, first: Buffer) {
    this.#raw = raw;
    this.#first = first;
  }

  read(target: Uint8Array): number | Promise<number> {
    if (this.#first.length === 0) return this.#raw.read(target);
    const bytes = Math.min(target.length, this.#first.length);
    target.set(this.#first.subarray(0, bytes));
    this.#first = this.#first.subarray(bytes);
    return bytes;
  }

  close(): Promise<void> {
    this.#raw.close();
    return Promise.resolve();
  }
}
