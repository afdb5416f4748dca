/**
 * Writes a raw CloudTrail event like the OpenTelemetry collector's CloudTrail encoding, in the layouts in which log records
 * travel as JSON. The collector puts `cloud.*` on the resource; exporters of single log records copy it to each, and so does
 * this.
 */
import { isObject, own, setOwn, type Json, type JsonObject } from "./json.js";
import { isBlank } from "./schemas.js";
import { epochMilliseconds, errorText } from "./to-ocsf.js";

/** Returns the attributes as dotted keys on the record itself, next to the time. */
export function toOtelFlat(raw: JsonObject): JsonObject {
  return { ...timeOf(raw), ...attributesOf(raw) };
}

export interface OtelNestedOptions {
  /** `{"rpc":{"service":…}}` instead of `{"rpc.service":…}`. */
  nestedObjects?: boolean;
}

/** Returns the attributes in an object `attributes`, with dotted keys or nested objects. */
export function toOtelNested(raw: JsonObject, options: OtelNestedOptions = {}): JsonObject {
  const attributes = attributesOf(raw);
  return { ...timeOf(raw), attributes: options.nestedObjects === true ? nest(attributes) : attributes };
}

/** Returns the log record in OTLP JSON: `attributes` is a list of keys and typed values. */
export function toOtlp(raw: JsonObject): JsonObject {
  return { ...timeOf(raw), attributes: keyValues(attributesOf(raw)) };
}

/** Returns the time in nanoseconds, which OTLP JSON writes as a string, since it exceeds 53 bits. */
function timeOf(raw: JsonObject): JsonObject {
  const milliseconds = epochMilliseconds(own(raw, "eventTime") ?? null);
  return milliseconds === undefined ? {} : { timeUnixNano: String(BigInt(milliseconds) * 1_000_000n) };
}

/** Returns the attributes under dotted names, in the collector's order, without empty strings and what is not a string. */
function attributesOf(raw: JsonObject): JsonObject {
  const identity = own(raw, "userIdentity");
  const user = isObject(identity) ? identity : {};
  const issuer = objectIn(objectIn(user, "sessionContext") ?? {}, "sessionIssuer") ?? {};
  const attributes: [string, Json | undefined][] = [
    ["cloud.provider", "aws"],
    ["cloud.region", stringIn(raw, "awsRegion")],
    ["cloud.account.id", stringIn(raw, "recipientAccountId")],
    ["aws.cloudtrail.event_version", stringIn(raw, "eventVersion")],
    ["aws.cloudtrail.event_id", stringIn(raw, "eventID")],
    ["rpc.method", stringIn(raw, "eventName")],
    ["rpc.system", stringIn(raw, "eventType")],
    ["aws.cloudtrail.api_version", stringIn(raw, "apiVersion")],
    ["rpc.service", stringIn(raw, "eventSource")],
    ["aws.request_id", stringIn(raw, "requestID")],
    ["aws.event.category", stringIn(raw, "eventCategory")],
    ["aws.event.read_only", booleanIn(raw, "readOnly")],
    ["aws.event.management", booleanIn(raw, "managementEvent")],
    ["source.address", stringIn(raw, "sourceIPAddress")],
    ["user_agent.original", stringIn(raw, "userAgent")],
    ["user.name", stringIn(user, "userName")],
    ["aws.user_identity.account_id", stringIn(user, "accountId")],
    ["aws.access_key.id", stringIn(user, "accessKeyId")],
    ["aws.user_identity.invoked_by", stringIn(user, "invokedBy")],
    ["aws.principal.id", stringIn(user, "principalId")],
    ["aws.principal.arn", stringIn(user, "arn")],
    ["aws.principal.type", stringIn(user, "type")],
    ["aws.user_identity.session_context.issuer.arn", stringIn(issuer, "arn")],
    ["aws.error.code", errorText(own(raw, "errorCode") ?? null) ?? undefined],
    ["aws.error.message", errorText(own(raw, "errorMessage") ?? null) ?? undefined],
    ["aws.shared_event_id", stringIn(raw, "sharedEventID")],
    ["aws.request.parameters", objectIn(raw, "requestParameters")],
    ["aws.response.elements", objectIn(raw, "responseElements")],
    ["aws.cloudtrail.additional_event_data", objectIn(raw, "additionalEventData")],
    ["aws.resources", resourcesOf(raw)],
  ];
  return fromEntries(attributes);
}

function resourcesOf(raw: JsonObject): Json | undefined {
  const resources = own(raw, "resources");
  if (!Array.isArray(resources) || resources.length === 0) return undefined;
  return resources.filter(isObject).map((resource) =>
    fromEntries([
      ["account.id", stringIn(resource, "accountId")],
      ["type", stringIn(resource, "type")],
      ["arn", stringIn(resource, "ARN")],
    ]),
  );
}

function stringIn(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === "string" && !isBlank(value) ? value : undefined;
}

function booleanIn(object: JsonObject, key: string): boolean | undefined {
  const value = own(object, key);
  return typeof value === "boolean" ? value : undefined;
}

/** Empty objects stay: to the collector they are present maps. */
function objectIn(object: JsonObject, key: string): JsonObject | undefined {
  const value = own(object, key);
  return isObject(value) ? value : undefined;
}

function fromEntries(entries: [string, Json | undefined][]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) if (value !== undefined) object[key] = value;
  return object;
}

/** Turns dotted names into nested objects; the values stay unchanged. */
function nest(attributes: JsonObject): JsonObject {
  const root: JsonObject = {};
  for (const [name, value] of Object.entries(attributes)) {
    const path = name.split(".");
    const last = path.pop() as string;
    let parent = root;
    for (const key of path) {
      const next = parent[key];
      parent = isObject(next) ? next : (parent[key] = {});
    }
    setOwn(parent, last, value);
  }
  return root;
}

/** Returns the members as an OTLP list of keys and typed values. */
export function keyValues(object: JsonObject): Json[] {
  return Object.entries(object).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** Returns OTLP's typed value. The collector reads every number as a double; null is a value without a type. */
function anyValue(value: Json): JsonObject {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { doubleValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Array.isArray(value)
    ? { arrayValue: { values: value.map(anyValue) } }
    : { kvlistValue: { values: keyValues(value) } };
}
