/** Reports whether a byte is JSON white space. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;
}

/** White space, a record separator (RFC 7464), a byte order mark, a comma. */
const BETWEEN = new Set([0x20, 0x09, 0x0d, 0x0a, 0x1e, 0xef, 0xbb, 0xbf, 0x2c]);

/** Reports whether a byte may be between JSON texts. */
export function mayBeBetweenTexts(byte: number): boolean {
  return BETWEEN.has(byte);
}

/** Reports whether all bytes may be between JSON texts. */
export function isBetweenTexts(bytes: Uint8Array): boolean {
  return bytes.every(mayBeBetweenTexts);
}

const NEWLINE = 0x0a;

/** Counts newlines. */
export function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
