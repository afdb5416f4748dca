/**
 * The fields that are looked for, by the dotted paths that each schema gives them.
 *
 * A table lists one path a field, at the field's own number. Paths with a common beginning stand
 * next to each other, and none begins with the whole of another: the walk relies on both. An
 * empty path is a field that this schema does not have.
 */

/** How an event is written; the first that fits decides. */
export namespace Schema {
  /** None: the object is no event. */
  export const NONE: i32 = 0;
  export const ECS: i32 = 1;
  export const RAW: i32 = 2;
  export const OCSF: i32 = 3;
  export const OTEL: i32 = 4;
}

/** Fields that decide the verdict. */
export namespace Clue {
  // ECS.
  export const DATASET: i32 = 0;
  export const PROVIDER: i32 = 1;
  export const ACTION: i32 = 2;
  export const OUTCOME: i32 = 3;
  export const STREAM_DATASET: i32 = 4;
  // Raw CloudTrail.
  export const EVENT_SOURCE: i32 = 5;
  export const EVENT_NAME: i32 = 6;
  export const ERROR_CODE: i32 = 7;
  export const ERROR_MESSAGE: i32 = 8;
  // OCSF.
  export const CLASS_UID: i32 = 9;
  export const SERVICE_NAME: i32 = 10;
  export const OPERATION: i32 = 11;
  export const RESPONSE_ERROR: i32 = 12;
  export const STATUS: i32 = 13;
  export const STATUS_ID: i32 = 14;
  // OpenTelemetry. Its fields may stand in the value of `attributes` as well.
  export const ATTRIBUTES: i32 = 15;
  export const RPC_SERVICE: i32 = 16;
  export const RPC_METHOD: i32 = 17;
  export const AWS_ERROR_CODE: i32 = 18;
  export const AWS_ERROR_MESSAGE: i32 = 19;
}

export const CLUE_PATHS: StaticArray<string> = [
  "event.dataset",
  "event.provider",
  "event.action",
  "event.outcome",
  "data_stream.dataset",
  "eventSource",
  "eventName",
  "errorCode",
  "errorMessage",
  "class_uid",
  "api.service.name",
  "api.operation",
  "api.response.error",
  "status",
  "status_id",
  "attributes",
  "rpc.service",
  "rpc.method",
  "aws.error.code",
  "aws.error.message",
];

/** Fields that tell about a match. */
export namespace Detail {
  export const TIME: i32 = 0;
  export const OTHER_TIME: i32 = 1;
  export const SOURCE_IP: i32 = 2;
  export const SOURCE_ADDRESS: i32 = 3;
  export const USER_AGENT: i32 = 4;
  export const REGION: i32 = 5;
  export const ACCOUNT: i32 = 6;
  export const TYPE: i32 = 7;
  export const ID: i32 = 8;
  export const CATEGORY: i32 = 9;
  export const OTHER_ACCOUNT: i32 = 10;
  export const ACTOR_TYPE: i32 = 11;
  export const ACTOR_ARN: i32 = 12;
  export const RESOURCE_ARN: i32 = 13;
  export const REQUEST_KEY: i32 = 14;
  export const REQUEST_WINDOW: i32 = 15;
  export const RESPONSE_KEY: i32 = 16;
  export const RESPONSE_WINDOW: i32 = 17;
  export const KEY_STATE: i32 = 18;
  export const DELETION_DATE: i32 = 19;
  export const ERROR_CODE: i32 = 20;
  export const ERROR_MESSAGE: i32 = 21;
  export const COUNT: i32 = 22;
}

/**
 * A raw event. The account is the one that lost the key and has the event in its trail; that of
 * the caller stands in for it in old events without a recipient.
 */
export const RAW_PATHS: StaticArray<string> = [
  "eventTime",
  "",
  "sourceIPAddress",
  "",
  "userAgent",
  "awsRegion",
  "recipientAccountId",
  "eventType",
  "eventID",
  "eventCategory",
  "userIdentity.accountId",
  "userIdentity.type",
  "userIdentity.arn",
  "resources.ARN",
  "requestParameters.keyId",
  "requestParameters.pendingWindowInDays",
  "responseElements.keyId",
  "responseElements.pendingWindowInDays",
  "responseElements.keyState",
  "responseElements.deletionDate",
  "errorCode",
  "errorMessage",
];

/** An event that went through Elastic's ingest pipeline (elastic/integrations, aws/cloudtrail). */
export const ECS_PATHS: StaticArray<string> = [
  "@timestamp",
  "",
  "source.ip",
  "source.address",
  "user_agent.original",
  "cloud.region",
  "cloud.account.id",
  "",
  "event.id",
  "aws.cloudtrail.event_category",
  "aws.cloudtrail.recipient_account_id",
  "aws.cloudtrail.user_identity.type",
  "aws.cloudtrail.user_identity.arn",
  "aws.cloudtrail.resources.arn",
  "aws.cloudtrail.flattened.request_parameters.keyId",
  "aws.cloudtrail.flattened.request_parameters.pendingWindowInDays",
  "aws.cloudtrail.flattened.response_elements.keyId",
  "aws.cloudtrail.flattened.response_elements.pendingWindowInDays",
  "aws.cloudtrail.flattened.response_elements.keyState",
  "aws.cloudtrail.flattened.response_elements.deletionDate",
  "aws.cloudtrail.error_code",
  "aws.cloudtrail.error_message",
];

/** An OCSF API Activity (ocsf/examples, mappings/markdown/AWS/v1.5.0/CloudTrail/API Activity). */
export const OCSF_PATHS: StaticArray<string> = [
  "time_dt",
  "time",
  "src_endpoint.ip",
  "src_endpoint.domain",
  "http_request.user_agent",
  "cloud.region",
  "cloud.account.uid",
  "metadata.event_code",
  "metadata.uid",
  "metadata.product.feature.name",
  "actor.user.account.uid",
  "actor.user.type",
  "actor.user.uid",
  "resources.uid",
  "api.request.data.keyId",
  "api.request.data.pendingWindowInDays",
  "api.response.data.keyId",
  "api.response.data.pendingWindowInDays",
  "api.response.data.keyState",
  "api.response.data.deletionDate",
  "api.response.error",
  "api.response.message",
];

/** OCSF's `data` is often JSON in a string: where that stands, and the details in the object that it holds. */
export const OCSF_DATA_PATHS: StaticArray<string> = ["api.request.data", "api.response.data"];
export const OCSF_REQUEST_PATHS: StaticArray<string> = ["keyId", "pendingWindowInDays"];
export const OCSF_RESPONSE_PATHS: StaticArray<string> = ["keyId", "pendingWindowInDays", "keyState", "deletionDate"];

/**
 * An OpenTelemetry log record (open-telemetry/opentelemetry-collector-contrib,
 * extension/encoding/awslogsencodingextension, cloudtraillog/unmarshaler.go).
 */
export const OTEL_PATHS: StaticArray<string> = [
  "timeUnixNano",
  "@timestamp",
  "source.address",
  "",
  "user_agent.original",
  "cloud.region",
  "cloud.account.id",
  "rpc.system",
  "aws.cloudtrail.event_id",
  "aws.event.category",
  "aws.user_identity.account_id",
  "aws.principal.type",
  "aws.principal.arn",
  "aws.resources.arn",
  "aws.request.parameters.keyId",
  "aws.request.parameters.pendingWindowInDays",
  "aws.response.elements.keyId",
  "aws.response.elements.pendingWindowInDays",
  "aws.response.elements.keyState",
  "aws.response.elements.deletionDate",
  "aws.error.code",
  "aws.error.message",
];

/** The most parts that a path has: as deep as a walk can go. */
export const MOST_PARTS: i32 = 5;
/** No table has more different beginnings of paths (`aws`, `aws.cloudtrail`, …) than this. */
export const MOST_BEGINNINGS: i32 = 48;
