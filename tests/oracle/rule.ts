/**
 * The rule, stated over `JSON.parse`d records: what the module must find, and must not.
 */
import { fieldValues } from "./fields.js";
import { isObject, own, parseRecord, type Json, type JsonObject } from "./json.js";
import { matchesQuery, parseKql, type Lookup } from "./kql.js";
import { RULE } from "./project.js";

export type Verdict = "match" | "no match" | "already" | "not understood";
export type Shape = "raw" | "ecs";

export interface Judgement {
  verdict: Verdict;
  /** How the record was read; absent where it was not judged. */
  shape?: Shape;
}

export const QUERY = parseKql(RULE.query);

/** A record with any of these is an ECS event, and is judged as one alone. */
const ECS_MARKS = ["event.provider", "event.action", "event.outcome"];

export function judge(bytes: Uint8Array): Judgement {
  const record = parseRecord(bytes);
  if (record === undefined) return { verdict: "not understood" };
  if (Object.hasOwn(record, "keyward")) return { verdict: "already" };
  if (ECS_MARKS.some((field) => fieldValues(record, field).length > 0)) {
    return { verdict: matchesQuery(QUERY, ecsLookup(record)) ? "match" : "no match", shape: "ecs" };
  }
  return { verdict: matchesQuery(QUERY, rawLookup(record)) ? "match" : "no match", shape: "raw" };
}

/** Later versions of the rule ask for `data_stream.dataset`; either name satisfies the clause. */
function ecsLookup(record: JsonObject): Lookup {
  return (field) =>
    field === "event.dataset"
      ? [...fieldValues(record, "event.dataset"), ...fieldValues(record, "data_stream.dataset")]
      : fieldValues(record, field);
}

/** The fields that the ingest pipeline would give a raw record, from its own top-level members. */
function rawLookup(record: JsonObject): Lookup {
  const provider = own(record, "eventSource");
  const action = own(record, "eventName");
  if (typeof provider !== "string" || typeof action !== "string") return () => [];
  const fields = new Map([
    ["event.dataset", "aws.cloudtrail"],
    ["event.provider", provider],
    ["event.action", action],
    ["event.outcome", outcomeOf(record)],
  ]);
  return (field) => {
    const value = fields.get(field);
    return value === undefined ? [] : [value];
  };
}

/** `event.outcome` by the ingest pipeline: failure if an error code or an error message is left once blanks are dropped. */
export function outcomeOf(record: JsonObject): "success" | "failure" {
  const failed = ["errorCode", "errorMessage"].some((key) => !isBlank(own(record, key)));
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
