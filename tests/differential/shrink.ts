/**
 * Makes smaller records: without a member or an element, also in a text within the record, or, if the record is not JSON, without
 * some of its bytes.
 */
import { decode, isObject, readText, tryParse, type Json } from "../oracle/json.js";
import { scanSpans, type Span } from "../oracle/spans.js";
import { textsIn } from "../oracle/texts.js";

/** Returns the JSON without odd white space, escapes and duplicates, also in texts within it: they may be irrelevant. */
export function writtenPlainly(record: Uint8Array): Uint8Array {
  const text = decode(record);
  return text === undefined || tryParse(text) === undefined ? record : new TextEncoder().encode(plainText(text));
}

function plainText(text: string): string {
  const value = tryParse(text);
  if (!isContainer(value)) return text;
  return JSON.stringify(value, (_, member: Json) => (typeof member === "string" ? plainText(member) : member));
}

function parseBytes(bytes: Uint8Array): Json | undefined {
  const text = decode(bytes);
  return text === undefined ? undefined : tryParse(text);
}

function isContainer(value: Json | undefined): boolean {
  return isObject(value) || Array.isArray(value);
}

/** Yields records with something cut out, smallest first. */
export function* smallerRecords(record: Uint8Array): Generator<Uint8Array> {
  const text = decode(record);
  const value = parseBytes(record);
  if (text !== undefined && isContainer(value)) {
    const smaller = smallerTexts(text).sort((a, b) => a.length - b.length);
    for (const shorter of smaller) yield new TextEncoder().encode(shorter);
    return;
  }
  // If the ill-formed bytes are irrelevant, the rest can be shortened as JSON.
  if (text === undefined) yield new TextEncoder().encode(readText(record));
  for (let size = record.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start + size <= record.length; start += size) {
      yield new Uint8Array(Buffer.concat([record.subarray(0, start), record.subarray(start + size)]));
    }
  }
}

/** Returns the JSON text with one member or element fewer, or with a text in it shortened or emptied. */
function smallerTexts(text: string): string[] {
  const smaller: string[] = [];
  const replace = (start: number, end: number, by: string) => smaller.push(text.slice(0, start) + by + text.slice(end));
  const visit = (span: Span): void => {
    if (span.kind === "scalar") {
      if (text[span.start] !== '"') return;
      const inner = JSON.parse(text.slice(span.start, span.end)) as string;
      if (inner !== "") replace(span.start, span.end, '""');
      for (const { start, end } of textsIn(inner).texts) {
        const part = inner.slice(start, end);
        const [before, after] = [inner.slice(0, start), inner.slice(end)];
        if (part.length < inner.length) replace(span.start, span.end, JSON.stringify(part));
        for (const shorter of smallerTexts(part)) {
          replace(span.start, span.end, JSON.stringify(`${before}${shorter}${after}`));
        }
      }
      return;
    }
    const parts =
      span.kind === "array"
        ? span.items.map((value) => ({ start: value.start, value }))
        : span.members.map(({ start, value }) => ({ start, value }));
    parts.forEach(({ start, value }, index) => {
      const next = parts[index + 1];
      const previous = parts[index - 1];
      if (next) replace(start, next.start, "");
      else replace(previous ? previous.value.end : start, value.end, "");
      visit(value);
    });
  };
  visit(scanSpans(text));
  return smaller;
}
