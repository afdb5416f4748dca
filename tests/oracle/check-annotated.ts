/**
 * Checks the module's output for a record with a verdict in two independent ways: byte for byte (without the additions, the input
 * remains), and by value (parse both, remove the additions, compare).
 */
import { expectedKeyward } from "./annotation.js";
import { textOf, type Token } from "./facts.js";
import { MAX_RENAMED, originalName } from "./annotated.js";
import { isObject, own, readText, sameJson, tryParse, type Json, type JsonObject } from "./json.js";
import { RULE } from "./project.js";
import { PLAIN_TERMS, strongestOf, type JudgedEvent, type Terms } from "./rule.js";
import { lastMember, minify, scanSpans, type ArraySpan, type ObjectSpan, type Span } from "./spans.js";
import { wellFormed } from "./unwrap.js";

const SCORES = ["severity", "risk_score"] as const;
type Score = (typeof SCORES)[number];

/** What the record lacks, and so what the module must add besides `keyward`. */
interface Additions {
  /** JSON texts of whole top-level members, by name. */
  members: Map<string, string>;
  /** Members of an existing `event` object. */
  scores: Score[];
  /** What to do with existing `tags`. */
  tags: "append" | "wrap" | "leave";
  tag: Token;
  /** The JSON text of each score. */
  score: string;
}

/**
 * Returns everything wrong with `output` as the annotation of the record `input`, in which these events were found; empty if
 * nothing is. Only a match has more than `keyward`.
 */
export function checkAnnotated(
  input: Uint8Array,
  output: Uint8Array,
  events: readonly JudgedEvent[],
  terms: Terms = PLAIN_TERMS,
): string[] {
  // One character per byte: bytes that are not UTF-8 compare like the rest.
  const outputText = latin1(output);
  const inputText = toBeAnnotated(latin1(input), outputText);
  if (inputText === undefined) return ["the output does not hold the bare array as its first member, Records"];
  const before = tryParse(readText(Buffer.from(inputText, "latin1")));
  const after = tryParse(readText(output));
  if (!isObject(before)) throw new Error("the input is no record: nothing to check");
  if (!isObject(after)) return ["the output is not one JSON object"];

  const eventIsOne = events.some(({ inEventObject }) => inEventObject);
  const additions = expectedAdditions(before, eventIsOne, terms);
  if (strongestOf(events) !== "match") Object.assign(additions, { members: new Map(), scores: [], tags: "leave" });
  const span = scanSpans(outputText) as ObjectSpan;
  const foreign = foreignKeyward(latin1(input)).length;
  const keywardProblems = checkKeyward(span, outputText, expectedKeyward(events, terms), foreign);
  // With more of them, the name is in the output twice; only the annotation can be compared.
  if (foreign > MAX_RENAMED) return keywardProblems;
  return [
    ...keywardProblems,
    ...checkMembers(span, outputText, before, additions),
    ...checkBytes(span, outputText, inputText, additions),
    ...(sameJson(withoutAdditions(after, additions), before) ? [] : ["the record says something else than before"]),
  ];
}

/** Returns the members `keyward` that a record came with and that are not annotations. */
function foreignKeyward(input: string): ObjectSpan["members"] {
  const span = scanSpans(input);
  return "members" in span ? span.members.filter(({ key }) => key === "keyward") : [];
}

function latin1(bytes: Uint8Array | string): string {
  return Buffer.from(bytes as string).toString("latin1");
}

/** Returns the record to which the annotation is added: a bare array in an object, and without a member `keyward`. */
function toBeAnnotated(input: string, output: string): string | undefined {
  if (/^[ \t\r\n]*\[/.test(input)) return inRecords(input, output);
  const record = tryParse(input);
  if (!isObject(record)) return input;
  const suffix = originalName(record).slice("keyward".length);
  let renamed = "";
  let from = 0;
  for (const { keyEnd } of foreignKeyward(input)) {
    renamed += input.slice(from, keyEnd - 1) + suffix;
    from = keyEnd - 1;
  }
  return renamed + input.slice(from);
}

/**
 * Returns a bare array as the only member of an object. The white space around it may be inside or outside that object, as in the
 * output; undefined if the output is not such an object.
 */
function inRecords(array: string, output: string): string | undefined {
  const spaceBefore = (text: string) => /^[ \t\r\n]*/.exec(text)?.[0] ?? "";
  const spaceBehind = (text: string) => text.slice(text.trimEnd().length);
  const [before, behind] = [spaceBefore(output), spaceBehind(output)];
  if (!spaceBefore(array).startsWith(before) || !spaceBehind(array).endsWith(behind)) return undefined;
  const inside = array.slice(before.length, array.length - behind.length);
  const head = `${before}{"Records":${inside}`;
  return output.startsWith(`${head},`) ? `${head}}${behind}` : undefined;
}

/** `eventIsOne`: the record's `event` is or holds a CloudTrail event, and so is not written to. */
function expectedAdditions(before: JsonObject, eventIsOne: boolean, { tag, riskScore }: Terms): Additions {
  const members = new Map<string, string>();
  const { id, name, version, author, license, reference, threat } = RULE;
  const rule = { id, name, version, author, license, reference };
  if (!Object.hasOwn(before, "rule")) members.set("rule", JSON.stringify(rule));
  if (!Object.hasOwn(before, "threat")) members.set("threat", JSON.stringify(threat));

  const tags = own(before, "tags");
  if (tags === undefined) members.set("tags", `[${tag}]`);

  const event = own(before, "event");
  const missing = SCORES.filter(
    (score) => !Object.hasOwn(before, `event.${score}`) && !(isObject(event) && Object.hasOwn(event, score)),
  );
  if (event === undefined && missing.length > 0) {
    members.set("event", `{${missing.map((score) => `"${score}":${riskScore}`).join(",")}}`);
  }
  const scores = isObject(event) && !eventIsOne ? missing : [];
  return { members, scores, tags: fateOfTags(tags, textOf(tag)), tag, score: String(riskScore) };
}

function fateOfTags(tags: Json | undefined, tag: string): Additions["tags"] {
  if (Array.isArray(tags)) return tags.includes(tag) ? "leave" : "append";
  return typeof tags === "string" && tags !== tag ? "wrap" : "leave";
}

function checkKeyward(output: ObjectSpan, text: string, expected: string, foreign: number): string[] {
  const last = output.members.at(-1);
  if (last?.key !== "keyward") return ["keyward is not the last member"];
  const others = output.members.filter(({ key }) => key === "keyward").length - 1;
  if (others > Math.max(0, foreign - MAX_RENAMED)) return ["keyward stands twice"];
  const written = readText(Buffer.from(text.slice(last.value.start, last.value.end), "latin1"));
  const actual = withPlainPaths(minify(written));
  const wanted = withPlainPaths(expected);
  return actual === wanted ? [] : [`keyward is wrong: ${whereTextsPart(actual, wanted)}`];
}

/** Writes each path in one way: how its names are escaped does not matter. */
export function withPlainPaths(keyward: string): string {
  return keyward.replace(/(?<=[{,]"path":)"(?:[^"\\]|\\.)*"/g, (path) =>
    JSON.stringify(wellFormed(JSON.parse(path) as string)),
  );
}

function checkMembers(output: ObjectSpan, text: string, before: JsonObject, additions: Additions): string[] {
  const problems: string[] = [];
  for (const name of ["tags", "rule", "threat", "event"]) {
    const members = output.members.filter((member) => member.key === name);
    const expected = additions.members.get(name);
    if (expected === undefined) {
      if (!Object.hasOwn(before, name) && members.length > 0) problems.push(`${name} was added and should not be`);
    } else if (members.length !== 1) {
      problems.push(`${name} stands ${members.length} times and should once`);
    } else {
      problems.push(...checkValue(name, members[0]?.value as Span, text, expected));
    }
  }
  const event = lastMember(output, "event")?.value;
  for (const score of additions.scores) {
    const members = event?.kind === "object" ? event.members.filter((member) => member.key === score) : [];
    if (members.length !== 1) problems.push(`event.${score} stands ${members.length} times and should once`);
    else problems.push(...checkValue(`event.${score}`, members[0]?.value as Span, text, additions.score));
  }
  const tags = lastMember(output, "tags")?.value;
  if (additions.tags !== "leave" && (tags?.kind !== "array" || !isToken(tags.items.at(-1), additions.tag))) {
    problems.push(`tags does not end with ${additions.tag}`);
  }
  return problems;
}

function isToken(span: Span | undefined, token: Token): boolean {
  return span?.kind === "scalar" && span.source === latin1(token);
}

function checkValue(name: string, span: Span, text: string, expected: string): string[] {
  const actual = minify(readText(Buffer.from(text.slice(span.start, span.end), "latin1")));
  // The lengths differ if a member occurs twice, which JSON.parse hides.
  const same = sameJson(JSON.parse(actual) as Json, JSON.parse(expected) as Json) && actual.length === expected.length;
  // A tag is copied as the configuration has it; the order of the other members does not matter.
  const isAsWritten = name !== "tags" || actual === expected;
  return same && isAsWritten ? [] : [`${name} is ${actual} and should be ${expected}`];
}

/** A span of the output with additions, and what of it may come from the input: white space and commas. */
interface Touched {
  start: number;
  end: number;
  left: string;
}

/** Cuts out the additions and compares with the input: between the spans, every byte must be the input's. */
function checkBytes(output: ObjectSpan, text: string, input: string, additions: Additions): string[] {
  const added = new Set(["keyward", ...additions.members.keys()]);
  const touched = touchedByMembers(output, text, added);
  const event = lastMember(output, "event")?.value;
  if (event?.kind === "object" && additions.scores.length > 0) {
    touched.push(...touchedByMembers(event, text, new Set(additions.scores)));
  }
  const tags = lastMember(output, "tags")?.value;
  if (tags?.kind === "array") touched.push(...touchedByTag(tags, text, additions.tags));
  touched.sort((a, b) => a.start - b.start);

  let at = 0;
  let from = 0;
  for (const { start, end, left } of touched) {
    const untouched = text.slice(from, start);
    if (!input.startsWith(untouched, at)) return [firstDifference(input, at, untouched)];
    at += untouched.length;
    const gap = /^[ \t\r\n,]*/.exec(input.slice(at, at + left.length + 1))?.[0] ?? "";
    if (left !== "" && !isSubsequence(gap, left)) return [`input bytes are lost at offset ${at}`];
    if (left !== "") at += gap.length;
    from = end;
  }
  return text.slice(from) === input.slice(at) ? [] : [firstDifference(input, at, text.slice(from))];
}

function touchedByMembers(container: ObjectSpan, text: string, added: Set<string>): Touched[] {
  const places = container.members.map(({ key, start, value }) => ({ start, end: value.end, added: added.has(key) }));
  return touchedByRuns(container, text, places);
}

function touchedByTag(tags: ArraySpan, text: string, fate: Additions["tags"]): Touched[] {
  const [first, ...rest] = tags.items;
  if (fate === "leave" || first === undefined) return [];
  if (fate === "append") {
    const places = tags.items.map(({ start, end }, index) => ({ start, end, added: index === rest.length }));
    return touchedByRuns(tags, text, places);
  }
  if (rest.length !== 1) return [];
  return [
    { start: tags.start, end: first.start, left: "" },
    { start: first.end, end: tags.end, left: "" },
  ];
}

/** Returns one span for each run of added members or elements, between its neighbors. */
function touchedByRuns(
  container: Span,
  text: string,
  places: { start: number; end: number; added: boolean }[],
): Touched[] {
  const touched: Touched[] = [];
  let run: Touched | undefined;
  let previous = container.start + 1;
  for (const place of [...places, { start: container.end - 1, end: container.end, added: false }]) {
    const gap = text.slice(previous, place.start);
    if (place.added) {
      run ??= { start: previous, end: previous, left: "" };
      run.left += gap;
    } else if (run !== undefined) {
      touched.push({ start: run.start, end: place.start, left: run.left + gap });
      run = undefined;
    }
    previous = place.end;
  }
  return touched;
}

function isSubsequence(part: string, whole: string): boolean {
  let found = 0;
  for (const character of whole) if (character === part[found]) found++;
  return found === part.length;
}

function firstDifference(input: string, at: number, untouched: string): string {
  return `the bytes part from the input's: ${whereTextsPart(untouched, input.slice(at, at + untouched.length + 40))}`;
}

function whereTextsPart(actual: string, expected: string): string {
  let same = 0;
  while (same < actual.length && actual[same] === expected[same]) same++;
  const around = (text: string) => `…${text.slice(Math.max(0, same - 30), same + 60)}…`;
  return `${around(actual)} should be ${around(expected)}`;
}

/** Returns the output's value without everything that an annotation adds. */
function withoutAdditions(after: JsonObject, additions: Additions): JsonObject {
  const rest = without(after, ["keyward", ...additions.members.keys()]);
  if (isObject(rest.event)) rest.event = without(rest.event, additions.scores);
  if (Array.isArray(rest.tags) && additions.tags === "append") rest.tags = rest.tags.slice(0, -1);
  if (Array.isArray(rest.tags) && additions.tags === "wrap") rest.tags = rest.tags[0] ?? null;
  return rest;
}

function without(object: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}
