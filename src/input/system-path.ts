/**
 * Paths that are not UTF-8, as strings: a byte that belongs to no character becomes the lone surrogate U+DC00 + byte, like
 * Python's `surrogateescape` (PEP 383). So such paths can be distinguished, shown as escapes, and opened.
 */
import { readFileSync } from "node:fs";

const LONE = /\p{Cs}/u;
const MAX_BYTES = 4;

/** Returns the system's form of a path. */
export function systemPath(path: string): string | Buffer {
  if (!LONE.test(path)) return path;
  return Buffer.concat(
    Array.from(path, (character) =>
      LONE.test(character) ? Buffer.of(character.charCodeAt(0) & 0xff) : Buffer.from(character),
    ),
  );
}

/** Returns the string form of a system path or name. */
export function pathOf(bytes: Buffer): string {
  const whole = bytes.toString();
  if (Buffer.from(whole).equals(bytes)) return whole;
  let path = "";
  for (let at = 0; at < bytes.length;) {
    let length = 1;
    while (length <= MAX_BYTES && !isText(bytes.subarray(at, at + length))) length++;
    if (length > MAX_BYTES) path += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    else path += bytes.toString("utf8", at, at + length);
    at += length > MAX_BYTES ? 1 : length;
  }
  return path;
}

function isText(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString()).equals(bytes);
}

/**
 * Returns the arguments of the process in the form of `pathOf`. Node replaces what is not UTF-8 with U+FFFD; Linux keeps the
 * bytes. On other systems they are Node's.
 */
export function commandLine(): string[] {
  const words = process.argv;
  if (!words.slice(2).some((word) => word.includes("\uFFFD"))) return words;
  let bytes: Buffer;
  try {
    bytes = readFileSync("/proc/self/cmdline");
  } catch {
    return words;
  }
  const all: string[] = [];
  for (let at = 0; at < bytes.length; at++) {
    // Each argument ends with a NUL.
    const end = bytes.indexOf(0, at);
    all.push(pathOf(bytes.subarray(at, end)));
    at = end;
  }
  // Node's own options come before the script.
  const given = all.slice(all.length - words.length + 2);
  return [...words.slice(0, 2), ...given];
}
