/**
 * Cuts bytes into JSON tokens, whether or not they are JSON: a fuzzer moves these around, so nothing is checked, and broken parts
 * are cut somehow.
 */

export interface Token {
  kind: "string" | "mark" | "word";
  /** Offsets in bytes; the end is exclusive. A string includes its quotes, but the last one may be missing. */
  start: number;
  end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const MARKS = new Set([0x2c, 0x3a, ...OPEN, ...CLOSE]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Returns the tokens of `bytes`, in order, without white space. */
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

/** A value among tokens, with everything inside an object or array. */
export interface ValueRange {
  start: number;
  end: number;
  /** For a member, where the key begins; else `start`. */
  memberStart: number;
}

/** Returns every complete value in `bytes`, without keys, innermost first. */
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
