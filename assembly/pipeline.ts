/**
 * One record in, one record out: prefilter, JSON, envelopes, verdicts, annotation.
 *
 * Nothing here can fail: what is not understood comes back as it is, and `reading` says so.
 */
import { splice } from "./annotate/splice";
import { ranShort } from "./bytes/arena";
import { Place, isAnnotated, readPlaces, valueAt } from "./annotate/places";
import { Elsewhere, elsewhere } from "./config/settings";
import {
  decodePlace,
  firstPlace,
  followPlaces,
  isCut,
  isKnownPlace,
  nextPlace,
  openPlace,
  placeEnd,
} from "./event/envelopes";
import { addFinding, clearFindings, dropPossible, findingAt, makeFinding, recordVerdict } from "./finding/findings";
import { findSame } from "./finding/same";
import { Verdict } from "./finding/verdicts";
import { Glance, glanceAt } from "./json/brackets";
import { QUOTE } from "./json/chars";
import { skipString, skipValue } from "./json/cursor";
import { isJsonText } from "./json/validate";
import { Judged, Judgement, judge } from "./rule/rule";
import { decide, decideElsewhere } from "./policy/verdict";
import { mayMatch } from "./search/prefilter";
import { namesAction } from "./search/names-action";

// What hosts are told of beside the record that was annotated last: the verdict on it, and how many of its events match.
export { matchCount, recordVerdict } from "./finding/findings";
export { Verdict, verdictName } from "./finding/verdicts";

/** What became of a record beside its annotation. */
export namespace Reading {
  /** It names none of the rule's actions. */
  export const NONE: i32 = 0;
  /** An event was recognised in it. */
  export const READ: i32 = 1;
  /** It came annotated. */
  export const ANNOTATED: i32 = 2;
  // From here on it names an action, and could not be judged.
  /** It is no JSON object or array. */
  export const NOT_JSON: i32 = 3;
  /** No event was recognised in it. */
  export const UNKNOWN: i32 = 4;
  /** Not all of it was looked at: memory ran short, or it goes on beyond the limits on steps and strings. */
  export const CUT: i32 = 5;
}

/** What became of the record that was handed in last: a value of Reading. */
export let reading: i32 = Reading.NONE;

/** Whether the record that was handed in last names one of the rule's actions and could not be judged. */
export function isUnread(): bool {
  return reading > Reading.ANNOTATED;
}

/**
 * Annotates the record of `length` bytes at `record`, all readable. Returns `record` itself for a
 * record with nothing to tell of, else the address of a NUL-terminated result.
 */
export function tagRecord(record: usize, length: usize): usize {
  const end = record + length;
  reading = Reading.NONE;
  return mayMatch(record, end) ? annotate(record, end) : record;
}

/**
 * As `tagRecord`, but returns 0 for a record that was understood and has nothing to tell of: an event was recognised in it and the rule
 * does not hold, or it names none of the rule's actions. All others come back as they are.
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
 * Begins with a record whose events are gone through one by one (explain/events.ts): whether there may be some to tell of. It is an
 * object or array that may name an action, and came without an annotation; `reading` says why not. `closeRecord` is to follow.
 */
export function openRecord(record: usize, end: usize): bool {
  return looksLikeRecord(record, end) && mayMatch(record, end) && isToJudge(record, end);
}

/**
 * Judges the record of `length` bytes at `record`, also one that came annotated: what there is to tell of are its findings, and `reading` says
 * how it was read. Nothing is written.
 */
export function judgeRecord(record: usize, length: usize): void {
  const end = record + length;
  clearFindings();
  if (!looksLikeRecord(record, end) || !mayMatch(record, end)) return;
  if (!isJson(record, end)) return;
  readPlaces(record, end);
  judgeAll(record, end);
  closeRecord(record, end, isRecognised || recordVerdict() != Verdict.NONE);
}

/** Whether the record looks like an object or array: told apart at a glance, so that what is plainly something else is never dropped. */
function looksLikeRecord(record: usize, end: usize): bool {
  reading = Reading.NONE;
  if (glanceAt(record, end) == Glance.BRACKETED) return true;
  if (mayMatch(record, end) && namesAction(record, end)) reading = Reading.NOT_JSON;
  return false;
}

/** What the rule says of the object that is looked at. */
const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));
/** Whether the rule was met by an event that the configuration says nothing is to be told of. */
let isMet: bool = false;
/** Whether an event was recognised at a known place. */
let isRecognised: bool = false;

/** The annotated record, or `record` itself if it is to stay as it is; `reading` says why. */
function annotate(record: usize, end: usize): usize {
  isMet = false;
  if (!isToJudge(record, end)) return record;
  const eventTaken = judgeAll(record, end);
  closeRecord(record, end, isRecognised || recordVerdict() != Verdict.NONE);
  if (recordVerdict() == Verdict.NONE) return record;
  const result = splice(record, end, eventTaken);
  if (result != 0) return result;
  reading = Reading.CUT;
  return record;
}

/** Whether the record is JSON; `reading` says why not. */
function isJson(record: usize, end: usize): bool {
  if (isJsonText(record, end)) return true;
  if (ranShort) reading = Reading.CUT;
  else if (namesAction(record, end)) reading = Reading.NOT_JSON;
  return false;
}

/** Whether the record is JSON, and came without an annotation. */
function isToJudge(record: usize, end: usize): bool {
  if (!isJson(record, end)) return false;
  readPlaces(record, end);
  if (!isAnnotated(end)) return true;
  // The annotation itself names an action, also the notice of a lost record.
  if (namesAction(record, end)) reading = Reading.ANNOTATED;
  return false;
}

/** Says how the record was read, all places of which were gone through. `isUnderstood`: an event was recognised in it, or has a verdict. */
export function closeRecord(record: usize, end: usize, isUnderstood: bool): void {
  reading = Reading.READ;
  // What could not be looked at may have been a match.
  if (ranShort || isCut) reading = Reading.CUT;
  else if (!isUnderstood) {
    if (!namesAction(record, end)) reading = Reading.NONE;
    else if (!holdsEvent(record, end)) reading = ranShort ? Reading.CUT : Reading.UNKNOWN;
  }
}

/**
 * Judges every event of the record and notes those that there is something to say about. Returns whether the record's own
 * `event` is one, or holds one.
 */
function judgeAll(record: usize, end: usize): bool {
  clearFindings();
  isRecognised = false;
  const event = valueAt(Place.EVENT);
  const eventEnd = event == 0 ? event : skipValue(event, end);
  let eventTaken = false;
  const everywhere = elsewhere != Elsewhere.IGNORE;
  for (let place = firstPlace(record, end, everywhere); place != 0; place = nextPlace()) {
    if (load<u8>(place) == QUOTE) {
      // Few strings hold one of the names: most need not be decoded.
      if (!mayMatch(place, skipString(place, placeEnd()))) continue;
      place = decodePlace();
      if (place == 0) continue;
    }
    judge(place, placeEnd(), judged);
    const judgement = judged.judgement;
    if (judgement == Judgement.NO_EVENT) {
      openPlace();
      continue;
    }
    const isKnown = isKnownPlace() || elsewhere == Elsewhere.MATCH;
    if (isKnownPlace()) isRecognised = true;
    if (judgement == Judgement.MATCH || (isKnown && judgement == Judgement.FAILED)) weigh(place, isKnown);
    if (!isKnownPlace()) followPlaces();
    if (isKnownPlace() && place >= event && place < eventEnd) eventTaken = true;
  }
  return eventTaken;
}

/** Whether an event is at a known place of the record, also in a string that names no action. */
function holdsEvent(record: usize, end: usize): bool {
  for (let place = firstPlace(record, end); place != 0; place = nextPlace()) {
    if (load<u8>(place) == QUOTE) {
      place = decodePlace();
      if (place == 0) continue;
    }
    judge(place, placeEnd(), judged);
    if (judged.judgement != Judgement.NO_EVENT) return true;
    openPlace();
  }
  return false;
}

/** Makes a finding of the event at `place`, which was judged last, and adds it, unless it is one already or there is nothing to tell of. */
function weigh(place: usize, isKnown: bool): void {
  const finding = makeFinding(place, placeEnd(), judged.schema, judged.action);
  const same = findSame(finding);
  // What is possible elsewhere may turn up at a known place, not the other way round.
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
