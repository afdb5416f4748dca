/** Finds the JSON texts in a string: one, or several in sequence, each possibly after other text. */
import { tryParse } from "./json.js";

export interface TextPlace {
  start: number;
  /** Exclusive. */
  end: number;
}

export interface Texts {
  text: string;
  texts: TextPlace[];
  /** What follows the last of them. */
  rest: string;
}

/** Returns objects and arrays, up to what is not JSON; none if the first one is not. */
export function textsIn(text: string): Texts {
  const texts: TextPlace[] = [];
  let end = 0;
  for (let start = findStart(text, 0); start !== undefined; start = findStart(text, end)) {
    const close = findClose(text, start);
    if (close === undefined || tryParse(text.slice(start, close)) === undefined) break;
    texts.push({ start, end: close });
    end = close;
  }
  return { text, texts, rest: text.slice(end) };
}

/** Finds the first brace, or a bracket if only white space is before it. */
function findStart(text: string, from: number): number | undefined {
  const first = /[^ \t\r\n]/g;
  first.lastIndex = from;
  const found = first.exec(text);
  if (found?.[0] === "[") return found.index;
  const brace = text.indexOf("{", from);
  return brace < 0 ? undefined : brace;
}

/** Returns the end of the object or array that opens at `start`, by its brackets. */
function findClose(text: string, start: number): number | undefined {
  const marks = /[{}[\]"]/g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '"') {
      const close = stringEnd(text, mark.index);
      if (close === undefined) return undefined;
      marks.lastIndex = close;
    } else {
      depth += mark[0] === "{" || mark[0] === "[" ? 1 : -1;
      if (depth === 0) return marks.lastIndex;
    }
  }
  return undefined;
}

/** Returns the end of the string that opens at `start`: after the first quote that follows an even number of backslashes. */
function stringEnd(text: string, start: number): number | undefined {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (slash > start + 1 && text[slash - 1] === "\\") slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  return undefined;
}
