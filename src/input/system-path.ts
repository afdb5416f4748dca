/**
 * Paths that are not UTF-8, as strings: a byte that belongs to no character is the lone surrogate U+DC00 + byte, as in Python's
 * `surrogateescape` (PEP 383). So they are told apart, shown as escapes, and opened.
 */
const LONE = /\p{Cs}/u;
const MOST_BYTES = 4;

/** What the system calls a path. */
export function systemPath(path: string): string | Buffer {
  if (!LONE.test(path)) return path;
  return Buffer.concat(
    Array.from(path, (character) =>
      LONE.test(character) ? Buffer.of(character.charCodeAt(0) & 0xff) : Buffer.from(character),
    ),
  );
}

/** The string for what the system calls a path or a name. */
export function pathOf(bytes: Buffer): string {
  const whole = bytes.toString();
  if (Buffer.from(whole).equals(bytes)) return whole;
  let path = "";
  for (let at = 0; at < bytes.length;) {
    let length = 1;
    while (length <= MOST_BYTES && !isText(bytes.subarray(at, at + length))) length++;
    if (length > MOST_BYTES) path += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else path += bytes.toString("utf8", at, at + length);
    at += length > MOST_BYTES ? 1 : length;
  }
  return path;
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}
