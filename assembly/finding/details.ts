/** The details of an event: the address of each in its text. Caller: as for json/cursor.ts. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isDigit } from "../json/chars";
import { skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { findFirstElement, findNextElement } from "../json/elements";
import { findMember } from "../json/members";
import { isIntegerText, matchPrefix } from "../json/text";
import { isJsonText } from "../json/validate";
import { Finding } from "./finding";
import { findKeyId } from "./key-arn";
import { walkAttributes } from "../event/otlp";
import { Paths, fieldAt } from "../event/paths";
import { Schema } from "../rule/schemas";
import { Data, Detail } from "./detail";
import {
  DOCUMENT_PATHS,
  ECS_PATHS,
  OCSF_DATA_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
  RESOURCE_PATHS,
} from "./generated/detail-paths";
import { PathTree, plantPaths } from "../event/path-tree";
import { walk } from "../event/walk";

const RAW = plantPaths(RAW_PATHS);
const ECS = plantPaths(ECS_PATHS);
const OCSF = plantPaths(OCSF_PATHS);
const OCSF_DATA = plantPaths(OCSF_DATA_PATHS);
const OCSF_REQUEST = plantPaths(OCSF_REQUEST_PATHS);
const OCSF_RESPONSE = plantPaths(OCSF_RESPONSE_PATHS);
const OTEL = plantPaths(OTEL_PATHS);
const DOCUMENT = plantPaths(DOCUMENT_PATHS);
const RESOURCE = plantPaths(RESOURCE_PATHS);

// State of the walk over an event's fields, from `readDetails` until that returns.
let finding: Finding = changetype<Finding>(0);
/** The table being walked, and the end of the text. */
let table: Paths = RAW_PATHS;
let textEnd: usize = 0;
/** The list that a raw event may be, or 0. */
let values: usize = 0;
/** For each detail that has a value, the number of the path that it was found by, in a byte. */
const foundBy = memory.data(Detail.COUNT, 1);
/** Whether values count only for details that have none yet. */
let isLater: bool = false;

/**
 * Finds the details of the event of `into`, whose `event`, `end` and `schema` are set; those that it lacks are 0.
 * `resource` is the object of an OpenTelemetry event's resource in the same text, or 0. For an OCSF event it may claim
 * memory that the details point to.
 */
export function readDetails(into: Finding, resource: usize): void {
  finding = into;
  const event = into.event;
  memory.fill(into.slotOf(0), 0, (<usize>Detail.COUNT) << 2);
  textEnd = into.end;
  isLater = false;
  switch (into.schema) {
    case Schema.ECS:
      readTable(event, ECS);
      break;
    case Schema.OCSF:
      readTable(event, OCSF);
      readData(event);
      break;
    case Schema.OTEL:
      readTable(event, OTEL);
      readAttributes(findMember(event, "attributes", textEnd), OTEL);
      readDocument(event);
      if (resource != 0 && load<u8>(resource) == OPEN_OBJECT) readResource(resource);
      break;
    default:
      values = 0;
      readTable(event, RAW);
      if (values != 0) readList(event);
  }
}

/** Reads what the resource at `resource` says of the event. */
function readResource(resource: usize): void {
  if (isComplete()) return;
  isLater = true;
  readAttributes(findMember(resource, "attributes", textEnd), RESOURCE);
}

/** Reports whether nothing is missing that a resource could say. */
function isComplete(): bool {
  return finding.detail(Detail.ACCOUNT) != 0 && finding.detail(Detail.REGION) != 0;
}

/** Reads a document's fields about its resource. */
function readDocument(event: usize): void {
  if (isComplete()) return;
  isLater = true;
  readTable(event, DOCUMENT);
  const resource = findMember(event, "resource", textEnd);
  if (resource == 0 || load<u8>(resource) != OPEN_OBJECT) return;
  const attributes = findMember(resource, "attributes", textEnd);
  // An object's were in the table.
  if (attributes != 0 && load<u8>(attributes) == OPEN_ARRAY) readAttributes(attributes, RESOURCE);
}

/** Reads the details of a raw event that is a list of keys and values, instead of those beside the list. */
function readList(event: usize): void {
  if (isString(findMember(event, "eventSource", textEnd)) && isString(findMember(event, "eventName", textEnd))) return;
  memory.fill(finding.slotOf(0), 0, (<usize>Detail.COUNT) << 2);
  readAttributes(values, RAW);
}

function isString(value: usize): bool {
  return value != 0 && load<u8>(value) == QUOTE;
}

function readTable(object: usize, tree: PathTree | null): void {
  if (tree == null) return;
  table = tree.paths;
  walk(object, textEnd, tree, keepBest);
}

/** Reads attributes, an object or a list; 0 has none. */
function readAttributes(attributes: usize, tree: PathTree | null): void {
  if (attributes == 0 || tree == null) return;
  table = tree.paths;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, textEnd, tree, keepBest);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, textEnd, tree, keepBest);
}

/** Reads the details in OCSF's `data` that are JSON in strings. */
function readData(event: usize): void {
  const end = textEnd;
  finding.requestText = finding.responseText = finding.requestObject = finding.responseObject = 0;
  walk(event, end, OCSF_DATA, keepText);
  // Values outside strings take precedence.
  isLater = true;
  finding.requestObject = readText(finding.requestText, end, OCSF_REQUEST);
  finding.responseObject = readText(finding.responseText, end, OCSF_RESPONSE);
}

/** Keeps the first string of a field. */
function keepText(path: i32, value: usize): void {
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (load<u8>(at) != QUOTE) continue;
    if (fieldAt(OCSF_DATA_PATHS, path) == Data.REQUEST) {
      if (finding.requestText == 0) finding.requestText = at;
    } else if (finding.responseText == 0) {
      finding.responseText = at;
    }
  }
}

/** Reads the object in the string at `text`. Returns where it was decoded to, or 0 if there is none. */
function readText(text: usize, end: usize, tree: PathTree | null): usize {
  if (text == 0) return 0;
  const claimed = claimedEnd();
  const decoded = claim(skipString(text, end) - text);
  if (decoded == 0) return 0;
  textEnd = decodeString(text, decoded, end);
  const object = skipSpace(decoded);
  if (isJsonText(decoded, textEnd) && load<u8>(object) == OPEN_OBJECT) {
    readTable(object, tree);
    return object;
  }
  unclaim(claimed);
  return 0;
}

/** Keeps a detail's first telling value: of an earlier path before that of a later one. */
function keepBest(path: i32, value: usize): void {
  const detail = fieldAt(table, path);
  if (load<u8>(value) != OPEN_ARRAY) {
    if (detail != Detail.VALUES) keepValue(detail, path, value);
    return;
  }
  // The value of a raw event's field is never in an array; on the way to it arrays count as anywhere.
  if (finding.schema == Schema.RAW) {
    if (detail == Detail.VALUES) values = value;
    return;
  }
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    keepValue(detail, path, at);
  }
}

function keepValue(detail: i32, path: i32, value: usize): void {
  if (!isTelling(detail, value)) return;
  const slot = finding.slotOf(detail);
  const kept = load<usize>(slot);
  const isFirst = kept == 0 || (!isLater && path < <i32>load<u8>(foundBy + detail));
  if (!isFirst && !isFuller(detail, value, kept)) return;
  store<usize>(slot, value);
  if (!isLater) store<u8>(foundBy + detail, <u8>path);
}

/** Reports whether it is a number or a string that is not empty; of the one kind that makes sense for some details. */
function isTelling(detail: i32, value: usize): bool {
  const first = <u32>load<u8>(value);
  const isText = first == QUOTE && load<u8>(value + 1) != QUOTE;
  const isNumber = first != QUOTE && (first == MINUS || isDigit(first));
  switch (detail) {
    case Detail.ACTOR_ARN:
      // Some OCSF mappings have the principal's id where others have its ARN.
      return finding.schema == Schema.OCSF ? isText && matchPrefix(value + 1, "arn:") != 0 : isText || isNumber;
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

/** Reports whether a value names a key in full, and the kept one does not. */
function isFuller(detail: i32, value: usize, kept: usize): bool {
  if (detail != Detail.REQUEST_KEY && detail != Detail.RESPONSE_KEY) return false;
  return findKeyId(value, textEnd) != 0 && findKeyId(kept, textEnd) == 0;
}
