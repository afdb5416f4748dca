import { open, stat, type FileHandle } from "node:fs/promises";
import type { Stats } from "node:fs";
import { fstatSync } from "node:fs";
import { gunzip, GunzipError } from "./gunzip.js";
import { describeError, InputError } from "./reason.js";

/** The name on the command line that stands for standard input. */
export const STANDARD_INPUT = "-";

const CHUNK_BYTES = 256 * 1024;
const GZIP_MAGIC = Buffer.of(0x1f, 0x8b);

/** What an input is called in messages. */
export function inputName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/**
 * The bytes of a file or of standard input, decompressed when they are gzip, whatever its name. `onRead` hears of every
 * piece read, in bytes before decompression. Throws an InputError; all that could be read before it has been yielded then.
 */
export async function* readInput(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const name = inputName(path);
  const chunks = count(path === STANDARD_INPUT ? readStandardInput() : readFile(path), onRead);
  try {
    const { first, rest } = await peek(chunks, GZIP_MAGIC.length);
    if (first.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
      yield* gunzip(rest);
    } else if (/\.gz$/i.test(path)) {
      throw new InputError(name, first.length === 0 ? "empty, so not in gzip format" : "not in gzip format");
    } else {
      yield* rest;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof GunzipError) throw new InputError(name, error.message, { cause: error });
    throw new InputError(name, describeError(error), { cause: error });
  } finally {
    // Closes the file also when the reader stops early.
    await chunks.return(undefined);
  }
}

/** The sizes of regular files together, in bytes before decompression; undefined when one is no such file. */
export async function totalSize(paths: string[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    const stats = await inputStats(path);
    if (!stats?.isFile()) return undefined;
    total += stats.size;
  }
  return total;
}

/** What the system says of an input; undefined when it cannot be asked. */
export async function inputStats(path: string): Promise<Stats | undefined> {
  try {
    return path === STANDARD_INPUT ? fstatSync(0) : await stat(path);
  } catch {
    return undefined;
  }
}

/** Not a stream of node:fs: one that fails drops what it has read ahead. */
async function* readFile(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    for (let chunk = await readChunk(handle); chunk.length > 0; chunk = await readChunk(handle)) yield chunk;
  } finally {
    await handle.close();
  }
}

async function readChunk(handle: FileHandle): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
  return buffer.subarray(0, bytesRead);
}

async function* readStandardInput(): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin) yield chunk as Buffer;
}

async function* count(chunks: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** Reads until `size` bytes are there or the input is over; `rest` is the whole input, what was read included. */
async function peek(
  chunks: AsyncGenerator<Buffer>,
  size: number,
): Promise<{ first: Buffer; rest: AsyncGenerator<Buffer> }> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < size) {
    const next = await chunks.next();
    if (next.done) break;
    first = Buffer.concat([first, next.value]);
  }
  return { first, rest: prepend(first, chunks) };
}

async function* prepend(first: Buffer, chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* chunks;
}
