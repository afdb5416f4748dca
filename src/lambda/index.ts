/** Handlers for AWS Lambda (docs/how-to/lambda.md). */
export type * from "./events.js";
export { firehoseHandler, type FirehoseOptions } from "./firehose.js";
export {
  eventBridgeHandler,
  kinesisHandler,
  logsHandler,
  s3Handler,
  sqsHandler,
  type S3Options,
  type SqsOptions,
} from "./handlers.js";
export type { Alert, DeliveryOptions, ItemProblem, JudgingOptions } from "./judging.js";
