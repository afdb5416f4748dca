/** The details of an event: where in its text each of its telling values stands. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isDigit } from "../json/chars";
import { skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { findFirstElement, findNextElement } from "../json/elements";
import { findMember } from "../json/members";
import { isIntegerText, matchPrefix } from "../json/text";
import { isJsonText } from "../json/validate";
import { findKeyId } from "./key-arn";
import { walkAttributes } from "../event/otlp";
import { Paths, fieldAt } from "../event/paths";
import { Schema } from "../rule/schemas";
import {
  DOCUMENT_PATHS,
  Data,
  Detail,
  ECS_PATHS,
  OCSF_DATA_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
  RESOURCE_PATHS,
} from "./detail-paths";
import { walk } from "../event/walk";

/** One address a detail. */
let slots: usize = 0;
/** The table that is walked, the text, and whether a value may be in an array. */
let table: Paths = RAW_PATHS;
let textEnd: usize = 0;
let mayBeArray: bool = false;
/** Whether only an ARN names the actor. */
let wantsArn: bool = false;
/** The list that a raw event may be, or 0. */
let values: usize = 0;
/** For each detail that has a value, the number of the path that it was found by, in a byte. */
const foundBy = memory.data(Detail.COUNT, 1);
/** Whether what is found now is only for details that have no value yet. */
let isLater: bool = false;
/** The strings found last in OCSF's `data`, by values of Data. */
const texts = memory.data(Data.COUNT * sizeof<usize>(), 8);
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
  isLater = false;
  // The value of a raw event's field is none that stands in an array; on the way to it arrays count as anywhere.
  mayBeArray = schema != Schema.RAW;
  wantsArn = schema == Schema.OCSF;
  switch (schema) {
    case Schema.ECS:
      readTable(event, ECS_PATHS);
      break;
    case Schema.OCSF:
      readTable(event, OCSF_PATHS);
      readData(event, end);
      break;
    case Schema.OTEL:
      readTable(event, OTEL_PATHS);
      readAttributes(findMember(event, "attributes", end), OTEL_PATHS);
      readDocument(event);
      break;
    default:
      values = 0;
      readTable(event, RAW_PATHS);
      if (values != 0) readList(event);
  }
}

/**
 * Finds what the object at `resource`, in a text that ends at `end`, says of the resource that an OpenTelemetry event is of, whose
 * details are at `into`: the account and the region, as far as the event itself does not say them.
 */
export function readResource(resource: usize, end: usize, into: usize): void {
  slots = into;
  textEnd = end;
  isLater = true;
  mayBeArray = true;
  if (isComplete()) return;
  readAttributes(findMember(resource, "attributes", end), RESOURCE_PATHS);
}

/** Whether there is nothing to be asked of a resource. */
function isComplete(): bool {
  return load<usize>(slotOf(Detail.ACCOUNT)) != 0 && load<usize>(slotOf(Detail.REGION)) != 0;
}

/** Reads what a document says of its resource. */
function readDocument(event: usize): void {
  if (isComplete()) return;
  isLater = true;
  readTable(event, DOCUMENT_PATHS);
  const resource = findMember(event, "resource", textEnd);
  if (resource == 0 || load<u8>(resource) != OPEN_OBJECT) return;
  const attributes = findMember(resource, "attributes", textEnd);
  // As an object they were in the table.
  if (attributes != 0 && load<u8>(attributes) == OPEN_ARRAY) readAttributes(attributes, RESOURCE_PATHS);
}

/** Reads the details of a raw event that is a list of keys and values, in place of what is beside the list. */
function readList(event: usize): void {
  if (isString(findMember(event, "eventSource", textEnd)) && isString(findMember(event, "eventName", textEnd))) return;
  memory.fill(slots, 0, Detail.COUNT * sizeof<usize>());
  readAttributes(values, RAW_PATHS);
}

function isString(value: usize): bool {
  return value != 0 && load<u8>(value) == QUOTE;
}

function readTable(object: usize, paths: Paths): void {
  table = paths;
  walk(object, textEnd, paths, keepBest);
}

/** Reads attributes, an object or a list; 0 has none. */
function readAttributes(attributes: usize, paths: Paths): void {
  if (attributes == 0) return;
  table = paths;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, textEnd, paths, keepBest);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, textEnd, paths, keepBest);
}

/** Reads the details in those of OCSF's `data` that are JSON in strings. */
function readData(event: usize, end: usize): void {
  memory.fill(texts, 0, Data.COUNT * sizeof<usize>());
  walk(event, end, OCSF_DATA_PATHS, keepText);
  // What objects there say counts before that.
  isLater = true;
  requestObject = readText(dataString(Data.REQUEST), end, OCSF_REQUEST_PATHS, requestObject);
  responseObject = readText(dataString(Data.RESPONSE), end, OCSF_RESPONSE_PATHS, responseObject);
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
function keepText(path: i32, value: usize): void {
  const slot = texts + <usize>fieldAt(OCSF_DATA_PATHS, path) * sizeof<usize>();
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (load<u8>(at) == QUOTE && load<usize>(slot) == 0) store<usize>(slot, at);
  }
}

/** Reads the object in the string at `text`. Returns where it was decoded to; `before` if there is none. */
function readText(text: usize, end: usize, paths: Paths, before: usize): usize {
  if (text == 0) return before;
  const claimed = claimedEnd();
  const decoded = claim(skipString(text, end) - text);
  if (decoded == 0) return before;
  textEnd = decodeString(text, decoded, end);
  const object = skipSpace(decoded);
  if (isJsonText(decoded, textEnd) && load<u8>(object) == OPEN_OBJECT) {
    readTable(object, paths);
    return object;
  }
  unclaim(claimed);
  return before;
}

// @ts-ignore: decorator
@inline
function slotOf(detail: i32): usize {
  return slots + <usize>detail * sizeof<usize>();
}

/** Keeps a detail's first value that says something: of an earlier path before a later one's. */
function keepBest(path: i32, value: usize): void {
  const detail = fieldAt(table, path);
  if (!mayBeArray && load<u8>(value) == OPEN_ARRAY) {
    if (detail == Detail.VALUES) values = value;
    return;
  }
  if (detail == Detail.VALUES) return;
  if (load<u8>(value) != OPEN_ARRAY) return keepValue(detail, path, value);
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    keepValue(detail, path, at);
  }
}

function keepValue(detail: i32, path: i32, value: usize): void {
  if (!isTelling(detail, value)) return;
  const slot = slotOf(detail);
  const kept = load<usize>(slot);
  const isFirst = kept == 0 || (!isLater && path < <i32>load<u8>(foundBy + detail));
  if (!isFirst && !isFuller(detail, value, kept)) return;
  store<usize>(slot, value);
  if (!isLater) store<u8>(foundBy + detail, <u8>path);
}

/** A number or a string that is not empty; where only one kind of value makes sense, one of that. */
function isTelling(detail: i32, value: usize): bool {
  const first = <u32>load<u8>(value);
  const isText = first == QUOTE && load<u8>(value + 1) != QUOTE;
  const isNumber = first == MINUS || isDigit(first);
  switch (detail) {
    case Detail.ACTOR_ARN:
      // Some OCSF mappings put the principal's id where others have its ARN.
      return wantsArn ? isText && matchPrefix(value + 1, "arn:") != 0 : isText || isNumber;
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

/** Whether a value names a key in full, and the one that is kept for it does not. */
function isFuller(detail: i32, value: usize, kept: usize): bool {
  if (detail != Detail.REQUEST_KEY && detail != Detail.RESPONSE_KEY) return false;
  return findKeyId(value, textEnd) != 0 && findKeyId(kept, textEnd) == 0;
}
