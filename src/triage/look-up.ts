/** Look-ups in CloudTrail's event history (CloudTrail API Reference, LookupEvents: one attribute, and a range of time). */
import { aws } from "./blocks.js";
import type { Block } from "./guide.js";
import { formatTime } from "../findings/times.js";

export type Attribute = "AccessKeyId" | "EventName" | "ResourceName" | "Username";

/** The AWS CLI's short form takes these as they are; a comma or an equals sign would begin something new. */
const SHORT = /^[A-Za-z0-9_.@:/+-]*$/;

/** The events with an attribute of that value, in a range of time if there is one. */
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

/** The same, so many milliseconds before and after a time, if it is known. */
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
