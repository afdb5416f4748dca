/**
 * The module against the oracle, one record at a time; and how a disagreement is told.
 */
import type { FilterResult, FluentBitHost } from "keyward";
import { checkAnnotated } from "../oracle/check-annotated.js";
import { decode, parseRecord } from "../oracle/json.js";
import { judge, type Judgement } from "../oracle/rule.js";
import { scanSpans, type Span } from "../oracle/spans.js";

/** All that is asked of a host, so that tests of this file can put in one that errs. */
export type Host = Pick<FluentBitHost, "filter">;

/** What the module does wrong with the record, by either filter; undefined where it agrees with the oracle. */
export function disagreement(host: Host, record: Uint8Array): string | undefined {
  const judgement = judge(record);
  const tagged = host.filter("tag", record);
  const kept = host.filter("keep", record);
  const problems = [
    ...problemsOf("tag", record, judgement, tagged, judgement.verdict === "match" ? ["modified"] : ["kept"]),
    ...problemsOf("keep", record, judgement, kept, outcomesOfKeep(record, judgement)),
  ];
  if (problems.length > 0) return problems.join("\n  ");
  const differ = tagged.outcome === "modified" && kept.outcome === "modified" && !sameBytes(tagged.record, kept.record);
  return differ ? "tag and keep annotate differently" : undefined;
}

function problemsOf(
  filter: string,
  record: Uint8Array,
  { verdict, shape }: Judgement,
  result: FilterResult,
  expected: FilterResult["outcome"][],
): string[] {
  const reason = result.outcome === "dropped" ? result.reason : undefined;
  if (!expected.includes(result.outcome) || (reason !== undefined && reason !== "null")) {
    const told = reason === undefined ? result.outcome : `${result.outcome} (${reason})`;
    return [`${filter}: oracle says ${verdict}, so ${expected.join(" or ")}; module says ${told}`];
  }
  if (result.outcome !== "modified" || shape === undefined) return [];
  return checkAnnotated(record, result.record, shape).map((problem) => `${filter}: ${problem}`);
}

function outcomesOfKeep(record: Uint8Array, { verdict }: Judgement): FilterResult["outcome"][] {
  switch (verdict) {
    case "match":
      return ["modified"];
    case "already":
      return ["kept"];
    case "no match":
      return ["dropped"];
    case "not understood":
      // What cannot match may be dropped unread; what could, or is plainly no object, must pass.
      return isPlainlyNoObject(record) || holdsTheNames(record) ? ["kept"] : ["kept", "dropped"];
  }
}

/** The record does not even look like a JSON object: it starts or ends otherwise, or is blank. */
function isPlainlyNoObject(record: Uint8Array): boolean {
  const text = Buffer.from(record).toString("latin1");
  return !/^[ \t\r\n]*\{[^]*\}[ \t\r\n]*$/.test(text);
}

/** The source and one of the two names stand in the record as strings of their own, escaped or not. */
function holdsTheNames(record: Uint8Array): boolean {
  const text = Buffer.from(record)
    .toString("latin1")
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return text.includes('"kms.amazonaws.com"') && /"(DisableKey|ScheduleKeyDeletion)"/.test(text);
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/**
 * The disagreement with as much of the record removed as can be while the two still disagree: whole members and
 * elements of a valid record, stretches of bytes of any other.
 */
export function shrink(host: Host, record: Uint8Array): Uint8Array {
  let smallest = writtenPlainly(record);
  if (disagreement(host, smallest) === undefined) smallest = record;
  let tries = 3000;
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const [start, end] of removals(smallest)) {
      if (tries-- <= 0) return smallest;
      const smaller = Buffer.concat([smallest.subarray(0, start), smallest.subarray(end)]);
      // A broken record is another case than a valid one: the kind of verdict has to stay.
      if (judge(smaller).verdict !== judge(record).verdict || disagreement(host, smaller) === undefined) continue;
      smallest = new Uint8Array(smaller);
      shrunk = true;
      break;
    }
  }
  return smallest;
}

/** A valid record without odd whitespace, escapes and duplicates, all of which may be beside the point. */
function writtenPlainly(record: Uint8Array): Uint8Array {
  const value = parseRecord(record);
  return value === undefined ? record : new TextEncoder().encode(JSON.stringify(value));
}

/** Stretches that may be cut out, largest first; in bytes, ends exclusive. */
function removals(record: Uint8Array): [start: number, end: number][] {
  const text = decode(record);
  const cuts = text !== undefined && isJson(text) ? removalsOfValues(text) : removalsOfBytes(record.length);
  return cuts.sort(([a, b], [c, d]) => d - c - (b - a));
}

function removalsOfBytes(length: number): [number, number][] {
  const cuts: [number, number][] = [];
  for (let size = length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start + size <= length; start += size) cuts.push([start, start + size]);
  }
  return cuts;
}

function removalsOfValues(text: string): [number, number][] {
  const cuts: [number, number][] = [];
  const visit = (span: Span): void => {
    if (span.kind === "scalar") return;
    const parts =
      span.kind === "array"
        ? span.items.map((value) => ({ start: value.start, value }))
        : span.members.map(({ start, value }) => ({ start, value }));
    parts.forEach(({ start, value }, index) => {
      const next = parts[index + 1];
      const previous = parts[index - 1];
      if (next) cuts.push([start, next.start]);
      else cuts.push([previous ? previous.value.end : start, value.end]);
      visit(value);
    });
  };
  visit(scanSpans(text));
  const bytesBefore = (offset: number) => Buffer.byteLength(text.slice(0, offset));
  return cuts.map(([start, end]) => [bytesBefore(start), bytesBefore(end)]);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The record in a form to be read and copied: as text where it is UTF-8, else as base64. */
export function showRecord(record: Uint8Array): string {
  const text = decode(record);
  const shown = text === undefined ? `base64 ${Buffer.from(record).toString("base64")}` : JSON.stringify(text);
  return shown.length <= 2000 ? shown : `${shown.slice(0, 2000)}… (${record.length} bytes)`;
}

/**
 * Everything needed to look into a disagreement: both opinions and, unless `inFull` is false (shrinking takes a while),
 * the smallest record that shows it. Undefined where there is none.
 */
export function tellDisagreement(host: Host, record: Uint8Array, where: string, inFull = true): string | undefined {
  const told = disagreement(host, record);
  if (told === undefined || !inFull) return told;
  const smallest = shrink(host, record);
  return [
    `${where}: ${told}`,
    `record: ${showRecord(record)}`,
    `shrunk: ${showRecord(smallest)}`,
    `  which gives: ${disagreement(host, smallest) ?? "nothing"}`,
  ].join("\n");
}
