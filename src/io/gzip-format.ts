/** What a gzip file begins and ends with (RFC 1952). */

const MAGIC = 0x1f8b;
/** Header and trailer of an empty member: no file is shorter. */
export const LEAST_GZIP_BYTES = 20;
/** Room beside the decompressed bytes with which zlib makes them in one step. */
export const GZIP_SLACK_BYTES = 64;

export function isGzip(bytes: Buffer): boolean {
  return bytes.readUInt16BE(0) === MAGIC;
}

/** The decompressed size that the last member tells, in bytes; all of it, where there is only one of less than 4 GiB. */
export function declaredBytes(bytes: Buffer): number {
  return bytes.readUInt32LE(bytes.length - 4);
}
