/** Events of every schema to put into envelopes: some that match, some that nearly do, and others. */
import { noAttribute } from "./attributes.js";
import { FACT_MUTATIONS } from "./fact-mutations.js";
import { isObject, own, type JsonObject } from "./json.js";
import { NEUTRAL, type Mutation } from "./mutations.js";
import { NEAR_MISS_MUTATIONS } from "./near-misses.js";
import { OCSF_NEAR_MISSES, OCSF_NEUTRAL } from "./ocsf-mutations.js";
import { OTEL_NEAR_MISSES, OTEL_NEUTRAL, QUALIFY } from "./otel-mutations.js";
import type { Random } from "./random.js";
import { ACTIONS, NEAR_MISSES, PROVIDER, randomKey, randomText, randomTree, rawMatch } from "./samples.js";
import type { Schema } from "./schemas.js";
import { dotted, mixed, toEcsNested } from "./to-ecs.js";
import { toOcsf } from "./to-ocsf.js";
import { keyValues, toOtelFlat, toOtelNested, toOtlp } from "./to-otel.js";
import { array, fromJson, getMember, isObjectTree, literal, object, type ObjectTree, type Tree } from "./tree.js";

export type EventKind = "match" | "near miss" | "other" | "junk";

export interface MadeEvent {
  tree: ObjectTree;
  /** What it was made of and how, for reports of a disagreement. */
  made: string[];
}

const SCHEMAS: readonly Schema[] = ["raw", "raw", "raw", "ecs", "ecs", "ocsf", "ocsf", "otel", "otel", "otel"];

/** Long strings are for records: in nested texts they would grow without bound. */
const SHORT = NEUTRAL.filter(({ name }) => name !== "a long string");

/** Changes that fit every schema; what the annotation is read from differs. */
const NEUTRAL_FOR_ALL = SHORT.filter((mutation) => mutation.only === undefined && !FACT_MUTATIONS.includes(mutation));

const MUTATIONS: Record<Schema, { neutral: readonly Mutation[]; nearMisses: readonly Mutation[] }> = {
  raw: { neutral: fitting(SHORT, "raw"), nearMisses: fitting(NEAR_MISS_MUTATIONS, "raw") },
  ecs: { neutral: fitting(SHORT, "ecs"), nearMisses: fitting(NEAR_MISS_MUTATIONS, "ecs") },
  ocsf: { neutral: [...NEUTRAL_FOR_ALL, ...OCSF_NEUTRAL], nearMisses: OCSF_NEAR_MISSES },
  otel: { neutral: [...NEUTRAL_FOR_ALL, ...OTEL_NEUTRAL], nearMisses: OTEL_NEAR_MISSES },
};

function fitting(mutations: readonly Mutation[], schema: Schema): Mutation[] {
  return mutations.filter(({ only }) => only === undefined || only === schema);
}

export function makeEvent(kind: EventKind, random: Random): MadeEvent {
  if (kind === "junk") return { tree: junk(random), made: ["junk"] };
  if (random.chance(0.05)) return { tree: listed(kind, random), made: [`${kind} list`] };
  const schema = random.pick(SCHEMAS);
  const raw = random.chance(0.85) ? smallMatch(random) : rawMatch(random);
  if (kind === "other") becomeOther(raw, random);
  const tree = fromJson(spelled(raw, schema, random)) as ObjectTree;
  const made = [`${kind} ${schema}`];
  const mutate = (mutations: readonly Mutation[], count: number): void => {
    for (; count > 0; count--) {
      const mutation = random.pick(mutations);
      mutation.apply(tree, random);
      made.push(mutation.name);
    }
  };
  // Others stay others: changes for one schema put right values in.
  mutate(kind === "other" ? NEUTRAL_FOR_ALL : MUTATIONS[schema].neutral, random.pick([0, 0, 1, 1, 2, 3]));
  if (kind === "near miss") mutate(MUTATIONS[schema].nearMisses, 1);
  if (kind === "match" && schema === "otel" && random.chance(0.3)) mutate([QUALIFY], 1);
  return { tree, made };
}

/** Returns a raw event as the list of keys and values that OTLP makes of a log record's body. */
function listed(kind: EventKind, random: Random): ObjectTree {
  const raw = smallMatch(random);
  if (kind === "other") becomeOther(raw, random);
  const list = keyValues(raw).map(fromJson);
  const put = (element: Tree) => list.splice(random.below(list.length + 1), 0, element);
  const text = (key: string, value: string) => object(["key", key], ["value", object(["stringValue", value])]);
  if (random.chance(0.3)) put(noAttribute("errorCode", "", random));
  if (random.chance(0.3)) put(text("errorMessage", ""));
  if (kind === "near miss") {
    const [key, wrong] = random.pick<[string, readonly string[]]>([
      ["eventName", NEAR_MISSES.action],
      ["eventSource", NEAR_MISSES.provider],
    ]);
    if (random.chance(0.3)) put(text(random.pick(["errorCode", "errorMessage"]), "AccessDenied"));
    else {
      list.splice(0, list.length, ...list.filter((item) => !isObjectTree(item) || getMember(item, "key") !== key));
      if (random.chance(0.8)) put(text(key, random.pick(wrong)));
    }
  }
  return object(["values", array(...list)]);
}

/** Returns a matching raw event of a few bytes, for records with many. */
export function tinyMatch(random: Random): ObjectTree {
  return object(
    ["eventSource", PROVIDER],
    ["eventName", random.pick(ACTIONS)],
    ["eventID", literal(random.below(999))],
  );
}

function smallMatch(random: Random): JsonObject {
  const whole = rawMatch(random);
  const names = ["eventSource", "eventName", ...["eventID", "requestParameters", "responseElements", "userIdentity"]];
  return Object.fromEntries(
    Object.entries(whole).filter(([key]) => names.includes(key) && (/^event[SN]/.test(key) || random.chance(0.4))),
  );
}

/** Returns the raw event in a schema, in one of the spellings that occur. */
function spelled(raw: JsonObject, schema: Schema, random: Random): JsonObject {
  const choose = () => random.chance(0.5);
  switch (schema) {
    case "raw":
      return raw;
    case "ecs":
      return respelled(toEcsNested(raw), random);
    case "ocsf":
      return respelled(toOcsf(raw, { dataAsText: choose() }), random);
    case "otel": {
      const make = random.pick([toOtelFlat, toOtelNested, toOtlp, toOtlp]);
      if (make === toOtelNested) return toOtelNested(raw, { nestedObjects: choose() });
      const made = make(raw);
      return make === toOtelFlat && choose() ? nestedFields(made, choose) : made;
    }
  }
}

function respelled(event: JsonObject, random: Random): JsonObject {
  const spelling = random.pick(["nested", "nested", "dotted", "mixed"] as const);
  if (spelling === "nested") return event;
  return spelling === "dotted" ? dotted(event) : mixed(event, () => random.chance(0.5));
}

/** Turns the first part of some dotted keys into an object. */
function nestedFields(flat: JsonObject, choose: () => boolean): JsonObject {
  const made: JsonObject = {};
  for (const [key, value] of Object.entries(flat)) {
    const dot = key.indexOf(".");
    const parent = key.slice(0, dot);
    const there = own(made, parent);
    if (dot < 0 || !choose()) made[key] = value;
    else if (isObject(there)) there[key.slice(dot + 1)] = value;
    else if (there === undefined) made[parent] = { [key.slice(dot + 1)]: value };
    else made[key] = value;
  }
  return made;
}

/** Turns it into another service's or cloud's event, another KMS call, or one with the rule's names in its parameters. */
function becomeOther(raw: JsonObject, random: Random): void {
  const [source, name] = random.pick<[source: string, name: string]>([
    ["s3.amazonaws.com", "GetObject"],
    ["kms.amazonaws.com", "Decrypt"],
    ["kms.amazonaws.com", "EnableKey"],
    ["iam.amazonaws.com", "PutRolePolicy"],
    ["ssm.amazonaws.com", "SendCommand"],
    ["cloudkms.googleapis.com", "DisableKey"],
    ["kms.aliyuncs.com", "ScheduleKeyDeletion"],
    ["aws:s3", "ObjectRemoved:Delete"],
  ]);
  raw.eventSource = source;
  raw.eventName = name;
  if (random.chance(0.6)) raw.requestParameters = decoyParameters(random);
}

/** Returns parameters whose texts quote the rule's names: a policy, a script, a logged event. */
export function decoyParameters(random: Random): JsonObject {
  const name = random.pick(ACTIONS);
  const statement = { Effect: "Allow", Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"], Resource: "*" };
  const event = { eventSource: PROVIDER, eventName: name };
  return random.pick<JsonObject>([
    { policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) },
    { policyDocument: { Statement: [{ ...statement, Condition: { StringEquals: { ...event } } }] } },
    { documentName: "AWS-RunShellScript", parameters: { commands: [`aws kms ${name}`, JSON.stringify(event)] } },
    { content: JSON.stringify({ mainSteps: [{ inputs: { Service: PROVIDER, Api: name, ...event } }] }) },
    { Records: [event], detail: event, event, "detail-type": "AWS API Call via CloudTrail" },
    { log: JSON.stringify(event), message: JSON.stringify({ Records: [event] }), Message: JSON.stringify(event) },
    { eventPattern: { source: ["aws.kms"], detail: { eventSource: [PROVIDER], eventName: [name] } } },
    { insightDetails: { ...event, insightType: "ApiCallRateInsight", state: "Start" } },
  ]);
}

/** Returns an object that is not an event, though it may mention one. */
function junk(random: Random): ObjectTree {
  const choices: (() => ObjectTree)[] = [
    () => object(),
    () => object([randomKey(random), randomTree(random)]),
    () => object(["x", randomText(random)], ["eventName", random.pick(ACTIONS)]),
    () => object(["eventSource", PROVIDER], ["requestParameters", fromJson(decoyParameters(random))]),
    () => fromJson(decoyInsight(random)) as ObjectTree,
    () => object(["payloads", makeTree(random)]),
    () => object(["responseElements", makeTree(random)], ["kind", "AuditLog"]),
    () => object(["x", object(["Records", { items: [makeTree(random)] }])]),
  ];
  return random.pick(choices)();
}

function makeTree(random: Random): Tree {
  return fromJson(smallMatch(random));
}

/** An Insight names the call that it is about, but is not a call itself, and has no source next to its name. */
function decoyInsight(random: Random): JsonObject {
  const about = { eventSource: PROVIDER, eventName: random.pick(ACTIONS), insightType: "ApiCallRateInsight" };
  return { eventCategory: "Insight", eventType: "AwsCloudTrailInsight", insightDetails: about, eventID: "1" };
}
