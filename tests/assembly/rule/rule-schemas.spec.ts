import { actionOf, verdict } from "../support/verdict";

const RAW: string = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const OCSF: string = '"api":{"service":{"name":"kms"},"operation":"DisableKey"}';
const OTEL: string = '"rpc":{"service":"kms.amazonaws.com","method":"DisableKey"}';
const ECS: string =
  '"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"}';

/** The verdict on an object with these members. */
function judged(members: string[]): string {
  return verdict("{" + members.join(",") + "}");
}

describe("an object that fits several schemas", () => {
  it("is an event of the first of them, in any order of its members", () => {
    expect(judged([RAW, OCSF, OTEL, ECS])).toBe("ecs match");
    expect(judged([ECS, OTEL, OCSF, RAW])).toBe("ecs match");
    expect(judged([RAW, OCSF, OTEL])).toBe("raw match");
    expect(judged([OTEL, OCSF, RAW])).toBe("raw match");
    expect(judged([OCSF, OTEL])).toBe("ocsf match");
    expect(judged([OTEL, OCSF])).toBe("ocsf match");
    expect(judged([OTEL])).toBe("otel match");
  });

  it("is judged by that alone", () => {
    expect(judged([RAW, OCSF, OTEL, '"event.action":"x"'])).toBe("ecs no");
    expect(judged(['"eventSource":"s3.amazonaws.com","eventName":"x"', OCSF, OTEL])).toBe("raw no");
    expect(judged([RAW, '"errorCode":"x"', OCSF, OTEL])).toBe("raw failed");
    expect(judged([OCSF, '"status_id":2', OTEL])).toBe("ocsf failed");
    expect(judged([ECS, '"errorCode":"x","status_id":2,"aws.error.code":"x"'])).toBe("ecs match");
    expect(judged([RAW, '"status_id":2,"status":"Failure","aws.error.code":"x","api.response.error":"x"'])).toBe(
      "raw match",
    );
    expect(judged([OCSF, '"errorCode":"x","errorMessage":"x","aws.error.message":"x"'])).toBe("ocsf match");
    expect(
      judged([OTEL, '"errorCode":"x","errorMessage":"x","status_id":2,"status":"Failure","api.response.error":"x"']),
    ).toBe("otel match");
  });

  it("is one of the next schema if the first lacks something", () => {
    expect(judged(['"eventSource":"kms.amazonaws.com"', OCSF])).toBe("ocsf match");
    expect(judged(['"eventName":"DisableKey","eventSource":7', OTEL])).toBe("otel match");
    expect(judged([OCSF, '"class_uid":1', OTEL])).toBe("otel match");
    expect(judged(['"api":{"operation":"DisableKey"}', OTEL])).toBe("otel match");
    expect(judged([OCSF, '"class_uid":1'])).toBe("no event");
  });

  it("has the action of its schema", () => {
    const others =
      '"api":{"service":{"name":"kms"},"operation":"ScheduleKeyDeletion"},"rpc.method":"ScheduleKeyDeletion"';
    expect(actionOf("{" + others + "," + RAW + "}")).toBe('"DisableKey"');
    expect(actionOf('{"event.action":["ScheduleKeyDeletion"],' + ECS + "," + RAW + "}")).toBe('"ScheduleKeyDeletion"');
  });

  it("does not fulfill clauses of one schema with values of another", () => {
    expect(
      judged([
        '"eventSource":"kms.amazonaws.com","eventName":"x"',
        '"api.operation":"DisableKey","rpc.method":"DisableKey"',
      ]),
    ).toBe("raw no");
    expect(
      judged([
        '"api":{"service":{"name":"kms"},"operation":"x"}',
        '"eventName":"DisableKey","rpc.method":"DisableKey"',
      ]),
    ).toBe("ocsf no");
    expect(
      judged([
        '"rpc":{"service":"x","method":"DisableKey"}',
        '"eventSource":"kms.amazonaws.com","api.service.name":"kms"',
      ]),
    ).toBe("otel no");
    expect(
      judged([
        '"event.action":"DisableKey","event.provider":"x","event.outcome":"success"',
        '"rpc.service":"kms.amazonaws.com"',
      ]),
    ).toBe("ecs no");
  });
});

describe("a record before ingest", () => {
  it("is not an event: it has a dataset and fields, but no action", () => {
    expect(judged(['"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com"}'])).toBe("no event");
    expect(judged(['"event":{"dataset":"aws.cloudtrail","outcome":"success"}'])).toBe("no event");
    expect(judged(['"event.provider":"x","data_stream":{"dataset":"aws.cloudtrail"}'])).toBe("no event");
    expect(judged(['"event.outcome":true,"data_stream.dataset":"x"'])).toBe("no event");
    expect(judged(['"event":{"dataset":[[7]],"provider":"x","outcome":"y"}'])).toBe("no event");
  });

  it("is not judged by its other fields either", () => {
    const before = '"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com"}';
    expect(judged([before, RAW])).toBe("no event");
    expect(judged([before, OCSF])).toBe("no event");
    expect(judged([before, OTEL])).toBe("no event");
    expect(judged([RAW, OCSF, OTEL, '"data_stream.dataset":"x","event.outcome":"y"'])).toBe("no event");
  });

  it("is an ordinary event if it has an action", () => {
    expect(judged(['"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"x"}'])).toBe("ecs no");
    expect(judged(['"event":{"dataset":"aws.cloudtrail","action":"x"}', RAW])).toBe("ecs no");
    expect(judged(['"event":{"dataset":"aws.cloudtrail","action":null,"provider":"x"}'])).toBe("no event");
  });

  it("is an ECS event without a dataset", () => {
    expect(judged(['"event.provider":"x"'])).toBe("ecs no");
    expect(judged(['"event.outcome":"success"', RAW])).toBe("ecs no");
    expect(judged(['"event":{"dataset":null,"outcome":"success"},"data_stream":{"dataset":[]}', RAW])).toBe("ecs no");
  });

  it("is judged by its other fields with only a dataset", () => {
    expect(judged(['"event.dataset":"aws.cloudtrail"'])).toBe("no event");
    expect(judged(['"event.dataset":"aws.cloudtrail"', RAW])).toBe("raw match");
    expect(judged(['"data_stream.dataset":"aws.cloudtrail"', OCSF])).toBe("ocsf match");
    expect(judged(['"event":{"dataset":"aws.cloudtrail","provider":[],"outcome":null}', OTEL])).toBe("otel match");
  });
});

describe("a value", () => {
  it("counts only for its own field, even next to one that counts there", () => {
    const dataset = '"dataset":["aws.cloudtrail","kms.amazonaws.com"]';
    expect(judged(['"event":{' + dataset + ',"action":"DisableKey","outcome":"success"}'])).toBe("ecs no");
    const provider = '"dataset":"aws.cloudtrail","provider":["kms.amazonaws.com","DisableKey"]';
    expect(judged(['"event":{' + provider + ',"action":"x","outcome":"success"}'])).toBe("ecs no");
    const service = '"service":{"name":["kms","DisableKey"]}';
    expect(judged(['"api":{' + service + ',"operation":"x"}'])).toBe("ocsf no");
    const other = '"api":{"service":{"name":"x"},"operation":"DisableKey"}';
    expect(judged([other, '"class_uid":[6003,"kms"]'])).toBe("ocsf no");
    expect(judged(['"rpc":{"service":["kms.amazonaws.com","DisableKey"],"method":"x"}'])).toBe("otel no");
    expect(judged(['"rpc":{"service":"x","method":"DisableKey"}', '"status_id":"kms.amazonaws.com"'])).toBe("otel no");
  });
});

describe("an object that is not an event", () => {
  it("lacks what every schema requires, whatever else it names", () => {
    expect(judged(['"event":{"original":"DisableKey","kind":"event"}'])).toBe("no event");
    expect(judged(['"action":"DisableKey","provider":"kms.amazonaws.com"'])).toBe("no event");
    expect(judged(['"requestParameters":{' + RAW + "}"])).toBe("no event");
    expect(judged(['"EventName":"DisableKey","EventSource":"kms.amazonaws.com"'])).toBe("no event");
    expect(judged(['"eventName":"DisableKey","eventSource":""'])).toBe("raw no");
    expect(judged([])).toBe("no event");
  });

  it("does not affect the next", () => {
    expect(judged([RAW, '"attributes":{"aws.error.code":"x","rpc.service":"x"}'])).toBe("raw match");
    expect(judged([OTEL])).toBe("otel match");
    expect(judged(['"rpc.method":"DisableKey"'])).toBe("no event");
    expect(judged([OCSF, '"class_uid":6003'])).toBe("ocsf match");
    expect(judged([OCSF, '"class_uid":6004'])).toBe("no event");
    expect(judged([OCSF, '"status_id":2'])).toBe("ocsf failed");
    expect(judged([OCSF])).toBe("ocsf match");
    expect(judged([OTEL, '"aws.error.code":"x"'])).toBe("otel failed");
    expect(judged([OTEL])).toBe("otel match");
  });
});
