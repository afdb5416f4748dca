/** A second reading of a record, which keeps what `JSON.parse` forgets: where each value is, and how it is written. */
import { setOwn, type Json, type JsonObject } from "./json.js";

interface Place {
  /** Offsets in the text, in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
}
export interface ObjectSpan extends Place {
  kind: "object";
  members: MemberSpan[];
}
export interface ArraySpan extends Place {
  kind: "array";
  items: Span[];
}
export interface ScalarSpan extends Place {
  kind: "scalar";
  /** A string or number as source text, with quotes and escapes: `"a\u0062"`, `1.0`. */
  source: Json;
}
export type Span = ObjectSpan | ArraySpan | ScalarSpan;

export interface MemberSpan {
  /** Unescaped. */
  key: string;
  /** Start of the key's opening quote, and end after its closing one. */
  start: number;
  keyEnd: number;
  value: Span;
}

/** A token, but only the opening quote of a string: matching long strings would exhaust the stack. */
const TOKEN = /[ \t\r\n]*(["{}[\],:]|[^ \t\r\n{}[\],:"]+)/y;

/**
 * Returns the spans of `text`, which must be one valid JSON text: call `JSON.parse` first, since nothing is checked here. Keeps
 * its own stack, since records may be nested deeper than JavaScript's.
 */
export function scanSpans(text: string): Span {
  const open: (ObjectSpan | ArraySpan)[] = [];
  let key: { text: string; start: number; end: number } | undefined;
  const token = new RegExp(TOKEN);

  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const start = token.lastIndex - (found[1] as string).length;
    if (found[1] === '"') token.lastIndex = findStringEnd(text, start);
    const end = token.lastIndex;
    const word = text.slice(start, end);
    const parent = open.at(-1);
    let closed: Span | undefined;

    if (word === "{") {
      open.push(place({ kind: "object", start, end, members: [] }));
    } else if (word === "[") {
      open.push(place({ kind: "array", start, end, items: [] }));
    } else if (word === "}" || word === "]") {
      closed = open.pop();
      if (closed !== undefined) closed.end = end;
    } else if (word !== "," && word !== ":") {
      if (parent?.kind === "object" && key === undefined) {
        key = { text: word.includes("\\") ? (JSON.parse(word) as string) : word.slice(1, -1), start, end };
      } else {
        closed = place({ kind: "scalar", start, end, source: scalarSource(word) });
      }
    }
    if (closed !== undefined && open.length === 0) return closed;
  }
  throw new Error("scanSpans needs a whole JSON text");

  /** Adds a value to its container as soon as it opens, which preserves order and duplicates. */
  function place<S extends Span>(span: S): S {
    const parent = open.at(-1);
    if (parent?.kind === "array") {
      parent.items.push(span);
    } else if (parent !== undefined && key !== undefined) {
      parent.members.push({ key: key.text, start: key.start, keyEnd: key.end, value: span });
      key = undefined;
    }
    return span;
  }
}

/** Returns the end of the string that opens at `start`: the first quote after an even number of backslashes. */
function findStringEnd(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slash = quote;
    while (text[slash - 1] === "\\") slash--;
    if ((quote - slash) % 2 === 0) return quote + 1;
  }
  throw new Error("scanSpans needs a whole JSON text");
}

function scalarSource(word: string): Json {
  if (word === "null") return null;
  return word === "true" || word === "false" ? word === "true" : word;
}

/**
 * Returns the value with each string and number as source text. For duplicate keys, the last value takes the first position, as
 * in `JSON.parse`.
 */
export function sourceOf(span: Span): Json {
  const shell = (of: Span): Json => (of.kind === "scalar" ? of.source : of.kind === "array" ? [] : {});
  const whole = shell(span);
  const open: [Span, Json][] = [[span, whole]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [{ kind }, source] = next;
    if (kind === "array") {
      for (const item of (next[0] as ArraySpan).items) {
        const value = shell(item);
        (source as Json[]).push(value);
        if (item.kind !== "scalar") open.push([item, value]);
      }
    } else if (kind === "object") {
      for (const { key, value: member } of (next[0] as ObjectSpan).members) {
        const value = shell(member);
        setOwn(source as JsonObject, key, value);
        if (member.kind !== "scalar") open.push([member, value]);
      }
    }
  }
  return whole;
}

/** Returns the member that counts: the last one among duplicates. */
export function lastMember(object: ObjectSpan, key: string): MemberSpan | undefined {
  return object.members.findLast((member) => member.key === key);
}

/** Removes the white space between the tokens of `text`, a valid JSON text; strings stay unchanged. */
export function minify(text: string): string {
  let minified = "";
  for (let at = 0; at < text.length;) {
    const end = text[at] === '"' ? findStringEnd(text, at) : at + 1;
    if (!" \t\r\n".includes(text[at] as string)) minified += text.slice(at, end);
    at = end;
  }
  return minified;
}
