/** The details of an event: where in the record each of its telling values stands. */
import { MINUS, OPEN_ARRAY, QUOTE, isDigit } from "../json/chars";
import { skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { isIntegerText } from "../json/text";
import { findKeyId } from "./key-arn";
import { Detail } from "./paths";
import { walk } from "./walk";

/** One address a detail, 0 where the event does not say it. */
const found = memory.data(68, 8); // Detail.COUNT × 4
let textEnd: usize = 0;
let mayBeArray: bool = false;

/**
 * Finds the details that `paths` name in the event at `event`; the text ends at `end`. With
 * `arrays`, a field may hold an array, of which the first telling element counts.
 */
export function readDetails(event: usize, end: usize, paths: StaticArray<string>, arrays: bool): void {
  memory.fill(found, 0, Detail.COUNT * sizeof<usize>());
  textEnd = end;
  mayBeArray = arrays;
  walk(event, end, paths, keepFirst);
}

/** Where the value of `detail` begins, a string or a number, or 0. Good until the next reading. */
export function detail(detail: i32): usize {
  return load<usize>(found + <usize>detail * sizeof<usize>());
}

/** Keeps a field's first value that says something. */
function keepFirst(field: i32, value: usize): void {
  if (!mayBeArray && load<u8>(value) == OPEN_ARRAY) return;
  const slot = found + <usize>field * sizeof<usize>();
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (isTelling(field, at) && isBetter(field, at, load<usize>(slot))) store<usize>(slot, at);
  }
}

/** A number or a string that is not empty; where only one kind of value makes sense, one of that. */
function isTelling(field: i32, value: usize): bool {
  const first = <u32>load<u8>(value);
  const isText = first == QUOTE && load<u8>(value + 1) != QUOTE;
  const isNumber = first == MINUS || isDigit(first);
  switch (field) {
    case Detail.RESOURCE_ARN:
      return findKeyId(value, textEnd) != 0;
    case Detail.REQUEST_KEY:
    case Detail.RESPONSE_KEY:
      return isText;
    case Detail.REQUEST_WINDOW:
    case Detail.RESPONSE_WINDOW:
      return isNumber || (isText && isIntegerText(value));
    default:
      return isText || isNumber;
  }
}

/** Whether a telling value takes the place of `kept`: if there is none, or to name a key in full. */
function isBetter(field: i32, value: usize, kept: usize): bool {
  if (kept == 0) return true;
  if (field != Detail.REQUEST_KEY && field != Detail.RESPONSE_KEY) return false;
  return findKeyId(value, textEnd) != 0 && findKeyId(kept, textEnd) == 0;
}
