/**
 * What an OpenTelemetry log record says about itself: each field on the record first, then among its attributes.
 */
import { firstAction, firstInteger, firstToken, isStringToken, strings, textOf, type EventFacts } from "./facts.js";
import { fieldValues } from "./fields.js";
import { isObject, own, type Json, type JsonObject } from "./json.js";
import { attributeValues, type TextOf } from "./otlp.js";

/** In the source form a string is its token; whatever has no quotes is a number. */
const sourceText: TextOf = (value) => (isStringToken(value) ? textOf(value) : undefined);

export function otelFacts(event: JsonObject): EventFacts {
  const attributes = own(event, "attributes");
  const values = (path: string): Json[] => [
    ...fieldValues(event, path),
    ...(isObject(attributes) ? fieldValues(attributes, path) : []),
    ...(Array.isArray(attributes) ? attributeValues(attributes, path, sourceText) : []),
  ];
  const at = (path: string) => firstToken(values(path));
  const response = (name: string) => values(`aws.response.elements.${name}`);
  const request = (name: string) => values(`aws.request.parameters.${name}`);
  return {
    id: at("aws.cloudtrail.event_id"),
    time: at("timeUnixNano") ?? at("@timestamp"),
    action: firstAction(values("rpc.method")),
    account: at("cloud.account.id") ?? at("aws.user_identity.account_id"),
    region: at("cloud.region"),
    actorType: at("aws.principal.type"),
    actorArn: at("aws.principal.arn"),
    sourceIp: at("source.address"),
    userAgent: at("user_agent.original"),
    keyState: firstToken(response("keyState")),
    deletionDate: firstToken(response("deletionDate")),
    window: firstInteger([...response("pendingWindowInDays"), ...request("pendingWindowInDays")]),
    errorCode: at("aws.error.code"),
    errorMessage: at("aws.error.message"),
    category: at("aws.event.category"),
    eventType: at("rpc.system"),
    keyNames: {
      response: strings(response("keyId")),
      resources: strings(values("aws.resources.arn")),
      request: strings(request("keyId")),
    },
  };
}
