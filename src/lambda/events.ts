/**
 * Events that AWS hands to a function, as far as they are used, and the responses it expects; each with the page that describes
 * it.
 */

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html */
export interface FirehoseEvent {
  deliveryStreamArn?: string;
  records: { recordId: string; data: string }[];
}

export interface FirehoseResponse {
  records: FirehoseResult[];
}

/** `ProcessingFailed`: Firehose writes the record, as it came, to its error output. */
export interface FirehoseResult {
  recordId: string;
  result: "Ok" | "Dropped" | "ProcessingFailed";
  /** Base64. */
  data?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample */
export interface LogsEvent {
  /** Base64 of gzip of a LogsMessage. */
  awslogs: { data: string };
}

/** Sent by CloudWatch Logs to its subscribers. */
export interface LogsMessage {
  /** `CONTROL_MESSAGE`: CloudWatch Logs checks that the subscriber responds. */
  messageType: string;
  logGroup: string;
  logStream: string;
  logEvents: { message: string }[];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export interface S3Record {
  eventName: string;
  s3: { bucket: { name: string }; object: { key: string } };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface SqsEvent {
  Records: { messageId: string; body: string; eventSourceARN?: string }[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export interface KinesisEvent {
  Records: { kinesis: { sequenceNumber: string; data: string }; eventSourceARN?: string }[];
}

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting and
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}
