/** A member of an object by its name. */
import { findFirst, findMemberValue, findNext, skipString, skipValue } from "./cursor";
import { matchString } from "./text";

/**
 * The value of the member `name` (ASCII) of the object at `object`, in well-formed JSON that ends
 * at `end`; 0 if there is none. Of a name that stands twice the last counts.
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
