/**
 * The values of the event at hand, as spans: where the text of each begins and ends, inside its quotes if it is a
 * string. They are in the record, in a string decoded from it, or in the configuration, and good until the next
 * `findPlace`.
 */
import { additionsNeeded, isBareArray, RENAMED } from "../annotate/places";
import { writeRiskScoreInForce, writeSeverityInForce } from "../annotate/severity";
import { claim } from "../bytes/arena";
import { startWriting, writeAscii, writeByte, writeUnsigned, writtenSince } from "../bytes/writer";
import { configEnd, escalateWindow } from "../config/settings";
import { PathTree, plantPaths } from "../event/path-tree";
import { Paths, fieldAt } from "../event/paths";
import { walkAttributes } from "../event/otlp";
import { walk } from "../event/walk";
import { Detail } from "../finding/detail";
import { writePath } from "../finding/path";
import { MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isDigit } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { findMember } from "../json/members";
import { Schema } from "../rule/schemas";
import { finding, judged, object, schema, suppressing } from "./events";
import {
  ECS_PATHS,
  OCSF_PATHS,
  OCSF_REQUEST_PATHS,
  OCSF_RESPONSE_PATHS,
  OTEL_PATHS,
  RAW_PATHS,
} from "./generated/more-paths";
import { More } from "./more";

const RAW = plantPaths(RAW_PATHS);
const ECS = plantPaths(ECS_PATHS);
const OCSF = plantPaths(OCSF_PATHS);
const OCSF_REQUEST = plantPaths(OCSF_REQUEST_PATHS);
const OCSF_RESPONSE = plantPaths(OCSF_RESPONSE_PATHS);
const OTEL = plantPaths(OTEL_PATHS);

/** What the annotation has of an event, in its order (docs/reference/annotation.md); the values of More follow. */
namespace Said {
  export const ID: i32 = 0;
  export const TIME: i32 = 1;
  export const ACTION: i32 = 2;
  export const ACCOUNT: i32 = 3;
  export const REGION: i32 = 4;
  export const ACTOR_TYPE: i32 = 5;
  export const ACTOR_ARN: i32 = 6;
  export const ROLE: i32 = 7;
  export const SOURCE_IDENTITY: i32 = 8;
  export const ON_BEHALF_OF: i32 = 9;
  export const SOURCE_IP: i32 = 10;
  export const USER_AGENT: i32 = 11;
  export const VPC_ENDPOINT: i32 = 12;
  export const KEY_ID: i32 = 13;
  export const KEY_ARN: i32 = 14;
  export const KEY_STATE: i32 = 15;
  export const WINDOW: i32 = 16;
  export const DELETION_DATE: i32 = 17;
  export const ERROR_CODE: i32 = 18;
  export const ERROR_MESSAGE: i32 = 19;
  export const EXCEPTION_ID: i32 = 20;
  export const EXCEPTION_REASON: i32 = 21;
  export const COUNT: i32 = 22;
}

/** Where a text begins and ends, and whether it is that of a string; all 0 if the event lacks it. */
@unmanaged
class Span {
  start: usize;
  end: usize;
  isString: u32;
}
const spans = memory.data((Said.COUNT + More.COUNT) * offsetof<Span>(), 8);

/** The values of More, and for each the number of the path that it was found by. */
const more = memory.data(More.COUNT * sizeof<usize>(), 8);
const foundBy = memory.data(More.COUNT, 1);
/** The table being walked, and whether a value may be in an array. */
let table: Paths = RAW_PATHS;
let mayBeArray: bool = false;
/** The end of the text that the values are in. */
let textEnd: usize = 0;

/**
 * Returns the address of the spans of the event at hand, by Said and then by More. Those that `readMore` reads are not
 * set yet.
 */
export function readSpans(): usize {
  textEnd = finding.end;
  putValue(Said.ID, finding.detail(Detail.ID));
  putValue(Said.TIME, finding.detail(Detail.TIME));
  putText(Said.ACTION, finding.action);
  putValue(Said.ACCOUNT, finding.account());
  putValue(Said.REGION, finding.detail(Detail.REGION));
  putValue(Said.ACTOR_TYPE, finding.detail(Detail.ACTOR_TYPE));
  putValue(Said.ACTOR_ARN, finding.detail(Detail.ACTOR_ARN));
  putValue(Said.ROLE, finding.detail(Detail.ROLE));
  putValue(Said.SOURCE_IDENTITY, finding.detail(Detail.SOURCE_IDENTITY));
  putValue(Said.ON_BEHALF_OF, finding.detail(Detail.ON_BEHALF_OF));
  putValue(Said.SOURCE_IP, finding.detail(Detail.SOURCE_IP));
  putValue(Said.USER_AGENT, finding.detail(Detail.USER_AGENT));
  putValue(Said.VPC_ENDPOINT, finding.detail(Detail.VPC_ENDPOINT));
  putText(Said.KEY_ID, finding.keyId);
  putValue(Said.KEY_ARN, finding.keyArn);
  putValue(Said.KEY_STATE, finding.detail(Detail.KEY_STATE));
  // The response has the actual value, the request the one asked for.
  const window = finding.detail(Detail.RESPONSE_WINDOW);
  putValue(Said.WINDOW, window != 0 ? window : finding.detail(Detail.REQUEST_WINDOW));
  putValue(Said.DELETION_DATE, finding.detail(Detail.DELETION_DATE));
  putValue(Said.ERROR_CODE, finding.detail(Detail.ERROR_CODE));
  putValue(Said.ERROR_MESSAGE, finding.detail(Detail.ERROR_MESSAGE));
  return spans;
}

/** Reads the exception that the event falls under, once its verdict is settled, and the values of More. */
export function readMore(): void {
  textEnd = finding.end;
  readMoreFields();
  for (let field = 0; field < More.COUNT; field++) putValue(Said.COUNT + field, load<usize>(slotOf(field)));
  textEnd = configEnd;
  putValue(Said.EXCEPTION_ID, suppressing == 0 ? suppressing : findMember(suppressing, "id", configEnd));
  putValue(Said.EXCEPTION_REASON, suppressing == 0 ? suppressing : findMember(suppressing, "reason", configEnd));
}

/** Sets the text of the value at `value`; 0 is none. */
function putValue(field: i32, value: usize): void {
  if (value != 0 && load<u8>(value) == QUOTE) return putText(field, value + 1);
  put(field, value, value == 0 ? value : skipValue(value, textEnd), false);
}

/** Sets the text from `text` to the end of its string; 0 is none. */
function putText(field: i32, text: usize): void {
  put(field, text, text == 0 ? text : skipText(text, textEnd) - 1, true);
}

function put(field: i32, start: usize, end: usize, isString: bool): void {
  const span = changetype<Span>(spans + <usize>field * offsetof<Span>());
  span.start = start;
  span.end = end;
  span.isString = isString ? 1 : 0;
}

function readMoreFields(): void {
  memory.fill(more, 0, More.COUNT * sizeof<usize>());
  // The value of a raw event's field is never in an array.
  mayBeArray = schema != Schema.RAW;
  switch (schema) {
    case Schema.ECS:
      readTable(object, ECS);
      giveIssuersName();
      break;
    case Schema.OCSF:
      readTable(object, OCSF);
      readData(finding.requestObject, OCSF_REQUEST);
      readData(finding.responseObject, OCSF_RESPONSE);
      break;
    case Schema.OTEL:
      // The record's own fields come first.
      readTable(object, OTEL);
      readAttributes(judged.attributes, OTEL);
      break;
    default:
      if (judged.list != 0) readAttributes(judged.list, RAW);
      else readTable(object, RAW);
  }
}

/** Moves the name of an ECS session: it is that of the role or user that issued it (more.ts). */
function giveIssuersName(): void {
  if ((load<usize>(slotOf(More.ISSUER_TYPE)) | load<usize>(slotOf(More.ISSUER_ARN))) == 0) return;
  store<usize>(slotOf(More.ISSUER_NAME), load<usize>(slotOf(More.USER_NAME)));
  store<usize>(slotOf(More.USER_NAME), 0);
}

/**
 * Reads OCSF's request or response, often JSON in a string that was decoded to `object` for the details; 0 is none.
 * Values outside strings come before those.
 */
function readData(object: usize, tree: PathTree | null): void {
  if (object == 0) return;
  // No path is before the first one, so earlier values stay.
  memory.fill(foundBy, 0, More.COUNT);
  const end = textEnd;
  textEnd = skipValue(object, end);
  readTable(object, tree);
  textEnd = end;
}

function readTable(object: usize, tree: PathTree | null): void {
  if (tree == null) return;
  table = tree.paths;
  walk(object, textEnd, tree, keepValues);
}

/** Reads attributes, an object or a list; 0 has none. */
function readAttributes(attributes: usize, tree: PathTree | null): void {
  if (attributes == 0 || tree == null) return;
  table = tree.paths;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, textEnd, tree, keepValues);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, textEnd, tree, keepValues);
}

// @ts-ignore: decorator
@inline
function slotOf(field: i32): usize {
  return more + <usize>field * sizeof<usize>();
}

/** Keeps a field's first telling value: of an earlier path before that of a later one. */
function keepValues(path: i32, value: usize): void {
  if (load<u8>(value) != OPEN_ARRAY) return keepValue(path, value);
  if (!mayBeArray) return;
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) keepValue(path, at);
}

function keepValue(path: i32, value: usize): void {
  if (!isTelling(value)) return;
  const field = fieldAt(table, path);
  const slot = slotOf(field);
  if (load<usize>(slot) != 0 && path >= <i32>load<u8>(foundBy + field)) return;
  store<usize>(slot, value);
  store<u8>(foundBy + field, <u8>path);
}

/** Reports whether it is a string that is not empty, a number, or true or false. */
function isTelling(value: usize): bool {
  const first = <u32>load<u8>(value);
  if (first == QUOTE) return load<u8>(value + 1) != QUOTE;
  return first == MINUS || isDigit(first) || first == 0x74 || first == 0x66; // t, f
}

/**
 * Returns the address of the path to the event in the annotated record, NUL-terminated, as a JSON string has it; 0 if
 * there is no memory for it. Good until the next `findPlace`.
 */
export function annotatedPath(): usize {
  startWriting(0, 0);
  writeAnnotatedPath();
  const size = writtenSince(0) + 1;
  const text = claim(size);
  if (text == 0) return 0;
  startWriting(text, size);
  writeAnnotatedPath();
  writeByte(0);
  return text;
}

function writeAnnotatedPath(): void {
  // A bare array comes back inside an object.
  if (isBareArray()) writeAscii("/Records");
  writePath(finding, "keyward", RENAMED, additionsNeeded());
}

/** Room for two settings of a configuration: a severity and a risk score. */
const ROOM: usize = 512;
const worthText = memory.data(512, 8);

/**
 * Returns the address of what a match is worth, NUL-terminated: JSON, `[severity,risk_score,window_seconds]`, the last
 * of a burst. `isEscalated` is for a match that is part of one.
 */
export function worth(isEscalated: bool): usize {
  startWriting(worthText, ROOM);
  writeByte(0x5b);
  writeSeverityInForce(isEscalated);
  writeByte(0x2c);
  writeRiskScoreInForce(isEscalated);
  writeByte(0x2c);
  writeUnsigned(<u32>escalateWindow);
  writeByte(0x5d);
  writeByte(0);
  return worthText;
}
