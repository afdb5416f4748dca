/** The clues of the object at hand: each value that the rule looks at, and what that value tells by itself. */
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
  /** Which clue it is, and the value's address. */
  clue: i32;
  value: usize;
  /** The clauses that hold if the event has nothing else. */
  clauses: u32;
  /** A bit for each Flag that applies. */
  flags: u32;
}

/** The address of the list's entries. */
export let clues: usize = 0;
let count: i32 = 0;
/** What one value tells by itself. */
const alone = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

// @ts-ignore: decorator
@inline
function entryAt(index: i32): Entry {
  return changetype<Entry>(clues + <usize>index * offsetof<Entry>());
}

/**
 * Lists the clues of the object at hand, in the order in which the rule looks at them. Returns how many there are;
 * fewer if memory runs short. Caller: calls it at most once for each `findPlace`, whose next call ends the list.
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
  // Fields beside the list do not count.
  if (judged.list == 0 || !isInList(clue)) noteClue(clue, value);
}

function noteClue(clue: i32, value: usize): void {
  if (clue == Clue.ATTRIBUTES || clue == Clue.VALUES) return;
  if (isWhole(clue)) return note(clue, value);
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) note(clue, at);
}

function note(clue: i32, value: usize): void {
  const address = claim(offsetof<Entry>());
  if (address == 0) return;
  if (count == 0) clues = address;
  // A claim that does not follow the last one is not part of the list.
  if (address != changetype<usize>(entryAt(count))) return;
  const entry = entryAt(count);
  entry.clue = clue;
  entry.value = value;
  count += 1;
}
