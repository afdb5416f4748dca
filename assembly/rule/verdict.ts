/** The verdict on an event that meets the rule, or failed to: what the configuration makes of it. */
import { annotatesDenied, ignoresNetworkActivity } from "../config/settings";
import { NO_TIME, parseCount, parseTime } from "../config/time";
import { detail } from "../event/matches";
import { Detail } from "../event/paths";
import { Verdict } from "../event/verdicts";
import { isDigit } from "../json/chars";
import { matchString } from "../json/text";
import { findException } from "./exceptions";
import { Field, fieldEnd, fieldStart, forgetFields, startFields } from "./fields";
import { countBurst, isCapped, isDuplicate } from "./history";

/** The exception that the event judged last falls under, if it is suppressed. */
let exception: usize = 0;
/** Distinct keys of the burst that the event judged last is part of, or 0. */
let burst: i32 = 0;

/** The verdict on the selected event. `hasFailed` says that its call did. */
export function decide(hasFailed: bool): i32 {
  exception = 0;
  burst = 0;
  if (ignoresNetworkActivity && isNetworkActivity()) return Verdict.NONE;
  if (hasFailed) return annotatesDenied ? Verdict.DENIED : Verdict.NONE;
  startFields();
  const verdict = weigh(readTime());
  forgetFields();
  return verdict;
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
  const id = fieldStart(Field.ID);
  if (isDuplicate(id, fieldEnd(Field.ID), time)) return Verdict.DUPLICATE;
  // The ARN names a key in full; what else the event calls it has to do where there is none.
  const arn = fieldStart(Field.KEY_ARN);
  const field = arn == fieldEnd(Field.KEY_ARN) ? Field.KEY_ID : Field.KEY_ARN;
  const key = fieldStart(field);
  burst = countBurst(key, fieldEnd(field), time);
  return isCapped(time) ? Verdict.CAPPED : Verdict.MATCH;
}

/** The time of the event whose fields were started, in seconds, or NO_TIME. */
export function readTime(): i64 {
  const start = fieldStart(Field.TIME);
  const end = fieldEnd(Field.TIME);
  const time = parseTime(start, end);
  if (time != NO_TIME || start == end || !isDigit(load<u8>(start))) return time;
  return parseCount(start, end);
}

/** Whether the selected event is that of a VPC endpoint, which repeats a call. */
export function isNetworkActivity(): bool {
  const category = detail(Detail.CATEGORY);
  const type = detail(Detail.TYPE);
  return (
    (category != 0 && matchString(category, "NetworkActivity")) || (type != 0 && matchString(type, "AwsVpceEvent"))
  );
}
