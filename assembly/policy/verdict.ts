/** The verdict on an event that meets the rule, or failed to: what the configuration makes of it. */
import { addByte, sumOf } from "../bytes/sum";
import { annotatesDenied, ignoresNetworkActivity } from "../config/settings";
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { detail } from "../finding/matches";
import { Detail } from "../finding/detail-paths";
import { Verdict } from "../finding/verdicts";
import { isDigit } from "../json/chars";
import { matchString } from "../json/text";
import { findException } from "./exceptions";
import { Field, fieldEnd, fieldStart, forgetFields, giveField, startFields, startGivenFields } from "./fields";
import { countBurst, isCapped, isDuplicate, raisesBurst } from "./history";

/** The exception that the event judged last falls under, if it is suppressed. */
let exception: usize = 0;
/** Distinct keys of the burst that the event judged last is part of, or 0. */
let burst: i32 = 0;

/** The verdict on the selected event. `hasFailed` says that its call did. */
export function decide(hasFailed: bool): i32 {
  exception = 0;
  burst = 0;
  if (isIgnored()) return Verdict.NONE;
  if (hasFailed) return annotatesDenied ? Verdict.DENIED : Verdict.NONE;
  startFields();
  const verdict = weigh(readTime());
  forgetFields();
  return verdict;
}

/**
 * The verdict on a match that was judged by itself before, by what is remembered: of its event there are the texts at `texts`, each by
 * where it begins and ends, in the order id, action, time, key, actor.
 */
export function recallEvent(texts: usize): i32 {
  startGivenFields();
  giveText(Field.ID, texts, 0);
  giveText(Field.ACTION, texts, 1);
  giveText(Field.TIME, texts, 2);
  giveText(Field.KEY_ARN, texts, 3);
  giveText(Field.ACTOR_ARN, texts, 4);
  const verdict = weigh(readTime());
  forgetFields();
  return verdict;
}

function giveText(field: i32, texts: usize, index: usize): void {
  const at = texts + index * 2 * sizeof<usize>();
  giveField(field, load<usize>(at), load<usize>(at, sizeof<usize>()));
}

export function decidedException(): usize {
  return exception;
}

export function decidedBurst(): i32 {
  return burst;
}

function weigh(time: i64): i32 {
  exception = findException(time);
  if (exception != 0) return Verdict.SUPPRESSED;
  // One without an id is never a duplicate.
  if (hasField(Field.ID) && isDuplicate(sumOfEvent(), time)) return Verdict.DUPLICATE;
  const key = keyField();
  const sum = hasField(key) ? sumOf(fieldStart(key), fieldEnd(key)) : 0;
  burst = countBurst(sum, time);
  return isCapped(sum, raisesBurst, time) ? Verdict.CAPPED : Verdict.MATCH;
}

/** A sum of all that tells one event from another: whoever makes up an id for another event makes no duplicate of it. */
function sumOfEvent(): u64 {
  let sum = sumOf(fieldStart(Field.ID), fieldEnd(Field.ID));
  sum = addField(sum, Field.ACTION);
  sum = addField(sum, Field.TIME);
  sum = addField(sum, keyField());
  return addField(sum, hasField(Field.ACTOR_ARN) ? Field.ACTOR_ARN : Field.ACTOR_TYPE);
}

/** The sum of what has the sum `sum`, a byte that no text has, and the field. */
function addField(sum: u64, field: i32): u64 {
  return sumOf(fieldStart(field), fieldEnd(field), addByte(sum, 0xff));
}

/** The ARN names a key in full; what else the event calls it has to do where there is none. */
function keyField(): i32 {
  return hasField(Field.KEY_ARN) ? Field.KEY_ARN : Field.KEY_ID;
}

function hasField(field: i32): bool {
  return fieldStart(field) != fieldEnd(field);
}

/** The time of the event whose fields were started, in seconds, or NO_TIME. */
export function readTime(): i64 {
  const start = fieldStart(Field.TIME);
  const end = fieldEnd(Field.TIME);
  const time = parseTime(start, end);
  if (time != NO_TIME || start == end || !isDigit(load<u8>(start))) return time;
  return parseCount(start, end);
}

/** Whether the configuration ignores the selected event, which is that of a VPC endpoint. */
export function isIgnored(): bool {
  return ignoresNetworkActivity && isNetworkActivity();
}

/** Whether the selected event is that of a VPC endpoint, which repeats a call. */
export function isNetworkActivity(): bool {
  const category = detail(Detail.CATEGORY);
  const type = detail(Detail.TYPE);
  return (
    (category != 0 && matchString(category, "NetworkActivity")) || (type != 0 && matchString(type, "AwsVpceEvent"))
  );
}
