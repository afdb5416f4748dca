import { verdict } from "../support/verdict";

/** The verdict on an event with these values, all four in one `event` object. */
function nested(dataset: string, provider: string, action: string, outcome: string): string {
  return verdict(
    '{"event":{"dataset":' +
      dataset +
      ',"provider":' +
      provider +
      ',"action":' +
      action +
      ',"outcome":' +
      outcome +
      '},"message":"x"}',
  );
}

const SET: string = '"aws.cloudtrail"';
const KMS: string = '"kms.amazonaws.com"';
const DISABLE: string = '"DisableKey"';
const SCHEDULE: string = '"ScheduleKeyDeletion"';
const OK: string = '"success"';

describe("an ECS event", () => {
  it("matches if all four clauses hold", () => {
    expect(nested(SET, KMS, DISABLE, OK)).toBe("ecs match");
    expect(nested(SET, KMS, SCHEDULE, OK)).toBe("ecs match");
  });

  it("does not match if one clause does not hold", () => {
    expect(nested('"aws.s3access"', KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, '"s3.amazonaws.com"', DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, KMS, '"EnableKey"', OK)).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, '"failure"')).toBe("ecs failed");
  });

  it("does not match with near misses of a value", () => {
    expect(nested('"aws.cloudtrail.x"', KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested('"aws.cloudtrai"', KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested('"AWS.cloudtrail"', KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, '"kms.amazonaws.co"', DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, KMS, '"disablekey"', OK)).toBe("ecs no");
    expect(nested(SET, KMS, '"DisableKey*"', OK)).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, '"Success"')).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, '"successful"')).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, "true")).toBe("ecs no");
  });

  it("does not match if a field is missing or has no value", () => {
    expect(nested("null", KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, "null", DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, KMS, "null", OK)).toBe("no event");
    expect(nested("null", KMS, "null", OK)).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, "null")).toBe("ecs no");
    expect(nested("[]", KMS, DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, "[]")).toBe("ecs no");
    expect(verdict('{"event":{"provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}}')).toBe(
      "ecs no",
    );
  });

  it("does not match with values in each other's fields", () => {
    expect(nested(KMS, SET, DISABLE, OK)).toBe("ecs no");
    expect(nested(SET, DISABLE, KMS, OK)).toBe("ecs no");
    expect(nested(OK, KMS, DISABLE, SET)).toBe("ecs no");
  });

  it("also matches with the dataset of the data stream", () => {
    const rest = ',"event":{"provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}}';
    expect(verdict('{"data_stream":{"dataset":"aws.cloudtrail"}' + rest)).toBe("ecs match");
    expect(verdict('{"data_stream.dataset":"aws.cloudtrail"' + rest)).toBe("ecs match");
    expect(verdict('{"data_stream":{"dataset":"aws.other"}' + rest)).toBe("ecs no");
    expect(verdict('{"data_stream":{"type":"aws.cloudtrail"}' + rest)).toBe("ecs no");
    expect(verdict('{"event.dataset":"aws.other","data_stream.dataset":"aws.cloudtrail"' + rest)).toBe("ecs match");
  });

  it("matches in every spelling", () => {
    expect(
      verdict(
        '{"event.dataset":"aws.cloudtrail","event.provider":"kms.amazonaws.com","event.action":"DisableKey","event.outcome":"success"}',
      ),
    ).toBe("ecs match");
    expect(
      verdict(
        '{"event":{"dataset":"aws.cloudtrail","outcome":"success"},"event.provider":"kms.amazonaws.com","event.action":"DisableKey"}',
      ),
    ).toBe("ecs match");
    expect(
      verdict(
        '{"event":[{"dataset":"aws.cloudtrail"},{"provider":"kms.amazonaws.com","action":"DisableKey"},{"outcome":"success"}]}',
      ),
    ).toBe("ecs match");
    expect(nested('"aws.cloudtrai\\u006c"', '"kms\\u002eamazonaws.com"', '"\\u0044isableKey"', '"succes\\u0073"')).toBe(
      "ecs match",
    );
  });

  it("matches with any element of an array", () => {
    expect(
      nested(
        '["x","aws.cloudtrail"]',
        '[["kms.amazonaws.com"]]',
        '["EnableKey","DisableKey"]',
        '["failure","success"]',
      ),
    ).toBe("ecs match");
    expect(nested(SET, KMS, '["EnableKey",null,{"x":"DisableKey"}]', OK)).toBe("ecs no");
    expect(nested(SET, KMS, DISABLE, '["failure","unknown"]')).toBe("ecs failed");
  });

  it("matches with different spellings of one field, any of which may hold", () => {
    const rest = ',"event.dataset":"aws.cloudtrail","event.provider":"kms.amazonaws.com","event.action":"DisableKey"}';
    expect(verdict('{"event":{"outcome":"failure"},"event.outcome":"success"' + rest)).toBe("ecs match");
    expect(verdict('{"event.outcome":"success","event":{"outcome":"failure"}' + rest)).toBe("ecs match");
    expect(verdict('{"event.outcome":"success","event.outcome":"failure"' + rest)).toBe("ecs failed");
    expect(verdict('{"event":{"outcome":"success"},"event":{}' + rest)).toBe("ecs no");
  });

  it("is judged only by its ECS fields: raw ones neither match nor fail it", () => {
    const match =
      '"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}';
    expect(verdict("{" + match + ',"errorCode":"AccessDenied"}')).toBe("ecs match");
    expect(verdict("{" + match + ',"eventSource":"x","eventName":"y"}')).toBe("ecs match");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","event":{"outcome":"failure"}}')).toBe(
      "ecs no",
    );
    expect(
      verdict(
        '{"eventName":"DisableKey","event":{"provider":"kms.amazonaws.com","outcome":"success"},"eventSource":"x"}',
      ),
    ).toBe("ecs no");
  });

  it("does not match with nested fields", () => {
    expect(
      verdict(
        '{"x":{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}}}',
      ),
    ).toBe("no event");
    expect(
      verdict(
        '{"event":{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}}}',
      ),
    ).toBe("no event");
    expect(nested(SET, KMS, '{"name":"DisableKey"}', OK)).toBe("no event");
  });
});

describe("a verdict", () => {
  it("does not depend on the event judged before", () => {
    expect(nested(SET, KMS, DISABLE, OK)).toBe("ecs match");
    expect(verdict("{}")).toBe("no event");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe("raw match");
    expect(verdict('{"event.action":"DisableKey"}')).toBe("ecs no");
    expect(verdict('{"eventSource":"kms.amazonaws.com"}')).toBe("no event");
    expect(verdict('{"eventName":"DisableKey","errorCode":"x"}')).toBe("no event");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","errorCode":"x"}')).toBe("raw failed");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe("raw match");
  });
});
