import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { ZlibOptions } from "node:zlib";
import { discard } from "./discard.js";
import { isGzip } from "./file-kinds.js";
import { systemPath } from "./system-path.js";
import { gunzipWhole, gunzipWholeElsewhere } from "./gunzip.js";

/** Larger files, compressed or not, are read in pieces and are never whole in memory. */
const MAX_COMPRESSED_BYTES = 2 * 1024 * 1024;
const MAX_BYTES = 8 * 1024 * 1024;
/** Header and trailer of an empty member: no file is shorter. */
const MIN_COMPRESSED_BYTES = 20;
/** Extra room with which zlib decompresses in one step. */
const SLACK_BYTES = 64;
/** Node has four threads for this; one stays free for writing. */
const FILES_AHEAD = 3;

/** Buffer for compressed files that are decompressed on this thread, one after the other. */
let shared: Buffer | undefined;

/** A small file that is all gzip, decompressed in one step: hardly slower than zlib itself. */
export interface SmallGzip {
  bytes: Buffer;
  compressedBytes: number;
}

/**
 * Reads such a file and decompresses it on this thread. Returns undefined for everything else, broken files included: they are
 * read in the ordinary way.
 */
export function readSmallGzip(path: string): SmallGzip | undefined {
  try {
    shared ??= Buffer.allocUnsafeSlow(MAX_COMPRESSED_BYTES);
    const compressed = readCompressed(path, shared);
    if (compressed === undefined) return undefined;
    return { bytes: gunzipWhole(compressed, inOneStep(compressed)), compressedBytes: compressed.length };
  } catch {
    return undefined;
  }
}

/**
 * Returns one file after the other, like `readSmallGzip`, and decompresses the next ones meanwhile on other threads. Never
 * rejects.
 */
export function smallGzipsAhead(paths: readonly string[]): () => Promise<SmallGzip | undefined> {
  const begun: Promise<SmallGzip | undefined>[] = [];
  let count = 0;
  return () => {
    for (const path of paths.slice(count, count + FILES_AHEAD + 1 - begun.length)) {
      begun.push(readElsewhere(path));
      count++;
    }
    return begun.shift() ?? Promise.resolve(undefined);
  };
}

async function readElsewhere(path: string): Promise<SmallGzip | undefined> {
  try {
    const compressed = readCompressed(path);
    if (compressed === undefined) return undefined;
    const compressedBytes = compressed.length;
    const bytes = await gunzipWholeElsewhere(compressed, inOneStep(compressed));
    discard(compressed);
    return { bytes, compressedBytes };
  } catch {
    return undefined;
  }
}

/** Returns the bytes of a file that may be one, in `room` if given. */
function readCompressed(path: string, room?: Buffer): Buffer | undefined {
  // Checked before opening: opening a pipe waits for its writer.
  const named = systemPath(path);
  const stats = statSync(named);
  const { size } = stats;
  if (!stats.isFile() || size < MIN_COMPRESSED_BYTES || size > MAX_COMPRESSED_BYTES) return undefined;
  const fd = openSync(named, "r");
  try {
    const bytes = room?.subarray(0, size) ?? Buffer.allocUnsafeSlow(size);
    if (readSync(fd, bytes, 0, size, 0) !== size) return undefined;
    return isGzip(bytes) && declaredBytes(bytes) <= MAX_BYTES ? bytes : undefined;
  } finally {
    closeSync(fd);
  }
}

/** Returns the decompressed size that the last member declares: the whole size if it is the only one. */
function declaredBytes(compressed: Buffer): number {
  return compressed.readUInt32LE(compressed.length - 4);
}

function inOneStep(compressed: Buffer): ZlibOptions {
  return { chunkSize: declaredBytes(compressed) + SLACK_BYTES, maxOutputLength: MAX_BYTES };
}
