/**
 * Bytes cut into tokens of JSON, whether they are JSON or not: a fuzzer moves these about, so nothing is checked, and what
 * is broken is cut somehow.
 */

export interface Token {
  kind: "string" | "mark" | "word";
  /** Offsets in bytes; the end is exclusive. Of a string the quotes belong to it, but the last may be missing. */
  start: number;
  end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const MARKS = new Set([0x2c, 0x3a, ...OPEN, ...CLOSE]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The tokens of `bytes`, in order; white space is none. */
export function tokensOf(bytes: Uint8Array): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] as number;
    if (SPACE.has(first)) {
      at++;
      continue;
    }
    const start = at++;
    if (first === QUOTE) {
      for (; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
      at = Math.min(at + 1, bytes.length);
      tokens.push({ kind: "string", start, end: at });
    } else if (MARKS.has(first)) {
      tokens.push({ kind: "mark", start, end: at });
    } else {
      for (; at < bytes.length; at++) {
        const byte = bytes[at] as number;
        if (byte === QUOTE || SPACE.has(byte) || MARKS.has(byte)) break;
      }
      tokens.push({ kind: "word", start, end: at });
    }
  }
  return tokens;
}

/** A value among tokens: of an object or array all that is in it. */
export interface ValueRange {
  start: number;
  end: number;
  /** Where the key begins, of a member; else `start`. */
  memberStart: number;
}

/** Every value in `bytes` that does not lack its end, keys aside, the innermost ones first. */
export function valuesOf(bytes: Uint8Array, tokens: readonly Token[]): ValueRange[] {
  const values: ValueRange[] = [];
  const open: ValueRange[] = [];
  const byteAt = (index: number): number | undefined => bytes[tokens[index]?.start ?? -1];
  tokens.forEach(({ kind, start, end }, index) => {
    const first = bytes[start] as number;
    const isMember = byteAt(index - 1) === 0x3a;
    const memberStart = isMember ? (tokens[index - 2]?.start ?? start) : start;
    if (kind === "mark" && OPEN.has(first)) {
      open.push({ start, end, memberStart });
    } else if (kind === "mark" && CLOSE.has(first)) {
      const value = open.pop();
      if (value !== undefined) values.push({ ...value, end });
    } else if (kind !== "mark" && byteAt(index + 1) !== 0x3a) {
      values.push({ start, end, memberStart });
    }
  });
  return values;
}
