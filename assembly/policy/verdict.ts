/** The verdict on an event that meets the rule, or would have but failed: what the configuration makes of it. */
import { addByte, sumOf } from "../bytes/sum";
import { annotatesDenied, duplicateWindow, exceptions, ignoresNetworkActivity } from "../config/settings";
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { Detail } from "../finding/detail";
import { Finding } from "../finding/finding";
import { Verdict } from "../finding/verdicts";
import { isDigit } from "../json/chars";
import { matchString } from "../json/text";
import { findException } from "./exceptions";
import { Field, fieldEnd, fieldStart, forgetFields, giveField, startFields, startGivenFields } from "./fields";
import { countBurst, isCapped, isDuplicate, remembersAny } from "./history";

/** A byte that no text has, put between two of them. */
export const BETWEEN: u32 = 0xff;

/** The finding of an event of which only texts are given. */
const recalled = changetype<Finding>(memory.data(offsetof<Finding>(), 8));

/**
 * Sets verdict, exception and burst of the finding of an event at a known place. `hasFailed` says that its call failed.
 */
export function decide(finding: Finding, hasFailed: bool): void {
  if (isIgnored(finding)) finding.verdict = Verdict.NONE;
  else if (hasFailed) finding.verdict = annotatesDenied ? Verdict.DENIED : Verdict.NONE;
  else finding.verdict = weigh(finding);
}

/** Sets the verdict on the finding of an event elsewhere. */
export function decideElsewhere(finding: Finding): void {
  finding.verdict = isIgnored(finding) ? Verdict.NONE : Verdict.POSSIBLE;
}

function weigh(finding: Finding): i32 {
  // The plain rule needs no more.
  if (exceptions == 0 && !remembersAny()) return Verdict.MATCH;
  startFields(finding);
  const verdict = compare(finding, readTime());
  forgetFields();
  return verdict;
}

/**
 * Returns the verdict on a match that was judged by itself before, given what is remembered. `texts` holds the start
 * and end of five texts of its event: id, action, time, key and actor. Caller: they stay readable during the call.
 */
export function recallEvent(texts: usize): i32 {
  memory.fill(changetype<usize>(recalled), 0, offsetof<Finding>());
  startGivenFields();
  giveText(Field.ID, texts, 0);
  giveText(Field.ACTION, texts, 1);
  giveText(Field.TIME, texts, 2);
  giveText(Field.KEY_ARN, texts, 3);
  giveText(Field.ACTOR_ARN, texts, 4);
  const verdict = compare(recalled, readTime());
  forgetFields();
  return verdict;
}

/** Returns the distinct keys of the burst that the match recalled last is part of, or 0. */
export function recalledBurst(): i32 {
  return recalled.burst;
}

function giveText(field: i32, texts: usize, index: usize): void {
  const at = texts + index * 2 * sizeof<usize>();
  giveField(field, load<usize>(at), load<usize>(at, sizeof<usize>()));
}

/** Compares the finding, whose fields were started, with the exceptions and with what is remembered. */
function compare(finding: Finding, time: i64): i32 {
  finding.exception = findException(time);
  if (finding.exception != 0) return Verdict.SUPPRESSED;
  // An event without an id is never a duplicate.
  if (duplicateWindow != 0 && hasField(Field.ID) && isDuplicate(sumOfEvent(), time)) return Verdict.DUPLICATE;
  const key = keyField();
  const sum = hasField(key) ? sumOf(fieldStart(key), fieldEnd(key)) : 0;
  countBurst(finding, sum, time);
  return isCapped(sum, finding.burst, finding.raisesBurst, time) ? Verdict.CAPPED : Verdict.MATCH;
}

/**
 * Returns a sum of everything that tells one event from another, so that reusing the id of another event makes no
 * duplicate.
 */
function sumOfEvent(): u64 {
  let sum = sumOf(fieldStart(Field.ID), fieldEnd(Field.ID));
  sum = addField(sum, Field.ACTION);
  sum = addField(sum, Field.TIME);
  sum = addField(sum, keyField());
  return addField(sum, actorField());
}

/** Returns the sum `sum` continued by a byte that no text has, and the field. */
export function addField(sum: u64, field: i32): u64 {
  return sumOf(fieldStart(field), fieldEnd(field), addByte(sum, BETWEEN));
}

/** Returns the field that names the key: its ARN, else what the event calls it. */
export function keyField(): i32 {
  return hasField(Field.KEY_ARN) ? Field.KEY_ARN : Field.KEY_ID;
}

/** Returns the field that names the caller: the ARN, else the type. */
export function actorField(): i32 {
  return hasField(Field.ACTOR_ARN) ? Field.ACTOR_ARN : Field.ACTOR_TYPE;
}

/** Reports whether the finding has text in the field. */
export function hasField(field: i32): bool {
  return fieldStart(field) != fieldEnd(field);
}

/** Returns the time of the event whose fields were started, in seconds since 1970, or NO_TIME. */
export function readTime(): i64 {
  const start = fieldStart(Field.TIME);
  const end = fieldEnd(Field.TIME);
  const time = parseTime(start, end);
  if (time != NO_TIME || start == end || !isDigit(load<u8>(start))) return time;
  return parseCount(start, end);
}

/** Reports whether the configuration ignores the finding, which is of a VPC endpoint's event. */
function isIgnored(finding: Finding): bool {
  return ignoresNetworkActivity && isNetworkActivity(finding);
}

/** Reports whether it is of a VPC endpoint's event, which repeats a call. */
export function isNetworkActivity(finding: Finding): bool {
  const category = finding.detail(Detail.CATEGORY);
  const type = finding.detail(Detail.TYPE);
  return (
    (category != 0 && matchString(category, "NetworkActivity")) || (type != 0 && matchString(type, "AwsVpceEvent"))
  );
}
