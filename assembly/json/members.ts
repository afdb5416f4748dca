/** Members of an object by name. */
import { findFirst, findMemberValue, findNext, skipString, skipValue } from "./cursor";
import { matchString } from "./text";

/**
 * Returns the value of the member `name` (ASCII) of the object at `object`, or 0 if it has none; of a repeated name the
 * last counts. Caller: as for cursor.ts.
 */
export function findMember(object: usize, name: string, end: usize): usize {
  let found: usize = 0;
  for (let key = findFirst(object); key != 0;) {
    const value = findMemberValue(skipString(key, end));
    if (matchString(key, name)) found = value;
    key = findNext(skipValue(value, end));
  }
  return found;
}
