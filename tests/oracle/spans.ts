/**
 * A second reading of a record, which keeps what `JSON.parse` forgets: where each value stands, and how it is written.
 */
import { setOwn, type Json, type JsonObject } from "./json.js";

interface Place {
  /** Offsets into the text in UTF-16 units; the end is exclusive. */
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
  /** A string or a number as its source text, with quotes and escapes: `"a\u0062"`, `1.0`. */
  source: Json;
}
export type Span = ObjectSpan | ArraySpan | ScalarSpan;

export interface MemberSpan {
  /** Unescaped. */
  key: string;
  /** Where the key's opening quote is, and the end after its closing one. */
  start: number;
  keyEnd: number;
  value: Span;
}

/** A token, but of a string only the opening quote: a pattern for the rest would use up the stack on long ones. */
const TOKEN = /[ \t\r\n]*(["{}[\],:]|[^ \t\r\n{}[\],:"]+)/y;

/**
 * The spans of `text`, which must be one valid JSON text: ask `JSON.parse` first, since nothing is checked here. Keeps
 * its own stack, because records may be nested deeper than that of JavaScript.
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

  /** Hangs a value into its container as soon as it opens, so that order and duplicates come out by themselves. */
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

/** The end of the string that opens at `start`: the first quote with an even number of backslashes before it. */
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
 * The value with each string and number as its source text. Of a duplicate key the last value stands at the first
 * place, as in `JSON.parse`.
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

/** The member that counts: of duplicates the last. */
export function lastMember(object: ObjectSpan, key: string): MemberSpan | undefined {
  return object.members.findLast((member) => member.key === key);
}

/** `text`, a valid JSON text, without the whitespace between its tokens; what strings hold stays as it is. */
export function minify(text: string): string {
  let minified = "";
  for (let at = 0; at < text.length;) {
    const end = text[at] === '"' ? findStringEnd(text, at) : at + 1;
    if (!" \t\r\n".includes(text[at] as string)) minified += text.slice(at, end);
    at = end;
  }
  return minified;
}
