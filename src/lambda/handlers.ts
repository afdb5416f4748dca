/** Handlers for events whose records go nowhere by themselves: what is found in them is delivered. */
import type { BatchResponse, KinesisEvent, LogsEvent, SqsEvent } from "./events.js";
import { Judging, type DeliveryOptions } from "./judging.js";
import { objectsOf, type S3Object } from "./s3-objects.js";
import { PROGRAMS } from "../messages/programs.js";

export interface S3Options extends DeliveryOptions {
  /** Returns the bytes of an object. If it rejects, the item fails. */
  getObject: (bucket: string, key: string) => Promise<Uint8Array | AsyncIterable<Uint8Array>>;
}

/**
 * How records aggregated by the Kinesis Producer Library begin:
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
const AGGREGATED = Buffer.of(0xf3, 0x89, 0x9a, 0xc2);

/** Returns a handler for a CloudWatch Logs subscription filter. */
export function logsHandler(options: DeliveryOptions = {}): (event: LogsEvent) => Promise<void> {
  const judging = new Judging(options);
  return async ({ awslogs }) => {
    await judging.deliver(Buffer.from(awslogs.data, "base64"), "logs");
  };
}

/** Returns a handler for an EventBridge rule. */
export function eventBridgeHandler(options: DeliveryOptions = {}): (event: { id?: string }) => Promise<void> {
  const judging = new Judging(options);
  return async (event) => {
    await judging.deliver(Buffer.from(JSON.stringify(event)), `eventbridge:${event.id ?? ""}`);
  };
}

/**
 * Returns a handler for S3 notifications: direct, through SNS, or through EventBridge. All objects are read before the first
 * error is thrown.
 */
export function s3Handler(options: S3Options): (event: object) => Promise<void> {
  const judging = new Judging(options);
  return async (event) => {
    const results: ({ error: unknown } | undefined)[] = [];
    for (const record of recordsOf(event)) {
      const objects = objectsOf(record);
      if (objects === undefined) results.push({ error: new Error(PROGRAMS.notOfS3) });
      for (const object of objects ?? []) results.push(await settled(deliverObject(judging, options, object)));
    }
    throwFirst(results);
  };
}

export interface SqsOptions extends DeliveryOptions {
  /** Reads the objects that S3 notifications in the queue name. */
  getObject?: S3Options["getObject"];
}

/**
 * Returns a handler for SQS messages: events (from EventBridge, SNS, or any other sender) or S3 notifications. Requires
 * ReportBatchItemFailures. In a FIFO queue, everything after a failed message fails too, to keep the order.
 */
export function sqsHandler(options: SqsOptions = {}): (event: SqsEvent) => Promise<BatchResponse> {
  const judging = new Judging(options);
  return async ({ Records }) => {
    const failed: string[] = [];
    for (const { messageId, body, eventSourceARN } of Records) {
      const mustWait = failed.length > 0 && eventSourceARN?.endsWith(".fifo") === true;
      const hasFailed = mustWait || (await settled(deliverMessage(judging, options, body, `sqs:${messageId}`)));
      if (hasFailed !== undefined) failed.push(messageId);
    }
    return failures(failed);
  };
}

/** Returns a handler for a Kinesis stream. Requires ReportBatchItemFailures: Lambda retries from the record that failed. */
export function kinesisHandler(options: DeliveryOptions = {}): (event: KinesisEvent) => Promise<BatchResponse> {
  const judging = new Judging(options);
  return async ({ Records }) => {
    for (const { kinesis } of Records) {
      const { sequenceNumber } = kinesis;
      const source = `kinesis:${sequenceNumber}`;
      const data = Buffer.from(kinesis.data, "base64");
      const hasFailed = await settled(
        data.subarray(0, AGGREGATED.length).equals(AGGREGATED)
          ? reportAggregated(judging, source)
          : judging.deliver(data, source),
      );
      if (hasFailed !== undefined) return failures([sequenceNumber]);
    }
    return failures([]);
  };
}

async function deliverMessage(judging: Judging, options: SqsOptions, body: string, source: string): Promise<void> {
  const { getObject } = options;
  const objects =
    body.includes('"s3') || body.includes('\\"s3') || body.includes("Object Created")
      ? objectsOf(parse(body))
      : undefined;
  if (objects === undefined) return judging.deliver(Buffer.from(body), source);
  if (getObject === undefined) {
    judging.report(source, [{ line: 1, reason: PROGRAMS.noGetObject }]);
    return undefined;
  }
  for (const object of objects) await deliverObject(judging, { ...options, getObject }, object);
  return undefined;
}

async function deliverObject(judging: Judging, { getObject }: S3Options, { bucket, key }: S3Object): Promise<void> {
  const body = await getObject(bucket, key);
  const pieces = body instanceof Uint8Array ? [body] : await collect(body);
  await judging.deliver(Buffer.concat(pieces), `s3://${bucket}/${key}`, true);
}

// eslint-disable-next-line @typescript-eslint/require-await -- so that what onProblem throws is a rejection
async function reportAggregated(judging: Judging, source: string): Promise<void> {
  judging.report(source, [{ line: 1, reason: PROGRAMS.aggregated }]);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return pieces;
}

/** Splits the event, one for each record, so that a record that is not a notification does not hide among others. */
function recordsOf(event: { Records?: unknown }): object[] {
  const { Records } = event;
  const isList = Array.isArray(Records) && Records.length > 0;
  return isList ? Records.map((record: unknown) => ({ Records: [record] })) : [event];
}

/** Returns the error that a promise rejects with, and logs it; undefined if it resolves. */
async function settled(work: Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    console.error(PROGRAMS.itemFailed, error);
    return { error };
  }
}

function throwFirst(results: readonly ({ error: unknown } | undefined)[]): void {
  const failed = results.find((result) => result !== undefined);
  if (failed !== undefined) throw failed.error;
}

function failures(ids: readonly string[]): BatchResponse {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
