/**
 * From an address in a JSON text to the JSON Pointer (RFC 6901) of the value there. A parser that recurses, as those that
 * know paths do, gives up at some thousand brackets; this one keeps its own list of what is open.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** An object or array that is open: the element that it is at, or its last key, as an address. */
interface Level {
  isObject: boolean;
  index: number;
  key: number;
  wantsKey: boolean;
}

/**
 * The pointer of each address: to the innermost value that it lies in, from the value that begins at `start`. Addresses are
 * offsets in `bytes`, which hold well-formed JSON there. An address that lies in no value has none. One pass, however many.
 */
export function findPointers(bytes: Buffer, start: number, addresses: Iterable<number>): Map<number, string> {
  const wanted = [...new Set(addresses)].sort((left, right) => left - right);
  const found = new Map<number, string>();
  const open: Level[] = [];
  let next = 0;
  let at = start;

  /** A scalar, or the bracket that opens a value, ends at `end`: settles the addresses in it. */
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

/** Behind the string whose opening quote is at `start`. */
function findStringEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

/** Behind the number, `true`, `false` or `null` at `start`. */
function findLiteralEnd(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte <= 0x20) break;
  }
  return at;
}
