/**
 * Reads the facts of an OpenTelemetry log record: each field on the record first, then among its attributes; account and region
 * also on its resource.
 */
import {
  firstInteger,
  firstToken,
  isStringToken,
  sourceText,
  sourceUnits,
  strings,
  textOf,
  type EventFacts,
  type Token,
} from "./facts.js";
import { fieldValues } from "./fields.js";
import { isObject, own, type Json, type JsonObject } from "./json.js";
import { comparedWith } from "./kql.js";
import { attributeValues } from "./otlp.js";
import { QUERY, splitMethod } from "./schemas.js";

/** `resource`: the one next to the record's scope in OTLP. */
export function otelFacts(event: JsonObject, resource?: Json): EventFacts {
  const values = (path: string): Json[] => [...fieldValues(event, path), ...attributesAt(event, path)];
  const at = (path: string) => firstToken(values(path));
  const response = (name: string) => values(`aws.response.elements.${name}`);
  const request = (name: string) => values(`aws.request.parameters.${name}`);
  const onResource = (path: string) =>
    firstToken([
      ...fieldValues(event, `resource.attributes.${path}`),
      ...attributesAt(own(event, "resource"), path, true),
      ...attributesAt(resource, path),
    ]);
  return {
    id: at("aws.cloudtrail.event_id"),
    time: at("timeUnixNano") ?? at("@timestamp"),
    action: actionOf(values("rpc.method"), values("rpc.service")),
    account: at("cloud.account.id") ?? onResource("cloud.account.id") ?? at("aws.user_identity.account_id"),
    region: at("cloud.region") ?? onResource("cloud.region"),
    actorType: at("aws.principal.type") ?? at("aws.user_identity.principal.type"),
    actorArn: at("aws.principal.arn") ?? at("aws.user_identity.principal.arn"),
    actorRole: at("aws.user_identity.session_context.issuer.arn"),
    sourceIdentity: undefined,
    onBehalfOf: undefined,
    sourceIp: at("source.address"),
    userAgent: at("user_agent.original"),
    vpcEndpoint: undefined,
    keyState: firstToken(response("keyState")),
    deletionDate: firstToken(response("deletionDate")),
    window: firstInteger([...response("pendingWindowInDays"), ...request("pendingWindowInDays")]),
    errorCode: at("aws.error.code"),
    errorMessage: at("aws.error.message"),
    category: at("aws.event.category"),
    eventType: at("rpc.system"),
    keyNames: {
      response: strings(response("keyId")),
      resources: strings([...values("aws.resources.arn"), ...values("aws.resources.ARN")]),
      request: strings(request("keyId")),
    },
  };
}

/** Returns the values of a field among an object's `attributes`; `inListOnly` if the object form was read before. */
function attributesAt(holder: Json | undefined, path: string, inListOnly = false): Json[] {
  const attributes = isObject(holder) ? own(holder, "attributes") : undefined;
  if (Array.isArray(attributes)) return attributeValues(attributes, path, sourceText);
  return isObject(attributes) && !inListOnly ? fieldValues(attributes, path) : [];
}

/** Returns the bare name of the first method that the rule names together with its service. */
function actionOf(methods: readonly Json[], services: readonly Json[]): Token | undefined {
  const actions = comparedWith(QUERY, "event.action");
  const providers = comparedWith(QUERY, "event.provider");
  const isProvider = (provider: Json) => isStringToken(provider) && providers.includes(textOf(provider));
  for (const method of strings([...methods])) {
    const text = textOf(method);
    const parts = splitMethod(text);
    if (parts === undefined) {
      if (actions.includes(text) && services.some(isProvider)) return method;
    } else if (actions.includes(parts.action) && providers.includes(parts.provider)) {
      return `"${sourceUnits(method)
        .slice(text.length - parts.action.length)
        .join("")}"`;
    }
  }
  return undefined;
}
