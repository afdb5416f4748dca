/** Why there is no event, as lines for people. */
import { escapeForTerminal } from "../terminal/escape.js";
import type { EmptyPlace, Unreadable } from "./explanation.js";
import { EVENT_SCHEMAS, type Schema } from "../engine/core-module.js";
import { CLUES } from "./clues.js";
import { layOut, wrap, type Row } from "./layout.js";
import { SCHEMA_TITLES } from "./text-event.js";
import { shownValue } from "./text-values.js";

/** Maximum number of candidates shown, in the order of the record. */
const MAX_PLACES = 10;
/** Decoding depth for strings in strings (docs/reference/shapes.md). */
const MAX_STRINGS = 4;

export function emptyLines(places: readonly EmptyPlace[], width: number): string[] {
  if (places.length === 0) return wrap("no object is at a path where an event can be", width - 2).map(indent);
  const lines = places.slice(0, MAX_PLACES).flatMap((place) => placeLines(place, width));
  const more = places.length - MAX_PLACES;
  return more <= 0 ? lines : [...lines, ...wrap(`and ${more} more places`, width - 2).map(indent)];
}

function placeLines({ path, lacks, isBeforeIngest, values }: EmptyPlace, width: number): string[] {
  const name = path === "" ? "the record itself" : escapeForTerminal(path);
  if (lacks === undefined) {
    const isTooDeep = [...path.matchAll(/#/g)].length > MAX_STRINGS;
    const why = isTooDeep
      ? `a string nested more than ${MAX_STRINGS} deep, which is not decoded`
      : "a string that holds no JSON object or array";
    return wrap(`${name}: ${why}`, width - 2).map(indent);
  }
  const own = values.map(({ field }) => schemaOf(field));
  const near = isBeforeIngest ? (["ecs"] as const) : EVENT_SCHEMAS.filter((schema) => own.includes(schema));
  if (near.length === 0) return wrap(`${name}: has none of the fields that make an event`, width - 2).map(indent);
  const rows = near.flatMap((schema): Row[] => {
    const found = values.filter(({ field }) => schemaOf(field) === schema);
    const missing = `lacks ${lacks[schema].map((field) => wanted(field, found)).join(", ")}`;
    return found.map(({ field, pointer, json }, index) => ({
      label: index === 0 ? SCHEMA_TITLES[schema] : "",
      value: `${field}: ${shownValue(json)}`,
      place: escapeForTerminal(pointer),
      ...(index === found.length - 1 && { below: [missing] }),
    }));
  });
  const what = isBeforeIngest ? "a record before ingest, so that only its ECS fields are judged" : "no event";
  return [...wrap(`${name}: ${what}`, width - 2).map(indent), ...layOut(rows, width, 4)];
}

function schemaOf(field: string): Schema | undefined {
  return CLUES.find(({ name }) => name === field)?.schemas[0];
}

/** Returns what a field should be: it is missing, or has another value. */
function wanted(field: string, found: readonly { field: string }[]): string {
  return found.some((value) => value.field === field) ? `${field} 6003 or 3005` : field;
}

export function unreadableLines(unreadable: Unreadable, hasLines: boolean, width: number): string[] {
  return wrap(reasonText(unreadable, hasLines), width - 2).map(indent);
}

function reasonText({ reason, line, column, offset }: Unreadable, hasLines: boolean): string {
  const byte = offset === undefined ? "" : ` (byte ${offset} of the record)`;
  const place = `${hasLines ? `line ${line ?? 0}, ` : ""}column ${column ?? 0}${byte}`;
  switch (reason) {
    case "not_json":
      return `not JSON: the first error is at ${place}`;
    case "cut_off":
      return `not JSON: it ends too early, at ${place}`;
    case "no_object":
      return "JSON, but no object or array";
    case "no_memory":
      return "the module has no memory for it";
    case "trap":
      return "the module trapped";
  }
}

function indent(line: string): string {
  return `  ${line}`;
}
