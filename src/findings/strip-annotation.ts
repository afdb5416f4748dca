/**
 * Strips the annotation that a record came with, so that its events can be judged again. Removes whole spans of bytes, and only
 * what Keyward writes, exactly as it writes it; every other byte stays.
 */
import type { Finding } from "../engine/finding.js";
import type { CompiledModule } from "../module.js";
import { Tally } from "../records/counts.js";
import { annotationIn, Judge } from "../records/judge.js";
import { isJson } from "../records/json-scanner.js";
import { members, readElements, skipSpace, type Member, type Span } from "../records/json-spans.js";
import { isObject, listFindings, parseJson, readAnnotation, type Annotation } from "./annotation.js";
import type { StripAnnotation } from "../records/record-tagger.js";
import { differenceOf, type Difference } from "./differing.js";
import { SCANS } from "../messages/scans.js";

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
/** Matches with no field that an exception could test, except the action. */
const SAMPLES = ["DisableKey", "ScheduleKeyDeletion"].map((action) =>
  Buffer.from(JSON.stringify({ eventSource: "kms.amazonaws.com", eventName: action })),
);

/** What Keyward adds to a match besides its annotation. */
export interface Written {
  tags: ReadonlySet<string>;
  /** The values of the members, as written. */
  rule: ReadonlySet<string>;
  threat: ReadonlySet<string>;
}

export interface Stripped {
  record: Buffer;
  /** undefined: the notice of a lost record. */
  annotation: Annotation | undefined;
}

/**
 * Returns what a module adds to a match, combined with what `plain`, the module without a configuration, adds. Throws a
 * ModuleError.
 */
export function writtenBy(compiled: CompiledModule, plain: CompiledModule): Written {
  const written = { tags: new Set<string>(), rule: new Set<string>(), threat: new Set<string>() };
  for (const module of [plain, compiled]) {
    const judge = new Judge(module, new Tally(() => undefined));
    for (const sample of SAMPLES) {
      const match = judge.judge("keep", sample);
      if (typeof match === "string") continue;
      for (const { name, value } of members(match, 0)) {
        const text = textOf(match, value);
        if (name === "rule" || name === "threat") written[name].add(text);
        else if (name === "tags") for (const tag of JSON.parse(text) as string[]) written.tags.add(tag);
      }
    }
  }
  return written;
}

/** Returns the record without its annotation; undefined if it has none by Keyward. */
export function stripAnnotation(record: Buffer, written: Written): Stripped | undefined {
  const open = skipSpace(record, 0);
  if (record[open] !== OPEN_OBJECT || !isJson(record)) return undefined;
  const all = [...members(record, open)];
  const keywards = all.map(({ name, value }) => (name === "keyward" ? parseAt(record, value) : undefined));
  const isRemoved = keywards.map(isAnnotation);
  // If a member occurs twice, the last one counts.
  const last = all.findLastIndex(({ name }) => name === "keyward");
  if (isRemoved[last] !== true) return undefined;
  const annotation = readAnnotation(keywards[last]);
  const inner = annotation?.verdict === "match" ? removeAdditions(record, all, isRemoved, written, keywards[last]) : [];
  const spans = [...removedSpans(record, all, isRemoved), ...inner];
  return { record: without(record, spans), annotation };
}

/** Marks the members that came with the annotation `keyward`; returns the spans of other additions, in members that stay. */
function removeAdditions(
  record: Buffer,
  all: readonly Member[],
  isRemoved: boolean[],
  written: Written,
  keyward: unknown,
): Span[] {
  const indexOf = (wanted: string): number => all.findLastIndex(({ name }) => name === wanted);
  for (const name of ["threat", "rule"] as const) {
    const index = indexOf(name);
    const member = all[index];
    if (member !== undefined && written[name].has(textOf(record, member.value))) isRemoved[index] = true;
  }
  const spans: Span[] = [];
  const keep = (index: number, parts: readonly (Member | Span)[], areRemoved: readonly boolean[]): void => {
    // A member without anything else was added as a whole, if the member after it was.
    if (areRemoved.every(Boolean) && parts.length > 0 && isRemoved[index + 1] === true) isRemoved[index] = true;
    else for (const span of removedSpans(record, parts, areRemoved)) spans.push(span);
  };
  const event = indexOf("event");
  const scored = all[event]?.value;
  if (scored !== undefined && record[scored.start] === OPEN_OBJECT) {
    const parts = [...members(record, scored.start)];
    keep(event, parts, addedScores(record, parts, keyward));
  }
  const tags = indexOf("tags");
  const list = all[tags]?.value;
  if (list !== undefined && record[list.start] === OPEN_ARRAY) {
    const elements = readElements(record, list.start);
    keep(
      tags,
      elements,
      elements.map((element) => written.tags.has(parseAt(record, element) as string)),
    );
  }
  return spans;
}

/** Returns which members of `event` are added scores: the last ones, in agreement with the annotation's risk score. */
function addedScores(record: Buffer, parts: readonly Member[], keyward: unknown): boolean[] {
  const score = isObject(keyward) ? String(keyward.risk_score) : "";
  const are = parts.map(() => false);
  let last = parts.length - 1;
  for (const name of ["risk_score", "severity"]) {
    const part = parts[last];
    if (part === undefined || record.toString("utf8", part.start, part.value.end) !== `"${name}":${score}`) continue;
    are[last--] = true;
  }
  return are;
}

/** Reports whether the value of a member `keyward` is an annotation (docs/reference/annotation.md). */
function isAnnotation(keyward: unknown): boolean {
  return readAnnotation(keyward) !== undefined || (isObject(keyward) && keyward.verdict === "lost");
}

/** Returns the spans to remove from a list of members or elements, each with its comma. */
function removedSpans(record: Buffer, parts: readonly (Member | Span)[], areRemoved: readonly boolean[]): Span[] {
  const spans: Span[] = [];
  let isFirst = true;
  parts.forEach((part, index) => {
    const end = endOf(part);
    const next = parts[index + 1];
    if (areRemoved[index] !== true) isFirst = false;
    else if (!isFirst) spans.push({ start: commaBefore(record, parts[index - 1]), end });
    else spans.push({ start: part.start, end: next === undefined ? end : next.start });
  });
  return spans;
}

function commaBefore(record: Buffer, before: Member | Span | undefined): number {
  const at = before === undefined ? 0 : skipSpace(record, endOf(before));
  if (record[at] !== COMMA) throw new Error(SCANS.noComma);
  return at;
}

function endOf(part: Member | Span): number {
  return "value" in part ? part.value.end : part.end;
}

function without(record: Buffer, spans: readonly Span[]): Buffer {
  const sorted = spans.toSorted((one, other) => one.start - other.start);
  const kept: Buffer[] = [];
  let at = 0;
  for (const { start, end } of sorted) {
    kept.push(record.subarray(at, start));
    at = end;
  }
  return Buffer.concat([...kept, record.subarray(at)]);
}

function textOf(record: Buffer, { start, end }: Span): string {
  return record.toString("utf8", start, end);
}

function parseAt(record: Buffer, span: Span): unknown {
  return parseJson(textOf(record, span));
}

const NAME = Buffer.from('"keyward"');

/**
 * Strips annotated records for `keyward tag --again`. `onAnnotated` hears of each, with the differences. `plain`: as in
 * FindingsFinder.
 */
export function stripping(
  compiled: CompiledModule,
  plain: () => CompiledModule,
  onAnnotated: (difference: Difference | undefined) => void,
): StripAnnotation {
  let written: Written | undefined;
  return (record) => {
    // The member's name may be written with escapes.
    if (!record.includes(NAME) && !record.includes("\\u")) return undefined;
    const stripped = stripAnnotation(record, (written ??= writtenBy(compiled, plain())));
    // The notice of a lost record has nothing to judge.
    if (stripped?.annotation === undefined) return undefined;
    const { annotation } = stripped;
    const compare = (fresh: Buffer | readonly Finding[] | undefined): void => {
      const again = Buffer.isBuffer(fresh) ? readAnnotation(annotationIn(fresh)) : fresh && listFindings(fresh);
      onAnnotated(differenceOf(annotation, again));
    };
    return { record: stripped.record, compare };
  };
}
