/** The clues of the object at a place: each value that the rule looked at, and what that value says by itself. */
import { claim } from "../bytes/arena";
import { fieldAt } from "../event/paths";
import { CLUE_PATHS, CLUE_TREE, Clue } from "../rule/schemas";
import { walk } from "../event/walk";
import { skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { findName } from "../rule/methods";
import { clausesBy, isJudgedList, isOfRaw, readAttributes, readList, saidClues } from "../rule/rule";
import { object, textEnd } from "./events";

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
const ENTRY_SIZE: i32 = 16;

/** Where the entries of the list are. */
export let clues: usize = 0;
let count: i32 = 0;
/** Whether the event is a list of keys and values. */
let isListed: bool = false;

// @ts-ignore: decorator
@inline
function entryAt(index: i32): Entry {
  return changetype<Entry>(clues + <usize>(index * ENTRY_SIZE));
}

/**
 * Lists the clues of the object at the place, in the order in which the rule looks at them. Returns how many there are. To
 * be called once a place.
 */
export function listClues(): i32 {
  clues = 0;
  count = 0;
  isListed = isJudgedList();
  walk(object, textEnd, CLUE_TREE, notePath);
  // They are in what the judging of this object found: so before anything else is judged.
  if (isListed) readList(noteListed);
  else readAttributes(noteAttribute);
  for (let index = 0; index < count; index++) {
    const entry = entryAt(index);
    entry.clauses = clausesBy(entry.clue, entry.value);
    entry.flags = (saidClues() >> entry.clue) & 1 ? Flag.SAID : 0;
    if (entry.clue == Clue.RPC_METHOD && findName(entry.value) != 0) entry.flags |= Flag.QUALIFIED;
  }
  return count;
}

function noteAttribute(path: i32, value: usize): void {
  if (fieldAt(CLUE_PATHS, path) >= Clue.RPC_SERVICE) notePath(path, value);
}

function noteListed(path: i32, value: usize): void {
  const clue = fieldAt(CLUE_PATHS, path);
  if (isOfRaw(clue)) noteClue(clue, value);
}

function notePath(path: i32, value: usize): void {
  const clue = fieldAt(CLUE_PATHS, path);
  // Nothing beside the list counts.
  if (!isListed || !isOfRaw(clue)) noteClue(clue, value);
}

function noteClue(clue: i32, value: usize): void {
  if (clue == Clue.ATTRIBUTES || clue == Clue.VALUES) return;
  if (isWhole(clue)) return note(clue, value);
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) note(clue, at);
}

/** Whether the rule looks at the value of a clue as it stands, and not at each element of it. */
function isWhole(clue: i32): bool {
  switch (clue) {
    case Clue.EVENT_SOURCE:
    case Clue.EVENT_NAME:
    case Clue.ERROR_CODE:
    case Clue.ERROR_MESSAGE:
    case Clue.INSIGHT:
    case Clue.RESPONSE_ERROR:
    case Clue.RESPONSE_MESSAGE:
    case Clue.AWS_ERROR_CODE:
    case Clue.AWS_ERROR_MESSAGE:
      return true;
    default:
      return false;
  }
}

function note(clue: i32, value: usize): void {
  const place = claim(ENTRY_SIZE);
  if (place == 0) return;
  if (count == 0) clues = place;
  // Memory that does not follow on is no part of the list.
  if (place != changetype<usize>(entryAt(count))) return;
  const entry = entryAt(count);
  entry.clue = clue;
  entry.value = value;
  count += 1;
}
