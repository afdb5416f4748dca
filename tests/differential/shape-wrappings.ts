/** Puts real events into every shape: one event per record, and many. */
import type { JsonObject } from "../oracle/json.js";
import { toEcsDotted, toEcsNested } from "../oracle/to-ecs.js";
import { toOcsf } from "../oracle/to-ocsf.js";
import { keyValues, toOtelFlat, toOtelNested, toOtlp } from "../oracle/to-otel.js";

/** An event as its original text, and parsed. */
export interface RealEvent {
  text: string;
  raw: JsonObject;
}

export interface Wrapping {
  name: string;
  /** The text of the record. */
  wrap: (event: RealEvent) => string;
  /** Path of the event in the record. */
  path: string;
}

export interface Batching {
  name: string;
  /** Number of events per record; default: the whole file. */
  size?: number;
  wrap: (events: RealEvent[]) => string;
  path: (index: number) => string;
}

const quoted = (text: string): string => JSON.stringify(text);
const asJson =
  (turn: (raw: JsonObject) => JsonObject) =>
  ({ raw }: RealEvent): string =>
    JSON.stringify(turn(raw));

function eventBridge(event: string, detailType = "AWS API Call via CloudTrail"): string {
  return `{"version":"0","detail-type":"${detailType}","source":"aws.kms","resources":[],"detail":${event}}`;
}

function notification(message: string): string {
  return `{"Type":"Notification","TopicArn":"arn:aws:sns:us-east-1:111122223333:t","Message":${quoted(message)}}`;
}

function sqs(body: string): string {
  return `{"Records":[{"messageId":"m","body":${quoted(body)},"eventSource":"aws:sqs","awsRegion":"us-east-1"}]}`;
}

function cloudWatch(events: readonly string[]): string {
  const logEvents = events.map((event, id) => `{"id":"${id}","timestamp":${id},"message":${quoted(event)}}`);
  return `{"messageType":"DATA_MESSAGE","owner":"111122223333","logEvents":[${logEvents.join(",")}]}`;
}

function otlpExport(events: readonly RealEvent[]): string {
  const logRecords = JSON.stringify(events.map(({ raw }) => toOtlp(raw)));
  return `{"resourceLogs":[{"resource":{},"scopeLogs":[{"scope":{},"logRecords":${logRecords}}]}]}`;
}

function otlpBody(body: string): string {
  return `{"resourceLogs":[{"resource":{},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":${body}}]}]}]}`;
}

/** Each row of the table in docs/reference/shapes.md, shapes in shapes, and each schema. */
export const WRAPPINGS: readonly Wrapping[] = [
  { name: "the record itself", wrap: ({ text }) => text, path: "" },
  { name: "a bare array", wrap: ({ text }) => `[${text}]`, path: "/Records/0" },
  { name: "S3 log file", wrap: ({ text }) => `{"Records":[${text}]}`, path: "/Records/0" },
  { name: "SQS in Lambda", wrap: ({ text }) => sqs(text), path: "/Records/0/body#" },
  {
    name: "SNS in Lambda",
    wrap: ({ text }) => `{"Records":[{"EventSource":"aws:sns","Sns":${notification(text)}}]}`,
    path: "/Records/0/Sns/Message#",
  },
  { name: "EventBridge, API call", wrap: ({ text }) => eventBridge(text), path: "/detail" },
  {
    name: "EventBridge, service event",
    wrap: ({ text }) => eventBridge(text, "AWS Service Event via CloudTrail"),
    path: "/detail",
  },
  { name: "CloudWatch Logs", wrap: ({ text }) => cloudWatch([text]), path: "/logEvents/0/message#" },
  { name: "log", wrap: ({ text }) => `{"log":${quoted(`${text}\n`)},"stream":"stdout"}`, path: "/log#" },
  { name: "message", wrap: ({ text }) => `{"event.original":null,"message":${quoted(text)}}`, path: "/message#" },
  {
    name: "event.original, dotted",
    wrap: ({ text }) => `{"message":${quoted(text)},"event.original":${quoted(text)}}`,
    path: "/event.original#",
  },
  {
    name: "event.original, nested, with a dataset",
    wrap: ({ text }) => `{"event":{"dataset":"aws.cloudtrail","original":${quoted(text)}},"message":${quoted(text)}}`,
    path: "/event/original#",
  },
  { name: "SNS notification", wrap: ({ text }) => notification(text), path: "/Message#" },
  {
    name: "SQS ReceiveMessage",
    wrap: ({ text }) => `{"Messages":[{"MessageId":"m","Body":${quoted(text)}}]}`,
    path: "/Messages/0/Body#",
  },
  {
    name: "LookupEvents",
    wrap: ({ text }) => `{"Events":[{"EventName":"DisableKey","CloudTrailEvent":${quoted(text)}}]}`,
    path: "/Events/0/CloudTrailEvent#",
  },
  { name: "Splunk HEC", wrap: ({ text }) => `{"time":1,"event":${text}}`, path: "/event" },
  { name: "Splunk HEC, text", wrap: ({ text }) => `{"time":1,"event":${quoted(text)}}`, path: "/event#" },
  { name: "OTLP export", wrap: (event) => otlpExport([event]), path: "/resourceLogs/0/scopeLogs/0/logRecords/0" },

  { name: "SQS message", wrap: ({ text }) => `{"messageId":"m","body":${quoted(text)}}`, path: "/body#" },
  { name: "an array of SQS messages", wrap: ({ text }) => `[{"body":${quoted(text)}}]`, path: "/Records/0/body#" },
  { name: "a received message", wrap: ({ text }) => `{"MessageId":"m","Body":${quoted(text)}}`, path: "/Body#" },
  { name: "a body", wrap: ({ text }) => `{"severityText":"INFO","body":${text}}`, path: "/body" },
  { name: "a body's text", wrap: ({ text }) => `{"body":{"text":${quoted(text)}}}`, path: "/body/text#" },
  { name: "a structured body", wrap: ({ text }) => `{"body":{"structured":${text}}}`, path: "/body/structured" },
  {
    name: "a body by itself",
    wrap: ({ text }) => `{"body":{"stringValue":${quoted(text)}}}`,
    path: "/body/stringValue#",
  },
  {
    name: "a body in OTLP",
    wrap: ({ text }) => otlpBody(`{"stringValue":${quoted(text)}}`),
    path: "/resourceLogs/0/scopeLogs/0/logRecords/0/body/stringValue#",
  },
  {
    name: "FilterLogEvents",
    wrap: ({ text }) => `{"events":[{"logStreamName":"s","message":${quoted(text)}}],"searchedLogStreams":[]}`,
    path: "/events/0/message#",
  },
  {
    name: "Logs Insights",
    wrap: ({ text }) => `{"results":[[{"field":"@ptr","value":"x"},{"field":"@message","value":${quoted(text)}}]]}`,
    path: "/results/0/1/value#",
  },
  { name: "log, parsed", wrap: ({ text }) => `{"log":${text},"stream":"stdout"}`, path: "/log" },
  { name: "log, an array", wrap: ({ text }) => `{"log":[1,${text}]}`, path: "/log/1" },
  {
    name: "log, a CRI line",
    wrap: ({ text }) => `{"log":${quoted(`2026-03-04T09:33:08Z stdout F ${text}`)}}`,
    path: "/log#",
  },
  { name: "log, several texts", wrap: ({ text }) => `{"log":${quoted(`{}${text}\n{}`)}}`, path: "/log#/1" },
  { name: "log_processed", wrap: ({ text }) => `{"log_processed":${text}}`, path: "/log_processed" },
  { name: "log_processed, text", wrap: ({ text }) => `{"log_processed":${quoted(text)}}`, path: "/log_processed#" },
  { name: "message, parsed", wrap: ({ text }) => `{"@version":"1","message":${text}}`, path: "/message" },
  {
    name: "one event of LookupEvents",
    wrap: ({ text }) => `{"EventName":"DisableKey","CloudTrailEvent":${quoted(text)}}`,
    path: "/CloudTrailEvent#",
  },
  { name: "Kafka, text", wrap: ({ text }) => `{"topic":"t","key":null,"payload":${quoted(text)}}`, path: "/payload#" },
  { name: "Kafka, JSON", wrap: ({ text }) => `{"topic":"t","payload":${text}}`, path: "/payload" },
  { name: "Kafka, an array", wrap: ({ text }) => `{"topic":"t","payload":[${text}]}`, path: "/payload/0" },
  { name: "Cribl", wrap: ({ text }) => `{"_raw":${quoted(text)},"_time":1}`, path: "/_raw#" },
  {
    name: "Splunk's export",
    wrap: ({ text }) => `{"preview":false,"result":{"_raw":${quoted(text)}}}`,
    path: "/result/_raw#",
  },
  { name: "a document", wrap: ({ text }) => `{"_index":"i","_source":${text}}`, path: "/_source" },
  {
    name: "a search",
    wrap: ({ text }) => `{"took":1,"hits":{"total":1,"hits":[{"_id":"1","_source":${text}}]}}`,
    path: "/hits/hits/0/_source",
  },
  { name: "fields", wrap: ({ raw }) => JSON.stringify({ fields: toEcsDotted(raw) }), path: "/fields" },
  {
    name: "a search for fields",
    wrap: ({ raw }) => JSON.stringify({ hits: { hits: [{ fields: toEcsDotted(raw) }] } }),
    path: "/hits/hits/0/fields",
  },
  { name: "CloudEvents", wrap: ({ text }) => `{"specversion":"1.0","data":${text}}`, path: "/data" },
  { name: "CloudEvents, text", wrap: ({ text }) => `{"specversion":"1.0","data":${quoted(text)}}`, path: "/data#" },
  { name: "Wazuh", wrap: ({ text }) => `{"integration":"aws","aws":${text}}`, path: "/aws" },
  {
    name: "a Lambda destination",
    wrap: ({ text }) => `{"version":"1.0","requestPayload":${text}}`,
    path: "/requestPayload",
  },
  { name: "Datadog", wrap: ({ text }) => `{"_id":"A","attributes":${text}}`, path: "/attributes" },
  { name: "the journal", wrap: ({ text }) => `{"PRIORITY":"6","MESSAGE":${quoted(text)}}`, path: "/MESSAGE#" },
  { name: "exec", wrap: ({ text }) => `{"exec":${quoted(text)}}`, path: "/exec#" },

  { name: "SNS in SQS", wrap: ({ text }) => sqs(notification(text)), path: "/Records/0/body#/Message#" },
  {
    name: "EventBridge in SNS in SQS",
    wrap: ({ text }) => sqs(notification(eventBridge(text))),
    path: "/Records/0/body#/Message#/detail",
  },
  {
    name: "S3 log file under log",
    wrap: ({ text }) => `{"log":${quoted(`{"Records":[${text}]}`)}}`,
    path: "/log#/Records/0",
  },
  { name: "a bare array under log", wrap: ({ text }) => `{"log":${quoted(`[${text}]`)}}`, path: "/log#/0" },
  {
    name: "four strings deep",
    wrap: ({ text }) => `{"message":${quoted(sqs(notification(`{"log":${quoted(text)}}`)))}}`,
    path: "/message#/Records/0/body#/Message#/log#",
  },

  { name: "ECS in SQS", wrap: ({ raw }) => sqs(JSON.stringify(toEcsNested(raw))), path: "/Records/0/body#" },
  {
    name: "ECS with the original beside it",
    wrap: ({ text, raw }) => JSON.stringify({ "event.original": text, ...toEcsDotted(raw) }),
    path: "",
  },
  { name: "OCSF", wrap: asJson((raw) => toOcsf(raw)), path: "" },
  { name: "OCSF, data as text", wrap: asJson((raw) => toOcsf(raw, { dataAsText: true })), path: "" },
  {
    name: "OCSF under message",
    wrap: ({ raw }) => `{"message":${quoted(JSON.stringify(toOcsf(raw, { dataAsText: true })))}}`,
    path: "/message#",
  },
  { name: "OpenTelemetry, flat", wrap: asJson(toOtelFlat), path: "" },
  { name: "OpenTelemetry, attributes", wrap: asJson((raw) => toOtelNested(raw)), path: "" },
  {
    name: "OpenTelemetry, nested attributes",
    wrap: asJson((raw) => toOtelNested(raw, { nestedObjects: true })),
    path: "",
  },
  {
    name: "a body that is a list of keys and values",
    wrap: ({ raw }) => JSON.stringify({ body: { kvlistValue: { values: keyValues(raw) } } }),
    path: "/body/kvlistValue",
  },
  { name: "OTLP record", wrap: asJson(toOtlp), path: "" },
];

const joined = (events: readonly RealEvent[]): string => events.map(({ text }) => text).join(",\n");

export const BATCHINGS: readonly Batching[] = [
  {
    name: "an S3 log file",
    wrap: (events) => `{"Records":[${joined(events)}]}`,
    path: (index) => `/Records/${index}`,
  },
  { name: "a bare array", wrap: (events) => `[${joined(events)}]`, path: (index) => `/Records/${index}` },
  {
    name: "CloudWatch Logs by fifty",
    size: 50,
    wrap: (events) => cloudWatch(events.map(({ text }) => text)),
    path: (index) => `/logEvents/${index}/message#`,
  },
  {
    name: "SQS by ten, SNS in each",
    size: 10,
    wrap: (events) => `{"Records":[${events.map(({ text }) => `{"body":${quoted(notification(text))}}`).join(",")}]}`,
    path: (index) => `/Records/${index}/body#/Message#`,
  },
  {
    name: "an S3 log file under log",
    wrap: (events) => `{"log":${quoted(`{"Records":[${joined(events)}]}`)}}`,
    path: (index) => `/log#/Records/${index}`,
  },
  {
    name: "OCSF in a bare array",
    wrap: (events) => JSON.stringify(events.map(({ raw }) => toOcsf(raw))),
    path: (index) => `/Records/${index}`,
  },
  {
    name: "an OTLP export",
    wrap: otlpExport,
    path: (index) => `/resourceLogs/0/scopeLogs/0/logRecords/${index}`,
  },
];
