/**
 * One record, gone through event by event: where each is, what it says, and what the rule and the configuration make of
 * it. The decisions are the pipeline's.
 *
 * There are two ways. For findings (`startFindings`), the values looked at are those that the pipeline judges, and the
 * caller decides which events are weighed. To explain (`startRecord`), every string is looked into, not only those that
 * may name an action, an annotated record is read, too, and values without an event count.
 *
 * Caller: the record is readable and unchanged until the last `findPlace`. What is known of a value is good until the
 * next `findPlace`.
 */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { startWriting, writeByte, writtenSince } from "../bytes/writer";
import { Elsewhere, elsewhere, ignoresNetworkActivity } from "../config/settings";
import { isAnnotation } from "../finding/annotation";
import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  followPlaces,
  isKnownPlace,
  nextEnvelope,
  openEnvelope,
} from "../event/envelopes";
import { stepCount } from "../event/frames";
import { FINDING_SIZE, Finding } from "../finding/finding";
import { makeFinding } from "../finding/findings";
import { notePath, writePath } from "../finding/path";
import { Clue, Schema } from "../rule/schemas";
import { Verdict } from "../finding/verdicts";
import { OPEN_OBJECT, QUOTE } from "../json/chars";
import { skipSpace, skipString, skipValue } from "../json/cursor";
import { findMember } from "../json/members";
import { isJsonText } from "../json/validate";
import { closeRecord, openRecord } from "../pipeline";
import { forgetHistory } from "../policy/history";
import { Judged, Judgement, judge } from "../rule/rule";
import { decide, decideElsewhere, isNetworkActivity } from "../policy/verdict";
import { mayMatch } from "../search/prefilter";

/** What is at a place. */
export namespace Found {
  /** There is no further place. */
  export const NOTHING: i32 = 0;
  export const EVENT: i32 = 1;
  /** An object that is not an event. */
  export const OBJECT: i32 = 2;
  /** A string that holds no JSON object or array, or is too deep in other strings. */
  export const STRING: i32 = 3;
}

/** The empty text. */
const nothing = memory.data(8, 8);

/** The finding of the event found last; of anything else its path only. */
export let finding: Finding = changetype<Finding>(memory.data(FINDING_SIZE, 8));
let record: usize = 0;
let recordEnd: usize = 0;
/**
 * Whether the record is being explained: then every string is looked into, and objects that are not events are
 * returned, too.
 */
let isThorough: bool = false;
let isBegun: bool = false;
/** Whether an event was recognized at a known place, or has a verdict. */
let isUnderstood: bool = false;
/** Whether the event found last is elsewhere: then what known places lead to in it comes next. */
let isToFollow: bool = false;
/** Claims from here on are given back before the next value. */
let before: usize = 0;

/** The value of the record's own `keyward` if that is an annotation, or 0. */
export let annotation: usize = 0;
/** The end of the text that the object is in; before the first one, of the record. */
export let textEnd: usize = 0;
/** The object at hand, and what the rule says of it. */
export let object: usize = 0;
export const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));
/** The same for the host: a value of Judgement, one of Schema, and a bit for each clause that holds. */
export let judgement: i32 = Judgement.NO_EVENT;
export let schema: i32 = Schema.NONE;
export let held: u32 = 0;
/** The verdict on the event, the exception that it falls under, and the keys of the burst that it is part of; or 0. */
export let verdict: i32 = Verdict.NONE;
export let suppressing: usize = 0;
export let burst: i32 = 0;
/** Whether the event is elsewhere than at a known place, and can be a possible match at most. */
export let isPossible: bool = false;

/**
 * Starts with the record of `length` bytes at `start`, as if no record came before. Returns false if it is not a JSON
 * object or array, or there is no memory to find out.
 */
export function startRecord(start: usize, length: usize): bool {
  begin(start, length, true);
  annotation = 0;
  forgetHistory();
  if (!isJsonText(start, textEnd)) return false;
  const top = skipSpace(start);
  if (load<u8>(top) == OPEN_OBJECT) annotation = findMember(top, "keyward", textEnd);
  if (!isAnnotation(annotation, textEnd)) annotation = 0;
  return true;
}

/**
 * Starts with the record of `length` bytes at `start`, after those before it: `findPlace` finds the events that there
 * may be something to report about. Returns false if there is none; then, and after the last one, `reading` of the
 * pipeline tells how the record was read.
 */
export function startFindings(start: usize, length: usize): bool {
  begin(start, length, false);
  return openRecord(record, recordEnd);
}

function begin(start: usize, length: usize, asksWhy: bool): void {
  record = start;
  recordEnd = textEnd = start + length;
  isThorough = asksWhy;
  isBegun = isToFollow = isUnderstood = false;
  before = claimedEnd();
}

/**
 * Goes on to the next place, in the order of the record. Returns a value of Found. Elsewhere only the events that the
 * configuration wants judged count, by default those that match.
 */
export function findPlace(): i32 {
  unclaim(before);
  object = isBegun ? goOn() : firstEnvelope(record, textEnd, elsewhere != Elsewhere.IGNORE);
  isBegun = true;
  for (; object != 0; object = goOn()) {
    notePath(finding);
    if (load<u8>(object) == QUOTE) {
      // Few strings name an action: most need not be decoded.
      if (!isThorough && !mayMatch(object, skipString(object, envelopeEnd()))) continue;
      const isKnown = isKnownPlace();
      const steps = stepCount();
      object = decodeEnvelope();
      notePath(finding);
      if (object == 0) {
        // In an array, or of several texts, each element is a place of its own.
        if (isThorough && isKnown && stepCount() == steps) return Found.STRING;
        continue;
      }
    }
    const found = judgeObject();
    if (found != Found.NOTHING) return found;
  }
  if (!isThorough) closeRecord(record, recordEnd, isUnderstood);
  return Found.NOTHING;
}

function goOn(): usize {
  if (isToFollow) followPlaces();
  isToFollow = false;
  return nextEnvelope();
}

/** Returns what the object at hand is; NOTHING if it is elsewhere and does not count. */
function judgeObject(): i32 {
  const isKnown = isKnownPlace();
  textEnd = envelopeEnd();
  before = claimedEnd();
  judge(object, textEnd, judged);
  judgement = judged.judgement;
  schema = judged.schema;
  held = judged.held;
  verdict = Verdict.NONE;
  suppressing = 0;
  burst = 0;
  if (judgement == Judgement.NO_EVENT) {
    openEnvelope();
    return isThorough && isKnown ? Found.OBJECT : Found.NOTHING;
  }
  isToFollow = !isKnown;
  if (isKnown) isUnderstood = true;
  isPossible = !isKnown && elsewhere != Elsewhere.MATCH;
  if (isPossible && judgement != Judgement.MATCH) return Found.NOTHING;
  if (!isThorough && judgement == Judgement.NO_MATCH) return Found.NOTHING;
  finding = makeFinding(object, textEnd, schema, judged.action);
  if (isThorough && judgement != Judgement.NO_MATCH) weigh();
  return Found.EVENT;
}

/**
 * Settles the verdict on the event at hand, and returns it. For findings the caller does so, unless the event came
 * before.
 */
export function weigh(): i32 {
  if (isPossible) decideElsewhere(finding);
  else decide(finding, judgement == Judgement.FAILED);
  verdict = finding.verdict;
  suppressing = finding.exception;
  burst = finding.burst;
  if (verdict != Verdict.NONE) isUnderstood = true;
  return verdict;
}

/**
 * Returns the address of the path from the record to the object, NUL-terminated, as a JSON string has it; empty if
 * there is no memory for it. Good until the next `findPlace`.
 */
export function findPath(): usize {
  startWriting(0, 0);
  writePath(finding);
  const size = writtenSince(0) + 1;
  const text = claim(size);
  if (text == 0) return nothing;
  startWriting(text, size);
  writePath(finding);
  writeByte(0);
  return text;
}

/** Returns where the value at `value` ends, in the text of the object at hand. */
export function endOf(value: usize): usize {
  return skipValue(value, textEnd);
}

/**
 * Reports whether the event would have a verdict, but is one of a VPC endpoint, and the configuration ignores those.
 */
export function isIgnored(): bool {
  return ignoresNetworkActivity && judgement >= Judgement.FAILED && isNetworkActivity(finding);
}

/**
 * Reports whether the object, which is not an event, is one before ingest: it has ECS fields and a dataset, so that its
 * fields of other schemas are not judged.
 */
export function isBeforeIngest(): bool {
  return (judged.said & ((1 << Clue.PROVIDER) | (1 << Clue.OUTCOME))) != 0;
}

/**
 * Returns the clues that the object lacks to be an event of a schema, one bit each (docs/reference/shapes.md, "What is an
 * event").
 */
export function lackedClues(schema: i32): u32 {
  const said = judged.said;
  switch (schema) {
    case Schema.ECS:
      return (1 << Clue.ACTION) & ~said;
    case Schema.RAW:
      return ((1 << Clue.EVENT_SOURCE) | (1 << Clue.EVENT_NAME)) & ~said;
    case Schema.OCSF: {
      const otherClass: u32 = judged.isApiActivity ? 0 : (1 << Clue.CLASS_UID) & said;
      return (((1 << Clue.SERVICE_NAME) | (1 << Clue.OPERATION)) & ~said) | otherClass;
    }
    default: {
      const named: u32 = said & (1 << Clue.RPC_SYSTEM) ? 0 : 1 << Clue.RPC_SERVICE;
      return (named | (1 << Clue.RPC_METHOD)) & ~said;
    }
  }
}
