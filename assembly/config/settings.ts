/**
 * The settings in force. A setting that is only written out again is the address of its value in the configuration's
 * text, which is kept; 0 is the rule's own.
 */
import { forgetTaught } from "../event/place-tree";
import { OPEN_OBJECT, isDigit } from "../json/chars";
import { skipSpace } from "../json/cursor";
import { findMember } from "../json/members";
import { matchString } from "../json/text";

export let tag: usize = 0;
export let severity: usize = 0;
export let riskScore: usize = 0;
/** The list of exceptions, or 0. */
export let exceptions: usize = 0;
/** The end of the configuration's text. */
export let configEnd: usize = 0;

/** Whether failed calls are annotated. */
export let annotatesDenied: bool = false;
/** Whether the events of VPC endpoints, which repeat a call, do not match. */
export let ignoresNetworkActivity: bool = false;

/** What becomes of an event elsewhere than at a known place: a value of Elsewhere. */
export let elsewhere: i32 = 0;
/** The list of places that are known beside those of the table of shapes, or 0. */
export let places: usize = 0;

/** The values of `elsewhere`. */
export namespace Elsewhere {
  /** It is possible, and reported. */
  export const ANNOTATE: i32 = 0;
  export const IGNORE: i32 = 1;
  /** It counts like an event at a known place. */
  export const MATCH: i32 = 2;
}

/** Seconds in which the same event is a duplicate; 0 for none. */
export let duplicateWindow: i64 = 0;
/** Matches that pass within the cap's seconds; 0 for all. */
export let capCount: i32 = 0;
export let capPeriod: i64 = 0;
/** Distinct keys within the window's seconds that raise severity and risk score; 0 for never. */
export let escalateKeys: i32 = 0;
export let escalateWindow: i64 = 0;
export let escalatedSeverity: usize = 0;
export let escalatedRiskScore: usize = 0;

/**
 * Takes the settings from the configuration in [start, end). Caller: `checkConfig` found no mistake in it, and its
 * bytes are kept for good.
 */
export function readSettings(start: usize, end: usize): void {
  clearSettings();
  const config = skipSpace(start);
  configEnd = end;
  tag = findMember(config, "tag", end);
  severity = findMember(config, "severity", end);
  riskScore = findMember(config, "risk_score", end);
  exceptions = findMember(config, "exceptions", end);
  annotatesDenied = isSetTo(findMember(config, "denied", end), "annotate");
  ignoresNetworkActivity = isSetTo(findMember(config, "network_activity", end), "ignore");
  const elsewhereIs = findMember(config, "elsewhere", end);
  elsewhere = isSetTo(elsewhereIs, "ignore") ? Elsewhere.IGNORE : Elsewhere.ANNOTATE;
  if (isSetTo(elsewhereIs, "match")) elsewhere = Elsewhere.MATCH;
  places = findMember(config, "places", end);
  duplicateWindow = integerIn(findMember(config, "duplicates", end), "window_seconds");
  const cap = findMember(config, "cap", end);
  capCount = <i32>integerIn(cap, "count");
  capPeriod = integerIn(cap, "period_seconds");
  const escalate = findMember(config, "escalate", end);
  escalateKeys = <i32>integerIn(escalate, "distinct_keys");
  escalateWindow = integerIn(escalate, "window_seconds");
  if (escalate == 0) return;
  escalatedSeverity = findMember(escalate, "severity", end);
  escalatedRiskScore = findMember(escalate, "risk_score", end);
}

/** Puts the plain rule into force. */
export function clearSettings(): void {
  tag = severity = riskScore = exceptions = places = escalatedSeverity = escalatedRiskScore = 0;
  annotatesDenied = ignoresNetworkActivity = false;
  duplicateWindow = capPeriod = escalateWindow = 0;
  capCount = escalateKeys = elsewhere = 0;
  forgetTaught();
}

function isSetTo(value: usize, setting: string): bool {
  return value != 0 && matchString(value, setting);
}

/** Returns the integer of the member `name` in the object at `object`, or 0. */
function integerIn(object: usize, name: string): i64 {
  let number: i64 = 0;
  if (object == 0 || load<u8>(object) != OPEN_OBJECT) return number;
  let at = findMember(object, name, configEnd);
  if (at == 0) return number;
  for (; isDigit(load<u8>(at)); at++) number = number * 10 + <i64>(load<u8>(at) - 0x30);
  return number;
}
