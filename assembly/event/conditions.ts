/**
 * The conditions of the table of shapes: what an object must have for the values in it to be at a known place. Caller:
 * as for json/cursor.ts.
 */
import { OPEN_OBJECT } from "../json/chars";
import { findMember } from "../json/members";
import { matchAmong } from "../json/text";
import { memberOf, valuesOf } from "./shapes";

/** Reports whether the object at `object` meets the condition with that number. */
export function meets(object: usize, condition: i32, end: usize): bool {
  const member = memberOf(condition);
  const values = valuesOf(condition);
  if (values.length == 0) return !hasOriginal(object, member, end);
  const value = findMember(object, member, end);
  return value != 0 && matchAmong(value, values);
}

/** Reports whether the object has `event.original`, as a dotted name or in an object, other than null. */
function hasOriginal(object: usize, dotted: string, end: usize): bool {
  if (isSaid(findMember(object, dotted, end))) return true;
  const event = findMember(object, "event", end);
  return event != 0 && load<u8>(event) == OPEN_OBJECT && isSaid(findMember(event, "original", end));
}

function isSaid(value: usize): bool {
  return value != 0 && load<u8>(value) != 0x6e; // null
}
