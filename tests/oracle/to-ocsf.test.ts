import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "./json.js";
import { toOcsf } from "./to-ocsf.js";

const RAW: JsonObject = {
  eventVersion: "1.08",
  eventTime: "2024-05-06T07:08:09Z",
  eventSource: "kms.amazonaws.com",
  eventName: "ScheduleKeyDeletion",
  eventID: "e",
  eventType: "AwsApiCall",
  requestID: "r",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/a", accountId: "111122223333", userName: null },
  errorCode: "",
  requestParameters: { keyId: "k", pendingWindowInDays: 7 },
  responseElements: null,
  resources: [{ ARN: "a", type: "AWS::KMS::Key", accountId: "111122223333" }, { ARN: "b" }],
  readOnly: false,
  recipientAccountId: "444455556666",
};

const EXPECTED: JsonObject = {
  activity_id: 99,
  activity_name: "ScheduleKeyDeletion",
  actor: { user: { account: { uid: "111122223333" }, type: "IAMUser", uid: "arn:aws:iam::111122223333:user/a" } },
  api: {
    operation: "ScheduleKeyDeletion",
    request: { data: { keyId: "k", pendingWindowInDays: 7 }, uid: "r" },
    service: { name: "kms.amazonaws.com" },
  },
  category_name: "Application Activity",
  category_uid: 6,
  class_name: "API Activity",
  class_uid: 6003,
  cloud: { account: { uid: "444455556666" }, provider: "AWS", region: "eu-west-1" },
  metadata: {
    event_code: "AwsApiCall",
    product: { name: "CloudTrail", vendor_name: "AWS", version: "1.08" },
    profiles: ["cloud", "datetime"],
    uid: "e",
    version: "1.5.0",
  },
  resources: [{ owner: { account: { uid: "111122223333" } }, type: "AWS::KMS::Key", uid: "a" }, { uid: "b" }],
  severity: "Informational",
  severity_id: 1,
  src_endpoint: { ip: "198.51.100.7" },
  status: "Success",
  status_id: 1,
  time: 1714979289000,
  time_dt: "2024-05-06T07:08:09Z",
  type_uid: 600399,
  unmapped: { readOnly: false },
};

describe("a raw event as OCSF", () => {
  it("has each mapped field, without blanks", () => {
    assert.deepEqual(toOcsf(RAW), EXPECTED);
  });

  it("has request and response as text on request", () => {
    const response = { responseElements: { keyId: "k", keyState: "PendingDeletion" } };
    assert.deepEqual(toOcsf({ ...RAW, ...response }, { dataAsText: true }).api, {
      operation: "ScheduleKeyDeletion",
      request: { data: '{"keyId":"k","pendingWindowInDays":7}', uid: "r" },
      response: { data: '{"keyId":"k","keyState":"PendingDeletion"}' },
      service: { name: "kms.amazonaws.com" },
    });
    assert.deepEqual(toOcsf(RAW, { dataAsText: true }).status_id, 1);
  });

  it("depends on the error code alone for failure", () => {
    const failed = toOcsf({ ...RAW, errorCode: "AccessDenied", errorMessage: "no" });
    assert.deepEqual([failed.status, failed.status_id], ["Failure", 2]);
    assert.deepEqual((failed.api as JsonObject).response, { error: "AccessDenied", message: "no" });

    const withMessage = toOcsf({ ...RAW, errorMessage: "no" });
    assert.deepEqual([withMessage.status, withMessage.status_id], ["Success", 1]);
    assert.deepEqual((withMessage.api as JsonObject).response, { message: "no" });

    const odd = toOcsf({ ...RAW, errorCode: { code: 5 } });
    assert.deepEqual((odd.api as JsonObject).response, { error: '{"code":5}' });
    assert.equal(odd.status, "Failure");
    assert.deepEqual(toOcsf({ ...RAW, errorCode: { code: null } }), EXPECTED);
  });

  it("has a source that is not an address as a domain", () => {
    assert.deepEqual(toOcsf({ sourceIPAddress: "AWS Internal" }).src_endpoint, { domain: "AWS Internal" });
    assert.deepEqual(toOcsf({ sourceIPAddress: "2001:db8::1" }).src_endpoint, { ip: "2001:db8::1" });
  });

  it("has no operation, service or time if the event has no valid one", () => {
    const bare = toOcsf({
      eventName: ["DisableKey"],
      eventSource: 1,
      eventTime: "soon",
      additionalEventData: { a: 1 },
    });
    assert.equal(bare.api, undefined);
    assert.equal(bare.time, undefined);
    assert.equal(bare.time_dt, "soon");
    assert.deepEqual(bare.unmapped, { additionalEventData: { a: 1 } });
  });

  it("marks a read-only call as read", () => {
    const read = toOcsf({ ...RAW, readOnly: true });
    assert.deepEqual([read.activity_id, read.activity_name, read.type_uid], [2, "Read", 600302]);
  });
});
