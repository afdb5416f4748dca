/**
 * One record in, one record out: prefilter, JSON, envelopes, verdicts, annotation.
 *
 * Nothing here can fail: a record that is not understood comes back as it is, and `reading` says so. Caller: the
 * record's bytes are readable, and change only here; a result is good until the next call into the arena.
 */
import { splice } from "./annotate/splice";
import { ranShort } from "./bytes/arena";
import { Place, isAnnotated, readPlaces, valueAt } from "./annotate/places";
import { Elsewhere, elsewhere } from "./config/settings";
import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  followPlaces,
  isCut,
  isKnownPlace,
  nextEnvelope,
  openEnvelope,
} from "./event/envelopes";
import { addFinding, clearFindings, dropPossible, findingAt, makeFinding, recordVerdict } from "./finding/findings";
import { indexOfSame } from "./finding/same";
import { Verdict } from "./finding/verdicts";
import { Glance, glanceAt } from "./json/brackets";
import { QUOTE } from "./json/chars";
import { skipString, skipValue } from "./json/cursor";
import { isJsonText } from "./json/validate";
import { Judged, Judgement, judge } from "./rule/rule";
import { decide, decideElsewhere } from "./policy/verdict";
import { mayMatch } from "./search/prefilter";
import { namesAction } from "./search/names-action";

// For hosts: the verdict on the record annotated last, and how many of its events match.
export { matchCount, recordVerdict } from "./finding/findings";
export { Verdict, verdictName } from "./finding/verdicts";

/** What became of a record, beside its annotation. */
export namespace Reading {
  /** It names no action of the rule. */
  export const NONE: i32 = 0;
  /** An event was recognized in it. */
  export const READ: i32 = 1;
  /** It was annotated already. */
  export const ANNOTATED: i32 = 2;
  // From here on: it names an action, and could not be judged.
  /** It is not a JSON object or array. */
  export const NOT_JSON: i32 = 3;
  /** No event was recognized in it. */
  export const UNKNOWN: i32 = 4;
  /** Not all of it was looked at: memory ran short, or it goes beyond the limits on steps and strings. */
  export const CUT: i32 = 5;
}

/** What became of the last record: a value of Reading. */
export let reading: i32 = Reading.NONE;

/** Reports whether the last record names an action of the rule and could not be judged. */
export function isUnread(): bool {
  return reading > Reading.ANNOTATED;
}

/**
 * Annotates the record of `length` bytes at `record`. Returns `record` itself if there is nothing to report, else the
 * address of a NUL-terminated result.
 */
export function tagRecord(record: usize, length: usize): usize {
  const end = record + length;
  reading = Reading.NONE;
  return mayMatch(record, end) ? annotate(record, end) : record;
}

/**
 * Does what `tagRecord` does, but returns 0 for a record that was understood and has nothing to report: it names no
 * action of the rule, or an event was recognized and the rule does not hold. All other records come back as they are.
 */
export function keepRecord(record: usize, length: usize): usize {
  const end = record + length;
  if (!looksLikeRecord(record, end)) return record;
  if (!mayMatch(record, end)) return 0;
  const result = annotate(record, end);
  if (result != record) return result;
  return isMet || reading > Reading.READ ? record : 0;
}

/**
 * Starts with a record whose events the caller goes through one by one (explain/events.ts). Returns whether it may have
 * any: it is an object or array that may name an action, and is not annotated. Else `reading` says why not.
 * `closeRecord` must follow.
 */
export function openRecord(record: usize, end: usize): bool {
  return looksLikeRecord(record, end) && mayMatch(record, end) && isToJudge(record, end);
}

/**
 * Judges the record of `length` bytes at `record`, annotated or not, and writes nothing. The results are its findings
 * and `reading`.
 */
export function judgeRecord(record: usize, length: usize): void {
  const end = record + length;
  clearFindings();
  if (!looksLikeRecord(record, end) || !mayMatch(record, end)) return;
  if (!isJson(record, end)) return;
  readPlaces(record, end);
  judgeAll(record, end);
  closeRecord(record, end, isRecognized || recordVerdict() != Verdict.NONE);
}

/**
 * Reports whether the record looks like an object or array, at a glance: what is plainly something else is never
 * dropped.
 */
function looksLikeRecord(record: usize, end: usize): bool {
  reading = Reading.NONE;
  if (glanceAt(record, end) == Glance.BRACKETED) return true;
  if (mayMatch(record, end) && namesAction(record, end)) reading = Reading.NOT_JSON;
  return false;
}

/** What the rule says of the object being looked at. */
const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));
/** Whether an event met the rule that the configuration ignores. */
let isMet: bool = false;
/** Whether an event was recognized at a known place. */
let isRecognized: bool = false;

/** Returns the annotated record, or `record` itself if it is to stay as it is; `reading` says why. */
function annotate(record: usize, end: usize): usize {
  isMet = false;
  if (!isToJudge(record, end)) return record;
  const eventTaken = judgeAll(record, end);
  closeRecord(record, end, isRecognized || recordVerdict() != Verdict.NONE);
  if (recordVerdict() == Verdict.NONE) return record;
  const result = splice(record, end, eventTaken);
  if (result != 0) return result;
  reading = Reading.CUT;
  return record;
}

/** Reports whether the record is JSON; if not, `reading` says what that means. */
function isJson(record: usize, end: usize): bool {
  if (isJsonText(record, end)) return true;
  if (ranShort) reading = Reading.CUT;
  else if (namesAction(record, end)) reading = Reading.NOT_JSON;
  return false;
}

/** Reports whether the record is JSON and not annotated. */
function isToJudge(record: usize, end: usize): bool {
  if (!isJson(record, end)) return false;
  readPlaces(record, end);
  if (!isAnnotated(end)) return true;
  // The annotation itself names an action, and so does the notice of a lost record.
  if (namesAction(record, end)) reading = Reading.ANNOTATED;
  return false;
}

/** Sets `reading`, after the last envelope. `isUnderstood`: an event was recognized, or has a verdict. */
export function closeRecord(record: usize, end: usize, isUnderstood: bool): void {
  reading = Reading.READ;
  // The part that was not looked at may have been a match.
  if (ranShort || isCut) reading = Reading.CUT;
  else if (!isUnderstood) {
    if (!namesAction(record, end)) reading = Reading.NONE;
    else if (!holdsEvent(record, end)) reading = ranShort ? Reading.CUT : Reading.UNKNOWN;
  }
}

/**
 * Judges every event of the record and adds the findings. Returns whether the record's own `event` is one, or holds
 * one.
 */
function judgeAll(record: usize, end: usize): bool {
  clearFindings();
  isRecognized = false;
  const event = valueAt(Place.EVENT);
  const eventEnd = event == 0 ? event : skipValue(event, end);
  let eventTaken = false;
  const everywhere = elsewhere != Elsewhere.IGNORE;
  for (let envelope = firstEnvelope(record, end, everywhere); envelope != 0; envelope = nextEnvelope()) {
    if (load<u8>(envelope) == QUOTE) {
      // Few strings name an action: most need not be decoded.
      if (!mayMatch(envelope, skipString(envelope, envelopeEnd()))) continue;
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    judge(envelope, envelopeEnd(), judged);
    const judgement = judged.judgement;
    if (judgement == Judgement.NO_EVENT) {
      openEnvelope();
      continue;
    }
    const isKnown = isKnownPlace() || elsewhere == Elsewhere.MATCH;
    if (isKnownPlace()) isRecognized = true;
    if (judgement == Judgement.MATCH || (isKnown && judgement == Judgement.FAILED)) weigh(envelope, isKnown);
    if (!isKnownPlace()) followPlaces();
    if (isKnownPlace() && envelope >= event && envelope < eventEnd) eventTaken = true;
  }
  return eventTaken;
}

/** Reports whether an event is at a known place of the record, also in a string that names no action. */
function holdsEvent(record: usize, end: usize): bool {
  for (let envelope = firstEnvelope(record, end); envelope != 0; envelope = nextEnvelope()) {
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    judge(envelope, envelopeEnd(), judged);
    if (judged.judgement != Judgement.NO_EVENT) return true;
    openEnvelope();
  }
  return false;
}

/**
 * Makes a finding of the event at `envelope`, which was judged last, and adds it, unless it is one already or there is
 * nothing to report.
 */
function weigh(envelope: usize, isKnown: bool): void {
  const finding = makeFinding(envelope, envelopeEnd(), judged.schema, judged.action);
  const same = indexOfSame(finding);
  // A possible event elsewhere may come again at a known place; not the other way round.
  if (same >= 0 && !(isKnown && findingAt(same).verdict == Verdict.POSSIBLE)) return;
  if (isKnown) decide(finding, judged.judgement == Judgement.FAILED);
  else decideElsewhere(finding);
  if (finding.verdict == Verdict.NONE) {
    if (isKnown && judged.judgement == Judgement.MATCH) isMet = true;
    return;
  }
  if (same >= 0) dropPossible(same);
  addFinding(finding);
}
