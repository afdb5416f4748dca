/**
 * What is an event, by which of four schemas it is read, and whether the rule matches it: docs/shapes.md stated over
 * parsed objects. The query is the rule's own text; each schema only says what the query's fields are called in it.
 */
import { fieldNodes, fieldValues } from "./fields.js";
import { isObject, own, type Json, type JsonObject, type Scalar } from "./json.js";
import { matchesQuery, parseKql, type Lookup } from "./kql.js";
import { attributeValues, parsedText } from "./otlp.js";
import { RULE } from "./project.js";

export type Schema = "raw" | "ecs" | "ocsf" | "otel";

export const QUERY = parseKql(RULE.query);

/** The fields that the query asks for, as far as they are known of an event that is not ECS. */
interface Fields {
  providers: readonly Scalar[];
  actions: readonly Scalar[];
  failed: boolean;
}

/** How the object is to be read as an event; undefined where it is none, and may be an envelope. */
export function schemaOf(object: JsonObject): Schema | undefined {
  const has = (...fields: string[]) => fields.some((field) => fieldValues(object, field).length > 0);
  if (has("event.action")) return "ecs";
  // With a dataset it is an event before ingest: the fields that name the call are still to come.
  if (has("event.provider", "event.outcome")) return has("event.dataset", "data_stream.dataset") ? undefined : "ecs";
  if (typeof own(object, "eventSource") === "string" && typeof own(object, "eventName") === "string") return "raw";
  if (has("api.service.name") && has("api.operation")) {
    const classes = fieldValues(object, "class_uid");
    if (classes.length === 0 || classes.some((value) => String(value) === "6003")) return "ocsf";
  }
  if (otelValues(object, "rpc.service").length > 0 && otelValues(object, "rpc.method").length > 0) return "otel";
  return undefined;
}

/** Whether the rule matches the event. */
export function ruleMatches(event: JsonObject, schema: Schema): boolean {
  return matchesQuery(QUERY, lookupFor(event, schema));
}

/** The values of the query's fields in the event. */
export function lookupFor(event: JsonObject, schema: Schema): Lookup {
  return schema === "ecs" ? ecsLookup(event) : lookupOf(FIELDS[schema](event));
}

/** Whether the rule would match the event had the call not failed; an event that does not say how it went has not. */
export function isFailedCall(event: JsonObject, schema: Schema): boolean {
  if (schema === "ecs") {
    const outcomes = fieldValues(event, "event.outcome");
    if (outcomes.includes("success") || !outcomes.includes("failure")) return false;
    const lookup = ecsLookup(event);
    return matchesQuery(QUERY, (field) => (field === "event.outcome" ? ["success"] : lookup(field)));
  }
  const fields = FIELDS[schema](event);
  return fields.failed && matchesQuery(QUERY, lookupOf({ ...fields, failed: false }));
}

const FIELDS = { raw: rawFields, ocsf: ocsfFields, otel: otelFields };

/** Later versions of the rule ask for `data_stream.dataset`; either name satisfies the clause. */
function ecsLookup(event: JsonObject): Lookup {
  return (field) =>
    field === "event.dataset"
      ? [...fieldValues(event, "event.dataset"), ...fieldValues(event, "data_stream.dataset")]
      : fieldValues(event, field);
}

/** The query's fields as the ingest pipeline would give them; being a CloudTrail event stands for the dataset. */
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
  const strings = (key: string) => [own(event, key)].filter((value) => typeof value === "string");
  return {
    providers: strings("eventSource"),
    actions: strings("eventName"),
    failed: outcomeOf(event) === "failure",
  };
}

function ocsfFields(event: JsonObject): Fields {
  const values = (field: string) => fieldValues(event, field);
  return {
    providers: values("api.service.name").map((name) => (name === "kms" ? "kms.amazonaws.com" : name)),
    actions: values("api.operation"),
    failed:
      values("status_id").some((status) => String(status) === "2") ||
      values("status").includes("Failure") ||
      fieldNodes(event, "api.response.error").some((error) => !isBlank(error)),
  };
}

function otelFields(event: JsonObject): Fields {
  const attributes = own(event, "attributes");
  const errors = ["aws.error.code", "aws.error.message"].flatMap((field) => [
    ...fieldNodes(event, field),
    ...(isObject(attributes) ? fieldNodes(attributes, field) : []),
    ...(Array.isArray(attributes) ? attributeValues(attributes, field, parsedText) : []),
  ]);
  return {
    providers: otelValues(event, "rpc.service"),
    actions: otelValues(event, "rpc.method"),
    failed: errors.some((error) => !isBlank(error)),
  };
}

/** The values of an OpenTelemetry field: those on the record, then those among its attributes. */
function otelValues(event: JsonObject, field: string): Scalar[] {
  const attributes = own(event, "attributes");
  return [
    ...fieldValues(event, field),
    ...(isObject(attributes) ? fieldValues(attributes, field) : []),
    ...(Array.isArray(attributes) ? attributeValues(attributes, field, parsedText) : []),
  ];
}

/** `event.outcome` by the ingest pipeline: failure if an error code or an error message is left once blanks are dropped. */
export function outcomeOf(event: JsonObject): "success" | "failure" {
  const failed = ["errorCode", "errorMessage"].some((key) => !isBlank(own(event, key)));
  return failed ? "failure" : "success";
}

/**
 * What the pipeline drops before it looks: null, `""`, and objects with nothing but these in them, all the way down.
 * Arrays stay, empty ones too; so do false and 0.
 */
export function isBlank(value: Json | undefined): boolean {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined || next === null || next === "") continue;
    if (!isObject(next)) return false;
    for (const member of Object.values(next)) open.push(member);
  }
  return true;
}
