/** What an event says beyond its annotation, under the names that each schema has for it. */
import { DETAIL_PATHS, OCSF_REQUEST, OCSF_REQUESTED_KEY } from "./detail-paths.js";
import { attributesOf, elementsOf, isObject, valuesAt } from "./fields.js";
import type { Details } from "./finding.js";
import { locateEvent, parseJson } from "./locate.js";
import { detectSchema, rawListOf } from "./schema.js";

/** The details of the event at `path` in a parsed record, as far as it says them; none if no event is there. */
export function readDetails(record: unknown, path: string): Details {
  const event = locateEvent(record, path);
  const schema = detectSchema(event);
  if (schema === undefined) return {};
  const list = isObject(event) && schema === "raw" ? rawListOf(event) : undefined;
  // What is on an OpenTelemetry record itself comes first.
  const containers = schema === "otel" ? [event, attributesOf(event)] : [list ?? event];
  // A raw event's values are none in arrays.
  const mayBeArray = schema !== "raw" || list !== undefined;
  const details: Details = {};
  for (const [name, paths] of Object.entries(DETAIL_PATHS[schema]) as [keyof Details, readonly string[]][]) {
    const values = paths.flatMap((path) => containers.flatMap((container) => valuesAt(container, path)));
    const text = firstText(mayBeArray ? values.flatMap(elementsOf) : values);
    if (text !== undefined) details[name] = text;
  }
  if (schema === "ecs") return withIssuersName(details);
  return schema === "ocsf" ? withRequestedKey(details, event) : details;
}

/** The first string that is not empty, number or boolean. */
function firstText(values: unknown[]): string | undefined {
  for (const value of values) {
    if ((typeof value === "string" && value !== "") || typeof value === "number" || typeof value === "boolean") {
      return String(value);
    }
  }
  return undefined;
}

/** In ECS a session has the name of the role or user that issued it for its own (detail-paths.ts). */
function withIssuersName({ user_name, ...details }: Details): Details {
  if (user_name === undefined) return details;
  const isSession = details.session_issuer_type !== undefined || details.session_issuer_arn !== undefined;
  return isSession ? { ...details, session_issuer_user_name: user_name } : { ...details, user_name };
}

/** OCSF's request is often JSON in a string; what it says comes behind what an object says. */
function withRequestedKey(details: Details, event: unknown): Details {
  if (details.requested_key !== undefined) return details;
  const text = valuesAt(event, OCSF_REQUEST)
    .flatMap(elementsOf)
    .find((value) => typeof value === "string");
  const request = text === undefined ? undefined : parseJson(text);
  if (!isObject(request)) return details;
  const key = firstText(valuesAt(request, OCSF_REQUESTED_KEY).flatMap(elementsOf));
  return key === undefined ? details : { ...details, requested_key: key };
}
