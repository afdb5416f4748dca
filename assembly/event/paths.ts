/**
 * The fields that are looked for, by the dotted paths that CloudTrail and ECS give them.
 *
 * A table lists one path a field, at the field's own number. Paths with a common beginning stand
 * next to each other, and none begins with the whole of another: the walk relies on both. An
 * empty path is a field that this spelling does not have.
 */

/** Fields that decide the verdict: ECS has them by one name, a raw event by another. */
export namespace Clue {
  export const DATASET: i32 = 0;
  export const PROVIDER: i32 = 1;
  export const ACTION: i32 = 2;
  export const OUTCOME: i32 = 3;
  export const STREAM_DATASET: i32 = 4;
  export const EVENT_SOURCE: i32 = 5;
  export const EVENT_NAME: i32 = 6;
  export const ERROR_CODE: i32 = 7;
  export const ERROR_MESSAGE: i32 = 8;
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
];

/** Fields that tell about a match. */
export namespace Detail {
  export const ID: i32 = 0;
  export const TIME: i32 = 1;
  export const SOURCE_IP: i32 = 2;
  export const SOURCE_ADDRESS: i32 = 3;
  export const USER_AGENT: i32 = 4;
  export const REGION: i32 = 5;
  export const ACCOUNT: i32 = 6;
  export const OTHER_ACCOUNT: i32 = 7;
  export const ACTOR_TYPE: i32 = 8;
  export const ACTOR_ARN: i32 = 9;
  export const RESOURCE_ARN: i32 = 10;
  export const REQUEST_KEY: i32 = 11;
  export const REQUEST_WINDOW: i32 = 12;
  export const RESPONSE_KEY: i32 = 13;
  export const RESPONSE_WINDOW: i32 = 14;
  export const KEY_STATE: i32 = 15;
  export const DELETION_DATE: i32 = 16;
  export const COUNT: i32 = 17;
}

/**
 * A raw event. The account is the one that lost the key and has the event in its trail; that of
 * the caller stands in for it in old events without a recipient.
 */
export const RAW_PATHS: StaticArray<string> = [
  "eventID",
  "eventTime",
  "sourceIPAddress",
  "",
  "userAgent",
  "awsRegion",
  "recipientAccountId",
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
];

/** An event that went through Elastic's ingest pipeline (elastic/integrations, aws/cloudtrail). */
export const ECS_PATHS: StaticArray<string> = [
  "event.id",
  "@timestamp",
  "source.ip",
  "source.address",
  "user_agent.original",
  "cloud.region",
  "cloud.account.id",
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
];

/** The longest path of all tables, in bytes, rounded up. */
export const LONGEST_PATH: i32 = 64;
/** The most parts that a path has: as deep as a walk can go. */
export const MOST_PARTS: i32 = 5;
/** No table has more different beginnings of paths (`aws`, `aws.cloudtrail`, …) than this. */
export const MOST_BEGINNINGS: i32 = 48;
