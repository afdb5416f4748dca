/**
 * Where the record has, or lacks, the top-level members that an annotation touches. The state is that of the record
 * read last.
 */
import { isAnnotation } from "../finding/annotation";
import { OPEN_ARRAY } from "../json/chars";
import { findFirst, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { additionsInKey, isKey, keyHead, keyLength, readMember } from "../json/key";
import { findMember } from "../json/members";

export namespace Place {
  export const KEYWARD: i32 = 0;
  export const TAGS: i32 = 1;
  export const RULE: i32 = 2;
  export const THREAT: i32 = 3;
  export const EVENT: i32 = 4;
  /** The dotted spellings count like members of `event`. */
  export const EVENT_SEVERITY: i32 = 5;
  export const EVENT_RISK_SCORE: i32 = 6;
  export const COUNT: i32 = 7;
}

/** A bit for each length of the names below. */
const LENGTHS: u32 = (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7) | (1 << 14) | (1 << 16);
const NAMES: StaticArray<string> = ["keyward", "tags", "rule", "threat", "event", "event.severity", "event.risk_score"];

/** Added to the name of a `keyward` that is not an annotation. */
export const RENAMED: string = "_original";
/** Keys `keyward` that are renamed, at most: a JSON writer makes one. */
export const MAX_RENAMED: i32 = 4;
/**
 * The most additions to `keyward` that are looked for; the longest such key still fits in LONGEST_KEY of json/key.ts.
 */
const MAX_ADDITIONS: i32 = 8;

const LOWER_K: u32 = 0x6b;

const found = memory.data(Place.COUNT * sizeof<usize>(), 8);
/** Where each key `keyward` ends, before its closing quote. */
const keys = memory.data(MAX_RENAMED * sizeof<usize>(), 8);
let keyCount: i32 = 0;
/** A bit for each number of additions with which the record has a key `keyward`. */
let additions: u32 = 0;
let open: usize = 0;
let close: usize = 0;

/**
 * Notes the members of `record`, an object or array that `isJsonText` accepted and that ends at `end`. An array has
 * none.
 */
export function readPlaces(record: usize, end: usize): void {
  memory.fill(found, 0, Place.COUNT * sizeof<usize>());
  open = skipSpace(record);
  keyCount = 0;
  additions = 0;
  if (isBareArray()) {
    close = skipValue(open, end) - 1;
    return;
  }
  let after = open + 1;
  for (let key = findFirst(after - 1); key != 0; key = findNext(after)) {
    const value = readMember(key, end);
    after = skipValue(value, end);
    if (!mayBeName()) continue;
    const times = additionsInKey("keyward", RENAMED);
    if (times >= 0) noteKeyward(skipString(key, end) - 1, times);
    for (let place = 0; place < Place.COUNT; place++) {
      if (!isKey(unchecked(NAMES[place]))) continue;
      // Of a repeated key the last counts.
      store<usize>(found + <usize>place * sizeof<usize>(), value);
      break;
    }
  }
  close = skipSpace(after);
}

/** Reports whether the key read last may be one of the names, or `keyward` with additions. Most are not. */
function mayBeName(): bool {
  return keyHead() == LOWER_K || ((LENGTHS >> keyLength()) & 1) != 0;
}

/** Notes that the record has the key `keyward` with `times` additions; it ends at `keyEnd`. */
function noteKeyward(keyEnd: usize, times: i32): void {
  if (times <= MAX_ADDITIONS) additions |= 1 << times;
  if (times > 0 || keyCount == MAX_RENAMED) return;
  store<usize>(keys + ((<usize>keyCount) << 2), keyEnd);
  keyCount += 1;
}

/** Returns how many keys `keyward` the record has, MAX_RENAMED at most. */
export function keywardCount(): i32 {
  return keyCount;
}

/** Returns where the key `keyward` number `index` ends, before its closing quote. */
export function keywardEnd(index: i32): usize {
  return load<usize>(keys + ((<usize>index) << 2));
}

/** Returns how often RENAMED must be added to `keyward` for a key that the record lacks. */
export function additionsNeeded(): i32 {
  let times = 1;
  while (times < MAX_ADDITIONS && ((additions >> times) & 1) != 0) times += 1;
  return times;
}

/** Reports whether the record, which ends at `end`, is annotated. */
export function isAnnotated(end: usize): bool {
  return isAnnotation(valueAt(Place.KEYWARD), end);
}

/** Returns the value of the member `place`, or 0 if the record lacks it. */
export function valueAt(place: i32): usize {
  return load<usize>(found + <usize>place * sizeof<usize>());
}

/** Returns the address of the record's opening bracket. */
export function opening(): usize {
  return open;
}

/** Returns the address of the record's closing bracket. */
export function closing(): usize {
  return close;
}

/** Reports whether the record is an array of records. */
export function isBareArray(): bool {
  return load<u8>(open) == OPEN_ARRAY;
}

/** Reports whether the object at `object` has the key `name` (ASCII); `end` is the end of the text. */
export function hasKey(object: usize, name: string, end: usize): bool {
  return findMember(object, name, end) != 0;
}
