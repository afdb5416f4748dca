/**
 * One record in, one record out: prefilter, JSON, envelopes, verdicts, annotation.
 *
 * Nothing here can fail: what is not understood comes back as it is.
 */
import { splice } from "./annotate/splice";
import { ranShort } from "./bytes/arena";
import { Place, readPlaces, valueAt } from "./annotate/places";
import { decodePlace, firstPlace, nextPlace, openPlace, placeEnd } from "./event/envelopes";
import { clearMatches, noteMatch, recordVerdict, settleMatch } from "./event/matches";
import { Verdict } from "./event/verdicts";
import { Glance, glanceAt } from "./json/brackets";
import { QUOTE } from "./json/chars";
import { skipString, skipValue } from "./json/cursor";
import { isJsonText } from "./json/validate";
import { mayMatch, mayMatchOrBeAnnotated } from "./rule/prefilter";
import { Judgement, judge, judgedAction, judgedSchema } from "./rule/rule";
import { decide, decidedBurst, decidedException } from "./rule/verdict";

// What hosts are told of beside the record that was annotated last: the verdict on it, and how many of its events match.
export { matchCount, recordVerdict } from "./event/matches";
export { verdictName } from "./event/verdicts";

/**
 * Annotates the record of `length` bytes at `record`, all readable. Returns `record` itself for a
 * record that is no match, the address of a NUL-terminated result for a match.
 */
export function tagRecord(record: usize, length: usize): usize {
  const end = record + length;
  if (!mayMatch(record, end)) return record;
  const result = annotate(record, end);
  return result == 0 ? record : result;
}

/**
 * As `tagRecord`, but returns 0 for a record that is known to be no match. A record that is no JSON
 * object or array, or that is annotated already, comes back as it is.
 */
export function keepRecord(record: usize, length: usize): usize {
  const end = record + length;
  // Told apart at a glance, so that what is plainly something else is never dropped.
  if (glanceAt(record, end) != Glance.BRACKETED) return record;
  if (!mayMatchOrBeAnnotated(record, end)) return 0;
  return annotate(record, end);
}

/**
 * The result for a match; `record` itself if it is to stay as it is, for whatever reason; 0 if
 * it is known to be no match.
 */
function annotate(record: usize, end: usize): usize {
  if (!isJsonText(record, end)) return record;
  readPlaces(record, end);
  if (valueAt(Place.KEYWARD) != 0) return record;
  const eventTaken = judgeAll(record, end);
  // What could not be looked at for want of memory may have been a match.
  if (recordVerdict() == Verdict.NONE) return ranShort ? record : 0;
  const result = splice(record, end, eventTaken);
  return result == 0 ? record : result;
}

/**
 * Judges every event of the record and notes those that there is something to say about. Returns whether the record's own
 * `event` is one, or holds one.
 */
function judgeAll(record: usize, end: usize): bool {
  clearMatches();
  const event = valueAt(Place.EVENT);
  const eventEnd = event == 0 ? event : skipValue(event, end);
  let eventTaken = false;
  for (let place = firstPlace(record, end); place != 0; place = nextPlace()) {
    if (load<u8>(place) == QUOTE) {
      // Few strings hold one of the names: most need not be decoded.
      if (!mayMatch(place, skipString(place, placeEnd()))) continue;
      place = decodePlace();
      if (place == 0) continue;
    }
    const judgement = judge(place, placeEnd());
    if (judgement == Judgement.NO_EVENT) {
      openPlace();
      continue;
    }
    if (judgement != Judgement.NO_MATCH) {
      noteMatch(place, placeEnd(), judgedSchema(), judgedAction());
      const verdict = decide(judgement == Judgement.FAILED);
      settleMatch(verdict, decidedException(), decidedBurst());
    }
    if (place >= event && place < eventEnd) eventTaken = true;
  }
  return eventTaken;
}
