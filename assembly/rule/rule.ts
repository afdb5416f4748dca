/**
 * What the rule says of an object. The rule is a table: paths for each schema, tests of their values, and a program
 * over the tests that are met (src/rules compiles it from rules/). What makes an object an event is the same for every
 * rule, and is here.
 *
 * Caller: as for json/cursor.ts. The state is that of one object, from `judge` or `judgeValue` until the next of them;
 * neither may be called from a visitor.
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
import { Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";
import { Method, findSlash, readMethod } from "./methods";
import { clausesBy, isAll } from "./program";
import { isWhole, schemasOf, testValue } from "./tests";

/** What the rule says of an object. */
export namespace Judgement {
  /** It is not an event. */
  export const NO_EVENT: i32 = 0;
  export const NO_MATCH: i32 = 1;
  /** It would be a match, but the call failed. */
  export const FAILED: i32 = 2;
  export const MATCH: i32 = 3;
}

/** What the rule says of an object, in memory of the caller's. */
@unmanaged
export class Judged {
  /** A value of Judgement, and one of Schema. */
  judgement: i32;
  schema: i32;
  /**
   * Where the text that names the action begins, inside its string, whose end it goes to; if the event is a match, or
   * would have been one. (In OpenTelemetry it can be the end of a longer text.)
   */
  action: usize;
  /** The clauses that hold, and the clues with a value, one bit each. */
  held: u32;
  said: u32;
  /** The list of keys and values that the event is, and its `attributes`, or 0. */
  list: usize;
  attributes: usize;
  /** Whether a call is of a service that the rule wants, perhaps not by its action. */
  isOfProvider: bool;
  /** Whether the object names the class API Activity. */
  isApiActivity: bool;
}

// What was found so far in the object being judged, for the visitors.

/**
 * For each schema, by its number: the tests that are met, and the first action; one that the rule wants, if there is
 * one.
 */
const met = memory.data((Schema.OTEL + 1) * sizeof<u64>(), 8);
const actions = memory.data((Schema.OTEL + 1) * sizeof<usize>(), 8);
/** One bit for each clue with a value, and one for each schema with an error. */
let said: u32 = 0;
let failed: u32 = 0;
/** Whether `event.outcome` is a failure; it may also be unknown. */
let isFailure: bool = false;
/** Whether `class_uid`, if there is one, is that of the class API Activity. */
let isApiActivity: bool = false;
/** The values of `attributes` and `values`, or 0; and whether a raw event is the list in the latter. */
let attributes: usize = 0;
let values: usize = 0;
let isList: bool = false;
/** The tests that `rpc.service` meets; the methods, nearly always one; and whether one is qualified. */
let service: u64 = 0;
let methodCount: i32 = 0;
let firstMethod: usize = 0;
let hasQualified: bool = false;
/** Whether the rule prefers the action that was found among the methods so far. */
let hasPreferred: bool = false;
let textEnd: usize = 0;
/** Where `judgeMethods` stores what it finds. */
let result: Judged = changetype<Judged>(0);
const method = changetype<Method>(memory.data(offsetof<Method>(), 8));

/** Stores into `judged` what the rule says of the object at `event`; `end` is the end of the text. */
export function judge(event: usize, end: usize, judged: Judged): void {
  start(end);
  walk(event, end, CLUE_TREE, visitPath);
  const schema = detectSchema();
  judged.schema = schema;
  judged.said = said;
  judged.list = isList ? values : 0;
  judged.attributes = attributes;
  judged.isApiActivity = isApiActivity;
  judged.judgement = Judgement.NO_EVENT;
  if (schema == Schema.NONE) return;
  if (schema == Schema.OTEL) judgeMethods(event, judged);
  else judgeFields(schema, judged);
}

/**
 * Stores into `judged` which clauses hold if the value at `value` is all that an event of the schema `schema` has, as
 * its field `clue`; and whether it counts as a value of that. `end` is the end of the text.
 */
export function judgeValue(clue: i32, value: usize, end: usize, schema: i32, judged: Judged): void {
  start(end);
  visitClue(clue, value);
  if (methodCount > 0) readMethod(firstMethod, 0, method);
  const more = schema != Schema.OTEL ? 0 : methodCount > 0 ? method.met : service;
  judged.held = clausesBy(metIn(schema == Schema.NONE ? Schema.RAW : schema) | more);
  judged.said = said;
}

/** Forgets the object before. */
function start(end: usize): void {
  textEnd = end;
  memory.fill(met, 0, (Schema.OTEL + 1) * sizeof<u64>());
  memory.fill(actions, 0, (Schema.OTEL + 1) * sizeof<usize>());
  said = failed = 0;
  isApiActivity = isFailure = isList = hasQualified = false;
  attributes = values = firstMethod = 0;
  service = 0;
  methodCount = 0;
}

/**
 * Returns the tests that are met in a schema. An event of a schema other than ECS has its dataset by being one, and is
 * a success unless it has an error.
 */
function metIn(schema: i32): u64 {
  const bits = load<u64>(met + ((<usize>schema) << 3));
  if (schema == Schema.ECS) return bits;
  const hasFailed = ((failed >> schema) & 1) != 0;
  const outcome = hasFailed ? load<u64>(RULE_TABLE, Layout.FAILURE) : load<u64>(RULE_TABLE, Layout.SUCCESS);
  return bits | load<u64>(RULE_TABLE, Layout.DATASET) | outcome;
}

/** Judges an event by its fields. */
function judgeFields(schema: i32, judged: Judged): void {
  const bits = metIn(schema);
  judged.held = clausesBy(bits);
  judged.judgement = judgementOf(schema, bits, judged.held);
  judged.action = load<usize>(actions + ((<usize>schema) << 2));
  judged.isOfProvider = (bits & load<u64>(RULE_TABLE, Layout.PROVIDERS)) != 0;
}

function judgementOf(schema: i32, bits: u64, held: u32): i32 {
  if (isAll(held)) return Judgement.MATCH;
  const hasFailed = schema == Schema.ECS ? isFailure : ((failed >> schema) & 1) != 0;
  if (!hasFailed) return Judgement.NO_MATCH;
  const succeeded = (bits & ~load<u64>(RULE_TABLE, Layout.OUTCOME)) | load<u64>(RULE_TABLE, Layout.SUCCESS);
  return isAll(clausesBy(succeeded)) ? Judgement.FAILED : Judgement.NO_MATCH;
}

/**
 * Judges an OpenTelemetry record: each of its methods is a call of its own, and the one that meets the rule best
 * counts.
 */
function judgeMethods(event: usize, judged: Judged): void {
  judged.held = 0;
  judged.action = 0;
  judged.isOfProvider = false;
  judged.judgement = Judgement.NO_EVENT;
  hasPreferred = false;
  result = judged;
  if (methodCount == 1) return weighMethod(firstMethod);
  walk(event, textEnd, CLUE_TREE, visitMethods);
  readAttributes(attributes, textEnd, visitMethods);
}

function visitMethods(path: i32, value: usize): void {
  if (fieldAt(CLUE_PATHS, path) != Clue.RPC_METHOD) return;
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) {
    if (isScalar(at)) weighMethod(at);
  }
}

function weighMethod(value: usize): void {
  readMethod(value, service, method);
  const bits = metIn(Schema.OTEL) | method.met;
  if ((bits & load<u64>(RULE_TABLE, Layout.PROVIDERS)) != 0) result.isOfProvider = true;
  const held = clausesBy(bits);
  const judgement = judgementOf(Schema.OTEL, bits, held);
  const isWanted = (bits & load<u64>(RULE_TABLE, Layout.ACTIONS)) != 0;
  const prefers = (bits & load<u64>(RULE_TABLE, Layout.PREFERRED)) != 0;
  const isFirst = judgement > max(result.judgement, Judgement.NO_MATCH);
  const isBetter = judgement == result.judgement && judgement > Judgement.NO_MATCH && prefers && !hasPreferred;
  // Of those that do not match, the first bare one that is an action of the rule is named.
  if (isFirst || isBetter) {
    result.action = method.name;
    hasPreferred = prefers;
  } else if (result.action == 0 && result.judgement <= Judgement.NO_MATCH && isWanted && !method.isQualified)
    result.action = method.name;
  if (judgement < result.judgement || (judgement == result.judgement && !isMore(held, result.held))) return;
  result.judgement = judgement;
  result.held = held;
}

/** Reports whether more clauses hold in `held` than in `other`, or as many and later ones. */
function isMore(held: u32, other: u32): bool {
  const difference = <i32>popcnt(held) - <i32>popcnt(other);
  return difference == 0 ? held > other : difference > 0;
}

/** Returns the first schema that the clues fit (docs/reference/shapes.md, "What is an event"). */
function detectSchema(): i32 {
  if (isSaid(Clue.ACTION)) return Schema.ECS;
  if (isSaid(Clue.PROVIDER) || isSaid(Clue.OUTCOME)) {
    // With a dataset it is a record before ingest, and the event is in one of its strings.
    return isSaid(Clue.DATASET) || isSaid(Clue.STREAM_DATASET) ? Schema.NONE : Schema.ECS;
  }
  // An Insight is about many calls: it has no action of its own, so it never matches.
  if ((isSaid(Clue.EVENT_SOURCE) && isSaid(Clue.EVENT_NAME)) || isSaid(Clue.INSIGHT) || isRawList()) return Schema.RAW;
  if (isSaid(Clue.SERVICE_NAME) && isSaid(Clue.OPERATION) && (isApiActivity || !isSaid(Clue.CLASS_UID))) {
    return Schema.OCSF;
  }
  readAttributes(attributes, textEnd, visitAttribute);
  if (methodCount == 0) return Schema.NONE;
  const hasProvider = isSaid(Clue.RPC_SERVICE) || isSaid(Clue.RPC_SYSTEM) || hasQualified;
  return hasProvider ? Schema.OTEL : Schema.NONE;
}

/** Reports whether the list in `values` has what a raw event has; then nothing beside it counts. */
function isRawList(): bool {
  if (values == 0) return false;
  const before = said;
  store<u64>(met + (Schema.RAW << 3), 0);
  store<usize>(actions + (Schema.RAW << 2), 0);
  failed &= ~(1 << Schema.RAW);
  said &= ~((1 << Clue.EVENT_SOURCE) | (1 << Clue.EVENT_NAME));
  walkAttributes(values, textEnd, CLUE_TREE, visitListed);
  isList = isSaid(Clue.EVENT_SOURCE) && isSaid(Clue.EVENT_NAME);
  if (!isList) said = before;
  return isList;
}

function isSaid(clue: i32): bool {
  return ((said >> clue) & 1) != 0;
}

/** Visits the clues in `attributes`, its value in a text that ends at `end`; 0 has none. */
export function readAttributes(attributes: usize, end: usize, visit: Visitor): void {
  if (attributes == 0) return;
  const first = <u32>load<u8>(attributes);
  if (first == OPEN_OBJECT) walk(attributes, end, CLUE_TREE, visit);
  else if (first == OPEN_ARRAY) walkAttributes(attributes, end, CLUE_TREE, visit);
}

/** Reports whether a clue may be in the list that a raw event can be. */
export function isInList(clue: i32): bool {
  return clue != Clue.INSIGHT && clue != Clue.VALUES && ((schemasOf(clue) >> Schema.RAW) & 1) != 0;
}

/** Reports whether a clue may be in `attributes`. */
export function isInAttributes(clue: i32): bool {
  return clue != Clue.ATTRIBUTES && ((schemasOf(clue) >> Schema.OTEL) & 1) != 0;
}

function visitListed(path: i32, value: usize): void {
  if (isInList(fieldAt(CLUE_PATHS, path))) visitPath(path, value);
}

function visitAttribute(path: i32, value: usize): void {
  if (isInAttributes(fieldAt(CLUE_PATHS, path))) visitPath(path, value);
}

function visitPath(path: i32, value: usize): void {
  visitClue(fieldAt(CLUE_PATHS, path), value);
}

function visitClue(clue: i32, value: usize): void {
  if (isWhole(clue)) return visitWhole(clue, value);
  if (clue == Clue.ATTRIBUTES) {
    attributes = value;
    return;
  }
  if (load<u8>(value) != OPEN_ARRAY) return visitValue(clue, value);
  if (clue == Clue.VALUES) {
    values = value;
    return;
  }
  // Any element of the field may meet a test.
  const last = skipValue(value, textEnd);
  for (let at = findFirstElement(value, last); at != 0; at = findNextElement(at, last, textEnd)) visitValue(clue, at);
}

/** Visits a value that counts as a whole, not by its elements. */
function visitWhole(clue: i32, value: usize): void {
  switch (clue) {
    case Clue.EVENT_SOURCE:
    case Clue.EVENT_NAME:
      if (load<u8>(value) != QUOTE) return;
      said |= 1 << clue;
      break;
    case Clue.INSIGHT:
      if (load<u8>(value) == OPEN_OBJECT) said |= 1 << clue;
      return;
    default:
      // An error, in its schema.
      if (isBlank(value, textEnd)) return;
      failed |= schemasOf(clue);
      if (!isScalar(value)) return;
  }
  test(clue, value);
}

function visitValue(clue: i32, value: usize): void {
  if (!isScalar(value)) return;
  if (clue < Clue.COUNT) said |= 1 << clue;
  switch (clue) {
    case Clue.OUTCOME:
      if (matchString(value, "failure")) isFailure = true;
      break;
    case Clue.CLASS_UID:
      // 3005 is what API Activity was before OCSF 1.0.
      if (matchInteger(value, "6003") || matchInteger(value, "3005")) isApiActivity = true;
      break;
    case Clue.STATUS:
      if (matchString(value, "Failure")) failed |= 1 << Schema.OCSF;
      break;
    case Clue.STATUS_ID:
      if (matchInteger(value, "2")) failed |= 1 << Schema.OCSF;
      break;
    case Clue.RPC_SERVICE:
      service |= testValue(clue, value);
      return;
    case Clue.RPC_METHOD:
      if (methodCount == 0) firstMethod = value;
      methodCount += 1;
      if (findSlash(value) != 0) hasQualified = true;
      return;
  }
  test(clue, value);
}

/** Notes the tests of a clue that its value meets, in each schema that has the clue. */
function test(clue: i32, value: usize): void {
  const bits = testValue(clue, value);
  if (clue == Clue.ACTION || clue == Clue.EVENT_NAME || clue == Clue.OPERATION) noteAction(clue, value, bits);
  if (bits == 0) return;
  const schemas = schemasOf(clue);
  for (let schema: i32 = Schema.ECS; schema <= Schema.OTEL; schema++) {
    const slot = met + ((<usize>schema) << 3);
    if (((schemas >> schema) & 1) != 0) store<u64>(slot, load<u64>(slot) | bits);
  }
}

/** Keeps the first action that the rule prefers, or else wants; of a raw event without one, the first. */
function noteAction(clue: i32, value: usize, bits: u64): void {
  const schema = clue == Clue.ACTION ? Schema.ECS : clue == Clue.EVENT_NAME ? Schema.RAW : Schema.OCSF;
  const slot = actions + ((<usize>schema) << 2);
  const before = load<u64>(met + ((<usize>schema) << 3));
  const isFirst = schema == Schema.RAW && load<usize>(slot) == 0;
  const isWanted = isFirstOf(load<u64>(RULE_TABLE, Layout.ACTIONS), bits, before);
  const isPreferred = isFirstOf(load<u64>(RULE_TABLE, Layout.PREFERRED), bits, before);
  if (isFirst || isWanted || isPreferred) store<usize>(slot, value + 1);
}

/** Reports whether one of these tests is met, and none was before. */
function isFirstOf(tests: u64, bits: u64, before: u64): bool {
  return (bits & tests) != 0 && (before & tests) == 0;
}

/** Reports whether it is a value that a field can have: not null, which is none, nor an object or array. */
function isScalar(value: usize): bool {
  const first = <u32>load<u8>(value);
  return (
    first == QUOTE || first == MINUS || isDigit(first) || first == 0x74 || first == 0x66 // t, f
  );
}
