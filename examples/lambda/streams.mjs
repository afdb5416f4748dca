// One handler for each other source. Alerts are lines of JSON in the function's log.
import { eventBridgeHandler, kinesisHandler, logsHandler, sqsHandler } from "keyward/lambda";

export const logs = logsHandler();
export const eventBridge = eventBridgeHandler();
// Both need ReportBatchItemFailures in their event source mapping.
export const sqs = sqsHandler();
export const kinesis = kinesisHandler();
