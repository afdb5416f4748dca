/**
 * A second reading of a record, which keeps what `JSON.parse` forgets: where each value stands, and how it is written.
 */
import { setOwn, type Json, type JsonObject } from "./json.js";

interface Place {
  /** Offsets into the text in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  /**
   * The value with each string and number replaced by its source text: `"a\u0062"` stays six characters longer than it
   * reads, 1.0 stays `1.0`. Of a duplicate key the last value stands at the first place, as in
   * `JSON.parse`.
   */
  source: Json;
}
export interface ObjectSpan extends Place {
  kind: "object";
  source: JsonObject;
  members: MemberSpan[];
}
export interface ArraySpan extends Place {
  kind: "array";
  source: Json[];
  items: Span[];
}
export interface ScalarSpan extends Place {
  kind: "scalar";
}
export type Span = ObjectSpan | ArraySpan | ScalarSpan;

export interface MemberSpan {
  /** Unescaped. */
  key: string;
  /** Where the key's opening quote stands. */
  start: number;
  value: Span;
}

/** A token, but of a string only the opening quote: a pattern for the rest would use up the stack on long ones. */
const TOKEN = /[ \t\r\n]*(["{}[\],:]|[^ \t\r\n{}[\],:"]+)/y;
const STRING_PART = /[^"\\]+|\\.|"/y;

/**
 * The spans of `text`, which must be one valid JSON text: ask `JSON.parse` first, since nothing is checked here. Keeps
 * its own stack, because records may be nested deeper than that of JavaScript.
 */
export function scanSpans(text: string): Span {
  const open: (ObjectSpan | ArraySpan)[] = [];
  let key: { text: string; start: number } | undefined;
  const token = new RegExp(TOKEN);

  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const start = token.lastIndex - (found[1] as string).length;
    if (found[1] === '"') token.lastIndex = findStringEnd(text, start);
    const end = token.lastIndex;
    const word = text.slice(start, end);
    const parent = open.at(-1);
    let closed: Span | undefined;

    if (word === "{") {
      open.push(place({ kind: "object", start, end, source: {}, members: [] }));
    } else if (word === "[") {
      open.push(place({ kind: "array", start, end, source: [], items: [] }));
    } else if (word === "}" || word === "]") {
      closed = open.pop();
      if (closed !== undefined) closed.end = end;
    } else if (word !== "," && word !== ":") {
      if (parent?.kind === "object" && key === undefined) {
        key = { text: JSON.parse(word) as string, start };
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
      parent.source.push(span.source);
    } else if (parent !== undefined && key !== undefined) {
      parent.members.push({ key: key.text, start: key.start, value: span });
      setOwn(parent.source, key.text, span.source);
      key = undefined;
    }
    return span;
  }
}

function findStringEnd(text: string, start: number): number {
  const part = new RegExp(STRING_PART);
  part.lastIndex = start + 1;
  while (part.exec(text)?.[0] !== '"');
  return part.lastIndex;
}

function scalarSource(word: string): Json {
  if (word === "null") return null;
  return word === "true" || word === "false" ? word === "true" : word;
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
