/**
 * Converts offsets in a JSON text to JSON Pointers (RFC 6901). A recursive parser gives up at some thousand brackets; this one
 * keeps its own stack.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** An open object or array: its current element, or the address of its last key. */
interface Level {
  isObject: boolean;
  index: number;
  key: number;
  wantsKey: boolean;
}

/**
 * Returns the pointer of each address: to the innermost value around it, from the value that begins at `start`. Addresses are
 * offsets in `bytes`, which hold well-formed JSON there; an address outside any value has no pointer. One pass, however many.
 */
export function findPointers(bytes: Buffer, start: number, addresses: Iterable<number>): Map<number, string> {
  const wanted = [...new Set(addresses)].sort((left, right) => left - right);
  const found = new Map<number, string>();
  const open: Level[] = [];
  let next = 0;
  let at = start;

  /** Settles the addresses in a scalar, or in the bracket that opens a value, that ends at `end`. */
  const pass = (end: number): void => {
    for (let address = wanted[next]; address !== undefined && address < end; address = wanted[++next]) {
      if (address >= at) found.set(address, pointerOf(bytes, open));
    }
    at = end;
  };

  do {
    const byte = bytes[at] ?? 0;
    const level = open.at(-1);
    if (byte === QUOTE) {
      const end = findStringEnd(bytes, at);
      if (level?.wantsKey === true) {
        level.key = at;
        level.wantsKey = false;
        at = end;
      } else {
        pass(end);
      }
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      pass(at + 1);
      open.push({ isObject: byte === OPEN_OBJECT, index: 0, key: at, wantsKey: byte === OPEN_OBJECT });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      open.pop();
      at++;
    } else if (byte === COMMA && level !== undefined) {
      level.index++;
      level.wantsKey = level.isObject;
      at++;
    } else if (byte === COLON || byte <= 0x20) {
      at++;
    } else {
      pass(findLiteralEnd(bytes, at));
    }
  } while (open.length > 0 && next < wanted.length && at < bytes.length);
  return found;
}

function pointerOf(bytes: Buffer, open: readonly Level[]): string {
  return open.map((level) => `/${level.isObject ? readKey(bytes, level.key) : level.index}`).join("");
}

function readKey(bytes: Buffer, start: number): string {
  const key = JSON.parse(bytes.toString("utf8", start, findStringEnd(bytes, start))) as string;
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Returns the offset after the string whose opening quote is at `start`. */
function findStringEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Returns the offset after the number, `true`, `false` or `null` at `start`. */
function findLiteralEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte <= 0x20) break;
  }
  return at;
}
