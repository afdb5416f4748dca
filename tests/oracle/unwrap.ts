/**
 * Finds the events of a record: at the places of rules/shapes.json and of the configuration, and elsewhere, through objects,
 * arrays and nested texts.
 */
import { originalName } from "./annotated.js";
import { isObject, own, readText, tryParse, type Json, type JsonObject } from "./json.js";
import { namesAction } from "./named.js";
import { ruleMatches, schemaOf, type Schema } from "./schemas.js";
import { placeParts, SHAPES, type PlacePart, type Shape } from "./shapes.js";
import { textsIn, type TextPlace } from "./texts.js";
import { scanSpans, sourceOf, type ArraySpan, type ObjectSpan, type Span } from "./spans.js";

/** Limits: nested strings that are decoded, and steps that are followed. */
const MAX_LEVELS = 4;
const MAX_STEPS = 16;

export interface FoundEvent {
  /** JSON Pointer from the record, with `#` where a string was decoded. */
  path: string;
  /** Whether it is at a place of the table or of the configuration, and not elsewhere in the record. */
  isKnown: boolean;
  schema: Schema;
  matches: boolean;
  object: JsonObject;
  /** Returns the event with each string and number as written: see spans.ts. Computed on demand. */
  source: () => JsonObject;
  /** Returns, in the same form, the `resource` next to the `scopeLogs` that hold the event in OTLP. */
  resource: () => Json | undefined;
  /** Whether it is in the record's `event` object, outside of strings: no score may be written there. */
  inEventObject: boolean;
}

export interface Unwrapped {
  /** Undefined if the bytes are not a JSON object or array. */
  record: JsonObject | Json[] | undefined;
  events: FoundEvent[];
  /** Whether something that names an action is beyond the limits. */
  isCut: boolean;
}

/** What to look at, besides the places of the table. */
export interface Look {
  places: readonly string[];
  elsewhere: boolean;
}

export const EVERYWHERE: Look = { places: [], elsewhere: true };

/** A value, and where it is written. */
interface Node {
  text: string;
  span: Span;
  value: Json;
}

/** How a value was reached. */
interface At {
  path: string;
  levels: number;
  steps: number;
  /** Its step may still include an array index. */
  isAfterName: boolean;
  resource: Span | undefined;
}

/** The rest of a place that leads to a value, or through it. */
type Way = readonly PlacePart[];

/** A whole text is read like a record, and so is each element of a bare array. */
const WHOLE_TEXT: readonly Way[] = [[], ["*"]];

interface Row extends Pick<Shape, "only"> {
  way: Way;
}

function rowsOf(shapes: readonly Shape[]): Row[] {
  return shapes.map(({ place, ...shape }) => {
    const way = placeParts(place);
    if (way === undefined) throw new SyntaxError(`${place} is no place`);
    return { ...shape, way };
  });
}

const ROWS = rowsOf(SHAPES);

export function unwrap(bytes: Uint8Array, { places, elsewhere }: Look = EVERYWHERE): Unwrapped {
  const text = readText(bytes);
  const value = tryParse(text);
  if (!isContainer(value)) return { record: undefined, events: [], isCut: false };
  const search = new Search([...ROWS, ...rowsOf(places.map((place) => ({ place })))], elsewhere);
  // An annotated array is the value of `Records`, and its events are found there.
  const path = Array.isArray(value) ? "/Records" : "";
  const at = { path, levels: 0, steps: 0, isAfterName: false, resource: undefined };
  search.visit({ text, span: scanSpans(text), value }, WHOLE_TEXT, at);
  return { record: value, events: search.events, isCut: search.isCut };
}

class Search {
  readonly events: FoundEvent[] = [];
  isCut = false;

  constructor(
    private readonly rows: readonly Row[],
    private readonly looksElsewhere: boolean,
  ) {}

  visit(node: Node, ways: readonly Way[], at: At): void {
    if (ways.length === 0 && !this.looksElsewhere) return;
    if (isObject(node.value)) this.#visitObject(node, ways, at);
    else if (Array.isArray(node.value)) this.#visitArray(node, ways, at);
    else if (typeof node.value === "string") this.#visitString(node, ways, at);
  }

  #visitObject(node: Node, ways: readonly Way[], at: At): void {
    const object = node.value as JsonObject;
    const isKnown = ways.some((way) => way.length === 0);
    const schema = schemaOf(object);
    if (schema !== undefined) {
      if (isKnown || this.looksElsewhere) this.#note(node, schema, isKnown, at);
      // In an event, only a place leads further, and only if the event is not at one itself.
      if (isKnown || ways.length === 0) return;
    }
    if (at.steps === MAX_STEPS) {
      this.#cut(node);
      return;
    }
    const begun = isKnown ? this.rows.filter(({ only }) => only?.(object) ?? true).map(({ way }) => way) : [];
    this.#visitMembers(node, [...begun, ...ways], at, schema === undefined);
  }

  #visitMembers({ text, span, value }: Node, ways: readonly Way[], at: At, isOpen: boolean): void {
    const object = value as JsonObject;
    const { members } = span as ObjectSpan;
    const last = new Map(members.map((member) => [member.key, member]));
    const isOtlp = last.has("scopeLogs");
    for (const member of members) {
      const { key } = member;
      // For duplicate names in an object, only the last one is at a place.
      const isLast = last.get(key) === member;
      const led = isLast ? ways.filter(([first]) => typeof first === "object" && first.name === key) : [];
      // A resource belongs to the events in the scopes next to it.
      if (led.length === 0 && (!isOpen || (isOtlp && key === "resource"))) continue;
      const resource = isOtlp && key === "scopeLogs" ? last.get("resource")?.value : at.resource;
      const inner = isLast ? (own(object, key) as Json) : (JSON.parse(textOf(text, member.value)) as Json);
      this.visit(
        { text, span: member.value, value: inner },
        led.map((way) => way.slice(1)),
        {
          ...at,
          path: `${at.path}/${escaped(at.path === "" && key === "keyward" ? originalName(object) : key)}`,
          steps: at.steps + 1,
          isAfterName: true,
          resource,
        },
      );
    }
  }

  #visitArray(node: Node, ways: readonly Way[], at: At): void {
    const steps = at.steps + (at.isAfterName ? 0 : 1);
    if (steps > MAX_STEPS) {
      this.#cut(node);
      return;
    }
    const inner = ways.filter(([first]) => first === "*").map((way) => way.slice(1));
    (node.value as Json[]).forEach((value, index) => {
      const span = (node.span as ArraySpan).items[index] as Span;
      this.visit({ text: node.text, span, value }, inner, {
        ...at,
        path: `${at.path}/${index}`,
        steps,
        isAfterName: false,
      });
    });
  }

  #visitString(node: Node, led: readonly Way[], at: At): void {
    const isPlace = led.some(([first]) => first === "#");
    if (!isPlace && !this.looksElsewhere) return;
    if (at.levels === MAX_LEVELS) {
      this.#cut(node);
      return;
    }
    const { text, texts, rest } = textsIn(wellFormed(node.value as string));
    const inside = { path: `${at.path}#`, levels: at.levels + 1, isAfterName: false, resource: undefined };
    const ways = isPlace ? WHOLE_TEXT : [];
    // A single text replaces the string; of several, each is an element.
    const [only] = texts;
    if (only !== undefined && /^[ \t\r\n]*$/.test(text.slice(only.end))) {
      this.#visitText(text, only, ways, { ...inside, steps: at.steps });
    } else if (at.steps === MAX_STEPS && only !== undefined) {
      this.isCut ||= namesAction(text);
    } else {
      texts.forEach((place, index) => {
        this.#visitText(text, place, ways, { ...inside, path: `${inside.path}/${index}`, steps: at.steps + 1 });
      });
      this.isCut ||= only !== undefined && namesAction(rest);
    }
  }

  #visitText(whole: string, { start, end }: TextPlace, ways: readonly Way[], at: At): void {
    const text = whole.slice(start, end);
    this.visit({ text, span: scanSpans(text), value: JSON.parse(text) as Json }, ways, at);
  }

  #note({ span, value }: Node, schema: Schema, isKnown: boolean, { path, resource }: At): void {
    const object = value as JsonObject;
    this.events.push({
      path,
      isKnown,
      schema,
      matches: ruleMatches(object, schema),
      object,
      source: () => sourceOf(span) as JsonObject,
      resource: () => resource && sourceOf(resource),
      inEventObject: isKnown && /^\/event(\/[^#]*)?$/.test(path),
    });
  }

  /** The search ends here; what it skips matters only if it names an action. */
  #cut({ text, span }: Node): void {
    this.isCut ||= namesAction(textOf(text, span));
  }
}

function isContainer(value: Json | undefined): value is JsonObject | Json[] {
  return isObject(value) || Array.isArray(value);
}

function textOf(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** Escapes a name for a JSON Pointer. */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** An unpaired surrogate has no UTF-8: encoders write U+FFFD. */
export function wellFormed(string: string): string {
  return string.replace(/\p{Surrogate}/gu, "\ufffd");
}
