/**
 * Maps a raw CloudTrail event to OCSF 1.x API Activity by OCSF's published mapping for CloudTrail: the mapped fields, and all
 * others under `unmapped`.
 */
import { isIP } from "node:net";
import { isObject, own, setOwn, type Json, type JsonObject } from "./json.js";
import { isBlank } from "./schemas.js";

const API_ACTIVITY = 6003;
const SUCCESS = { status: "Success", status_id: 1 } as const;
const FAILURE = { status: "Failure", status_id: 2 } as const;
const READ = 2;
const OTHER_ACTIVITY = 99;

/** The mapped members; the rest of an event goes to `unmapped`. */
const MAPPED = [
  ..."apiVersion awsRegion errorCode errorMessage eventCategory eventID eventName eventSource eventTime".split(" "),
  ..."eventType eventVersion recipientAccountId requestID requestParameters resources responseElements".split(" "),
  ..."sourceIPAddress userAgent userIdentity vpcEndpointId".split(" "),
];

export interface OcsfOptions {
  /** Request and response as JSON in a string, as most mappings write them, instead of as objects. */
  dataAsText?: boolean;
}

/**
 * Returns the event in OCSF, without blanks. The status depends on the error code: an `errorMessage` alone becomes a message next
 * to the status `Success`.
 */
export function toOcsf(raw: JsonObject, options: OcsfOptions = {}): JsonObject {
  const at = (key: string): Json => own(raw, key) ?? null;
  const data = (key: string): Json => (options.dataAsText === true ? asText(at(key)) : at(key));
  const name = stringOrNull(at("eventName"));
  const activity = at("readOnly") === true ? READ : OTHER_ACTIVITY;
  const time = at("eventTime");
  return dropBlanks({
    activity_id: activity,
    activity_name: activity === READ ? "Read" : name,
    actor: actorOf(at("userIdentity")),
    api: {
      operation: name,
      request: { data: data("requestParameters"), uid: at("requestID") },
      response: { data: data("responseElements"), error: errorText(at("errorCode")), message: at("errorMessage") },
      service: { name: stringOrNull(at("eventSource")) },
      version: at("apiVersion"),
    },
    category_name: "Application Activity",
    category_uid: 6,
    class_name: "API Activity",
    class_uid: API_ACTIVITY,
    cloud: { account: { uid: at("recipientAccountId") }, provider: "AWS", region: at("awsRegion") },
    http_request: { user_agent: at("userAgent") },
    metadata: {
      event_code: at("eventType"),
      product: {
        feature: { name: at("eventCategory") },
        name: "CloudTrail",
        vendor_name: "AWS",
        version: at("eventVersion"),
      },
      profiles: ["cloud", "datetime"],
      uid: at("eventID"),
      version: "1.5.0",
    },
    resources: resourcesOf(at("resources")),
    severity: "Informational",
    severity_id: 1,
    src_endpoint: endpointOf(at("sourceIPAddress"), at("vpcEndpointId")),
    ...(isBlank(at("errorCode")) ? SUCCESS : FAILURE),
    time: epochMilliseconds(time) ?? null,
    time_dt: time,
    type_uid: API_ACTIVITY * 100 + activity,
    unmapped: unmappedOf(raw),
  });
}

/** Converts a CloudTrail time to milliseconds since 1970; undefined if it is not one. */
export function epochMilliseconds(time: Json): number | undefined {
  const milliseconds = typeof time === "string" ? Date.parse(time) : NaN;
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}

/** Returns an error code or message as the string that a schema requires: anything else as its JSON. Blanks become null. */
export function errorText(value: Json): string | null {
  if (isBlank(value)) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function actorOf(identity: Json): Json {
  if (!isObject(identity)) return null;
  return {
    invoked_by: own(identity, "invokedBy") ?? null,
    session: { issuer: memberAt(identity, "sessionContext", "sessionIssuer", "arn") },
    user: {
      account: { uid: own(identity, "accountId") ?? null },
      credential_uid: own(identity, "accessKeyId") ?? null,
      name: own(identity, "userName") ?? null,
      type: own(identity, "type") ?? null,
      uid: own(identity, "arn") ?? null,
      uid_alt: own(identity, "principalId") ?? null,
    },
  };
}

function memberAt(value: Json, ...way: string[]): Json {
  return way.reduce<Json>((at, key) => (isObject(at) ? (own(at, key) ?? null) : null), value);
}

function endpointOf(address: Json, vpcEndpoint: Json): JsonObject {
  const isAddress = typeof address === "string" && isIP(address) !== 0;
  return { ...(isAddress ? { ip: address } : { domain: address }), uid: vpcEndpoint };
}

function resourcesOf(resources: Json): Json {
  if (!Array.isArray(resources) || resources.length === 0) return null;
  return resources.filter(isObject).map((resource) =>
    dropBlanks({
      owner: { account: { uid: own(resource, "accountId") ?? null } },
      type: own(resource, "type") ?? null,
      uid: own(resource, "ARN") ?? null,
    }),
  );
}

function unmappedOf(raw: JsonObject): JsonObject {
  const unmapped: JsonObject = {};
  for (const [key, value] of Object.entries(raw)) {
    if (!MAPPED.includes(key)) setOwn(unmapped, key, value);
  }
  const identity = own(raw, "userIdentity") ?? null;
  const user: JsonObject = {
    onBehalfOf: { userId: memberAt(identity, "onBehalfOf", "userId") },
    sessionContext: { sourceIdentity: memberAt(identity, "sessionContext", "sourceIdentity") },
  };
  return isBlank(user) ? unmapped : { ...unmapped, userIdentity: user };
}

function stringOrNull(value: Json): string | null {
  return typeof value === "string" ? value : null;
}

function asText(value: Json): string | null {
  return isBlank(value) ? null : JSON.stringify(value);
}

function dropBlanks(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (!isBlank(value)) setOwn(kept, key, isObject(value) ? dropBlanks(value) : value);
  }
  return kept;
}
