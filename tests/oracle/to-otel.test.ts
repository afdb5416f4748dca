import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "./json.js";
import { toOtelFlat, toOtelNested, toOtlp } from "./to-otel.js";

const RAW: JsonObject = {
  eventTime: "2024-05-06T07:08:09Z",
  eventSource: "kms.amazonaws.com",
  eventName: "DisableKey",
  eventID: "e",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/a", accountId: "111122223333" },
  errorCode: null,
  requestParameters: { keyId: "k", days: 7, force: true, tags: ["x", { y: null }] },
  responseElements: {},
  resources: [{ ARN: "a", accountId: "111122223333" }, "odd", { ARN: "b", type: "AWS::KMS::Key" }],
  readOnly: false,
  recipientAccountId: "444455556666",
};

const ATTRIBUTES: JsonObject = {
  "cloud.provider": "aws",
  "cloud.region": "eu-west-1",
  "cloud.account.id": "444455556666",
  "aws.cloudtrail.event_id": "e",
  "rpc.method": "DisableKey",
  "rpc.service": "kms.amazonaws.com",
  "aws.event.read_only": false,
  "source.address": "198.51.100.7",
  "aws.user_identity.account_id": "111122223333",
  "aws.principal.arn": "arn:aws:iam::111122223333:user/a",
  "aws.principal.type": "IAMUser",
  "aws.request.parameters": { keyId: "k", days: 7, force: true, tags: ["x", { y: null }] },
  "aws.response.elements": {},
  "aws.resources": [
    { "account.id": "111122223333", arn: "a" },
    { arn: "b", type: "AWS::KMS::Key" },
  ],
};
const TIME = "1714979289000000000";

describe("a raw event as OpenTelemetry", () => {
  it("has dotted keys on the record, without empty values", () => {
    assert.deepEqual(toOtelFlat(RAW), { timeUnixNano: TIME, ...ATTRIBUTES });
  });

  it("has dotted keys under attributes", () => {
    assert.deepEqual(toOtelNested(RAW), { timeUnixNano: TIME, attributes: ATTRIBUTES });
  });

  it("has nested objects under attributes", () => {
    assert.deepEqual(toOtelNested(RAW, { nestedObjects: true }), {
      timeUnixNano: TIME,
      attributes: {
        cloud: { provider: "aws", region: "eu-west-1", account: { id: "444455556666" } },
        aws: {
          cloudtrail: { event_id: "e" },
          event: { read_only: false },
          user_identity: { account_id: "111122223333" },
          principal: { arn: "arn:aws:iam::111122223333:user/a", type: "IAMUser" },
          request: { parameters: RAW.requestParameters },
          response: { elements: {} },
          resources: ATTRIBUTES["aws.resources"],
        },
        rpc: { method: "DisableKey", service: "kms.amazonaws.com" },
        source: { address: "198.51.100.7" },
      },
    });
  });

  it("has a list of keys and typed values", () => {
    const string = (key: string, value: string) => ({ key, value: { stringValue: value } });
    assert.deepEqual(toOtlp(RAW), {
      timeUnixNano: TIME,
      attributes: [
        string("cloud.provider", "aws"),
        string("cloud.region", "eu-west-1"),
        string("cloud.account.id", "444455556666"),
        string("aws.cloudtrail.event_id", "e"),
        string("rpc.method", "DisableKey"),
        string("rpc.service", "kms.amazonaws.com"),
        { key: "aws.event.read_only", value: { boolValue: false } },
        string("source.address", "198.51.100.7"),
        string("aws.user_identity.account_id", "111122223333"),
        string("aws.principal.arn", "arn:aws:iam::111122223333:user/a"),
        string("aws.principal.type", "IAMUser"),
        {
          key: "aws.request.parameters",
          value: {
            kvlistValue: {
              values: [
                string("keyId", "k"),
                { key: "days", value: { doubleValue: 7 } },
                { key: "force", value: { boolValue: true } },
                {
                  key: "tags",
                  value: {
                    arrayValue: {
                      values: [{ stringValue: "x" }, { kvlistValue: { values: [{ key: "y", value: {} }] } }],
                    },
                  },
                },
              ],
            },
          },
        },
        { key: "aws.response.elements", value: { kvlistValue: { values: [] } } },
        {
          key: "aws.resources",
          value: {
            arrayValue: {
              values: [
                { kvlistValue: { values: [string("account.id", "111122223333"), string("arn", "a")] } },
                { kvlistValue: { values: [string("type", "AWS::KMS::Key"), string("arn", "b")] } },
              ],
            },
          },
        },
      ],
    });
  });

  it("has an error as text, and only if one is left", () => {
    const failed = toOtelFlat({ ...RAW, errorCode: "AccessDenied", errorMessage: { why: "no" } });
    assert.equal(failed["aws.error.code"], "AccessDenied");
    assert.equal(failed["aws.error.message"], '{"why":"no"}');
    assert.deepEqual(toOtelFlat({ ...RAW, errorCode: { code: "" }, errorMessage: "" }), toOtelFlat(RAW));
    assert.equal(toOtelFlat({ ...RAW, errorMessage: "no" })["aws.error.message"], "no");
  });

  it("has no method, service or time if the event has no valid one", () => {
    const odd = { eventName: ["DisableKey"], eventSource: null, eventTime: "soon" };
    assert.deepEqual(toOtelFlat(odd), { "cloud.provider": "aws" });
  });
});
