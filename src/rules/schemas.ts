/**
 * The fields by which events are recognized and judged, and where each schema has the fields that rules name (docs/reference/shapes.md,
 * "What is an event").
 */
import type { Schema } from "../engine/core-module.js";

/** Elastic has the dataset under two names: tests of one apply to both. */
export const DATASET = "event.dataset";
export const PROVIDER = "event.provider";
export const ACTION = "event.action";
/** Outside ECS, it follows from errors: success or failure. */
export const OUTCOME = "event.outcome";

/** An event of a schema other than ECS counts as having this dataset. */
export const CLOUDTRAIL = "aws.cloudtrail";
/** OCSF may omit this from a service: `kms` for `kms.amazonaws.com`. */
export const SERVICE_SUFFIX = ".amazonaws.com";

/** A field by which an event is recognized or judged, whatever the rule. */
export interface Clue {
  /** The name of its constant in the module, and its path. */
  id: string;
  name: string;
  schema: Schema;
  /** The rule's field that it decides, and the one that it also decides if a method names its service. */
  field?: string;
  qualifiedField?: string;
  /** The whole value counts, not each of its elements. */
  isWhole?: true;
}

/** In the module's numbering. Paths with a common prefix are adjacent, and none is a prefix of another. */
export const CLUES: readonly Clue[] = [
  { id: "DATASET", name: "event.dataset", schema: "ecs", field: DATASET },
  { id: "PROVIDER", name: "event.provider", schema: "ecs", field: PROVIDER },
  { id: "ACTION", name: "event.action", schema: "ecs", field: ACTION },
  { id: "OUTCOME", name: "event.outcome", schema: "ecs", field: OUTCOME },
  { id: "STREAM_DATASET", name: "data_stream.dataset", schema: "ecs", field: DATASET },
  // The first four may also be in the list of keys and values in `values`.
  { id: "EVENT_SOURCE", name: "eventSource", schema: "raw", field: PROVIDER, isWhole: true },
  { id: "EVENT_NAME", name: "eventName", schema: "raw", field: ACTION, isWhole: true },
  { id: "ERROR_CODE", name: "errorCode", schema: "raw", field: OUTCOME, isWhole: true },
  { id: "ERROR_MESSAGE", name: "errorMessage", schema: "raw", field: OUTCOME, isWhole: true },
  { id: "INSIGHT", name: "insightDetails", schema: "raw", isWhole: true },
  { id: "VALUES", name: "values", schema: "raw" },
  { id: "CLASS_UID", name: "class_uid", schema: "ocsf" },
  { id: "SERVICE_NAME", name: "api.service.name", schema: "ocsf", field: PROVIDER },
  { id: "OPERATION", name: "api.operation", schema: "ocsf", field: ACTION },
  { id: "RESPONSE_ERROR", name: "api.response.error", schema: "ocsf", field: OUTCOME, isWhole: true },
  { id: "RESPONSE_MESSAGE", name: "api.response.message", schema: "ocsf", field: OUTCOME, isWhole: true },
  { id: "STATUS", name: "status", schema: "ocsf", field: OUTCOME },
  { id: "STATUS_ID", name: "status_id", schema: "ocsf", field: OUTCOME },
  // The following may also be in the value of `attributes`.
  { id: "ATTRIBUTES", name: "attributes", schema: "otel" },
  { id: "RPC_SERVICE", name: "rpc.service", schema: "otel", field: PROVIDER },
  { id: "RPC_METHOD", name: "rpc.method", schema: "otel", field: ACTION, qualifiedField: PROVIDER },
  { id: "RPC_SYSTEM", name: "rpc.system.name", schema: "otel" },
  { id: "AWS_ERROR_CODE", name: "aws.error.code", schema: "otel", field: OUTCOME, isWhole: true },
  { id: "AWS_ERROR_MESSAGE", name: "aws.error.message", schema: "otel", field: OUTCOME, isWhole: true },
];

/** Where the schemas other than ECS, which has the field under its own name, have a field: any of the paths counts. */
export type Paths = Readonly<Record<Exclude<Schema, "ecs">, readonly string[]>>;

/**
 * The other fields that rules can name. A field that some schema lacks is not among them: none of its events would ever match, or
 * with `not` all would.
 */
export const FIELDS: Readonly<Record<string, Paths>> = {
  "aws.cloudtrail.error_code": { raw: ["errorCode"], ocsf: ["api.response.error"], otel: ["aws.error.code"] },
  "aws.cloudtrail.error_message": {
    raw: ["errorMessage"],
    ocsf: ["api.response.message"],
    otel: ["aws.error.message"],
  },
  "aws.cloudtrail.event_category": {
    raw: ["eventCategory"],
    ocsf: ["metadata.product.feature.name"],
    otel: ["aws.event.category"],
  },
  "aws.cloudtrail.user_identity.arn": {
    raw: ["userIdentity.arn"],
    ocsf: ["actor.user.uid", "actor.user.uuid"],
    otel: ["aws.principal.arn", "aws.user_identity.principal.arn"],
  },
  "aws.cloudtrail.user_identity.type": {
    raw: ["userIdentity.type"],
    ocsf: ["actor.user.type"],
    otel: ["aws.principal.type", "aws.user_identity.principal.type"],
  },
  "cloud.account.id": { raw: ["recipientAccountId"], ocsf: ["cloud.account.uid"], otel: ["cloud.account.id"] },
  "cloud.region": { raw: ["awsRegion"], ocsf: ["cloud.region"], otel: ["cloud.region"] },
  "source.address": {
    raw: ["sourceIPAddress"],
    ocsf: ["src_endpoint.ip", "src_endpoint.domain"],
    otel: ["source.address"],
  },
  "source.ip": { raw: ["sourceIPAddress"], ocsf: ["src_endpoint.ip"], otel: ["source.address"] },
  "user_agent.original": {
    raw: ["userAgent"],
    ocsf: ["http_request.user_agent"],
    otel: ["user_agent.original"],
  },
};
