/**
 * One record in, one record out: prefilter, JSON, verdict, annotation.
 *
 * Nothing here can fail: what is not understood comes back as it is.
 */
import { splice } from "./annotate/splice";
import { Place, readPlaces, valueAt } from "./annotate/places";
import { readDetails } from "./event/details";
import { ECS_PATHS, RAW_PATHS } from "./event/paths";
import { CLOSE_OBJECT, OPEN_OBJECT, isSpace } from "./json/chars";
import { skipSpace } from "./json/cursor";
import { isJsonObject } from "./json/validate";
import { mayBeAnnotated, mayMatch } from "./rule/prefilter";
import { judge, matchedAction, wasEcs } from "./rule/rule";

/**
 * Annotates the record of `length` bytes at `record`, all readable. Returns `record` itself for a
 * record that is no match, the address of a NUL-terminated result for a match.
 */
export function tagRecord(record: usize, length: usize): usize {
  const end = record + length;
  if (!mayMatch(record, end)) return record;
  const result = annotate(record, end);
  return result == 0 ? record : result;
}

/**
 * As `tagRecord`, but returns 0 for a record that is known to be no match. A record that is not a
 * JSON object, or that is annotated already, comes back as it is.
 */
export function keepRecord(record: usize, length: usize): usize {
  const end = record + length;
  // Told apart at a glance, so that what is plainly something else is never dropped.
  if (!isBraced(record, end)) return record;
  if (!mayMatch(record, end) && !mayBeAnnotated(record, end)) return 0;
  return annotate(record, end);
}

/**
 * The result for a match; `record` itself if it is to stay as it is, for whatever reason; 0 if
 * it is known to be no match.
 */
function annotate(record: usize, end: usize): usize {
  if (!isJsonObject(record, end)) return record;
  readPlaces(record, end);
  if (valueAt(Place.KEYWARD) != 0) return record;
  const event = skipSpace(record);
  if (!judge(event, end)) return 0;
  readDetails(event, end, wasEcs() ? ECS_PATHS : RAW_PATHS, wasEcs());
  const result = splice(record, end, matchedAction());
  return result == 0 ? record : result;
}

/** Whether the text begins with `{` and ends with `}`, white space aside. */
function isBraced(start: usize, end: usize): bool {
  while (start < end && isSpace(load<u8>(start))) start += 1;
  while (start < end && isSpace(load<u8>(end - 1))) end -= 1;
  return start < end && load<u8>(start) == OPEN_OBJECT && load<u8>(end - 1) == CLOSE_OBJECT;
}
