/** Look-ups in CloudTrail's event history (CloudTrail API Reference, LookupEvents: one attribute and a time range). */
import { aws } from "./blocks.js";
import type { Block } from "./guide.js";
import { formatTime } from "../findings/times.js";

export type Attribute = "AccessKeyId" | "EventName" | "ResourceName" | "Username";

/** Safe in the AWS CLI's shorthand syntax; a comma or an equals sign would begin something new. */
const SHORT = /^[A-Za-z0-9_.@:/+-]*$/;

/** Looks up the events with an attribute value, in a time range if given. */
export function lookUp(
  why: string,
  attribute: Attribute,
  value: string,
  region: string,
  range?: { from: number; to: number },
): Block & { kind: "command" } {
  const attributes = SHORT.test(value)
    ? `AttributeKey=${attribute},AttributeValue=${value}`
    : JSON.stringify([{ AttributeKey: attribute, AttributeValue: value }]);
  const times = range === undefined ? [] : ["--start-time", formatTime(range.from), "--end-time", formatTime(range.to)];
  return aws(why, "cloudtrail", "lookup-events", "--lookup-attributes", attributes, ...times, "--region", region);
}

/** The same, within `around` milliseconds of a time, if it is known. */
export function lookUpAround(
  why: string,
  attribute: Attribute,
  value: string,
  region: string,
  time: number | undefined,
  around: number,
): Block & { kind: "command" } {
  const range = time === undefined ? undefined : { from: time - around, to: time + around };
  return lookUp(why, attribute, value, region, range);
}
