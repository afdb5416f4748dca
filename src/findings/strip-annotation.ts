/**
 * A record without the annotation that it came with, so that its events can be judged again. Whole spans of bytes are left
 * out, and only what Keyward writes, exactly as it writes it; every other byte stays.
 */
import type { Finding } from "../engine/finding.js";
import type { CompiledModule } from "../module.js";
import { Tally } from "../records/counts.js";
import { Judge, judgeRecord, findAnnotation } from "../records/judge.js";
import { isJson } from "../records/json-scanner.js";
import { members, readElements, skipSpace, type Member, type Span } from "../records/json-spans.js";
import { isObject, listFindings, parseJson, readAnnotation, type Annotation } from "./annotation.js";
import type { StripAnnotation } from "../records/record-tagger.js";
import { differenceOf, type Difference } from "./differing.js";

const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const COMMA = 0x2c;
/** Matches that say nothing which an exception could ask for, but the action. */
const SAMPLES = ["DisableKey", "ScheduleKeyDeletion"].map((action) =>
  Buffer.from(JSON.stringify({ eventSource: "kms.amazonaws.com", eventName: action })),
);

/** What Keyward adds to a match beside its annotation. */
export interface Written {
  tags: ReadonlySet<string>;
  /** The values of the members, as they are written. */
  rule: ReadonlySet<string>;
  threat: ReadonlySet<string>;
}

export interface Stripped {
  record: Buffer;
  /** undefined: the notice of a record that was lost. */
  annotation: Annotation | undefined;
}

/** What a module adds to a match, and what `plain` does, the one without a configuration. Throws a ModuleError. */
export function writtenBy(compiled: CompiledModule, plain: CompiledModule): Written {
  const written = { tags: new Set<string>(), rule: new Set<string>(), threat: new Set<string>() };
  for (const module of [plain, compiled]) {
    const judge = new Judge(module, new Tally(() => undefined));
    for (const sample of SAMPLES) {
      const match = judgeRecord(judge, "keep", sample);
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

/** The record without its annotation; undefined if it has none of Keyward's. */
export function stripAnnotation(record: Buffer, written: Written): Stripped | undefined {
  const open = skipSpace(record, 0);
  if (record[open] !== OPEN_OBJECT || !isJson(record)) return undefined;
  const all = [...members(record, open)];
  const isRemoved = all.map(({ name, value }) => name === "keyward" && isAnnotation(parseAt(record, value)));
  // Of a member that is there twice the last counts.
  const last = all.findLastIndex(({ name }) => name === "keyward");
  const own = all[last];
  if (own === undefined || isRemoved[last] !== true) return undefined;
  const annotation = readAnnotation(parseAt(record, own.value));
  const inner = annotation?.verdict === "match" ? removeAdditions(record, all, isRemoved, written, own) : [];
  const spans = [...removedSpans(record, all, isRemoved), ...inner];
  return { record: without(record, spans), annotation };
}

/** Marks the members that were added with the annotation `own`; gives what else was added, as spans in members that stay. */
function removeAdditions(
  record: Buffer,
  all: readonly Member[],
  isRemoved: boolean[],
  written: Written,
  own: Member,
): Span[] {
  const indexOf = (wanted: string): number => all.findLastIndex(({ name }) => name === wanted);
  for (const name of ["threat", "rule"] as const) {
    const index = indexOf(name);
    const member = all[index];
    if (member !== undefined && written[name].has(textOf(record, member.value))) isRemoved[index] = true;
  }
  const spans: Span[] = [];
  const keep = (index: number, parts: readonly (Member | Span)[], areRemoved: readonly boolean[]): void => {
    // A member that holds nothing else was added as a whole, if what follows it was.
    if (areRemoved.every(Boolean) && parts.length > 0 && isRemoved[index + 1] === true) isRemoved[index] = true;
    else for (const span of removedSpans(record, parts, areRemoved)) spans.push(span);
  };
  const event = indexOf("event");
  const scored = all[event]?.value;
  if (scored !== undefined && record[scored.start] === OPEN_OBJECT) {
    const parts = [...members(record, scored.start)];
    keep(event, parts, addedScores(record, parts, own));
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

/** Which members of `event` are the scores that were added: the last ones, as the annotation has the risk score. */
function addedScores(record: Buffer, parts: readonly Member[], own: Member): boolean[] {
  const keyward = parseAt(record, own.value);
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

/** Whether the value of a member `keyward` is an annotation (docs/reference/annotation.md). */
function isAnnotation(keyward: unknown): boolean {
  return readAnnotation(keyward) !== undefined || (isObject(keyward) && keyward.verdict === "lost");
}

/** The spans to leave out of a list of members or elements, each with the comma that goes with it. */
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
  if (record[at] !== COMMA) throw new Error("a record that was JSON has no comma between two members");
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

/** What a record was annotated with just now; it may be too large to be parsed as a whole. */
export function annotationIn(annotated: Buffer): Annotation | undefined {
  const start = findAnnotation(annotated);
  const last = start < 0 ? undefined : parseJson(`{${annotated.toString("utf8", start)}`);
  return isObject(last) ? readAnnotation(last.keyward) : undefined;
}

/** What `keyward tag --again` does with records that came annotated. `onAnnotated` hears of each, with what differs. `plain`: as a FindingsFinder's. */
export function stripping(
  compiled: CompiledModule,
  plain: () => CompiledModule,
  onAnnotated: (difference: Difference | undefined) => void,
): StripAnnotation {
  let written: Written | undefined;
  return (record) => {
    // Another name of a member may be it, written with escapes.
    if (!record.includes(NAME) && !record.includes("\\u")) return undefined;
    const stripped = stripAnnotation(record, (written ??= writtenBy(compiled, plain())));
    // The notice of a record that was lost has nothing to be judged.
    if (stripped?.annotation === undefined) return undefined;
    const { annotation } = stripped;
    const compare = (fresh: Buffer | readonly Finding[] | undefined): void => {
      const again = Buffer.isBuffer(fresh) ? annotationIn(fresh) : fresh && listFindings(fresh);
      onAnnotated(differenceOf(annotation, again));
    };
    return { record: stripped.record, compare };
  };
}
