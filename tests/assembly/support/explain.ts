/** The explanation of a record, as texts to compare. */
import { recycle } from "../../../assembly/bytes/arena";
import { verdictName } from "../../../assembly/finding/verdicts";
import { Clue, CLUE_PATHS } from "../../../assembly/rule/schemas";
import { Flag, clues, listClues } from "../../../assembly/explain/clues";
import {
  Found,
  burst,
  findPath,
  findPlace,
  held,
  schema,
  startRecord,
  verdict,
} from "../../../assembly/explain/events";
import { endOf, lackedClues } from "../../../assembly/explain/events";
import { placeRecord } from "./envelopes";
import { pathsIn } from "./fields";
import { textAt, textBetween } from "./text";

const SCHEMAS: StaticArray<string> = ["none", "ecs", "raw", "ocsf", "otel"];

/** Begins with a record; returns false if it is not one. */
export function begin(record: string): bool {
  const text = placeRecord(record);
  recycle();
  return startRecord(text.start, text.length);
}

/**
 * Each location in a record: its path and what is found there; for an event its schema, the clauses that hold and the
 * verdict.
 */
export function placesOf(record: string): string {
  assert(begin(record), "no record");
  const lines: string[] = [];
  for (let found = findPlace(); found != Found.NOTHING; found = findPlace()) {
    let line = "'" + textAt(findPath()) + "' ";
    if (found == Found.OBJECT) line += "object";
    else if (found == Found.STRING) line += "string";
    else line += SCHEMAS[schema] + " " + held.toString(2) + " " + verdictName(verdict);
    if (found == Found.EVENT && burst != 0) line += " " + burst.toString();
    lines.push(line);
  }
  return lines.join("\n");
}

/**
 * The clues at the first location: each with its value, the clauses that it fulfills on its own, and `-` if it is not a
 * usable value.
 */
export function cluesOf(record: string): string {
  assert(begin(record), "no record");
  assert(findPlace() != Found.NOTHING, "no place");
  const count = listClues();
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const entry = clues + <usize>(index * 16);
    const value = load<usize>(entry, 4);
    let line = pathsIn(CLUE_PATHS)[load<i32>(entry)] + " " + textBetween(value, endOf(value)) + " ";
    line += load<u32>(entry, 8).toString(2);
    if ((load<u32>(entry, 12) & Flag.SAID) == 0) line += " -";
    if ((load<u32>(entry, 12) & Flag.QUALIFIED) != 0) line += " qualified";
    lines.push(line);
  }
  return lines.join("\n");
}

/** What the object at the first location lacks to be an event of each schema. */
export function lacksOf(record: string): string {
  assert(begin(record), "no record");
  assert(findPlace() == Found.OBJECT, "no object, or an event");
  const parts: string[] = [];
  for (let schema = 1; schema < SCHEMAS.length; schema++) {
    const lacked = lackedClues(schema);
    const names: string[] = [];
    for (let clue = 0; clue < Clue.COUNT; clue++) {
      if (((lacked >> clue) & 1) != 0) names.push(pathsIn(CLUE_PATHS)[clue]);
    }
    parts.push(SCHEMAS[schema] + ": " + names.join(" "));
  }
  return parts.join("; ");
}
