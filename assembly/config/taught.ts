/** The places that a configuration teaches: its setting `places`, added to the tree of places. */
import { claim, keepClaims } from "../bytes/arena";
import { forgetTaught, startTeaching, teach } from "../event/place-tree";
import { findFirst, findNext, skipString } from "../json/cursor";
import { decodeString } from "../json/decode";

/**
 * Teaches the places of the list at `places`, or none if that is 0, in a checked configuration that ends at `end`.
 * Takes memory for good. Returns false, with no place taught, if there is none.
 */
export function teachPlaces(places: usize, end: usize): bool {
  forgetTaught();
  if (places == 0) return true;
  let isTaught = startTeaching();
  for (let at = findFirst(places); at != 0 && isTaught; at = findNext(skipString(at, end))) {
    const text = claim(skipString(at, end) - at);
    isTaught = text != 0;
    if (isTaught) teach(text, decodeString(at, text, end));
  }
  if (!isTaught) forgetTaught();
  keepClaims();
  return isTaught;
}
