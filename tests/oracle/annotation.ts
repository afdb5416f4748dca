/**
 * What a match must say about itself: the `keyward` member, derived from the record a second way.
 *
 * Works on source text (spans.ts), because strings and numbers are to be copied as the event wrote them: a `token` here
 * is a string with its quotes and escapes, or a number's own digits.
 */
import { fieldValues } from "./fields.js";
import { isObject, own, type Json, type JsonObject } from "./json.js";
import { comparedWith } from "./kql.js";
import { RULE } from "./project.js";
import { QUERY, type Shape } from "./rule.js";
import { scanSpans, type ObjectSpan } from "./spans.js";

export const TAG = "aws-kms-key-loss";

type Token = string;

interface EventFacts {
  id: Token | undefined;
  time: Token | undefined;
  action: Token | undefined;
  account: Token | undefined;
  region: Token | undefined;
  actorType: Token | undefined;
  actorArn: Token | undefined;
  sourceIp: Token | undefined;
  userAgent: Token | undefined;
  keyState: Token | undefined;
  deletionDate: Token | undefined;
  window: Token | undefined;
  /** What may name the key, most trusted first: the response, the resources, the request. */
  keyNames: { response: Token[]; resources: Token[]; request: Token[] };
}

/** The JSON text of the `keyward` member of a matching record, without whitespace between tokens. */
export function expectedKeyward(recordText: string, shape: Shape): string {
  const record = (scanSpans(recordText) as ObjectSpan).source;
  const facts = shape === "raw" ? rawFacts(record) : ecsFacts(record);
  return objectText([
    ["verdict", '"match"'],
    [
      "rule",
      objectText([
        ["id", JSON.stringify(RULE.id)],
        ["version", JSON.stringify(RULE.version)],
      ]),
    ],
    ["severity", JSON.stringify(RULE.severity)],
    ["risk_score", JSON.stringify(RULE.risk_score)],
    ["matches", "1"],
    ["events", `[${eventText(facts)}]`],
  ]);
}

function eventText(facts: EventFacts): string {
  return objectText([
    ["path", '""'],
    ["verdict", '"match"'],
    ["id", facts.id],
    ["time", facts.time],
    ["action", facts.action],
    ["account", facts.account],
    ["region", facts.region],
    [
      "actor",
      unlessEmpty(
        objectText([
          ["type", facts.actorType],
          ["arn", facts.actorArn],
        ]),
      ),
    ],
    ["source_ip", facts.sourceIp],
    ["user_agent", facts.userAgent],
    ["key", unlessEmpty(objectText([...keyIdentity(facts.keyNames), ["state", facts.keyState]]))],
    ["pending_window_days", facts.window],
    ["deletion_date", facts.deletionDate],
  ]);
}

function objectText(members: [string, string | undefined][]): string {
  const said = members.filter(([, value]) => value !== undefined);
  return `{${said.map(([key, value]) => `"${key}":${value}`).join(",")}}`;
}

function unlessEmpty(text: string): string | undefined {
  return text === "{}" ? undefined : text;
}

/** A raw event's members stand where CloudTrail puts them: one value each, arrays say nothing (but for `resources`). */
function rawFacts(record: JsonObject): EventFacts {
  const at = (...keys: string[]) => firstToken([memberAt(record, keys)]);
  const stringAt = (...keys: string[]) => strings([memberAt(record, keys)]);
  const resources = own(record, "resources");
  return {
    id: at("eventID"),
    time: at("eventTime"),
    action: at("eventName"),
    account: at("recipientAccountId") ?? at("userIdentity", "accountId"),
    region: at("awsRegion"),
    actorType: at("userIdentity", "type"),
    actorArn: at("userIdentity", "arn"),
    sourceIp: at("sourceIPAddress"),
    userAgent: at("userAgent"),
    keyState: at("responseElements", "keyState"),
    deletionDate: at("responseElements", "deletionDate"),
    window: firstInteger([
      memberAt(record, ["responseElements", "pendingWindowInDays"]),
      memberAt(record, ["requestParameters", "pendingWindowInDays"]),
    ]),
    keyNames: {
      response: stringAt("responseElements", "keyId"),
      resources: Array.isArray(resources) ? strings(resources.map((item) => memberAt(item, ["ARN"]))) : [],
      request: stringAt("requestParameters", "keyId"),
    },
  };
}

function memberAt(node: Json, keys: string[]): Json | undefined {
  let found: Json | undefined = node;
  for (const key of keys) found = isObject(found) ? own(found, key) : undefined;
  return found;
}

/** An ECS event's fields may be spelled in many ways and hold many values: the first that says something stands. */
function ecsFacts(record: JsonObject): EventFacts {
  const values = (path: string) => fieldValues(record, path);
  const at = (path: string) => firstToken(values(path));
  const flattened = (path: string) => `aws.cloudtrail.flattened.${path}`;
  const ruleActions = comparedWith(QUERY, "event.action");
  return {
    id: at("event.id"),
    time: at("@timestamp"),
    action: strings(values("event.action")).find((token) => ruleActions.includes(textOf(token))),
    account: at("cloud.account.id") ?? at("aws.cloudtrail.recipient_account_id"),
    region: at("cloud.region"),
    actorType: at("aws.cloudtrail.user_identity.type"),
    actorArn: at("aws.cloudtrail.user_identity.arn"),
    sourceIp: at("source.ip") ?? at("source.address"),
    userAgent: at("user_agent.original"),
    keyState: at(flattened("response_elements.keyState")),
    deletionDate: at(flattened("response_elements.deletionDate")),
    window: firstInteger([
      ...values(flattened("response_elements.pendingWindowInDays")),
      ...values(flattened("request_parameters.pendingWindowInDays")),
    ]),
    keyNames: {
      response: strings(values(flattened("response_elements.keyId"))),
      resources: strings(values("aws.cloudtrail.resources.arn")),
      request: strings(values(flattened("request_parameters.keyId"))),
    },
  };
}

/** The first string or number; an empty string says nothing. */
function firstToken(values: (Json | undefined)[]): Token | undefined {
  return values.find((value): value is Token => typeof value === "string" && value !== '""');
}

/** The non-empty strings among the values; numbers cannot name a key. */
function strings(values: (Json | undefined)[]): Token[] {
  return values.filter((value): value is Token => typeof value === "string" && value.startsWith('"') && value !== '""');
}

/** The first number, as it is written, or the first string that holds an integer, as that number. */
function firstInteger(values: (Json | undefined)[]): Token | undefined {
  for (const value of values) {
    if (typeof value !== "string") continue;
    if (!value.startsWith('"')) return value;
    if (/^-?(0|[1-9][0-9]*)$/.test(textOf(value))) return textOf(value);
  }
  return undefined;
}

const KMS_KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(?=.)/s;

function keyIdentity(names: EventFacts["keyNames"]): [string, Token | undefined][] {
  const arn = [...names.response, ...names.resources, ...names.request].find((token) =>
    KMS_KEY_ARN.test(textOf(token)),
  );
  if (arn === undefined) return [["id", [...names.response, ...names.request][0]]];
  const prefix = KMS_KEY_ARN.exec(textOf(arn))?.[0] ?? "";
  return [
    ["id", `"${sourceUnits(arn).slice(prefix.length).join("")}"`],
    ["arn", arn],
  ];
}

function textOf(stringToken: Token): string {
  return JSON.parse(stringToken) as string;
}

/** The source text of a string token, one entry for each UTF-16 unit of the string it stands for. */
function sourceUnits(stringToken: Token): string[] {
  return stringToken.slice(1, -1).match(/\\u[0-9a-fA-F]{4}|\\?[^]/g) ?? [];
}
