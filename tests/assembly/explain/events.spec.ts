import { isBeforeIngest } from "../../../assembly/explain/events";
import { Found, annotation, endOf, findPlace, isIgnored } from "../../../assembly/explain/events";
import { configure } from "../support/config";
import { quoted } from "../support/envelopes";
import { begin, lacksOf, placesOf } from "../support/explain";
import { textBetween } from "../support/text";

const MATCH: string = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const OTHER: string = '{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}';
const FAILED: string = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","errorCode":"x"}';

describe("the locations in a record", () => {
  it("are the pipeline's, with the rule's result for each", () => {
    configure("{}");
    expect(placesOf(MATCH)).toBe("'' raw 1111 match");
    expect(placesOf(OTHER)).toBe("'' raw 1001 none");
    expect(placesOf(FAILED)).toBe("'' raw 111 none");
    expect(placesOf('{"Records":[' + MATCH + "," + OTHER + "]}")).toBe(
      "'' object\n'/Records/0' raw 1111 match\n'/Records/1' raw 1001 none",
    );
    expect(placesOf('{"event":{"action":"DisableKey"}}')).toBe("'' ecs 100 none");
  });

  it("report the best result of several methods, in any order", () => {
    configure("{}");
    const methods = ['["x","DisableKey","y"]', '["DisableKey","x"]', '["x","DisableKey"]'];
    for (let at = 0; at < methods.length; at++) {
      const call = '{"rpc.service":"s3.amazonaws.com","rpc.method":' + methods[at] + "}";
      expect(placesOf(call)).toBe("'' otel 1101 none", methods[at]);
    }
  });

  it("include strings that name no action, and those that contain nothing", () => {
    configure("{}");
    expect(placesOf('{"log":' + quoted(OTHER) + "}")).toBe("'' object\n'/log#' raw 1001 none");
    expect(placesOf('{"log":"plain text"}')).toBe("'' object\n'/log#' string");
    expect(placesOf('{"log":"[1,' + quoted(MATCH).slice(1, -1) + ']"}')).toBe("'' object\n'/log#/1' raw 1111 match");
    expect(placesOf('{"log":"[]"}')).toBe("'' object");
    expect(placesOf("[1,2]")).toBe("");
  });

  it("include a string that is too deep", () => {
    configure("{}");
    let inner = MATCH;
    for (let level = 0; level < 5; level++) inner = '{"log":' + quoted(inner) + "}";
    const lines = placesOf(inner).split("\n");
    expect(lines[lines.length - 1]).toBe("'/log#/log#/log#/log#/log#' string");
    expect(lines.length).toBe(6);
  });

  it("do not exist in a text that is not a record", () => {
    expect(begin("plain text")).toBe(false);
    expect(begin('"DisableKey"')).toBe(false);
    expect(begin('{"a":1')).toBe(false);
  });
});

describe("the verdict on an event", () => {
  it("is the configuration's, on each record as if it were the first", () => {
    configure('{"duplicates":{"window_seconds":60}}');
    const event =
      '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"a","eventTime":"2026-12-05T10:00:00Z"}';
    expect(placesOf(event)).toBe("'' raw 1111 match");
    expect(placesOf(event)).toBe("'' raw 1111 match");
    expect(placesOf("[" + event + "," + event + "]")).toBe("'/0' raw 1111 match\n'/1' raw 1111 duplicate");
  });

  it("includes bursts", () => {
    configure('{"escalate":{"distinct_keys":2,"window_seconds":60,"severity":"high","risk_score":73}}');
    const one =
      '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventTime":"2026-12-05T10:00:00Z","requestParameters":{"keyId":"';
    expect(placesOf("[" + one + 'a"}},' + one + 'b"}}]')).toBe("'/0' raw 1111 match\n'/1' raw 1111 match 2");
  });

  it("is none if network activity is ignored, and only then", () => {
    const event = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventType":"AwsVpceEvent"}';
    configure('{"network_activity":"ignore"}');
    expect(placesOf(event)).toBe("'' raw 1111 none");
    begin(event);
    findPlace();
    expect(isIgnored()).toBe(true);
    begin(event.replace("DisableKey", "EnableKey"));
    findPlace();
    expect(isIgnored()).toBe(false, "no match in any case");
    configure("{}");
    begin(event);
    findPlace();
    expect(isIgnored()).toBe(false);
  });
});

describe("an annotation", () => {
  it("is reported, and the record is still explained", () => {
    configure("{}");
    const annotated = MATCH.slice(0, -1) + ',"keyward":{"verdict":"match","events":[]}}';
    expect(placesOf(annotated)).toBe("'' raw 1111 match");
    begin(annotated);
    expect(textBetween(annotation, endOf(annotation))).toBe('{"verdict":"match","events":[]}');
    begin(MATCH);
    expect(annotation).toBe(0);
    begin(MATCH.slice(0, -1) + ',"keyward":{"verdict":"match"}}');
    expect(annotation).toBe(0, "another tool's member, which is renamed");
    begin("[" + annotated + "]");
    expect(annotation).toBe(0, "not the record's own");
  });
});

describe("what an object lacks", () => {
  it("is reported for each schema", () => {
    expect(lacksOf("{}")).toBe(
      "ecs: event.action; raw: eventSource eventName; ocsf: api.service.name api.operation; otel: rpc.service rpc.method",
    );
    expect(lacksOf('{"eventSource":"x","eventName":[],"rpc":{"method":"m"},"api.operation":null}')).toBe(
      "ecs: event.action; raw: eventName; ocsf: api.service.name api.operation; otel: rpc.service",
    );
    expect(lacksOf('{"rpc":{"system.name":"s"}}').endsWith("otel: rpc.method")).toBe(true);
    expect(lacksOf('{"rpc":{"system":"s","method":"m/"}}').endsWith("otel: rpc.service")).toBe(true);
    const ocsf = '{"api":{"service":{"name":"kms"},"operation":"DisableKey"},"class_uid":';
    expect(lacksOf(ocsf + "3002}")).toBe(
      "ecs: event.action; raw: eventSource eventName; ocsf: class_uid; otel: rpc.service rpc.method",
    );
    begin(ocsf + "[3002,6003]}");
    expect(findPlace()).toBe(Found.EVENT);
  });

  it("is empty for schemas other than ECS before ingest", () => {
    const before = '{"event.provider":"x","event.dataset":"aws.cloudtrail","eventSource":"s","eventName":"n"}';
    expect(lacksOf(before).startsWith("ecs: event.action; raw: ;")).toBe(true);
    expect(isBeforeIngest()).toBe(true);
    lacksOf('{"event.dataset":"aws.cloudtrail","eventSource":"s"}');
    expect(isBeforeIngest()).toBe(false);
  });
});
