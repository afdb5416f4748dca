/** The details of an event: where in its text each of its telling values stands. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isDigit } from "../json/chars";
import { skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { findFirstElement, findNextElement } from "../json/elements";
import { findMember } from "../json/members";
import { isIntegerText } from "../json/text";
import { isJsonText } from "../json/validate";
import { findKeyId } from "./key-arn";
import { walkAttributes } from "./otlp";
import {
  Detail,
  ECS_PATHS,
  OCSF_DATA_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
  Schema,
} from "./paths";
import { walk } from "./walk";

/** One address a detail. */
let slots: usize = 0;
let textEnd: usize = 0;
let mayBeArray: bool = false;
/** What the number of a field has to grow by to be that of the detail. */
let offset: i32 = 0;
/** The strings found last in OCSF's `data`, by their numbers in the table. */
const texts = memory.data(8, 8);
/** Where the objects in them were decoded to since `forgetData`; 0 for none. */
let requestObject: usize = 0;
let responseObject: usize = 0;

/**
 * Finds the details of the event at `event`, of the schema `schema`; its text ends at `end`. Stores
 * Detail.COUNT addresses at `into`: where the value of each detail begins, a string or a number, or 0.
 * An OCSF event may take memory by `claim` that these point to.
 */
export function readDetails(event: usize, end: usize, schema: i32, into: usize): void {
  memory.fill(into, 0, Detail.COUNT * sizeof<usize>());
  slots = into;
  textEnd = end;
  offset = 0;
  // The value of a raw event's field is none that stands in an array; on the way to it arrays count as anywhere.
  mayBeArray = schema != Schema.RAW;
  switch (schema) {
    case Schema.ECS:
      walk(event, end, ECS_PATHS, keepFirst);
      break;
    case Schema.OCSF:
      walk(event, end, OCSF_PATHS, keepFirst);
      readData(event, end);
      break;
    case Schema.OTEL:
      walk(event, end, OTEL_PATHS, keepFirst);
      readAttributes(findMember(event, "attributes", end), end);
      break;
    default:
      walk(event, end, RAW_PATHS, keepFirst);
  }
}

function readAttributes(attributes: usize, end: usize): void {
  if (attributes == 0) return;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, end, OTEL_PATHS, keepFirst);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, end, OTEL_PATHS, keepFirst);
}

/** Reads the details in those of OCSF's `data` that are JSON in strings. */
function readData(event: usize, end: usize): void {
  store<u64>(texts, 0);
  walk(event, end, OCSF_DATA_PATHS, keepText);
  readText(load<usize>(texts), end, OCSF_REQUEST_PATHS, Detail.REQUEST_KEY);
  readText(load<usize>(texts, sizeof<usize>()), end, OCSF_RESPONSE_PATHS, Detail.RESPONSE_KEY);
}

/** Forgets where the objects in OCSF's `data` are. Only who explains asks for them. */
export function forgetData(): void {
  requestObject = responseObject = 0;
}

/** The string that the request (0) or response (1) of the OCSF event read last is in, or 0. */
export function dataString(number: i32): usize {
  return load<usize>(texts + <usize>number * sizeof<usize>());
}

/** Where the object in that string was decoded to since `forgetData`; 0 for none. */
export function dataObject(number: i32): usize {
  return number == 0 ? requestObject : responseObject;
}

/** Keeps the first string of a field. */
function keepText(field: i32, value: usize): void {
  const slot = texts + <usize>field * sizeof<usize>();
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (load<u8>(at) == QUOTE && load<usize>(slot) == 0) store<usize>(slot, at);
  }
}

/** Reads the object in the string at `text`, if there is one, for details from `first` on. */
function readText(text: usize, end: usize, paths: StaticArray<string>, first: i32): void {
  if (text == 0) return;
  const before = claimedEnd();
  const decoded = claim(skipString(text, end) - text);
  if (decoded == 0) return;
  textEnd = decodeString(text, decoded, end);
  const object = skipSpace(decoded);
  if (isJsonText(decoded, textEnd) && load<u8>(object) == OPEN_OBJECT) {
    offset = first;
    if (first == Detail.REQUEST_KEY) requestObject = object;
    else responseObject = object;
    walk(object, textEnd, paths, keepFirst);
  } else {
    unclaim(before);
  }
}

/** Keeps a field's first value that says something. */
function keepFirst(field: i32, value: usize): void {
  if (!mayBeArray && load<u8>(value) == OPEN_ARRAY) return;
  const detail = field + offset;
  const slot = slots + <usize>detail * sizeof<usize>();
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (isTelling(detail, at) && isBetter(detail, at, load<usize>(slot))) store<usize>(slot, at);
  }
}

/** A number or a string that is not empty; where only one kind of value makes sense, one of that. */
function isTelling(detail: i32, value: usize): bool {
  const first = <u32>load<u8>(value);
  const isText = first == QUOTE && load<u8>(value + 1) != QUOTE;
  const isNumber = first == MINUS || isDigit(first);
  switch (detail) {
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
function isBetter(detail: i32, value: usize, kept: usize): bool {
  if (kept == 0) return true;
  if (detail != Detail.REQUEST_KEY && detail != Detail.RESPONSE_KEY) return false;
  return findKeyId(value, textEnd) != 0 && findKeyId(kept, textEnd) == 0;
}
