/**
 * What the annotation does not tell of an event. Where each schema has it is in rules/event-more.json, of which the tables in generated/ are
 * made, and where that is from in finding/detail.ts; besides:
 *
 * - `raw`: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html;
 * - `ecs`: Elastic's ingest pipeline (default.yml and fields.yml) renames `userName` to `user.name`, and then `sessionIssuer.userName`
 *   to the same, where there is no other;
 * - `ocsf`: what the mapping has no place for is in `unmapped`, under its own name; `ocsf_request` and
 *   `ocsf_response` are for what is JSON in a string;
 * - `otel`: the collector drops the VPC endpoint.
 */

/** Fields that a person asks for who has an alert. A later path of one that has several counts where an earlier one says nothing. */
export namespace More {
  export const PRINCIPAL_ID: i32 = 0;
  export const USER_NAME: i32 = 1;
  export const ACCESS_KEY_ID: i32 = 2;
  export const CALLER_ACCOUNT: i32 = 3;
  export const INVOKED_BY: i32 = 4;
  export const ISSUER_TYPE: i32 = 5;
  export const ISSUER_ARN: i32 = 6;
  export const ISSUER_NAME: i32 = 7;
  export const MFA: i32 = 8;
  export const SESSION_CREATED: i32 = 9;
  export const FROM_CONSOLE: i32 = 10;
  export const EVENT_TYPE: i32 = 11;
  export const VPC_ENDPOINT: i32 = 12;
  export const REQUESTED_KEY: i32 = 13;
  export const SHARED_EVENT_ID: i32 = 14;
  export const REQUEST_ID: i32 = 15;
  // What says of which key an event is, and what becomes of that (src/status/).
  export const CATEGORY: i32 = 16;
  export const SERVICE_KEY: i32 = 17;
  export const RESPONSE_KEY: i32 = 18;
  export const BIRTH_STATE: i32 = 19;
  export const BIRTH_ORIGIN: i32 = 20;
  export const RESPONSE_MATERIAL: i32 = 21;
  export const REQUEST_MATERIAL: i32 = 22;
  export const OTHER_REGION: i32 = 23;
  export const COUNT: i32 = 24;
}
