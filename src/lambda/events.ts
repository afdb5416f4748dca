/** What AWS hands to a function, as far as it is used, and what it wants back. Each with the page that describes it. */

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html */
export interface FirehoseEvent {
  deliveryStreamArn?: string;
  records: { recordId: string; data: string }[];
}

export interface FirehoseResponse {
  records: FirehoseResult[];
}

/** `ProcessingFailed`: Firehose writes the record, as it came, where its errors go. */
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

/** What CloudWatch Logs sends to whatever is subscribed. */
export interface LogsMessage {
  /** `CONTROL_MESSAGE` is how CloudWatch Logs tries whether somebody is there. */
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
