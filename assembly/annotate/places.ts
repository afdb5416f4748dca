/** Where the record has, or lacks, the top-level members that an annotation touches. */
import { OPEN_ARRAY } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipSpace, skipValue } from "../json/cursor";
import { isKey, readKey } from "../json/key";
import { findMember } from "../json/members";

export namespace Place {
  export const KEYWARD: i32 = 0;
  export const TAGS: i32 = 1;
  export const RULE: i32 = 2;
  export const THREAT: i32 = 3;
  export const EVENT: i32 = 4;
  /** The dotted spellings say it as well as members of `event` do. */
  export const EVENT_SEVERITY: i32 = 5;
  export const EVENT_RISK_SCORE: i32 = 6;
  export const COUNT: i32 = 7;
}

const NAMES: StaticArray<string> = ["keyward", "tags", "rule", "threat", "event", "event.severity", "event.risk_score"];

const found = memory.data(28, 8); // Place.COUNT × 4
let open: usize = 0;
let close: usize = 0;

/** Notes the places of `record`, an object or array in well-formed JSON that ends at `end`. An array has none. */
export function readPlaces(record: usize, end: usize): void {
  memory.fill(found, 0, Place.COUNT * sizeof<usize>());
  open = skipSpace(record);
  if (isBareArray()) {
    close = skipValue(open, end) - 1;
    return;
  }
  let behind = open + 1;
  for (let key = findFirst(behind - 1); key != 0; key = findNext(behind)) {
    const value = findMemberValue(readKey(key, end));
    behind = skipValue(value, end);
    for (let place = 0; place < Place.COUNT; place++) {
      if (isKey(unchecked(NAMES[place]))) {
        // Of a key that stands twice the last counts.
        store<usize>(found + <usize>place * sizeof<usize>(), value);
        break;
      }
    }
  }
  close = skipSpace(behind);
}

/** Where the value of the member at `place` begins, or 0 if the record lacks it. */
export function valueAt(place: i32): usize {
  return load<usize>(found + <usize>place * sizeof<usize>());
}

/** The record's opening bracket. */
export function opening(): usize {
  return open;
}

/** The record's closing bracket. */
export function closing(): usize {
  return close;
}

/** Whether the record is an array of records. */
export function isBareArray(): bool {
  return load<u8>(open) == OPEN_ARRAY;
}

/** Whether the object at `object` has the key `name` (ASCII). */
export function hasKey(object: usize, name: string, end: usize): bool {
  return findMember(object, name, end) != 0;
}
