/** Reads the facts of an OCSF event. Its request and response are objects, or JSON in strings. */
import {
  firstAction,
  firstInteger,
  firstToken,
  isStringToken,
  strings,
  textOf,
  type EventFacts,
  type Token,
} from "./facts.js";
import { fieldValues } from "./fields.js";
import { isObject, tryParse, type Json, type JsonObject } from "./json.js";
import { scanSpans, sourceOf } from "./spans.js";
import { wellFormed } from "./unwrap.js";

/** It moved between versions; the account of a calling service is not mapped at all. */
const ACCOUNTS = [
  "cloud.account.uid",
  "cloud.account_uid",
  "unmapped.recipientAccountId",
  "actor.user.account.uid",
  "actor.user.account_uid",
];

/** Some mappings put the principal's id where others put its ARN. */
function isArn(value: Json): value is Token {
  return isStringToken(value) && textOf(value).startsWith("arn:");
}

export function ocsfFacts(event: JsonObject): EventFacts {
  const values = (path: string) => fieldValues(event, path);
  const at = (path: string) => firstToken(values(path));
  const request = dataReader(event, "api.request.data");
  const response = dataReader(event, "api.response.data");
  return {
    id: at("metadata.uid"),
    time: at("time_dt") ?? at("time"),
    action: firstAction(values("api.operation")),
    account: ACCOUNTS.map(at).find((account) => account !== undefined),
    region: at("cloud.region"),
    actorType: at("actor.user.type"),
    actorArn: [...values("actor.user.uid"), ...values("actor.user.uuid")].find(isArn),
    actorRole: at("actor.session.issuer"),
    sourceIdentity: at("unmapped.userIdentity.sessionContext.sourceIdentity"),
    onBehalfOf: at("unmapped.userIdentity.onBehalfOf.userId"),
    sourceIp: at("src_endpoint.ip") ?? at("src_endpoint.domain"),
    userAgent: at("http_request.user_agent"),
    vpcEndpoint: at("src_endpoint.uid"),
    keyState: firstToken(response("keyState")),
    deletionDate: firstToken(response("deletionDate")),
    window: firstInteger([...response("pendingWindowInDays"), ...request("pendingWindowInDays")]),
    errorCode: at("api.response.error"),
    errorMessage: at("api.response.message"),
    category: at("metadata.product.feature.name"),
    eventType: at("metadata.event_code"),
    keyNames: {
      response: strings(response("keyId")),
      resources: strings(values("resources.uid")),
      request: strings(request("keyId")),
    },
  };
}

/** Returns a reader of names below `field`: first in the objects there, then in the first string, decoded. */
function dataReader(event: JsonObject, field: string): (name: string) => Json[] {
  const token = fieldValues(event, field).find(isStringToken);
  const text = token === undefined ? "" : wellFormed(textOf(token));
  const decoded = isObject(tryParse(text)) ? sourceOf(scanSpans(text)) : {};
  return (name) => [...fieldValues(event, `${field}.${name}`), ...fieldValues(decoded, name)];
}
