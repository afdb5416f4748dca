import { verdict } from "../support/verdict";

/** The judgement on an ECS event with this outcome, as JSON, and these members after it. */
function ecs(
  outcome: string,
  rest: string = '"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey"',
): string {
  return verdict('{"event":{"outcome":' + outcome + "," + rest + "}}");
}

describe("a failed call", () => {
  it("is distinguished from a non-match, in a raw event", () => {
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","errorCode":"x"}')).toBe("raw failed");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"EnableKey","errorCode":"x"}')).toBe("raw no");
    expect(verdict('{"eventSource":"s3.amazonaws.com","eventName":"DisableKey","errorCode":"x"}')).toBe("raw no");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","errorCode":""}')).toBe("raw match");
  });

  it("is recognized by its outcome, in an ECS event", () => {
    expect(ecs('"failure"')).toBe("ecs failed");
    expect(ecs('["unknown","failure"]')).toBe("ecs failed");
    expect(ecs('"fail\\u0075re"')).toBe("ecs failed");
    expect(ecs('["failure","success"]')).toBe("ecs match");
    expect(ecs('"unknown"')).toBe("ecs no");
    expect(ecs('"Failure"')).toBe("ecs no");
    expect(ecs("null")).toBe("ecs no");
    expect(ecs('[["failure"]]')).toBe("ecs failed");
    expect(ecs('{"a":"failure"}')).toBe("ecs no");
  });

  it("must fulfill every other clause of the rule", () => {
    expect(ecs('"failure"', '"dataset":"aws.s3access","provider":"kms.amazonaws.com","action":"DisableKey"')).toBe(
      "ecs no",
    );
    expect(ecs('"failure"', '"dataset":"aws.cloudtrail","provider":"s3.amazonaws.com","action":"DisableKey"')).toBe(
      "ecs no",
    );
    expect(ecs('"failure"', '"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"EnableKey"')).toBe(
      "ecs no",
    );
    expect(ecs('"failure"', '"provider":"kms.amazonaws.com","action":"DisableKey"')).toBe("ecs no");
    expect(verdict('{"status_id":2,"api":{"service":{"name":"s3"},"operation":"DisableKey"}}')).toBe("ocsf no");
    expect(verdict('{"status_id":2,"api":{"service":{"name":"kms"},"operation":"EnableKey"}}')).toBe("ocsf no");
    expect(verdict('{"rpc.service":"kms.amazonaws.com","rpc.method":"EnableKey","aws.error.code":"x"}')).toBe(
      "otel no",
    );
  });

  it("does not depend on the event judged before", () => {
    expect(ecs('"failure"')).toBe("ecs failed");
    expect(ecs('"unknown"')).toBe("ecs no");
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')).toBe("raw match");
  });
});
