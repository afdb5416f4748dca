/**
 * The insertions that turn a record into an annotated one: where each goes, and its text.
 *
 * Caller: `readPlaces` was called for the record and its findings were made; the record has not changed since.
 */
import { Bytes, bytesOf, write, writeAscii, writeByte } from "../bytes/writer";
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findNext, skipValue } from "../json/cursor";
import { writeKeyward } from "./keyward";
import {
  MAX_RENAMED,
  Place,
  RENAMED,
  additionsNeeded,
  closing,
  hasKey,
  isBareArray,
  keywardCount,
  keywardEnd,
  opening,
  valueAt,
} from "./places";
import { burstKeys, recordVerdict } from "../finding/findings";
import { Verdict } from "../finding/verdicts";
import { writeRuleMember, writeThreatMember } from "./rule-text";
import { isTagInForce, writeRiskScoreInForce, writeTagInForce } from "./severity";

namespace Text {
  /** `[` before a single tag, to make it an array. */
  export const OPEN_TAGS: i32 = 0;
  /** The tag, and `]` after it. */
  export const CLOSE_TAGS: i32 = 1;
  /** The tag as the last element. */
  export const TAG: i32 = 2;
  /** The scores as the last members of `event`. */
  export const SCORES: i32 = 3;
  /** New members at the end of the record. */
  export const MEMBERS: i32 = 4;
  /** A bare array as the first member of an object, and the rest of that object. */
  export const OPEN_RECORD: i32 = 5;
  export const CLOSE_RECORD: i32 = 6;
  /** The rest of the name of a `keyward` that is not an annotation. */
  export const RENAME: i32 = 7;
}

const OPEN_RECORDS = bytesOf('{"Records":');
const OPEN_TAGS = bytesOf(',"tags":[');
const OPEN_EVENT = bytesOf(',"event":{');
const SEVERITY = bytesOf('"severity":');
const RISK_SCORE = bytesOf('"risk_score":');

/** At most two for the tags, one for the event, one at the end, and one for each renamed key. */
export const MAX_INSERTIONS: i32 = 4 + MAX_RENAMED;
const positions = memory.data(MAX_INSERTIONS * sizeof<usize>(), 8);
const texts = memory.data(MAX_INSERTIONS * sizeof<i32>(), 8);
let count: i32 = 0;

let textEnd: usize = 0;
/** Whether the record's `event` is, or holds, an event: nothing goes into that. */
let isEventTaken: bool = false;

/**
 * Plans the insertions for the record that ends at `end`. Returns how many there are; the last is at the closing
 * bracket, or after that of a bare array. With `eventTaken`, the record's `event` is left alone.
 */
export function planInsertions(end: usize, eventTaken: bool): i32 {
  textEnd = end;
  isEventTaken = eventTaken;
  count = 0;
  if (isBareArray()) {
    plan(opening(), Text.OPEN_RECORD);
    plan(closing() + 1, Text.CLOSE_RECORD);
    return count;
  }
  if (recordVerdict() == Verdict.MATCH) {
    planTags();
    planScores();
  }
  for (let index = 0; index < keywardCount(); index++) plan(keywardEnd(index), Text.RENAME);
  plan(closing(), Text.MEMBERS);
  return count;
}

/** Returns where the insertion `index` goes, an address in the record. */
export function positionOf(index: i32): usize {
  return load<usize>(positions + <usize>index * sizeof<usize>());
}

/** Writes the text of the insertion `index`. */
export function writeInsertion(index: i32): void {
  switch (load<i32>(texts + <usize>index * sizeof<i32>())) {
    case Text.OPEN_TAGS:
      writeByte(<u8>OPEN_ARRAY);
      break;
    case Text.CLOSE_TAGS:
      writeByte(0x2c);
      writeTagInForce();
      writeByte(0x5d);
      break;
    case Text.TAG:
      if (findFirst(valueAt(Place.TAGS)) != 0) writeByte(0x2c);
      writeTagInForce();
      break;
    case Text.SCORES:
      writeScores(findFirst(valueAt(Place.EVENT)) != 0);
      break;
    case Text.OPEN_RECORD:
      write(OPEN_RECORDS);
      break;
    case Text.CLOSE_RECORD:
      writeMembers("/Records");
      writeByte(0x7d);
      break;
    case Text.RENAME:
      for (let times = additionsNeeded(); times > 0; times--) writeAscii(RENAMED);
      break;
    default:
      writeMembers("");
  }
}

/** Plans an insertion, in the order of the record. */
function plan(position: usize, text: i32): void {
  if (count == MAX_INSERTIONS) return;
  let index = count;
  for (; index > 0 && positionOf(index - 1) > position; index--) {
    store<usize>(positions + ((<usize>index) << 2), positionOf(index - 1));
    store<i32>(texts + ((<usize>index) << 2), load<i32>(texts + ((<usize>(index - 1)) << 2)));
  }
  store<usize>(positions + ((<usize>index) << 2), position);
  store<i32>(texts + ((<usize>index) << 2), text);
  count += 1;
}

function planTags(): void {
  const tags = valueAt(Place.TAGS);
  if (tags == 0) return;
  const first = <u32>load<u8>(tags);
  const after = skipValue(tags, textEnd);
  if (first == OPEN_ARRAY) {
    if (!hasTag(tags)) plan(after - 1, Text.TAG);
  } else if (first == QUOTE && !isTagInForce(tags)) {
    plan(tags, Text.OPEN_TAGS);
    plan(after, Text.CLOSE_TAGS);
  }
}

function planScores(): void {
  const event = valueAt(Place.EVENT);
  if (event == 0 || isEventTaken || load<u8>(event) != OPEN_OBJECT) return;
  if (lacksSeverity() || lacksRiskScore()) plan(skipValue(event, textEnd) - 1, Text.SCORES);
}

/** Reports whether an element of the array at `tags` is the tag. */
function hasTag(tags: usize): bool {
  for (let at = findFirst(tags); at != 0; at = findNext(skipValue(at, textEnd))) {
    if (load<u8>(at) == QUOTE && isTagInForce(at)) return true;
  }
  return false;
}

function lacksSeverity(): bool {
  const event = valueAt(Place.EVENT);
  if (valueAt(Place.EVENT_SEVERITY) != 0) return false;
  return event == 0 || !hasKey(event, "severity", textEnd);
}

function lacksRiskScore(): bool {
  const event = valueAt(Place.EVENT);
  if (valueAt(Place.EVENT_RISK_SCORE) != 0) return false;
  return event == 0 || !hasKey(event, "risk_score", textEnd);
}

/** Writes the scores that the record lacks, after a comma if there are `others`. */
function writeScores(others: bool): void {
  const severity = lacksSeverity();
  const riskScore = lacksRiskScore();
  if (others) writeByte(0x2c);
  // Elastic's numeric severity of an alert is its risk score.
  if (severity) writeScore(SEVERITY);
  if (severity && riskScore) writeByte(0x2c);
  if (riskScore) writeScore(RISK_SCORE);
}

function writeScore(name: Bytes): void {
  write(name);
  writeRiskScoreInForce(burstKeys() > 0);
}

/**
 * Writes the members that the record lacks. It is a match, so it has others before them. `within` is as for
 * `writeKeyward`.
 */
function writeMembers(within: string): void {
  if (recordVerdict() != Verdict.MATCH) return writeKeyward(within);
  if (valueAt(Place.TAGS) == 0) {
    write(OPEN_TAGS);
    writeTagInForce();
    writeByte(0x5d);
  }
  if (valueAt(Place.EVENT) == 0 && (lacksSeverity() || lacksRiskScore())) {
    write(OPEN_EVENT);
    writeScores(false);
    writeByte(0x7d);
  }
  if (valueAt(Place.RULE) == 0) writeRuleMember();
  if (valueAt(Place.THREAT) == 0) writeThreatMember();
  writeKeyward(within);
}
