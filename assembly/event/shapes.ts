/**
 * The shapes that CloudTrail arrives in: every place where an event can be. A row added here is all that another shape takes.
 *
 * A place is a JSON Pointer from the record, in which `*` is every element of an array and a `#` at the end a string to
 * decode; without it, an object is there. What is at a place is looked at like a record, so a shape can hold another.
 *
 * After a place, the member that the object where it begins must have, and the strings that this may be, with `|`
 * between them; or ABSENT, if it must not have that member. Rows with the same first name have the same condition.
 */

/** Stands for: the member is missing, or null. */
export const ABSENT: string = "-";

// prettier-ignore
const ROWS: StaticArray<string> = [
  // Records in an array: NDJSON tools, EventBridge Pipes.
  "/*", "", "",
  // S3 log file; SQS and SNS as Lambda hands them on.
  "/Records/*", "", "",
  "/Records/*/Sns/Message#", "", "",
  // EventBridge.
  "/detail", "detail-type", "AWS API Call via CloudTrail|AWS Service Event via CloudTrail",
  // CloudWatch Logs: subscription, FilterLogEvents and GetLogEvents, Logs Insights.
  "/logEvents/*/message#", "messageType", "DATA_MESSAGE",
  "/events/*/message#", "", "",
  "/results/*/*/value#", "", "",
  // Fluent Bit tail, Docker, Kubernetes; as objects where the shipper parsed them.
  "/log#", "", "",
  "/log", "", "",
  "/log/*", "", "",
  "/log_processed", "", "",
  "/log_processed#", "", "",
  // The same, Filebeat and Elastic Agent before ingest.
  "/message#", "event.original", ABSENT,
  "/message", "event.original", ABSENT,
  "/event.original#", "", "",
  // Splunk HEC, and again Filebeat and Elastic Agent.
  "/event", "", "",
  "/event#", "", "",
  "/event/original#", "", "",
  // Splunk's export, Cribl.
  "/_raw#", "", "",
  "/result/_raw#", "", "",
  // SNS notification, SQS ReceiveMessage; a message of it by itself.
  "/Message#", "", "",
  "/Messages/*/Body#", "", "",
  "/Body#", "", "",
  "/body#", "", "",
  // CloudTrail LookupEvents, and an element of it by itself.
  "/Events/*/CloudTrailEvent#", "", "",
  "/CloudTrailEvent#", "", "",
  // Kafka: Fluent Bit's in_kafka, Kafka Connect's JsonConverter.
  "/payload", "", "",
  "/payload/*", "", "",
  "/payload#", "", "",
  // OpenTelemetry: OTLP JSON, and a log record's body; Elasticsearch documents made of it.
  "/resourceLogs/*/scopeLogs/*/logRecords/*", "", "",
  "/body", "", "",
  "/body/stringValue#", "", "",
  "/body/kvlistValue", "", "",
  "/body/text#", "", "",
  "/body/structured", "", "",
  // Elasticsearch search, Kibana, elasticdump.
  "/_source", "", "",
  "/fields", "", "",
  "/hits/hits/*/_source", "", "",
  "/hits/hits/*/fields", "", "",
  // CloudEvents; Wazuh.
  "/data", "", "",
  "/data#", "", "",
  "/aws", "", "",
  // Lambda's on-failure destination.
  "/requestPayload", "", "",
  // Datadog archives.
  "/attributes", "", "",
  // systemd and exec inputs without a parser.
  "/MESSAGE#", "", "",
  "/exec#", "", "",
];

/** Rows of the table. */
export function rowCount(): i32 {
  return ROWS.length / 3;
}

/** The place of a row. */
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
