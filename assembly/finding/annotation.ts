/** What counts as an annotation, so that an annotated record is not judged again. */
import { OPEN_ARRAY, OPEN_OBJECT } from "../json/chars";
import { findMember } from "../json/members";
import { matchString } from "../json/text";
import { verdictOf } from "./verdicts";

/**
 * Reports whether `value`, the value of a record's `keyward` or 0 for none, is an annotation: an object with a verdict
 * and a list of events, or the notice of a lost record. The record is JSON that `isJsonText` accepted, and ends at
 * `end`.
 */
export function isAnnotation(value: usize, end: usize): bool {
  if (value == 0 || <u32>load<u8>(value) != OPEN_OBJECT) return false;
  const verdict = findMember(value, "verdict", end);
  if (verdict == 0) return false;
  if (matchString(verdict, "lost")) return true;
  const events = findMember(value, "events", end);
  return verdictOf(verdict) >= 0 && events != 0 && <u32>load<u8>(events) == OPEN_ARRAY;
}
