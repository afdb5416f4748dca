/**
 * The facts of an event that the annotation lists, whatever the schema, and how to read them from raw CloudTrail and ECS. OCSF
 * and OpenTelemetry have their own files.
 *
 * Works on the source form of spans.ts, since strings and numbers are copied as the event wrote them: a token is a string with
 * its quotes and escapes, or a number's own digits.
 */
import { fieldNodes, fieldValues } from "./fields.js";
import { own, type Json, type JsonObject } from "./json.js";
import { comparedWith } from "./kql.js";
import { attributeValues, type TextOf } from "./otlp.js";
import { QUERY } from "./schemas.js";

export type Token = string;

export interface EventFacts {
  id: Token | undefined;
  time: Token | undefined;
  action: Token | undefined;
  account: Token | undefined;
  region: Token | undefined;
  actorType: Token | undefined;
  actorArn: Token | undefined;
  /** The ARN of the caller's role. */
  actorRole: Token | undefined;
  sourceIdentity: Token | undefined;
  onBehalfOf: Token | undefined;
  sourceIp: Token | undefined;
  userAgent: Token | undefined;
  vpcEndpoint: Token | undefined;
  keyState: Token | undefined;
  deletionDate: Token | undefined;
  window: Token | undefined;
  /** Set only for a failed call. */
  errorCode: Token | undefined;
  errorMessage: Token | undefined;
  /** The kind of event, which is not in the annotation. */
  category: Token | undefined;
  eventType: Token | undefined;
  /** Names of the key, most trusted first: the response, the resources, the request. */
  keyNames: { response: Token[]; resources: Token[]; request: Token[] };
}

/**
 * In a raw event each field has one value: an array there says nothing. Arrays and dots may be on the way to it. In a list of
 * keys and values, an array is several values, as everywhere in OTLP.
 */
export function rawFacts(event: JsonObject): EventFacts {
  const list = own(event, "values");
  const isList = Array.isArray(list) && !["eventSource", "eventName"].every((key) => isStringToken(own(event, key)));
  const nodes = (path: string): Json[] => (isList ? attributeValues(list, path, sourceText) : fieldNodes(event, path));
  const at = (path: string) => firstToken(nodes(path));
  return {
    id: at("eventID"),
    time: at("eventTime"),
    action: isList ? firstAction(nodes("eventName")) : at("eventName"),
    account: at("recipientAccountId") ?? at("userIdentity.accountId"),
    region: at("awsRegion"),
    actorType: at("userIdentity.type"),
    actorArn: at("userIdentity.arn"),
    actorRole: at("userIdentity.sessionContext.sessionIssuer.arn"),
    sourceIdentity: at("userIdentity.sessionContext.sourceIdentity"),
    onBehalfOf: at("userIdentity.onBehalfOf.userId"),
    sourceIp: at("sourceIPAddress"),
    userAgent: at("userAgent"),
    vpcEndpoint: at("vpcEndpointId"),
    keyState: at("responseElements.keyState"),
    deletionDate: at("responseElements.deletionDate"),
    window: firstInteger([
      ...nodes("responseElements.pendingWindowInDays"),
      ...nodes("requestParameters.pendingWindowInDays"),
    ]),
    errorCode: at("errorCode"),
    errorMessage: at("errorMessage"),
    category: at("eventCategory"),
    eventType: at("eventType"),
    keyNames: {
      response: strings(nodes("responseElements.keyId")),
      resources: strings(nodes("resources.ARN")),
      request: strings(nodes("requestParameters.keyId")),
    },
  };
}

/** In an ECS event, fields have many spellings and may have many values: the first that says something counts. */
export function ecsFacts(event: JsonObject): EventFacts {
  const values = (path: string) => fieldValues(event, path);
  const at = (path: string) => firstToken(values(path));
  const flattened = (path: string) => `aws.cloudtrail.flattened.${path}`;
  return {
    id: at("event.id"),
    time: at("@timestamp"),
    action: firstAction(values("event.action")),
    account: at("cloud.account.id") ?? at("aws.cloudtrail.recipient_account_id"),
    region: at("cloud.region"),
    actorType: at("aws.cloudtrail.user_identity.type"),
    actorArn: at("aws.cloudtrail.user_identity.arn"),
    actorRole: at("aws.cloudtrail.user_identity.session_context.session_issuer.arn"),
    sourceIdentity: undefined,
    onBehalfOf: at("aws.cloudtrail.user_identity.on_behalf_of.user_id"),
    sourceIp: at("source.ip") ?? at("source.address"),
    userAgent: at("user_agent.original"),
    vpcEndpoint: at("aws.cloudtrail.vpc_endpoint_id"),
    keyState: at(flattened("response_elements.keyState")),
    deletionDate: at(flattened("response_elements.deletionDate")),
    window: firstInteger([
      ...values(flattened("response_elements.pendingWindowInDays")),
      ...values(flattened("request_parameters.pendingWindowInDays")),
    ]),
    errorCode: at("aws.cloudtrail.error_code"),
    errorMessage: at("aws.cloudtrail.error_message"),
    category: at("aws.cloudtrail.event_category"),
    eventType: undefined,
    keyNames: {
      response: strings(values(flattened("response_elements.keyId"))),
      resources: strings(values("aws.cloudtrail.resources.arn")),
      request: strings(values(flattened("request_parameters.keyId"))),
    },
  };
}

/** Returns the first value that is one of the rule's actions: a field with many values may have others. */
export function firstAction(values: Json[]): Token | undefined {
  const actions = comparedWith(QUERY, "event.action");
  return strings(values).find((token) => actions.includes(textOf(token)));
}

/** Returns the first string or number; an empty string says nothing. */
export function firstToken(values: (Json | undefined)[]): Token | undefined {
  return values.find((value): value is Token => typeof value === "string" && value !== '""');
}

/** Returns the non-empty strings among the values; numbers cannot name a key. */
export function strings(values: (Json | undefined)[]): Token[] {
  return values.filter((value): value is Token => isStringToken(value) && value !== '""');
}

/** Returns the first number, as written, or the first string with an integer, as that number. */
export function firstInteger(values: (Json | undefined)[]): Token | undefined {
  for (const value of values) {
    if (typeof value !== "string") continue;
    if (!isStringToken(value)) return value;
    if (/^-?(0|[1-9][0-9]*)$/.test(textOf(value))) return textOf(value);
  }
  return undefined;
}

export function isStringToken(value: Json | undefined): value is Token {
  return typeof value === "string" && value.startsWith('"');
}

export function textOf(stringToken: Token): string {
  return JSON.parse(stringToken) as string;
}

/** In the source form a string is its token; anything without quotes is a number. */
export const sourceText: TextOf = (value) => (isStringToken(value) ? textOf(value) : undefined);

/** Returns the source text of a string token, one entry per UTF-16 unit of the string. */
export function sourceUnits(stringToken: Token): string[] {
  return stringToken.slice(1, -1).match(/\\u[0-9a-fA-F]{4}|\\?[^]/g) ?? [];
}
