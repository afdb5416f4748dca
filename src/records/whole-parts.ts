/** Finds what is whole in a JSON text that is broken or cut off. */
import { decodeString, endOfString } from "./json-spans.js";

const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Nothing is looked for below this depth: no events are there either (docs/reference/shapes.md). */
const MAX_DEPTH = 64;

export interface WholePart {
  start: number;
  end: number;
  /** The JSON Pointer to it from the text, if it is an element of an array; else empty. */
  path: string;
}

/** An open array or object, with what has been whole in it so far. */
interface Container {
  isArray: boolean;
  start: number;
  /** Its name as written in the object around it, or its index in the array around it. */
  name: Buffer | number;
  /** Number of elements before it. */
  index: number;
  parts: { start: number; end: number; index: number }[];
}

/**
 * Returns the objects and arrays that are whole in the beginning of a JSON text, each as large as possible: elements of arrays
 * that the text breaks off in, and what begins a line. In order; one pass, whatever the text.
 */
export function findWholeParts(text: Buffer): WholePart[] {
  const open: Container[] = [];
  let depth = 0;
  let name = text.subarray(0, 0);
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (byte === QUOTE) {
      const end = endOfString(text, at);
      if (end === undefined) break;
      name = text.subarray(at, end + 1);
      at = end;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth++;
      if (depth > MAX_DEPTH) continue;
      const around = open.at(-1);
      const own = around?.isArray === true ? around.index : name;
      open.push({ isArray: byte === OPEN_ARRAY, start: at, name: own, index: 0, parts: [] });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth-- > MAX_DEPTH) continue;
      const closed = open.pop();
      const around = open.at(-1);
      if (closed === undefined || around === undefined) break;
      if (around.isArray || beginsLine(text, closed.start)) {
        around.parts.push({ start: closed.start, end: at + 1, index: around.index });
      }
    } else if (byte === COMMA && depth <= MAX_DEPTH) {
      const around = open.at(-1);
      if (around !== undefined) around.index++;
    }
  }
  return partsOf(open);
}

function partsOf(open: readonly Container[]): WholePart[] {
  let path = "";
  const parts: WholePart[] = [];
  open.forEach((container, depth) => {
    if (depth > 0) path += `/${pointerStep(container.name)}`;
    // The module returns a bare array inside `Records` (docs/reference/shapes.md).
    else if (container.isArray) path = "/Records";
    for (const { start, end, index } of container.parts) {
      parts.push({ start, end, path: container.isArray ? `${path}/${index}` : "" });
    }
  });
  return parts;
}

function pointerStep(name: Buffer | number): string {
  if (typeof name === "number") return String(name);
  return decodeString(name).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Reports whether only white space is before it on its line. */
function beginsLine(text: Buffer, start: number): boolean {
  let at = start - 1;
  while (text[at] === 0x20 || text[at] === 0x09) at--;
  return text[at] === NEWLINE;
}
