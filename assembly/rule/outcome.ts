/** What counts as an error, by the logic of Elastic's ingest pipeline. Caller: as for json/cursor.ts. */
import { COLON, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { isSameText } from "../json/text";

/**
 * Values longer than this are not searched for members that a later one with the same key replaces: each costs a pass
 * over the value, so a hostile record could stall the filter.
 */
const LONGEST_SEARCHED: usize = 1024;

/**
 * Reports whether the value at `value` is empty: null, `""`, or an object or array of nothing but empty values. (The
 * pipeline drops those before it looks for an error.)
 */
export function isBlank(value: usize, end: usize): bool {
  let at = value;
  let open = 0;
  while (true) {
    // A value begins at `at`, inside `open` objects and arrays.
    const first = <u32>load<u8>(at);
    if (first == OPEN_OBJECT || first == OPEN_ARRAY) {
      const inside = findFirst(at);
      if (inside != 0) {
        open += 1;
        at = valueFrom(inside, end);
        continue;
      }
      at = skipSpace(at + 1) + 1;
    } else if (first == QUOTE && load<u8>(at + 1) == QUOTE) {
      at += 2;
    } else if (first == 0x6e) {
      at += 4; // null
    } else {
      // It is not empty, unless it is in a member that does not count.
      if (skipValue(value, end) - value > LONGEST_SEARCHED) return false;
      const member = findReplaced(value, at, end);
      if (member == 0) return false;
      at = skipValue(member, end);
      open = level;
    }
    // It ended: close what ends with it, or go on with the next member or element.
    let next: usize = 0;
    while (open > 0 && next == 0) {
      next = findNext(at);
      if (next == 0) {
        open -= 1;
        at = skipSpace(at) + 1;
      }
    }
    if (open == 0) return true;
    at = valueFrom(next, end);
  }
}

/** Returns the value of the member whose key is at `at`, or the element at `at`: only a key has a colon after it. */
function valueFrom(at: usize, end: usize): usize {
  if (load<u8>(at) != QUOTE) return at;
  const after = skipString(at, end);
  return load<u8>(skipSpace(after)) == COLON ? findMemberValue(after) : at;
}

/** How many objects and arrays the member that `findReplaced` found is in. */
let level: i32 = 0;

/**
 * Goes from the object or array at `value` down to the value at `target`. Returns the value of the first member on the
 * way that a later member with the same key replaces, or 0.
 */
function findReplaced(value: usize, target: usize, end: usize): usize {
  level = 0;
  while (value != target) {
    level += 1;
    const isObject = load<u8>(value) == OPEN_OBJECT;
    let key = findFirst(value);
    value = valueFrom(key, end);
    let after = skipValue(value, end);
    while (after <= target) {
      key = findNext(after);
      value = valueFrom(key, end);
      after = skipValue(value, end);
    }
    if (isObject && isRepeated(key, after, end)) return value;
  }
  return 0;
}

/** Reports whether a member after `after` has the key at `key`, too. */
function isRepeated(key: usize, after: usize, end: usize): bool {
  for (let next = findNext(after); next != 0; next = findNext(after)) {
    if (isSameText(key, next)) return true;
    after = skipValue(findMemberValue(skipString(next, end)), end);
  }
  return false;
}
