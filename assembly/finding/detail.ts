/**
 * The details of an event. Where each schema has them is in rules/event-details.json, from which the tables in generated/
 * are made:
 *
 * - `raw`: the account is the one that lost the key and has the event in its trail; old events have no recipient;
 * - `ecs`: the output of Elastic's ingest pipeline (elastic/integrations, aws/cloudtrail);
 * - `ocsf`: API Activity (ocsf/examples, mappings/markdown/AWS/v1.5.0/CloudTrail/API Activity). Its `data` is often JSON
 *   in a string: `ocsf_data` is where, `ocsf_request` and `ocsf_response` are the details in the object that it holds;
 * - `otel`: a log record of OpenTelemetry (open-telemetry/opentelemetry-collector-contrib,
 *   extension/encoding/awslogsencodingextension, cloudtraillog/unmarshaler.go); `document` and `resource` say what the
 *   resource belongs to: in a document with it, and among the resource's own attributes.
 */

/** The details, by the names that event-details.json gives them. */
export namespace Detail {
  export const TIME: i32 = 0;
  export const SOURCE_IP: i32 = 1;
  export const USER_AGENT: i32 = 2;
  export const REGION: i32 = 3;
  export const ACCOUNT: i32 = 4;
  /** The caller's account, used where the account that lost the key is missing. */
  export const CALLER_ACCOUNT: i32 = 5;
  export const TYPE: i32 = 6;
  export const ID: i32 = 7;
  export const CATEGORY: i32 = 8;
  export const ACTOR_TYPE: i32 = 9;
  export const ACTOR_ARN: i32 = 10;
  export const RESOURCE_ARN: i32 = 11;
  export const REQUEST_KEY: i32 = 12;
  export const REQUEST_WINDOW: i32 = 13;
  export const RESPONSE_KEY: i32 = 14;
  export const RESPONSE_WINDOW: i32 = 15;
  export const KEY_STATE: i32 = 16;
  export const DELETION_DATE: i32 = 17;
  export const ERROR_CODE: i32 = 18;
  export const ERROR_MESSAGE: i32 = 19;
  /**
   * The role that issued the session, the source identity, and the principal on whose behalf a service made the call.
   */
  export const ROLE: i32 = 20;
  export const SOURCE_IDENTITY: i32 = 21;
  export const ON_BEHALF_OF: i32 = 22;
  export const VPC_ENDPOINT: i32 = 23;
  export const COUNT: i32 = 24;
  /** Not a detail: the list that a raw event may be. */
  export const VALUES: i32 = 24;
}

/** The strings of OCSF's `data`. */
export namespace Data {
  export const REQUEST: i32 = 0;
  export const RESPONSE: i32 = 1;
}
