/**
 * Events as AWS hands them to a function, as described on the pages that src/lambda/events.ts names, with the members that
 * handlers use.
 */
import { gzipSync } from "node:zlib";
import type { FirehoseEvent, KinesisEvent, LogsEvent, S3Record, SqsEvent } from "#keyward/lambda/events.js";

export const EVENT = {
  eventVersion: "1.11",
  eventSource: "kms.amazonaws.com",
  eventName: "DisableKey",
  eventID: "1",
  eventTime: "2026-03-04T09:03:41Z",
};
export const MATCH = JSON.stringify(EVENT);
export const OTHER = JSON.stringify({ ...EVENT, eventName: "Decrypt", eventID: "2" });

export function base64(data: string | Uint8Array): string {
  return Buffer.from(data as string).toString("base64");
}

export function logsMessage(messages: readonly string[], messageType = "DATA_MESSAGE"): Buffer {
  const logEvents = messages.map((message, id) => ({ id: `${id}`, timestamp: 1_600_361_930_988, message }));
  const message = {
    ...{ messageType, owner: "123456789123", logGroup: "trail", logStream: "stream", subscriptionFilters: ["all"] },
    logEvents,
  };
  return gzipSync(JSON.stringify(message));
}

export function logsEvent(messages: readonly string[], messageType?: string): LogsEvent {
  return { awslogs: { data: base64(logsMessage(messages, messageType)) } };
}

export function firehoseEvent(records: readonly (string | Uint8Array)[]): FirehoseEvent {
  return {
    deliveryStreamArn: "arn:aws:firehose:us-east-1:123456789012:deliverystream/stream",
    records: records.map((data, index) => ({ recordId: `record${index}`, data: base64(data) })),
  };
}

export function kinesisEvent(records: readonly (string | Uint8Array)[]): KinesisEvent {
  return { Records: records.map((data, index) => ({ kinesis: { sequenceNumber: `${index}`, data: base64(data) } })) };
}

export function sqsEvent(bodies: readonly string[], queue = "queue"): SqsEvent {
  const eventSourceARN = `arn:aws:sqs:us-east-1:123456789012:${queue}`;
  return { Records: bodies.map((body, index) => ({ messageId: `m${index}`, body, eventSourceARN })) };
}

export function s3Event(...keys: readonly string[]): { Records: S3Record[] } {
  return {
    Records: keys.map((key) => ({
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: "bucket" }, object: { key } },
    })),
  };
}
