/** The ways an event is written, and where each has the fields that the rule looks at. */
import { PathTree, plantPaths } from "../event/path-tree";
import { Paths, pathsOf } from "../event/paths";

/** How an event is written; the first that fits decides. */
export namespace Schema {
  /** None: the object is no event. */
  export const NONE: i32 = 0;
  export const ECS: i32 = 1;
  export const RAW: i32 = 2;
  export const OCSF: i32 = 3;
  export const OTEL: i32 = 4;
}

/** Fields that decide the verdict, at most 32. */
export namespace Clue {
  // ECS.
  export const DATASET: i32 = 0;
  export const PROVIDER: i32 = 1;
  export const ACTION: i32 = 2;
  export const OUTCOME: i32 = 3;
  export const STREAM_DATASET: i32 = 4;
  // Raw CloudTrail. The first four may be in the list of keys and values in `values` instead.
  export const EVENT_SOURCE: i32 = 5;
  export const EVENT_NAME: i32 = 6;
  export const ERROR_CODE: i32 = 7;
  export const ERROR_MESSAGE: i32 = 8;
  export const INSIGHT: i32 = 9;
  export const VALUES: i32 = 10;
  // OCSF.
  export const CLASS_UID: i32 = 11;
  export const SERVICE_NAME: i32 = 12;
  export const OPERATION: i32 = 13;
  export const RESPONSE_ERROR: i32 = 14;
  export const RESPONSE_MESSAGE: i32 = 15;
  export const STATUS: i32 = 16;
  export const STATUS_ID: i32 = 17;
  // OpenTelemetry. Its fields may stand in the value of `attributes` as well.
  export const ATTRIBUTES: i32 = 18;
  export const RPC_SERVICE: i32 = 19;
  export const RPC_METHOD: i32 = 20;
  export const RPC_SYSTEM: i32 = 21;
  export const AWS_ERROR_CODE: i32 = 22;
  export const AWS_ERROR_MESSAGE: i32 = 23;
  export const COUNT: i32 = 24;
}

const CLUES: StaticArray<i32> = [
  (Clue.DATASET << 24) | changetype<i32>("event.dataset"),
  (Clue.PROVIDER << 24) | changetype<i32>("event.provider"),
  (Clue.ACTION << 24) | changetype<i32>("event.action"),
  (Clue.OUTCOME << 24) | changetype<i32>("event.outcome"),
  (Clue.STREAM_DATASET << 24) | changetype<i32>("data_stream.dataset"),
  (Clue.EVENT_SOURCE << 24) | changetype<i32>("eventSource"),
  (Clue.EVENT_NAME << 24) | changetype<i32>("eventName"),
  (Clue.ERROR_CODE << 24) | changetype<i32>("errorCode"),
  (Clue.ERROR_MESSAGE << 24) | changetype<i32>("errorMessage"),
  (Clue.INSIGHT << 24) | changetype<i32>("insightDetails"),
  (Clue.VALUES << 24) | changetype<i32>("values"),
  (Clue.CLASS_UID << 24) | changetype<i32>("class_uid"),
  (Clue.SERVICE_NAME << 24) | changetype<i32>("api.service.name"),
  (Clue.OPERATION << 24) | changetype<i32>("api.operation"),
  (Clue.RESPONSE_ERROR << 24) | changetype<i32>("api.response.error"),
  (Clue.RESPONSE_MESSAGE << 24) | changetype<i32>("api.response.message"),
  (Clue.STATUS << 24) | changetype<i32>("status"),
  (Clue.STATUS_ID << 24) | changetype<i32>("status_id"),
  (Clue.ATTRIBUTES << 24) | changetype<i32>("attributes"),
  (Clue.RPC_SERVICE << 24) | changetype<i32>("rpc.service"),
  (Clue.RPC_METHOD << 24) | changetype<i32>("rpc.method"),
  (Clue.RPC_SYSTEM << 24) | changetype<i32>("rpc.system.name"),
  (Clue.AWS_ERROR_CODE << 24) | changetype<i32>("aws.error.code"),
  (Clue.AWS_ERROR_MESSAGE << 24) | changetype<i32>("aws.error.message"),
];

export const CLUE_PATHS: Paths = pathsOf(CLUES);

/** Their tree. */
export const CLUE_TREE: PathTree | null = plantPaths(CLUE_PATHS);
