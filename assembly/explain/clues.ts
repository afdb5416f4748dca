/** The clues of the object at a place: each value that the rule looked at, and what that value says by itself. */
import { claim } from "../bytes/arena";
import { fieldAt } from "../event/paths";
import { CLUE_PATHS, CLUE_TREE, Clue } from "../rule/schemas";
import { walk } from "../event/walk";
import { skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { findSlash } from "../rule/methods";
import { walkAttributes } from "../event/otlp";
import { Judged, isInAttributes, isInList, judgeValue, readAttributes } from "../rule/rule";
import { isWhole } from "../rule/tests";
import { judged, object, textEnd } from "./events";

/** What else is known of a value. */
export namespace Flag {
  /** It counts as a value of a field: null and objects do not. */
  export const SAID: u32 = 1;
  /** It is a method that names its service. */
  export const QUALIFIED: u32 = 2;
}


@unmanaged
class Entry {
  /** Which clue it is, and where the value begins. */
  clue: i32;
  value: usize;
  /** The clauses that hold if nothing else is said. */
  clauses: u32;
  /** A bit of Flag for each that holds. */
  flags: u32;
}

/** Where the entries of the list are. */
export let clues: usize = 0;
let count: i32 = 0;
/** What one value says by itself. */
const alone = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

// @ts-ignore: decorator
@inline
function entryAt(index: i32): Entry {
  return changetype<Entry>(clues + <usize>index * offsetof<Entry>());
}

/**
 * Lists the clues of the object at the place, in the order in which the rule looks at them. Returns how many there are. To
 * be called once a place.
 */
export function listClues(): i32 {
  clues = 0;
  count = 0;
  walk(object, textEnd, CLUE_TREE, notePath);
  if (judged.list != 0) walkAttributes(judged.list, textEnd, CLUE_TREE, noteListed);
  else readAttributes(judged.attributes, textEnd, noteAttribute);
  for (let index = 0; index < count; index++) {
    const entry = entryAt(index);
    judgeValue(entry.clue, entry.value, textEnd, judged.schema, alone);
    entry.clauses = alone.held;
    entry.flags = (alone.said >> entry.clue) & 1 ? Flag.SAID : 0;
    if (entry.clue == Clue.RPC_METHOD && findSlash(entry.value) != 0) entry.flags |= Flag.QUALIFIED;
  }
  return count;
}

function noteAttribute(path: i32, value: usize): void {
  if (isInAttributes(fieldAt(CLUE_PATHS, path))) notePath(path, value);
}

function noteListed(path: i32, value: usize): void {
  const clue = fieldAt(CLUE_PATHS, path);
  if (isInList(clue)) noteClue(clue, value);
}

function notePath(path: i32, value: usize): void {
  const clue = fieldAt(CLUE_PATHS, path);
  // Nothing beside the list counts.
  if (judged.list == 0 || !isInList(clue)) noteClue(clue, value);
}

function noteClue(clue: i32, value: usize): void {
  if (clue == Clue.ATTRIBUTES || clue == Clue.VALUES) return;
  if (isWhole(clue)) return note(clue, value);
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) note(clue, at);
}

function note(clue: i32, value: usize): void {
  const place = claim(offsetof<Entry>());
  if (place == 0) return;
  if (count == 0) clues = place;
  // Memory that does not follow on is no part of the list.
  if (place != changetype<usize>(entryAt(count))) return;
  const entry = entryAt(count);
  entry.clue = clue;
  entry.value = value;
  count += 1;
}
