/** The words for what the module counts: clauses, clues and fields, by their numbers there. */
import type { Schema } from "../engine/core-module.js";

export const CLAUSE_NAMES = ["dataset", "provider", "action", "outcome"] as const;
export type ClauseName = (typeof CLAUSE_NAMES)[number];

/** The clauses of the rule, in its own words (rules/aws-kms-key-loss.json); clause `n` is bit `n` of the module's. */
export const CLAUSES: readonly { clause: ClauseName; field: string; wanted: readonly string[] }[] = [
  { clause: "dataset", field: "event.dataset", wanted: ["aws.cloudtrail"] },
  { clause: "provider", field: "event.provider", wanted: ["kms.amazonaws.com"] },
  { clause: "action", field: "event.action", wanted: ["DisableKey", "ScheduleKeyDeletion"] },
  { clause: "outcome", field: "event.outcome", wanted: ["success"] },
];

/** A field that an event is recognised or judged by. */
export interface Clue {
  name: string;
  schema: Schema;
  /** What it decides, besides what an event is. */
  clause?: ClauseName;
  /** What it decides as well if its value is qualified: a method that names its service. */
  qualifiedClause?: ClauseName;
}

/** As assembly/rule/schemas.ts numbers them. */
export const CLUES: readonly Clue[] = [
  { name: "event.dataset", schema: "ecs", clause: "dataset" },
  { name: "event.provider", schema: "ecs", clause: "provider" },
  { name: "event.action", schema: "ecs", clause: "action" },
  { name: "event.outcome", schema: "ecs", clause: "outcome" },
  { name: "data_stream.dataset", schema: "ecs", clause: "dataset" },
  { name: "eventSource", schema: "raw", clause: "provider" },
  { name: "eventName", schema: "raw", clause: "action" },
  { name: "errorCode", schema: "raw", clause: "outcome" },
  { name: "errorMessage", schema: "raw", clause: "outcome" },
  { name: "insightDetails", schema: "raw" },
  { name: "values", schema: "raw" },
  { name: "class_uid", schema: "ocsf" },
  { name: "api.service.name", schema: "ocsf", clause: "provider" },
  { name: "api.operation", schema: "ocsf", clause: "action" },
  { name: "api.response.error", schema: "ocsf", clause: "outcome" },
  { name: "api.response.message", schema: "ocsf", clause: "outcome" },
  { name: "status", schema: "ocsf", clause: "outcome" },
  { name: "status_id", schema: "ocsf", clause: "outcome" },
  { name: "attributes", schema: "otel" },
  { name: "rpc.service", schema: "otel", clause: "provider" },
  { name: "rpc.method", schema: "otel", clause: "action", qualifiedClause: "provider" },
  { name: "rpc.system.name", schema: "otel" },
  { name: "aws.error.code", schema: "otel", clause: "outcome" },
  { name: "aws.error.message", schema: "otel", clause: "outcome" },
];

/** The fields that exceptions name (docs/configuration.md), as assembly/policy/fields.ts numbers them. */
export const FIELDS = [
  "action",
  "account",
  "region",
  "actor.arn",
  "actor.type",
  "source_ip",
  "user_agent",
  "key.arn",
  "key.id",
] as const;
/** The number of the field that holds an event's time. */
export const TIME_FIELD = 10;

/** The names of the clues in a set of the module's. */
export function clueNames(bits: number): string[] {
  return CLUES.filter((_, number) => ((bits >>> number) & 1) === 1).map(({ name }) => name);
}
