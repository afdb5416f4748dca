/**
 * The rule, once, as a predicate over fields (rules/aws-kms-key-loss.json has its text):
 *
 *   event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and
 *   event.action:("DisableKey" or "ScheduleKeyDeletion") and event.outcome:success
 *
 * Each schema has fields of its own for it; the clauses are the same.
 */
import { isBlank } from "./outcome";
import { walkAttributes } from "../event/otlp";
import { fieldAt } from "../event/paths";
import { CLUE_PATHS, CLUE_TREE, Clue, Schema } from "./schemas";
import { Visitor, walk } from "../event/walk";
import { MINUS, OPEN_ARRAY, OPEN_OBJECT, QUOTE, isDigit } from "../json/chars";
import { skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { matchInteger, matchString } from "../json/text";
import {
  hasQualified,
  meetService,
  meetsAction,
  meetsMethod,
  meetsProvider,
  methodAction,
  readMethod,
  startMethods,
} from "./methods";
import { PROVIDER, isActionText } from "./wanted";

/** What the rule says of an object. */
export namespace Judgement {
  /** It is no event. */
  export const NO_EVENT: i32 = 0;
  export const NO_MATCH: i32 = 1;
  /** It would be a match, but the call failed. */
  export const FAILED: i32 = 2;
  export const MATCH: i32 = 3;
}

/** One bit for each clause that holds. */
export namespace Clause {
  export const DATASET: u32 = 1;
  export const PROVIDER: u32 = 2;
  export const ACTION: u32 = 4;
  export const OUTCOME: u32 = 8;
  export const ALL: u32 = 15;
}

/** Clauses that hold for the object in each schema. */
let ecs: u32 = 0;
let raw: u32 = 0;
let ocsf: u32 = 0;
let otel: u32 = 0;
/** One bit for each clue that has a value. */
let said: u32 = 0;
/** Whether `event.outcome` says so; it may also say that it is not known. */
let isFailure: bool = false;
/** Whether `class_uid` names the class API Activity, as far as it is said. */
let isApiActivity: bool = false;

let schema: i32 = Schema.NONE;
let ecsAction: usize = 0;
let rawAction: usize = 0;
let ocsfAction: usize = 0;
/** The values of `attributes` and `values`, or 0, and whether a raw event is the list in the latter. */
let attributes: usize = 0;
let values: usize = 0;
let isList: bool = false;
let textEnd: usize = 0;

/** What the rule says of the object at `event`, in well-formed JSON that ends at `end`. */
export function judge(event: usize, end: usize): i32 {
  textEnd = end;
  startClauses();
  walk(event, end, CLUE_TREE, visitPath);
  schema = detectSchema();
  if (schema == Schema.NONE) return Judgement.NO_EVENT;
  const held = heldClauses();
  if (held == Clause.ALL) return Judgement.MATCH;
  const hasFailed = held == (Clause.ALL & ~Clause.OUTCOME) && (schema != Schema.ECS || isFailure);
  return hasFailed ? Judgement.FAILED : Judgement.NO_MATCH;
}

/** Being an event of a schema other than ECS stands for its dataset; it is a success until an error turns up. */
const UNTIL_AN_ERROR: u32 = Clause.DATASET | Clause.OUTCOME;

/** Forgets what was said. */
function startClauses(): void {
  ecs = 0;
  raw = ocsf = otel = UNTIL_AN_ERROR;
  said = 0;
  isApiActivity = isFailure = isList = false;
  ecsAction = rawAction = ocsfAction = attributes = values = 0;
  startMethods();
}

/** The schema of the event judged last. */
export function judgedSchema(): i32 {
  return schema;
}

/**
 * Where the text that names the action of the event judged last begins, inside its string, up to whose end it goes; if it
 * was a match or would have been one. (In OpenTelemetry it can be the end of a longer text.)
 */
export function judgedAction(): usize {
  switch (schema) {
    case Schema.ECS:
      return ecsAction;
    case Schema.OCSF:
      return ocsfAction;
    case Schema.OTEL:
      return methodAction();
    default:
      return rawAction;
  }
}

/** The clauses that hold for the event judged last. */
export function heldClauses(): u32 {
  switch (schema) {
    case Schema.ECS:
      return ecs;
    case Schema.OCSF:
      return ocsf;
    case Schema.OTEL:
      return otel | methodClauses();
    default:
      return raw;
  }
}

/** The clauses that the methods of an OpenTelemetry record make hold. One alone where no method meets both, as `keyward explain` shows it. */
function methodClauses(): u32 {
  if (meetsMethod()) return Clause.PROVIDER | Clause.ACTION;
  if (meetsAction()) return Clause.ACTION;
  return meetsProvider() ? Clause.PROVIDER : 0;
}

/** The clauses that hold if the value at `value` is all that the event judged last says, as its field `clue`. */
export function clausesBy(clue: i32, value: usize): u32 {
  startClauses();
  visitClue(clue, value);
  return heldClauses();
}

/** The clues of the object judged last that have a value, one bit each; behind `clausesBy`, those of its value. */
export function saidClues(): u32 {
  return said;
}

/** Whether the object judged last names the class API Activity. */
export function namesApiActivity(): bool {
  return isApiActivity;
}

/** The first schema that the clues fit (docs/shapes.md, "What is an event"). */
function detectSchema(): i32 {
  if (isSaid(Clue.ACTION)) return Schema.ECS;
  if (isSaid(Clue.PROVIDER) || isSaid(Clue.OUTCOME)) {
    // With a dataset it is a record before ingest, and the event is in one of its strings.
    return isSaid(Clue.DATASET) || isSaid(Clue.STREAM_DATASET) ? Schema.NONE : Schema.ECS;
  }
  // An Insight tells of many calls and is none: it lacks an action of its own, so that it never matches.
  if ((isSaid(Clue.EVENT_SOURCE) && isSaid(Clue.EVENT_NAME)) || isSaid(Clue.INSIGHT) || isRawList()) return Schema.RAW;
  if (isSaid(Clue.SERVICE_NAME) && isSaid(Clue.OPERATION) && (isApiActivity || !isSaid(Clue.CLASS_UID))) {
    return Schema.OCSF;
  }
  readAttributes(visitAttribute);
  if (!isSaid(Clue.RPC_METHOD)) return Schema.NONE;
  const hasProvider = isSaid(Clue.RPC_SERVICE) || isSaid(Clue.RPC_SYSTEM) || hasQualified;
  return hasProvider ? Schema.OTEL : Schema.NONE;
}

/** Whether the list in `values` has what a raw event has; then nothing beside it counts. */
function isRawList(): bool {
  if (values == 0) return false;
  const before = said;
  raw = UNTIL_AN_ERROR;
  rawAction = 0;
  said &= ~((1 << Clue.EVENT_SOURCE) | (1 << Clue.EVENT_NAME));
  readList(visitListed);
  isList = isSaid(Clue.EVENT_SOURCE) && isSaid(Clue.EVENT_NAME);
  if (!isList) said = before;
  return isList;
}

// @ts-ignore: decorator
@inline
function isSaid(clue: i32): bool {
  return ((said >> clue) & 1) != 0;
}

/** Visits the clues in the value of `attributes` of the object visited last. */
export function readAttributes(visit: Visitor): void {
  if (attributes == 0) return;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, textEnd, CLUE_TREE, visit);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, textEnd, CLUE_TREE, visit);
}

/** Whether the raw event judged last is the list in its `values`. */
export function isJudgedList(): bool {
  return isList;
}

/** Visits the clues in the list in `values` of the object visited last. */
export function readList(visit: Visitor): void {
  walkAttributes(values, textEnd, CLUE_TREE, visit);
}

function visitListed(path: i32, value: usize): void {
  if (isOfRaw(fieldAt(CLUE_PATHS, path))) visitPath(path, value);
}

/** Whether a clue is a field of raw events themselves. */
export function isOfRaw(clue: i32): bool {
  return clue >= Clue.EVENT_SOURCE && clue <= Clue.ERROR_MESSAGE;
}

function visitAttribute(path: i32, value: usize): void {
  if (fieldAt(CLUE_PATHS, path) >= Clue.RPC_SERVICE) visitPath(path, value);
}

function visitPath(path: i32, value: usize): void {
  visitClue(fieldAt(CLUE_PATHS, path), value);
}

function visitClue(field: i32, value: usize): void {
  switch (field) {
    case Clue.EVENT_SOURCE:
      if (load<u8>(value) == QUOTE) said |= 1 << field;
      if (matchString(value, PROVIDER)) raw |= Clause.PROVIDER;
      break;
    case Clue.EVENT_NAME:
      if (load<u8>(value) != QUOTE) break;
      said |= 1 << field;
      if (rawAction == 0) rawAction = value + 1;
      if (!isAction(value)) break;
      // In a list there may be several.
      if ((raw & Clause.ACTION) == 0) rawAction = value + 1;
      raw |= Clause.ACTION;
      break;
    case Clue.INSIGHT:
      if (load<u8>(value) == OPEN_OBJECT) said |= 1 << field;
      break;
    case Clue.VALUES:
      if (load<u8>(value) == OPEN_ARRAY) values = value;
      break;
    case Clue.ERROR_CODE:
    case Clue.ERROR_MESSAGE:
      if (!isBlank(value, textEnd)) raw &= ~Clause.OUTCOME;
      break;
    case Clue.RESPONSE_ERROR:
    case Clue.RESPONSE_MESSAGE:
      if (!isBlank(value, textEnd)) ocsf &= ~Clause.OUTCOME;
      break;
    case Clue.AWS_ERROR_CODE:
    case Clue.AWS_ERROR_MESSAGE:
      if (!isBlank(value, textEnd)) otel &= ~Clause.OUTCOME;
      break;
    case Clue.ATTRIBUTES:
      attributes = value;
      break;
    default:
      visitValues(field, value);
  }
}

/** Any element of the field may hold. */
function visitValues(field: i32, value: usize): void {
  if (load<u8>(value) != OPEN_ARRAY) return visitValue(field, value);
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) visitValue(field, at);
}

function visitValue(field: i32, value: usize): void {
  if (!isScalar(value)) return;
  said |= 1 << field;
  switch (field) {
    case Clue.DATASET:
    case Clue.STREAM_DATASET:
      if (matchString(value, "aws.cloudtrail")) ecs |= Clause.DATASET;
      break;
    case Clue.PROVIDER:
      if (matchString(value, PROVIDER)) ecs |= Clause.PROVIDER;
      break;
    case Clue.ACTION:
      if (!isAction(value)) break;
      ecs |= Clause.ACTION;
      if (ecsAction == 0) ecsAction = value + 1;
      break;
    case Clue.OUTCOME:
      if (matchString(value, "success")) ecs |= Clause.OUTCOME;
      if (matchString(value, "failure")) isFailure = true;
      break;
    case Clue.CLASS_UID:
      // 3005 is what API Activity was before OCSF 1.0.
      if (matchInteger(value, "6003") || matchInteger(value, "3005")) isApiActivity = true;
      break;
    case Clue.SERVICE_NAME:
      if (matchString(value, PROVIDER) || matchString(value, "kms")) ocsf |= Clause.PROVIDER;
      break;
    case Clue.OPERATION:
      if (!isAction(value)) break;
      ocsf |= Clause.ACTION;
      if (ocsfAction == 0) ocsfAction = value + 1;
      break;
    case Clue.STATUS:
      if (matchString(value, "Failure")) ocsf &= ~Clause.OUTCOME;
      break;
    case Clue.STATUS_ID:
      if (matchInteger(value, "2")) ocsf &= ~Clause.OUTCOME;
      break;
    case Clue.RPC_SERVICE:
      if (matchString(value, PROVIDER)) meetService();
      break;
    case Clue.RPC_METHOD:
      readMethod(value);
      break;
  }
}

/** Whether the value is one of the rule's actions. */
function isAction(value: usize): bool {
  return load<u8>(value) == QUOTE && isActionText(value + 1);
}

/** A value that a field can have: neither null, which is none, nor an object. */
function isScalar(value: usize): bool {
  const first = <u32>load<u8>(value);
  return (
    first == QUOTE || first == MINUS || isDigit(first) || first == 0x74 || first == 0x66 // t, f
  );
}
