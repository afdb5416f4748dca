/** The shapes in which events arrive, as in docs/reference/shapes.md: each with its place and what that depends on. */
import { isObject, own, type JsonObject } from "./json.js";

export interface Shape {
  /** `*` is every element of an array, `#` a string that is decoded. */
  place: string;
  /** A condition on the object in which the place begins. */
  only?: (envelope: JsonObject) => boolean;
}

const DETAIL_TYPES = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"];
const hasNoOriginal = (envelope: JsonObject): boolean => !hasOriginal(envelope);

export const SHAPES: readonly Shape[] = [
  { place: "/Records/*" },
  { place: "/Records/*/Sns/Message#" },
  { place: "/detail", only: (envelope) => says(envelope, "detail-type", DETAIL_TYPES) },
  { place: "/logEvents/*/message#", only: (envelope) => says(envelope, "messageType", ["DATA_MESSAGE"]) },
  { place: "/log#" },
  { place: "/message#", only: hasNoOriginal },
  { place: "/event.original#" },
  { place: "/event/original#" },
  { place: "/Message#" },
  { place: "/Messages/*/Body#" },
  { place: "/Events/*/CloudTrailEvent#" },
  { place: "/event" },
  { place: "/event#" },
  { place: "/resourceLogs/*/scopeLogs/*/logRecords/*" },
  { place: "/body#" },
  { place: "/Body#" },
  { place: "/body" },
  { place: "/body/text#" },
  { place: "/body/structured" },
  { place: "/body/stringValue#" },
  { place: "/body/kvlistValue" },
  { place: "/events/*/message#" },
  { place: "/results/*/*/value#" },
  { place: "/log" },
  { place: "/log/*" },
  { place: "/log_processed" },
  { place: "/log_processed#" },
  { place: "/message", only: hasNoOriginal },
  { place: "/CloudTrailEvent#" },
  { place: "/payload" },
  { place: "/payload/*" },
  { place: "/payload#" },
  { place: "/_raw#" },
  { place: "/result/_raw#" },
  { place: "/_source" },
  { place: "/hits/hits/*/_source" },
  { place: "/fields" },
  { place: "/hits/hits/*/fields" },
  { place: "/data" },
  { place: "/data#" },
  { place: "/aws" },
  { place: "/requestPayload" },
  { place: "/attributes" },
  { place: "/MESSAGE#" },
  { place: "/exec#" },
];

function says(envelope: JsonObject, key: string, texts: readonly string[]): boolean {
  const value = own(envelope, key);
  return typeof value === "string" && texts.includes(value);
}

/** Reports whether the event is kept whole elsewhere in the envelope: its `message` is then text for people. */
function hasOriginal(envelope: JsonObject): boolean {
  const event = own(envelope, "event");
  const originals = [own(envelope, "event.original"), isObject(event) ? own(event, "original") : undefined];
  return originals.some((original) => original !== undefined && original !== null);
}

/** Part of a place: a member's name, all elements of an array, or a decoded string. */
export type PlacePart = { name: string } | "*" | "#";

/** Limits of a place: its steps, and bytes per name. Names are printable ASCII. */
const MAX_STEPS = 16;
const MAX_NAME_BYTES = 64;

/** Returns the parts of a place; undefined if the text is not one. */
export function placeParts(place: string): PlacePart[] | undefined {
  const decodes = place.endsWith("#");
  const parts = (decodes ? place.slice(0, -1) : place).split("/");
  if (parts.shift() !== "" || parts.length === 0 || parts[0] === "*") return undefined;
  const names = parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const areNames = names.every((name) => /^[\x20-\x7e]+$/.test(name) && name.length <= MAX_NAME_BYTES);
  if (!areNames || parts.some((part) => /~(?![01])/.test(part))) return undefined;
  const steps = parts.filter((part, index) => part !== "*" || parts[index - 1] === "*").length;
  if (steps > MAX_STEPS) return undefined;
  return [
    ...parts.map((part, index): PlacePart => (part === "*" ? "*" : { name: names[index] as string })),
    ...(decodes ? (["#"] as const) : []),
  ];
}
