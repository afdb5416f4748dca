/** Maps a raw CloudTrail event to ECS like Elastic's ingest pipeline, in the spellings that reach a log shipper. */
import { isObject, own, setOwn, type Json, type JsonObject } from "./json.js";
import { isBlank, outcomeOf } from "./schemas.js";

/** Returns the event with nested objects: `{"event":{"action":…}}`. */
export function toEcsNested(raw: JsonObject): JsonObject {
  const identity = own(raw, "userIdentity");
  const user = isObject(identity) ? identity : {};
  const account = own(raw, "recipientAccountId") ?? own(user, "accountId") ?? null;
  const address = own(raw, "sourceIPAddress") ?? null;
  const region = own(raw, "awsRegion") ?? null;
  return dropBlanks({
    "@timestamp": own(raw, "eventTime") ?? null,
    event: {
      action: own(raw, "eventName") ?? null,
      dataset: "aws.cloudtrail",
      id: own(raw, "eventID") ?? null,
      kind: "event",
      outcome: outcomeOf(raw),
      provider: own(raw, "eventSource") ?? null,
      type: ["info"],
    },
    cloud: { provider: "aws", account: { id: account }, region },
    source: typeof address === "string" && isIpAddress(address) ? { address, ip: address } : { address },
    user: { name: own(user, "userName") ?? null, id: own(user, "principalId") ?? null },
    user_agent: { original: own(raw, "userAgent") ?? null },
    aws: {
      cloudtrail: {
        event_version: own(raw, "eventVersion") ?? null,
        event_type: own(raw, "eventType") ?? null,
        event_category: own(raw, "eventCategory") ?? null,
        error_code: own(raw, "errorCode") ?? null,
        error_message: own(raw, "errorMessage") ?? null,
        read_only: own(raw, "readOnly") ?? null,
        recipient_account_id: own(raw, "recipientAccountId") ?? null,
        request_id: own(raw, "requestID") ?? null,
        request_parameters: asText(own(raw, "requestParameters")),
        response_elements: asText(own(raw, "responseElements")),
        flattened: {
          request_parameters: own(raw, "requestParameters") ?? null,
          response_elements: own(raw, "responseElements") ?? null,
          additional_eventdata: own(raw, "additionalEventData") ?? null,
        },
        resources: resourcesOf(raw),
        vpc_endpoint_id: own(raw, "vpcEndpointId") ?? null,
        user_identity: {
          type: own(user, "type") ?? null,
          arn: own(user, "arn") ?? null,
          access_key_id: own(user, "accessKeyId") ?? null,
          session_context: sessionOf(own(user, "sessionContext")),
          on_behalf_of: { user_id: memberOf(own(user, "onBehalfOf"), "userId") },
        },
      },
    },
  });
}

/** The pipeline has no field for the source identity. */
function sessionOf(context: Json | undefined): Json {
  const issuer = memberOf(context, "sessionIssuer");
  const attributes = memberOf(context, "attributes");
  return {
    mfa_authenticated: memberOf(attributes, "mfaAuthenticated"),
    session_issuer: {
      account_id: memberOf(issuer, "accountId"),
      arn: memberOf(issuer, "arn"),
      type: memberOf(issuer, "type"),
    },
  };
}

function memberOf(value: Json | undefined, key: string): Json {
  return isObject(value) ? (own(value, key) ?? null) : null;
}

function resourcesOf(raw: JsonObject): Json {
  const resources = own(raw, "resources");
  if (!Array.isArray(resources)) return null;
  return resources.filter(isObject).map((resource) => ({
    account_id: own(resource, "accountId") ?? null,
    arn: own(resource, "ARN") ?? null,
    type: own(resource, "type") ?? null,
  }));
}

/** The pipeline also keeps the parameters as text, which is full of decoys. */
function asText(value: Json | undefined): Json {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

function isIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/i.test(text);
}

function dropBlanks(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (!isBlank(value)) setOwn(kept, key, isObject(value) ? dropBlanks(value) : value);
  }
  return kept;
}

/** Returns the same event with dotted keys only: `{"event.action":…}`. */
export function toEcsDotted(raw: JsonObject): JsonObject {
  return dotted(toEcsNested(raw));
}

/** Returns the same event with some paths dotted and some nested: `{"aws":{"cloudtrail.user_identity":{"arn":…}}}`. */
export function toEcsMixed(raw: JsonObject, choose: () => boolean): JsonObject {
  return mixed(toEcsNested(raw), choose);
}

/** Returns an object's fields under dotted keys only. An array of objects becomes an array for each field. */
export function dotted(object: JsonObject): JsonObject {
  const flat: JsonObject = {};
  const flatten = (prefix: string, value: Json): void => {
    if (isObject(value)) {
      for (const [key, member] of Object.entries(value)) flatten(prefix === "" ? key : `${prefix}.${key}`, member);
    } else if (Array.isArray(value) && value.length > 0 && value.every(isObject)) {
      for (const key of new Set(value.flatMap((item) => Object.keys(item)))) {
        flatten(
          `${prefix}.${key}`,
          value.flatMap((item) => own(item, key) ?? []),
        );
      }
    } else {
      setOwn(flat, prefix, value);
    }
  };
  flatten("", object);
  return flat;
}

/** Returns an object's fields under keys of any length: `choose` decides whether an object's members are spelled out. */
export function mixed(object: JsonObject, choose: () => boolean): JsonObject {
  const mix: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (!isObject(value)) {
      setOwn(mix, key, value);
    } else if (choose()) {
      for (const [inner, member] of Object.entries(mixed(value, choose))) setOwn(mix, `${key}.${inner}`, member);
    } else {
      setOwn(mix, key, mixed(value, choose));
    }
  }
  return mix;
}
