import { describeError, InputError } from "../file-errors.js";
import { DecompressedSource } from "./decompressed-source.js";
import {
  isGzip,
  KIND_BYTES,
  kindOfContent,
  kindOfName,
  kindReason,
  leaveOut,
  type FileKind,
  type LeftOut,
} from "./file-kinds.js";
import { inputName, STANDARD_INPUT } from "./input.js";
import type { SmallGzip } from "./small-gzip.js";
import { PrefixedSource, type Source } from "./source.js";
import { openStoredInput } from "./stored-input.js";
import { utf16Of, Utf16Source } from "./utf16.js";
import { ADVICE, INPUTS } from "../messages/inputs.js";

const PEEK_BYTES = 4096;
const GZIP_MAGIC_BYTES = 2;
const GZIP_NAME = /\.gz$/i;
const ZSTD_MAGIC = Buffer.of(0x28, 0xb5, 0x2f, 0xfd);
/** Without the last four bits, which may have any value. */
const ZSTD_SKIPPABLE = 0x184d2a5;
const ZSTD_NAME = /\.zst$/i;

/** An input that is not a log but another kind of file. */
export class LeftOutError extends InputError {
  readonly leftOut: LeftOut;

  constructor(leftOut: LeftOut) {
    super(leftOut.file, kindReason(leftOut));
    this.leftOut = leftOut;
  }
}

/** What to do with UTF-16: read it as UTF-8, or refuse it if bytes must come out unchanged. */
export type Utf16Handling = "decode" | "refuse";

export interface NamedSource {
  /** As given, STANDARD_INPUT included. */
  path: string;
  /** Fails with an InputError; with a LeftOutError if it is another kind of file. */
  source: Source;
}

/**
 * Yields the inputs one after the other: the bytes of files or standard input, decompressed if they are gzip or zstd, whatever
 * their name. `onRead` gets the size of every piece read, before decompression. An input is opened at its first read, so that all
 * failures come from `read`; among small gzip files, the next ones are decompressed meanwhile. A source is closed when the next
 * one is asked for, or when the generator ends.
 */
export async function* openSources(
  paths: string[],
  onRead: (bytes: number) => void,
  { utf16 = "decode" }: { utf16?: Utf16Handling } = {},
): AsyncGenerator<NamedSource, void, undefined> {
  const gzips = paths.filter(isGzipFile);
  // Code for compressed files is loaded on first use: loading takes longer than a small file.
  const ahead = gzips.length > 1 ? (await import("./small-gzip.js")).smallGzipsAhead(gzips) : undefined;
  for (const path of paths) {
    const source = new InputSource({ path, onRead, utf16, small: isGzipFile(path) ? ahead?.() : undefined });
    try {
      yield { path, source };
    } finally {
      source.close();
    }
  }
}

function isGzipFile(path: string): boolean {
  return path !== STANDARD_INPUT && GZIP_NAME.test(path);
}

interface InputOptions {
  path: string;
  onRead: (bytes: number) => void;
  utf16: Utf16Handling;
  /** Set if it may have been decompressed ahead. */
  small: Promise<SmallGzip | undefined> | undefined;
}

/** An input that is opened at its first read and checked for gzip, zstd and other kinds. Its errors are InputErrors. */
class InputSource implements Source {
  readonly #options: InputOptions;
  #source: Source | undefined;
  #isClosed = false;

  constructor(options: InputOptions) {
    this.#options = options;
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

  close(): void {
    this.#isClosed = true;
    this.#source?.close();
  }

  async #openAndRead(target: Uint8Array): Promise<number> {
    const source = (this.#source = await this.#open());
    if (this.#isClosed) source.close();
    const count = await source.read(target);
    const decoding = this.#decoding(target.subarray(0, count), source);
    if (decoding === undefined) return count;
    this.#source = decoding;
    return decoding.read(target);
  }

  async #open(): Promise<Source> {
    const { path, onRead } = this.#options;
    const small = isGzipFile(path) ? await this.#readSmall(path) : undefined;
    if (small !== undefined) {
      onRead(small.compressedBytes);
      return new PrefixedSource(small.bytes);
    }
    const stored = await openStoredInput(path, onRead);
    try {
      return await decompressed(stored, path);
    } catch (error) {
      stored.close();
      throw error;
    }
  }

  async #readSmall(path: string): Promise<SmallGzip | undefined> {
    return this.#options.small ?? (await import("./small-gzip.js")).readSmallGzip(path);
  }

  /** Checks the first bytes: returns a source that decodes them if they are UTF-16, and throws if they are not a log's. */
  #decoding(first: Uint8Array, source: Source): Source | undefined {
    const { path, utf16 } = this.#options;
    const encoding = utf16Of(first);
    if (encoding === undefined) {
      const kind = kindOfContent(Buffer.from(first.subarray(0, KIND_BYTES))) ?? kindByName(path, first);
      if (kind !== undefined) throw new LeftOutError(leaveOut(inputName(path), kind));
      return undefined;
    }
    if (utf16 === "refuse") throw new InputError(inputName(path), ADVICE.utf16);
    return new Utf16Source(new PrefixedSource(Uint8Array.from(first), source), encoding);
  }

  #fail(error: unknown): never {
    if (error instanceof InputError) throw error;
    throw new InputError(inputName(this.#options.path), describeError(error), { cause: error });
  }
}

/** Returns the kind that only the name tells, unless the file holds JSON after all. */
function kindByName(path: string, first: Uint8Array): FileKind | undefined {
  const start = first.find((byte) => byte > 0x20);
  return first.length === 0 || start === 0x7b || start === 0x5b ? undefined : kindOfName(path);
}

/** Returns a stored input's bytes, decompressed if they are gzip or zstd. */
async function decompressed(stored: Source, path: string): Promise<Source> {
  const first = await peek(stored);
  const source = new PrefixedSource(first, stored);
  if (isGzip(first)) {
    const { Gunzip } = await import("./gunzip.js");
    return new DecompressedSource(source, new Gunzip(stored.readAgain));
  }
  if (isZstd(first, ZSTD_NAME.test(path))) {
    const { Unzstd } = await import("./zstd.js");
    return new DecompressedSource(source, new Unzstd());
  }
  const format = GZIP_NAME.test(path) ? "gzip" : ZSTD_NAME.test(path) ? "zstd" : undefined;
  if (format === undefined) return source;
  throw new Error(first.length === 0 ? INPUTS.emptyNotIn(format) : INPUTS.notIn(format));
}

/** Reads enough to recognize gzip and zstd: two bytes, or four if they begin like zstd, or up to the end of the input. */
async function peek(stored: Source): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(PEEK_BYTES);
  let filled = 0;
  while (filled < GZIP_MAGIC_BYTES || mayBeZstd(buffer.subarray(0, filled))) {
    const bytes = await stored.read(buffer.subarray(filled));
    if (bytes === 0) break;
    filled += bytes;
  }
  return buffer.subarray(0, filled);
}

function mayBeZstd(bytes: Buffer): boolean {
  return bytes.length < ZSTD_MAGIC.length && bytes.equals(ZSTD_MAGIC.subarray(0, bytes.length));
}

/** Reports whether bytes start zstd; if the file's name says so, a frame without data counts too. */
function isZstd(first: Buffer, isNamedSo: boolean): boolean {
  if (first.length < ZSTD_MAGIC.length) return false;
  const isSkippable = isNamedSo && first.readUInt32LE(0) >>> 4 === ZSTD_SKIPPABLE;
  return isSkippable || first.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC);
}
