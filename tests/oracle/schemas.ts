/**
 * Decides what is an event, by which of four schemas it is read, and whether the rule matches it: docs/reference/shapes.md in terms of
 * parsed objects. The query is the rule's own text; a schema only maps the query's fields.
 */
import { fieldNodes, fieldValues } from "./fields.js";
import { isObject, own, type Json, type JsonObject, type Scalar } from "./json.js";
import { matchesQuery, parseKql, type Lookup } from "./kql.js";
import { attributeValues, parsedText } from "./otlp.js";
import { RULE } from "./project.js";

export type Schema = "raw" | "ecs" | "ocsf" | "otel";

export const QUERY = parseKql(RULE.query);

/** The query's fields, as far as an event that is not ECS has them. */
interface Fields {
  providers: readonly Scalar[];
  actions: readonly Scalar[];
  failed: boolean;
}

/** Returns the schema of an object; undefined if it is not an event, and so may be an envelope. */
export function schemaOf(object: JsonObject): Schema | undefined {
  const has = (...fields: string[]) => fields.some((field) => fieldValues(object, field).length > 0);
  if (has("event.action")) return "ecs";
  // With a dataset, it is an event before ingest: the fields that name the call are still to come.
  if (has("event.provider", "event.outcome")) return has("event.dataset", "data_stream.dataset") ? undefined : "ecs";
  if (isNamedCall(object) || isInsight(object) || rawList(object) !== undefined) return "raw";
  if (has("api.service.name") && has("api.operation")) {
    const classes = fieldValues(object, "class_uid");
    if (classes.length === 0 || classes.some((value) => OCSF_CLASSES.includes(String(value)))) return "ocsf";
  }
  const methods = otelValues(object, "rpc.method");
  const isCall = methods.some((method) => splitMethod(method) !== undefined);
  const hasSystem = ["rpc.service", "rpc.system.name"].some((field) => otelValues(object, field).length > 0);
  return isCall || (methods.length > 0 && hasSystem) ? "otel" : undefined;
}

/** API Activity, and its predecessor before 1.0. */
const OCSF_CLASSES = ["6003", "3005"];

/** Reports whether a raw event names its call as CloudTrail does. */
function isNamedCall(object: JsonObject): boolean {
  return typeof own(object, "eventSource") === "string" && typeof own(object, "eventName") === "string";
}

/** Reports whether it is a CloudTrail Insight, which is about many calls and is not itself one. */
function isInsight(object: JsonObject): boolean {
  return !isNamedCall(object) && isObject(own(object, "insightDetails"));
}

/** Returns the attributes of a raw event that OTLP wrote as a list of keys and values; undefined if the object is not one. */
function rawList(object: JsonObject): Json[] | undefined {
  const list = own(object, "values");
  if (!Array.isArray(list) || isNamedCall(object) || isInsight(object)) return undefined;
  const isText = (value: Scalar): boolean => typeof value === "string";
  const names = ["eventSource", "eventName"];
  return names.every((name) => attributeValues(list, name, parsedText).some(isText)) ? list : undefined;
}

/** Reports whether the rule matches the event. */
export function ruleMatches(event: JsonObject, schema: Schema): boolean {
  if (schema === "ecs") return matchesQuery(QUERY, ecsLookup(event));
  return callsOf(event, schema).some((call) => matchesQuery(QUERY, lookupOf(call)));
}

/** Returns the values of the query's fields in the event. */
export function lookupFor(event: JsonObject, schema: Schema): Lookup {
  if (schema === "ecs") return ecsLookup(event);
  const calls = callsOf(event, schema);
  return lookupOf({
    providers: calls.flatMap(({ providers }) => providers),
    actions: calls.flatMap(({ actions }) => actions),
    failed: calls.some(({ failed }) => failed),
  });
}

/** Reports whether the rule would match the event had the call not failed; an event without an outcome has not failed. */
export function isFailedCall(event: JsonObject, schema: Schema): boolean {
  if (schema === "ecs") {
    const outcomes = fieldValues(event, "event.outcome");
    if (outcomes.includes("success") || !outcomes.includes("failure")) return false;
    const lookup = ecsLookup(event);
    return matchesQuery(QUERY, (field) => (field === "event.outcome" ? ["success"] : lookup(field)));
  }
  return callsOf(event, schema).some(
    (call) => call.failed && matchesQuery(QUERY, lookupOf({ ...call, failed: false })),
  );
}

/** Returns the calls of the event: one, unless the methods of an OpenTelemetry record name their services themselves. */
function callsOf(event: JsonObject, schema: Exclude<Schema, "ecs">): Fields[] {
  if (schema === "raw") return [rawFields(event)];
  return schema === "ocsf" ? [ocsfFields(event)] : otelCalls(event);
}

/** Later versions of the rule use `data_stream.dataset`; either name satisfies the clause. */
function ecsLookup(event: JsonObject): Lookup {
  return (field) =>
    field === "event.dataset"
      ? [...fieldValues(event, "event.dataset"), ...fieldValues(event, "data_stream.dataset")]
      : fieldValues(event, field);
}

/** Returns the query's fields as the ingest pipeline would set them; every CloudTrail event counts as having the dataset. */
function lookupOf({ providers, actions, failed }: Fields): Lookup {
  const fields = new Map<string, readonly Scalar[]>([
    ["event.dataset", ["aws.cloudtrail"]],
    ["event.provider", providers],
    ["event.action", actions],
    ["event.outcome", [failed ? "failure" : "success"]],
  ]);
  return (field) => fields.get(field) ?? [];
}

function rawFields(event: JsonObject): Fields {
  const list = rawList(event);
  if (list !== undefined) {
    const values = (field: string) => attributeValues(list, field, parsedText);
    const failed = ["errorCode", "errorMessage"].some((field) => values(field).some((error) => !isBlank(error)));
    return { providers: values("eventSource"), actions: values("eventName"), failed };
  }
  const strings = (key: string) => [own(event, key)].filter((value) => typeof value === "string");
  return {
    providers: strings("eventSource"),
    actions: strings("eventName"),
    failed: outcomeOf(event) === "failure",
  };
}

function ocsfFields(event: JsonObject): Fields {
  const values = (field: string) => fieldValues(event, field);
  const says = (field: string) => fieldNodes(event, field).some((error) => !isBlank(error));
  return {
    providers: values("api.service.name").map((name) => (name === "kms" ? "kms.amazonaws.com" : name)),
    actions: values("api.operation"),
    failed:
      values("status_id").some((status) => String(status) === "2") ||
      values("status").includes("Failure") ||
      says("api.response.error") ||
      says("api.response.message"),
  };
}

function otelCalls(event: JsonObject): Fields[] {
  const attributes = own(event, "attributes");
  const errors = ["aws.error.code", "aws.error.message"].flatMap((field) => [
    ...fieldNodes(event, field),
    ...(isObject(attributes) ? fieldNodes(attributes, field) : []),
    ...(Array.isArray(attributes) ? attributeValues(attributes, field, parsedText) : []),
  ]);
  const failed = errors.some((error) => !isBlank(error));
  const services = otelValues(event, "rpc.service");
  return otelValues(event, "rpc.method").map((method) => {
    const { provider, action } = splitMethod(method) ?? {};
    return provider === undefined || action === undefined
      ? { providers: services, actions: [method], failed }
      : { providers: [provider], actions: [action], failed };
  });
}

/** Splits a qualified method into service and name: `kms.amazonaws.com/DisableKey`. */
export function splitMethod(method: Scalar): { provider: string; action: string } | undefined {
  const [, provider, action] = typeof method === "string" ? (/^(.+)\/([^/]+)$/s.exec(method) ?? []) : [];
  return provider === undefined || action === undefined ? undefined : { provider, action };
}

/** Returns the values of an OpenTelemetry field: those on the record, then those among its attributes. */
export function otelValues(event: JsonObject, field: string): Scalar[] {
  const attributes = own(event, "attributes");
  return [
    ...fieldValues(event, field),
    ...(isObject(attributes) ? fieldValues(attributes, field) : []),
    ...(Array.isArray(attributes) ? attributeValues(attributes, field, parsedText) : []),
  ];
}

/** Returns `event.outcome` as the ingest pipeline sets it: failure if an error code or message remains after blanks are dropped. */
export function outcomeOf(event: JsonObject): "success" | "failure" {
  const failed = ["errorCode", "errorMessage"].some((key) => !isBlank(own(event, key)));
  return failed ? "failure" : "success";
}

/**
 * Reports what the pipeline drops first: null, `""`, and objects and arrays that hold nothing else, at any depth. False and 0
 * stay.
 */
export function isBlank(value: Json | undefined): boolean {
  const open: (Json | undefined)[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined || next === null || next === "") continue;
    if (typeof next !== "object") return false;
    for (const member of Object.values(next)) open.push(member);
  }
  return true;
}
