import { attribute, kvlist, list } from "../support/attributes";
import { actionOf, verdict } from "../support/verdict";

function text(value: string): string {
  return '{"stringValue":"' + value + '"}';
}

const SOURCE: string = attribute("eventSource", text("kms.amazonaws.com"));
const NAME: string = attribute("eventName", text("DisableKey"));

/** The verdict on the list of these attributes, with these members before it. */
function inList(attributes: string[], rest: string = ""): string {
  return verdict("{" + rest + '"values":[' + attributes.join(",") + "]}");
}

describe("a raw event as a list of keys and values", () => {
  it("matches with its source and name", () => {
    expect(inList([SOURCE, NAME])).toBe("raw match");
    expect(inList([NAME, attribute("x", "{}"), "7", SOURCE])).toBe("raw match");
    expect(inList([SOURCE, attribute("eventName", text("ScheduleKeyDeletion"))])).toBe("raw match");
    expect(inList([SOURCE, attribute("eventName", text("EnableKey"))])).toBe("raw no");
    expect(inList([attribute("eventSource", text("iam.amazonaws.com")), NAME])).toBe("raw no");
    expect(inList([SOURCE, attribute("eventName", list(text("x") + "," + text("DisableKey")))])).toBe("raw match");
  });

  it("is not an event without both", () => {
    expect(inList([])).toBe("no event");
    expect(inList([SOURCE])).toBe("no event");
    expect(inList([NAME])).toBe("no event");
    expect(inList([SOURCE, attribute("eventName", '{"intValue":7}')])).toBe("no event");
    expect(inList([SOURCE, attribute("detail", kvlist(NAME))])).toBe("no event");
    expect(verdict('{"values":{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}}')).toBe("no event");
    expect(verdict('{"x":{"values":[' + SOURCE + "," + NAME + "]}}")).toBe("no event");
    expect(verdict('{"values":[' + SOURCE + "," + NAME + '],"values":[]}')).toBe("no event");
    expect(verdict('{"values":[{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}]}')).toBe("no event");
  });

  it("fails with an error in the list", () => {
    expect(inList([SOURCE, NAME, attribute("errorCode", text("AccessDenied"))])).toBe("raw failed");
    expect(inList([attribute("errorMessage", text("x")), SOURCE, NAME])).toBe("raw failed");
    expect(inList([SOURCE, NAME, attribute("errorCode", text("")), attribute("errorMessage", "{}")])).toBe("raw match");
  });

  it("does not depend on members next to the list", () => {
    expect(inList([SOURCE, NAME], '"errorCode":"x",')).toBe("raw match");
    expect(inList([SOURCE, NAME], '"eventSource":"iam.amazonaws.com",')).toBe("raw match");
    expect(inList([SOURCE], '"eventName":"DisableKey",')).toBe("no event");
    expect(inList([SOURCE, NAME], '"eventSource":"iam.amazonaws.com","eventName":"x",')).toBe("raw no");
    expect(inList([attribute("eventSource", text("x")), NAME], '"eventSource":"kms.amazonaws.com",')).toBe("raw no");
  });

  it("comes after ECS and before OCSF and OpenTelemetry", () => {
    expect(inList([SOURCE, NAME], '"event.action":"x",')).toBe("ecs no");
    expect(inList([SOURCE, NAME], '"rpc.service":"x","rpc.method":"y",')).toBe("raw match");
    expect(inList([SOURCE, NAME], '"api.service.name":"x","api.operation":"y",')).toBe("raw match");
    expect(inList([SOURCE], '"rpc.service":"x","rpc.method":"y",')).toBe("otel no");
  });

  it("does not use clues of other schemas", () => {
    expect(inList([SOURCE, NAME, attribute("event.action", text("x"))])).toBe("raw match");
    expect(
      inList([attribute("rpc.service", text("kms.amazonaws.com")), attribute("rpc.method", text("DisableKey"))]),
    ).toBe("no event");
  });

  it("has the first name that is an action as its own", () => {
    const names = [text("x"), text("ScheduleKeyDeletion"), text("DisableKey")];
    expect(actionOf('{"values":[' + SOURCE + "," + attribute("eventName", list(names.join(","))) + "]}")).toBe(
      '"ScheduleKeyDeletion"',
    );
  });
});

describe("a CloudTrail Insight", () => {
  const details = '"insightDetails":{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';

  it("is an event that never matches", () => {
    expect(verdict("{" + details + "}")).toBe("raw no");
    expect(verdict('{"eventType":"AwsCloudTrailInsight","eventSource":"kms.amazonaws.com",' + details + "}")).toBe(
      "raw no",
    );
    expect(verdict('{"eventName":"DisableKey",' + details + "}")).toBe("raw no");
    expect(verdict('{"insightDetails":{},"values":[' + SOURCE + "," + NAME + "]}")).toBe("raw no");
    expect(verdict('{"insightDetails":{},"rpc.method":"kms.amazonaws.com/DisableKey"}')).toBe("raw no");
  });

  it("is not recognized by another type of value", () => {
    expect(verdict('{"insightDetails":null}')).toBe("no event");
    expect(verdict('{"insightDetails":"x"}')).toBe("no event");
    expect(verdict('{"insightDetails":[{}]}')).toBe("no event");
    expect(verdict('{"x":{' + details + "}}")).toBe("no event");
  });

  it("is judged as an ordinary event if it names a call of its own", () => {
    expect(verdict('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",' + details + "}")).toBe("raw match");
    expect(verdict('{"event.action":"x",' + details + "}")).toBe("ecs no");
  });
});
