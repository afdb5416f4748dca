/** Finds the objects named by a notification from S3 or CloudTrail, however it arrives. */
import type { S3Record } from "./events.js";

export interface S3Object {
  bucket: string;
  key: string;
}

/** CloudTrail's checksums of its log files: they hold no events. */
const DIGEST = "/CloudTrail-Digest/";
/** The deepest nesting is SNS in SQS. */
const MAX_DEPTH = 3;

/** Possible members of an S3 event, or of one that holds it. */
interface Holder {
  Records?: (Partial<S3Record> & { body?: string; Sns?: { Message?: string } })[];
  /** SNS in SQS. */
  Message?: string;
  /** EventBridge: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
  "detail-type"?: string;
  detail?: { bucket?: { name?: string }; object?: { key?: string } };
  /** From CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html */
  s3Bucket?: string;
  s3ObjectKey?: string[];
  /** Sent by S3 when a notification is set up. */
  Event?: string;
}

/**
 * Returns the created objects, without CloudTrail's digests; undefined if the event is not an S3 notification. It may be in SQS,
 * in SNS, in both, or come from EventBridge.
 */
export function objectsOf(event: unknown, depth = MAX_DEPTH): S3Object[] | undefined {
  if (typeof event !== "object" || event === null || depth === 0) return undefined;
  const { Records, Message, detail, Event, s3Bucket, s3ObjectKey, ...rest } = event as Holder;
  if (Event === "s3:TestEvent") return [];
  if (typeof Message === "string") return objectsOf(parse(Message), depth - 1);
  if (s3Bucket !== undefined && Array.isArray(s3ObjectKey)) {
    return withoutDigests(s3ObjectKey.map((key) => ({ bucket: s3Bucket, key })));
  }
  if (detail?.bucket?.name !== undefined && detail.object?.key !== undefined) {
    const isNew = rest["detail-type"] === "Object Created";
    return isNew ? withoutDigests([{ bucket: detail.bucket.name, key: detail.object.key }]) : [];
  }
  if (!Array.isArray(Records)) return undefined;
  const found = Records.map(({ s3, eventName, body, Sns }) => {
    if (s3 === undefined) return objectsOf(parse(body ?? Sns?.Message), depth - 1);
    if (eventName?.startsWith("ObjectCreated:") !== true) return [];
    return withoutDigests([{ bucket: s3.bucket.name, key: decodeKey(s3.object.key) }]);
  });
  return found.every((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
}

/** Decodes a key: notifications URL-encode it, with `+` for a space; EventBridge does not. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}

function withoutDigests(objects: S3Object[]): S3Object[] {
  return objects.filter(({ key }) => !key.includes(DIGEST));
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
