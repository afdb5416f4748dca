/**
 * The fields of an event that the annotation leaves out. Where each schema has them is in rules/event-more.json, from
 * which the tables in generated/ are made; the sources are those in finding/detail.ts, and these:
 *
 * - `raw`: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html;
 * - `ecs`: Elastic's ingest pipeline (default.yml and fields.yml) renames `userName` to `user.name`, and then
 *   `sessionIssuer.userName` to the same, if there is no other;
 * - `ocsf`: fields that the mapping leaves out are in `unmapped`, under their own names; `ocsf_request` and
 *   `ocsf_response` are for JSON in a string;
 * - `otel`: the collector drops the VPC endpoint.
 */

/**
 * Fields that a person with an alert asks for. Of several paths of a field, a later one counts if the earlier ones have
 * no value.
 */
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
  // Which key an event is about, and what becomes of it (src/status/).
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
