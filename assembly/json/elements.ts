/**
 * A field's values, as Elasticsearch sees them: one value or an array of them, where an array in an array is the same
 * as its elements. Caller: as for cursor.ts.
 */
import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from "./chars";
import { skipSpace, skipValue } from "./cursor";

/**
 * Returns the first element of the value in [value, last): the value itself unless it is an array; 0 if there is none.
 */
export function findFirstElement(value: usize, last: usize): usize {
  while (true) {
    const byte = <u32>load<u8>(value);
    if (byte == OPEN_ARRAY) {
      value = skipSpace(value + 1);
    } else if (byte == CLOSE_ARRAY) {
      value += 1;
      if (value >= last) return 0;
      value = skipComma(value);
    } else {
      return value;
    }
  }
}

/**
 * Returns the element after the one at `element`, in a value that ends at `last`; 0 if none is left. `end` is the end
 * of the text.
 */
export function findNextElement(element: usize, last: usize, end: usize): usize {
  const after = skipValue(element, end);
  return after >= last ? 0 : findFirstElement(skipComma(after), last);
}

/** Returns where the next element begins after the one that ended at `at`, or the bracket that closes its array. */
function skipComma(at: usize): usize {
  at = skipSpace(at);
  return load<u8>(at) == COMMA ? skipSpace(at + 1) : at;
}
