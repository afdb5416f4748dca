/** The verdict on an event that meets the rule, or failed to: what the configuration makes of it. */
import { addByte, sumOf } from "../bytes/sum";
import { annotatesDenied, duplicateWindow, exceptions, ignoresNetworkActivity } from "../config/settings";
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { Detail } from "../finding/detail";
import { Finding } from "../finding/finding";
import { Verdict } from "../finding/verdicts";
import { isDigit } from "../json/chars";
import { matchString } from "../json/text";
import { findException } from "./exceptions";
import { Field, fieldEnd, fieldStart, forgetFields, startFields } from "./fields";
import { countBurst, isCapped, isDuplicate, remembersAny } from "./history";

/** Decides on the finding of an event at a known place: its verdict, exception and burst. `hasFailed` says that its call did. */
export function decide(finding: Finding, hasFailed: bool): void {
  if (isIgnored(finding)) finding.verdict = Verdict.NONE;
  else if (hasFailed) finding.verdict = annotatesDenied ? Verdict.DENIED : Verdict.NONE;
  else finding.verdict = weigh(finding);
}

/** Decides on the finding of an event elsewhere. */
export function decideElsewhere(finding: Finding): void {
  finding.verdict = isIgnored(finding) ? Verdict.NONE : Verdict.POSSIBLE;
}

function weigh(finding: Finding): i32 {
  // The plain rule asks nothing more.
  if (exceptions == 0 && !remembersAny()) return Verdict.MATCH;
  startFields(finding);
  const verdict = compare(finding, readTime());
  forgetFields();
  return verdict;
}

/** Compares the finding, whose fields were started, with the exceptions and with what is remembered. */
function compare(finding: Finding, time: i64): i32 {
  finding.exception = findException(time);
  if (finding.exception != 0) return Verdict.SUPPRESSED;
  // One without an id is never a duplicate.
  if (duplicateWindow != 0 && hasField(Field.ID) && isDuplicate(sumOfEvent(), time)) return Verdict.DUPLICATE;
  const key = keyField();
  const sum = hasField(key) ? sumOf(fieldStart(key), fieldEnd(key)) : 0;
  countBurst(finding, sum, time);
  return isCapped(sum, finding.raisesBurst, time) ? Verdict.CAPPED : Verdict.MATCH;
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

/** Whether the configuration ignores the finding, which is of an event of a VPC endpoint. */
function isIgnored(finding: Finding): bool {
  return ignoresNetworkActivity && isNetworkActivity(finding);
}

/** Whether it is of an event of a VPC endpoint, which repeats a call. */
export function isNetworkActivity(finding: Finding): bool {
  const category = finding.detail(Detail.CATEGORY);
  const type = finding.detail(Detail.TYPE);
  return (
    (category != 0 && matchString(category, "NetworkActivity")) || (type != 0 && matchString(type, "AwsVpceEvent"))
  );
}
