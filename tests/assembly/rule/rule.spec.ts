import { actionOf, verdict } from "../support/verdict";

/** The verdict on a raw event from the parts of a match. */
function raw(source: string, name: string, rest: string = ""): string {
  return verdict('{"eventSource":' + source + ',"eventName":' + name + rest + "}");
}

const KMS: string = '"kms.amazonaws.com"';
const DISABLE: string = '"DisableKey"';
const SCHEDULE: string = '"ScheduleKeyDeletion"';

describe("a raw event", () => {
  it("matches with its source and either name", () => {
    expect(raw(KMS, DISABLE)).toBe("raw match");
    expect(raw(KMS, SCHEDULE)).toBe("raw match");
    expect(verdict('{"eventName":"DisableKey","eventSource":"kms.amazonaws.com","awsRegion":"x"}')).toBe("raw match");
    expect(raw('"\\u006bms.amazonaws.com"', '"Disable\\u004bey"')).toBe("raw match");
  });

  it("does not match with another source", () => {
    expect(raw('"kms"', DISABLE)).toBe("raw no");
    expect(raw('"kms.amazonaws.com.cn"', DISABLE)).toBe("raw no");
    expect(raw('"KMS.amazonaws.com"', DISABLE)).toBe("raw no");
    expect(raw('" kms.amazonaws.com"', DISABLE)).toBe("raw no");
    expect(raw('"kms.amazonaws.com "', DISABLE)).toBe("raw no");
    expect(raw('"s3.amazonaws.com"', SCHEDULE)).toBe("raw no");
    expect(raw("null", DISABLE)).toBe("no event");
    expect(verdict('{"eventName":"DisableKey"}')).toBe("no event");
  });

  it("does not match with another name", () => {
    expect(raw(KMS, '"EnableKey"')).toBe("raw no");
    expect(raw(KMS, '"disableKey"')).toBe("raw no");
    expect(raw(KMS, '"DisableKeyRotation"')).toBe("raw no");
    expect(raw(KMS, '"CancelKeyDeletion"')).toBe("raw no");
    expect(raw(KMS, '"ScheduleKeyDeletio"')).toBe("raw no");
    expect(raw(KMS, '"cheduleKeyDeletion"')).toBe("raw no");
    expect(raw(KMS, '"DisableKeyScheduleKeyDeletion"')).toBe("raw no");
    expect(raw(KMS, '""')).toBe("raw no");
    expect(verdict('{"eventSource":"kms.amazonaws.com"}')).toBe("no event");
  });

  it("does not match with swapped source and name, or with other fields", () => {
    expect(raw(DISABLE, KMS)).toBe("raw no");
    expect(verdict('{"eventSource":"kms.amazonaws.com","errorCode":"DisableKey"}')).toBe("no event");
    expect(verdict('{"source":"kms.amazonaws.com","name":"DisableKey"}')).toBe("no event");
    expect(verdict('{"EventSource":"kms.amazonaws.com","EventName":"DisableKey"}')).toBe("no event");
  });

  it("does not match with lists of values", () => {
    expect(raw('["kms.amazonaws.com"]', DISABLE)).toBe("no event");
    expect(raw(KMS, '["DisableKey"]')).toBe("no event");
  });

  it("does not match with nested values", () => {
    expect(verdict('{"requestParameters":{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}}')).toBe(
      "no event",
    );
    expect(raw('"iam.amazonaws.com"', '"PutRolePolicy"', ',"x":{"eventSource":' + KMS + "}")).toBe("raw no");
    expect(raw(KMS, '{"eventName":"DisableKey"}')).toBe("no event");
  });

  it("counts the last value of a repeated key", () => {
    expect(raw(KMS, '"x"', ',"eventName":"DisableKey"')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"eventName":"x"')).toBe("raw no");
    expect(raw(KMS, DISABLE, ',"eventSource":null')).toBe("no event");
    expect(raw(KMS, DISABLE, ',"errorCode":"x","errorCode":null')).toBe("raw match");
  });

  it("matches if every error is blank", () => {
    expect(raw(KMS, DISABLE, ',"errorCode":null')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"errorCode":"","errorMessage":""')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"errorCode":{},"errorMessage":{"a":null}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"x":{"errorCode":"AccessDenied"}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"responseElements":null,"errorcode":"x","errorCodes":"x"')).toBe("raw match");
  });

  it("does not match with an error, whether it has a code, a message or both", () => {
    expect(raw(KMS, DISABLE, ',"errorCode":"AccessDenied"')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorMessage":"not allowed"')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorCode":"AccessDenied","errorMessage":"not allowed"')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorCode":"AccessDenied","errorMessage":null')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorCode":null,"errorMessage":"x"')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorCode":0')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorCode":false')).toBe("raw failed");
    expect(raw(KMS, DISABLE, ',"errorMessage":{"a":1}')).toBe("raw failed");
    expect(verdict('{"errorCode":"x","eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe("raw failed");
  });
});

describe("an event is ECS", () => {
  it("with any provider, action or outcome", () => {
    expect(raw(KMS, DISABLE, ',"event":{"provider":"x"}')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event":{"action":"x"}')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event":{"outcome":""}')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event.action":0')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event.action":-1')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event.outcome":true')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event.outcome":false')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event.provider":["x"]')).toBe("ecs no");
    expect(raw(KMS, DISABLE, ',"event":[{"provider":[[],["x"]]}]')).toBe("ecs no");
  });

  it("but not with a dataset or another field", () => {
    expect(raw(KMS, DISABLE, ',"event":{"dataset":"aws.cloudtrail","kind":"event"}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"data_stream":{"dataset":"x"}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":{},"provider":"x"')).toBe("raw match");
  });

  it("but not with a field without a value", () => {
    expect(raw(KMS, DISABLE, ',"event":{"provider":null}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":{"action":[]}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":{"action":[null,[]]}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":{"outcome":{}}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":{"outcome":{"a":1}}')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"event":"provider"')).toBe("raw match");
    expect(raw(KMS, DISABLE, ',"x":{"event":{"provider":"x"}}')).toBe("raw match");
  });
});

describe("the action of a match", () => {
  it("is the name of a raw event, unchanged", () => {
    expect(actionOf('{"eventSource":"kms.amazonaws.com","eventName":"Disable\\u004bey"}')).toBe('"Disable\\u004bey"');
    expect(actionOf('{"eventName":"x","eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe(DISABLE);
  });

  it("is the first action of an ECS event that the rule names", () => {
    const rest = '"event.dataset":"aws.cloudtrail","event.provider":"kms.amazonaws.com","event.outcome":"success"';
    expect(actionOf('{"event.action":"DisableKey",' + rest + "}")).toBe(DISABLE);
    expect(actionOf('{"event.action":["x","ScheduleKeyDeletion","DisableKey"],' + rest + "}")).toBe(SCHEDULE);
    expect(actionOf('{"event.action":"x","event":{"action":"DisableKey"},' + rest + "}")).toBe(DISABLE);
    expect(actionOf('{"eventName":"x","event.action":"DisableKey",' + rest + "}")).toBe(DISABLE);
  });
});
