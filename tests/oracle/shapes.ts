/**
 * The shapes an event arrives in, as docs/shapes.md lists them: a place for each, and what it depends on.
 */
import { isObject, own, type JsonObject } from "./json.js";

export interface Shape {
  name: string;
  /** `*` is every element of an array, `#` a string that is decoded. */
  place: string;
  /** Asked of the object in which the place begins. */
  only?: (envelope: JsonObject) => boolean;
}

const DETAIL_TYPES = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"];

export const SHAPES: readonly Shape[] = [
  { name: "S3 log file", place: "/Records/*" },
  { name: "SQS message", place: "/Records/*/body#" },
  { name: "SNS notification in Lambda", place: "/Records/*/Sns/Message#" },
  { name: "EventBridge", place: "/detail", only: (envelope) => says(envelope, "detail-type", DETAIL_TYPES) },
  {
    name: "CloudWatch Logs subscription",
    place: "/logEvents/*/message#",
    only: (envelope) => says(envelope, "messageType", ["DATA_MESSAGE"]),
  },
  { name: "a log line", place: "/log#" },
  { name: "a message", place: "/message#", only: (envelope) => !hasOriginal(envelope) },
  { name: "the original, dotted", place: "/event.original#" },
  { name: "the original", place: "/event/original#" },
  { name: "SNS notification", place: "/Message#" },
  { name: "SQS ReceiveMessage", place: "/Messages/*/Body#" },
  { name: "CloudTrail LookupEvents", place: "/Events/*/CloudTrailEvent#" },
  { name: "Splunk HEC", place: "/event" },
  { name: "Splunk HEC, as text", place: "/event#" },
  { name: "OpenTelemetry, OTLP JSON", place: "/resourceLogs/*/scopeLogs/*/logRecords/*" },
];

function says(envelope: JsonObject, key: string, texts: readonly string[]): boolean {
  const value = own(envelope, key);
  return typeof value === "string" && texts.includes(value);
}

/** An event that is kept whole elsewhere in the envelope: its `message` is then a text for people. */
function hasOriginal(envelope: JsonObject): boolean {
  const event = own(envelope, "event");
  const originals = [own(envelope, "event.original"), isObject(event) ? own(event, "original") : undefined];
  return originals.some((original) => original !== undefined && original !== null);
}

/** One name on the way to a place, and what is done with the value there. */
export interface Step {
  name: string;
  kind: "member" | "each" | "decode";
}

/** The steps of a place: `/Records/*` and `/body#` are one each. */
export function stepsOf(place: string): Step[] {
  const names = place.match(/\/[^/*#]+(\/\*|#)?/g) ?? [];
  if (names.join("") !== place) throw new SyntaxError(`${place} is no place`);
  return names.map((text) => ({
    name: text.slice(1).replace(/\/\*$|#$/, ""),
    kind: text.endsWith("*") ? "each" : text.endsWith("#") ? "decode" : "member",
  }));
}
