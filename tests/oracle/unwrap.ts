/**
 * Finds the events of a record: at the places of shapes.ts, through envelopes inside envelopes and texts inside texts.
 */
import { decode, isObject, tryParse, type Json, type JsonObject } from "./json.js";
import { ruleMatches, schemaOf, type Schema } from "./schemas.js";
import { SHAPES, stepsOf, type Shape, type Step } from "./shapes.js";
import { lastMember, scanSpans, sourceOf, type Span } from "./spans.js";

/** So many strings deep a text is still decoded, and so many steps an envelope is followed. */
const MOST_LEVELS = 4;
const MOST_STEPS = 16;

export interface FoundEvent {
  /** JSON Pointer from the record, with `#` where a string was decoded. */
  path: string;
  schema: Schema;
  matches: boolean;
  object: JsonObject;
  /** The event with each string and number as it is written: see spans.ts. Made when it is asked for. */
  source: () => JsonObject;
  /** Whether it is in the `event` object of the record, not in a string there: no score may be written into that. */
  inEventObject: boolean;
}

export interface Unwrapped {
  /** Undefined where the bytes are neither a JSON object nor a JSON array. */
  record: JsonObject | Json[] | undefined;
  events: FoundEvent[];
}

/** A text that was parsed, with its second reading, which most texts do without. */
class Text {
  private spans: Span | undefined;

  constructor(private readonly text: string) {}

  sourceAt(way: readonly (string | number)[]): JsonObject {
    this.spans ??= scanSpans(this.text);
    // Scanned and parsed objects have the same members, so the way that led to the one leads to the other.
    let at: Span | undefined = this.spans;
    for (const name of way) {
      if (at?.kind === "array") at = at.items[name as number];
      else if (at?.kind === "object") at = lastMember(at, name as string)?.value;
    }
    if (at?.kind !== "object") throw new Error(`no object at ${way.join("/")}`);
    return sourceOf(at) as JsonObject;
  }
}

/** How a value was come to. */
interface At {
  path: string;
  text: Text;
  /** From the top of the text: names and indexes. */
  way: readonly (string | number)[];
  levels: number;
  steps: number;
}

interface Place extends Pick<Shape, "only"> {
  steps: readonly Step[];
}

const PLACES: readonly Place[] = SHAPES.map(({ place, ...shape }) => ({ ...shape, steps: stepsOf(place) }));

export function unwrap(bytes: Uint8Array): Unwrapped {
  const text = decode(bytes);
  const value = text === undefined ? undefined : tryParse(text);
  if (text === undefined || !(isObject(value) || Array.isArray(value))) return { record: undefined, events: [] };
  const events: FoundEvent[] = [];
  // An array stands in `Records` once it is annotated, and its events are found there.
  const path = Array.isArray(value) ? "/Records" : "";
  visitText(value, { path, text: new Text(text), way: [], levels: 0, steps: 0 }, events);
  return { record: value, events };
}

/** What a text holds: one object, or an array of which each element stands for itself. */
function visitText(value: Json | undefined, at: At, events: FoundEvent[]): void {
  if (isObject(value)) visit(value, [], at, events);
  if (!Array.isArray(value) || at.steps === MOST_STEPS) return;
  value.forEach((item, index) => {
    if (isObject(item)) visit(item, [], { ...inside(at, index), steps: at.steps + 1 }, events);
  });
}

/** What stands at a place; `begun` is what is left of the places that lead through it. */
function visit(object: JsonObject, begun: Step[][], at: At, events: FoundEvent[]): void {
  const schema = schemaOf(object);
  if (schema === undefined) {
    const here = PLACES.filter(({ only }) => only === undefined || only(object)).map(({ steps }) => steps);
    open(object, [...here, ...begun], at, events);
    return;
  }
  events.push({
    path: at.path,
    schema,
    matches: ruleMatches(object, schema),
    object,
    source: () => at.text.sourceAt(at.way),
    inEventObject: /^\/event(\/[^#]*)?$/.test(at.path),
  });
}

/** Follows the places that lead on from an object, in the order of its members. */
function open(object: JsonObject, places: (readonly Step[])[], at: At, events: FoundEvent[]): void {
  if (at.steps === MOST_STEPS) return;
  for (const [name, member] of Object.entries(object)) {
    const here = places.filter(([first]) => first?.name === name);
    if (here.length === 0) continue;
    const left = (kind: Step["kind"]) => here.filter(([first]) => first?.kind === kind).map((steps) => steps.slice(1));
    const there = { ...inside(at, name), steps: at.steps + 1 };
    if (Array.isArray(member)) {
      const each = left("each");
      member.forEach((item, index) => {
        follow(item, each, inside(there, index), events);
      });
    } else if (isObject(member)) {
      follow(member, left("member"), there, events);
    } else if (typeof member === "string" && left("decode").length > 0) {
      decodeString(member, there, events);
    }
  }
}

function follow(value: Json, left: Step[][], at: At, events: FoundEvent[]): void {
  if (!isObject(value)) return;
  const begun = left.filter((steps) => steps.length > 0);
  if (begun.length < left.length) visit(value, begun, at, events);
  else if (begun.length > 0) open(value, begun, at, events);
}

function decodeString(string: string, at: At, events: FoundEvent[]): void {
  if (at.levels === MOST_LEVELS) return;
  const text = wellFormed(string);
  const decoded = { path: `${at.path}#`, text: new Text(text), way: [], levels: at.levels + 1, steps: at.steps };
  visitText(tryParse(text), decoded, events);
}

/** Half a surrogate pair has no UTF-8: whoever encodes it writes U+FFFD. */
export function wellFormed(string: string): string {
  return string.replace(/\p{Surrogate}/gu, "\ufffd");
}

function inside(at: At, name: string | number): At {
  return { ...at, path: `${at.path}/${name}`, way: [...at.way, name] };
}
