/**
 * The one case in which the module may differ from the oracle (docs/reference/annotation.md): in a blank error of more than 1,024 bytes,
 * every member counts, even one that a later member replaces.
 */
import { readText, tryParse, type Json } from "../oracle/json.js";
import { isBlank } from "../oracle/schemas.js";
import { scanSpans, type Span } from "../oracle/spans.js";
import { textsIn } from "../oracle/texts.js";

const LONGEST_SEARCHED = 1024;

/** Reports whether the record, or a text within it, has such an object or array anywhere. */
export function hasLongBlank(record: Uint8Array): boolean {
  const text = readText(record);
  return tryParse(text) !== undefined && isIn(text);
}

function isIn(text: string): boolean {
  const open = [scanSpans(text)];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    if (span.kind === "scalar") {
      const inner = text[span.start] === '"' ? (JSON.parse(text.slice(span.start, span.end)) as string) : "";
      if (textsIn(inner).texts.some(({ start, end }) => isIn(inner.slice(start, end)))) return true;
      continue;
    }
    if (isLongBlank(text.slice(span.start, span.end), span)) return true;
    for (const inside of insidesOf(span)) open.push(inside);
  }
  return false;
}

function isLongBlank(text: string, span: Span): boolean {
  return Buffer.byteLength(text) > LONGEST_SEARCHED && isBlank(JSON.parse(text) as Json) && hasDuplicate(span);
}

function hasDuplicate(span: Span): boolean {
  const open = [span];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "object" && new Set(next.members.map(({ key }) => key)).size < next.members.length) return true;
    for (const inside of insidesOf(next)) open.push(inside);
  }
  return false;
}

function insidesOf(span: Span): Span[] {
  if (span.kind === "scalar") return [];
  return span.kind === "array" ? span.items : span.members.map(({ value }) => value);
}
