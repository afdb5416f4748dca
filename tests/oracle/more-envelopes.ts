/** More envelopes of docs/reference/shapes.md: from shippers that parse, stores and consoles, and message brokers. */
import type { Envelope } from "./envelopes.js";
import type { Random } from "./random.js";
import { array, fromJson, literal, object, type MemberTree } from "./tree.js";

export function members(...choices: MemberTree[]): (random: Random) => MemberTree[] {
  return (random) => choices.filter(() => random.chance(0.5)).map(([key, value]) => [key, structuredClone(value)]);
}

const pipe = members(
  ["messageId", "059f36b4-87a3-44ab-83d2-661975830a7d"],
  ["receiptHandle", "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a"],
  ["attributes", object(["ApproximateReceiveCount", "1"], ["SentTimestamp", "1545082649183"])],
  ["messageAttributes", object()],
  ["eventSource", "aws:sqs"],
  ["awsRegion", "us-east-1"],
);
const logRecord = members(["timeUnixNano", "1714979289000000000"], ["severityText", "INFO"]);
const kubernetes = members(["stream", "stdout"], ["kubernetes", object(["pod_name", "trail-0"])]);
const kafka = members(
  ["topic", "trail"],
  ["partition", literal(0)],
  ["offset", literal(42)],
  ["key", "444455556666"],
  ["schema", object(["type", "string"])],
);
const splunk = members(["preview", literal(false)], ["offset", literal(0)], ["lastrow", literal(true)]);
const document = members(["_index", "trail"], ["_id", "1"], ["_score", literal(1)], ["sort", array(literal(1))]);
const search = members(["took", literal(3)], ["timed_out", literal(false)], ["_shards", object(["total", literal(1)])]);
const total = members(["total", object(["value", literal(1)])], ["max_score", literal("1.0")]);
const cloudEvent = members(["specversion", "1.0"], ["type", "trail"], ["datacontenttype", "application/json"]);
const destination = members(["version", "1.0"], ["requestContext", fromJson({ condition: "RetriesExhausted" })]);
const journal = members(["PRIORITY", "6"], ["_HOSTNAME", "h"], ["SYSLOG_IDENTIFIER", "trail"]);
const insights = members(["status", "Complete"], ["statistics", object(["recordsMatched", literal(1)])]);
const datadog = members(["_id", "AQAAAY"], ["date", "2026-03-04T09:33:08Z"], ["service", "cloudtrail"]);

export const MORE_ENVELOPES: readonly Envelope[] = [
  { place: "/body#", links: [{ name: "body", holds: "text", beside: pipe }] },
  { place: "/Body#", links: [{ name: "Body", holds: "text", beside: pipe }] },
  { place: "/body", links: [{ name: "body", holds: "object", isPlace: true, beside: logRecord }] },
  {
    place: "/body/text#",
    links: [
      { name: "body", holds: "object", isPlace: true, beside: logRecord },
      { name: "text", holds: "text" },
    ],
  },
  {
    place: "/body/structured",
    links: [
      { name: "body", holds: "object", isPlace: true, beside: logRecord },
      { name: "structured", holds: "object", isPlace: true },
    ],
  },
  {
    place: "/body/stringValue#",
    links: [
      { name: "body", holds: "object", isPlace: true, beside: logRecord },
      { name: "stringValue", holds: "text" },
    ],
  },
  {
    place: "/body/kvlistValue",
    links: [
      { name: "body", holds: "object", isPlace: true, beside: logRecord },
      { name: "kvlistValue", holds: "object", isPlace: true },
    ],
  },
  {
    place: "/events/*/message#",
    links: [
      { name: "events", holds: "list", beside: members(["searchedLogStreams", array()], ["nextToken", "t"]) },
      { name: "message", holds: "text", beside: members(["timestamp", literal(1)], ["logStreamName", "s"]) },
    ],
  },
  {
    place: "/results/*/*/value#",
    links: [
      { name: "results", holds: "lists", beside: insights },
      { name: "value", holds: "text", beside: members(["field", "@message"]) },
    ],
  },
  { place: "/log", links: [{ name: "log", holds: "object", isPlace: true, beside: kubernetes }] },
  { place: "/log/*", links: [{ name: "log", holds: "list", isPlace: true }] },
  { place: "/log_processed", links: [{ name: "log_processed", holds: "object", isPlace: true, beside: kubernetes }] },
  { place: "/log_processed#", links: [{ name: "log_processed", holds: "text", beside: kubernetes }] },
  {
    place: "/message",
    links: [{ name: "message", holds: "object", isPlace: true, beside: members(["@version", "1"]) }],
  },
  {
    place: "/CloudTrailEvent#",
    links: [{ name: "CloudTrailEvent", holds: "text", beside: members(["EventId", "1"], ["EventName", "DisableKey"]) }],
  },
  { place: "/payload", links: [{ name: "payload", holds: "object", isPlace: true, beside: kafka }] },
  { place: "/payload/*", links: [{ name: "payload", holds: "list", isPlace: true, beside: kafka }] },
  { place: "/payload#", links: [{ name: "payload", holds: "text", beside: kafka }] },
  {
    place: "/_raw#",
    links: [{ name: "_raw", holds: "text", beside: members(["_time", literal(1)], ["cribl_pipe", "p"]) }],
  },
  {
    place: "/result/_raw#",
    links: [
      { name: "result", holds: "object", beside: splunk },
      { name: "_raw", holds: "text", beside: members(["_time", "1"], ["sourcetype", "aws:cloudtrail"]) },
    ],
  },
  { place: "/_source", links: [{ name: "_source", holds: "object", isPlace: true, beside: document }] },
  {
    place: "/hits/hits/*/_source",
    links: [
      { name: "hits", holds: "object", beside: search },
      { name: "hits", holds: "list", beside: total },
      { name: "_source", holds: "object", isPlace: true, beside: document },
    ],
  },
  { place: "/fields", links: [{ name: "fields", holds: "object", isPlace: true, beside: document }] },
  {
    place: "/hits/hits/*/fields",
    links: [
      { name: "hits", holds: "object", beside: search },
      { name: "hits", holds: "list", beside: total },
      { name: "fields", holds: "object", isPlace: true, beside: document },
    ],
  },
  { place: "/data", links: [{ name: "data", holds: "object", isPlace: true, beside: cloudEvent }] },
  { place: "/data#", links: [{ name: "data", holds: "text", beside: cloudEvent }] },
  {
    place: "/aws",
    links: [{ name: "aws", holds: "object", isPlace: true, beside: members(["integration", "aws"], ["agent", "000"]) }],
  },
  {
    place: "/requestPayload",
    links: [{ name: "requestPayload", holds: "object", isPlace: true, beside: destination }],
  },
  { place: "/attributes", links: [{ name: "attributes", holds: "object", isPlace: true, beside: datadog }] },
  { place: "/MESSAGE#", links: [{ name: "MESSAGE", holds: "text", beside: journal }] },
  { place: "/exec#", links: [{ name: "exec", holds: "text", beside: members(["date", literal(1)]) }] },
];
