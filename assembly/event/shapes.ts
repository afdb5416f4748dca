/**
 * The shapes that CloudTrail arrives in: every place where an event can be.
 *
 * A place is a JSON Pointer from the record, in which `*` is every element of an array and a `#` at
 * the end a string to decode; without it, an object stands there. What stands at a place is looked
 * at like a record, so a shape can hold another.
 *
 * Behind a place, the member that the object where it begins must have, and the strings that this
 * may be, with `|` between them; or ABSENT, if it must not have that member.
 *
 * Rows with a common beginning stand next to each other, and rows with the same first name have
 * the same condition: the reading relies on both.
 */

/** Stands for: the member is missing, or null. */
export const ABSENT: string = "-";

// prettier-ignore
const ROWS: StaticArray<string> = [
  // Records in an array: NDJSON tools.
  "/*", "", "",
  // S3 log file; SQS and SNS as Lambda hands them on.
  "/Records/*", "", "",
  "/Records/*/body#", "", "",
  "/Records/*/Sns/Message#", "", "",
  // EventBridge.
  "/detail", "detail-type", "AWS API Call via CloudTrail|AWS Service Event via CloudTrail",
  // CloudWatch Logs subscription.
  "/logEvents/*/message#", "messageType", "DATA_MESSAGE",
  // Fluent Bit tail, Docker, Kubernetes.
  "/log#", "", "",
  // The same, Filebeat and Elastic Agent before ingest.
  "/message#", "event.original", ABSENT,
  "/event.original#", "", "",
  // Splunk HEC, and again Filebeat and Elastic Agent.
  "/event", "", "",
  "/event#", "", "",
  "/event/original#", "", "",
  // SNS notification, SQS ReceiveMessage.
  "/Message#", "", "",
  "/Messages/*/Body#", "", "",
  // CloudTrail LookupEvents.
  "/Events/*/CloudTrailEvent#", "", "",
  // OpenTelemetry, OTLP JSON.
  "/resourceLogs/*/scopeLogs/*/logRecords/*", "", "",
];

export const ROW_COUNT: i32 = 16;
/** The row of a bare array. */
export const BARE_ARRAY: i32 = 0;
/** No object has more members than this that rows go on with: one a row, at the most. */
export const MOST_NAMES: i32 = 16;

/** The place of a row. */
// @ts-ignore: decorator
@inline
export function placeOf(row: i32): string {
  return unchecked(ROWS[row * 3]);
}

/** The member that a row's condition is about; empty if it has none. */
export function conditionOf(row: i32): string {
  return unchecked(ROWS[row * 3 + 1]);
}

/** The strings that this member may be, or ABSENT. */
export function valuesOf(row: i32): string {
  return unchecked(ROWS[row * 3 + 2]);
}
