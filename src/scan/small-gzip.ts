import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { declaredBytes, GZIP_SLACK_BYTES, isGzip, LEAST_GZIP_BYTES } from "../io/gzip-format.js";

/** Larger files, compressed or not, are read bit by bit, without ever being whole in memory. */
const MOST_COMPRESSED_BYTES = 4 * 1024 * 1024;
const MOST_BYTES = 32 * 1024 * 1024;

export interface SmallFile {
  bytes: Buffer;
  compressedBytes: number;
}

/** A buffer for compressed files, one after the other. */
let compressed: Buffer | undefined;

/**
 * A decompressed file, if it is small and gzip throughout; undefined for everything else, also for what is broken, which is
 * to be read in the ordinary way. The path is a regular file's. In one step, on this thread: hardly dearer than zlib itself.
 */
export function readSmallGzip(path: string): SmallFile | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    const { size } = fstatSync(fd);
    if (size < LEAST_GZIP_BYTES || size > MOST_COMPRESSED_BYTES) return undefined;
    compressed ??= Buffer.allocUnsafeSlow(MOST_COMPRESSED_BYTES);
    if (readSync(fd, compressed, 0, size, 0) !== size) return undefined;
    const bytes = gunzipSmall(compressed.subarray(0, size));
    return bytes && { bytes, compressedBytes: size };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function gunzipSmall(bytes: Buffer): Buffer | undefined {
  const expected = declaredBytes(bytes);
  if (!isGzip(bytes) || expected > MOST_BYTES) return undefined;
  // Room for all of it, so that it is made in one step and is not copied.
  return gunzipSync(bytes, { chunkSize: Math.max(64, expected) + GZIP_SLACK_BYTES, maxOutputLength: MOST_BYTES });
}
