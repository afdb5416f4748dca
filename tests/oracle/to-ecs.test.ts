import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "./json.js";
import { toEcsDotted, toEcsMixed, toEcsNested } from "./to-ecs.js";

const RAW: JsonObject = {
  eventTime: "2024-05-06T07:08:09Z",
  eventSource: "kms.amazonaws.com",
  eventName: "DisableKey",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "",
  userIdentity: { type: "IAMUser", accountId: "111122223333" },
  errorCode: null,
  requestParameters: { keyId: "k" },
  responseElements: null,
  resources: [{ ARN: "a", type: "AWS::KMS::Key" }, { ARN: "b" }],
};

describe("a raw event as ECS", () => {
  it("has nested objects, without blanks", () => {
    assert.deepEqual(toEcsNested(RAW), {
      "@timestamp": "2024-05-06T07:08:09Z",
      event: {
        action: "DisableKey",
        dataset: "aws.cloudtrail",
        kind: "event",
        outcome: "success",
        provider: "kms.amazonaws.com",
        type: ["info"],
      },
      cloud: { provider: "aws", account: { id: "111122223333" }, region: "eu-west-1" },
      source: { address: "198.51.100.7", ip: "198.51.100.7" },
      aws: {
        cloudtrail: {
          request_parameters: '{"keyId":"k"}',
          flattened: { request_parameters: { keyId: "k" } },
          resources: [
            { account_id: null, arn: "a", type: "AWS::KMS::Key" },
            { account_id: null, arn: "b", type: null },
          ],
          user_identity: { type: "IAMUser" },
        },
      },
    });
    assert.equal((toEcsNested({ ...RAW, errorMessage: "x" }).event as JsonObject).outcome, "failure");
    assert.deepEqual(toEcsNested({ sourceIPAddress: "AWS Internal" }).source, { address: "AWS Internal" });
  });

  it("has dotted keys, and arrays for each field of a list", () => {
    const dotted = toEcsDotted(RAW);
    assert.equal(dotted["event.action"], "DisableKey");
    assert.equal(dotted["aws.cloudtrail.flattened.request_parameters.keyId"], "k");
    assert.deepEqual(dotted["aws.cloudtrail.resources.arn"], ["a", "b"]);
    assert.ok(Object.values(dotted).every((value) => typeof value !== "object" || Array.isArray(value)));
  });

  it("has mixed keys, nested where chosen", () => {
    assert.deepEqual(
      toEcsMixed(RAW, () => false),
      toEcsNested(RAW),
    );
    const always = toEcsMixed(RAW, () => true);
    assert.equal(always["event.action"], "DisableKey");
    let turn = 0;
    const mixed = toEcsMixed(RAW, () => turn++ % 2 === 1);
    assert.ok("cloud.region" in mixed !== "event.action" in mixed, Object.keys(mixed).join());
  });
});
