/** The schemas, and the fields that every rule looks at. Generated from src/engine/core-module.ts and src/rules/schemas.ts: edit those. */

/** The schemas of events; the first that fits decides. NONE: the object is not an event. */
export namespace Schema {
  export const NONE: i32 = 0;
  export const ECS: i32 = 1;
  export const RAW: i32 = 2;
  export const OCSF: i32 = 3;
  export const OTEL: i32 = 4;
}

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
  export const INSIGHT: i32 = 9;
  export const VALUES: i32 = 10;
  export const CLASS_UID: i32 = 11;
  export const SERVICE_NAME: i32 = 12;
  export const OPERATION: i32 = 13;
  export const RESPONSE_ERROR: i32 = 14;
  export const RESPONSE_MESSAGE: i32 = 15;
  export const STATUS: i32 = 16;
  export const STATUS_ID: i32 = 17;
  export const ATTRIBUTES: i32 = 18;
  export const RPC_SERVICE: i32 = 19;
  export const RPC_METHOD: i32 = 20;
  export const RPC_SYSTEM: i32 = 21;
  export const AWS_ERROR_CODE: i32 = 22;
  export const AWS_ERROR_MESSAGE: i32 = 23;
  export const COUNT: i32 = 24;
}
