import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedKeyward } from "./annotation.js";
import { VERSION } from "./project.js";
import { judge } from "./rule.js";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/k-1";
const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const ECS =
  '"event":{"provider":"kms.amazonaws.com","action":["x","DisableKey"],"outcome":"success","dataset":"aws.cloudtrail"}';

/** What follows the last listed event. */
const END = `}],"module":"${VERSION}"}`;

function keywardOf(record: string): string {
  return expectedKeyward(judge(new TextEncoder().encode(record)).events);
}

/** Returns the one event that a record's annotation lists, without the members that are always there. */
function eventOf(members: string, schema: "raw" | "ecs" = "raw"): string {
  const keyward = keywardOf(`{${schema === "raw" ? RAW : ECS},${members}}`);
  const start = '"events":[{"path":"","verdict":"match",';
  const event = keyward.slice(keyward.indexOf(start) + start.length, -END.length);
  return event.replace(/"action":"DisableKey",?/, "").replace(/,$/, "");
}

describe("the expected annotation", () => {
  it("matches the one in the issue in full", () => {
    const record = `{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/Alice","accountId":"9"},
      "eventTime":"2021-03-23T18:58:30Z","eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion","awsRegion":"us-east-1",
      "sourceIPAddress":"192.0.2.0","userAgent":"AWS Internal","requestParameters":{"pendingWindowInDays":20,"keyId":"k-2"},
      "responseElements":{"keyId":"${ARN}","keyState":"PendingDeletion","deletionDate":"Apr 12, 2021 18:58:30 PM"},
      "eventID":"3c42","recipientAccountId":"111122223333"}`;
    assert.deepEqual(JSON.parse(keywardOf(record)), {
      verdict: "match",
      rule: { id: "6951f15e-533c-4a60-8014-a3c3ab851a1b", version: "107" },
      severity: "medium",
      risk_score: 47,
      matches: 1,
      events: [
        {
          path: "",
          verdict: "match",
          id: "3c42",
          time: "2021-03-23T18:58:30Z",
          action: "ScheduleKeyDeletion",
          account: "111122223333",
          region: "us-east-1",
          actor: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/Alice" },
          source_ip: "192.0.2.0",
          user_agent: "AWS Internal",
          key: { id: "k-1", arn: ARN, state: "PendingDeletion" },
          pending_window_days: 20,
          deletion_date: "Apr 12, 2021 18:58:30 PM",
        },
      ],
      module: VERSION,
    });
  });

  it("leaves out what the event lacks, and copies the rest as written", () => {
    for (const nothing of ["null", '""', "{}", "[]", '["x"]', "true", '{"a":1}']) {
      assert.equal(eventOf(`"eventID":${nothing},"userIdentity":{"arn":${nothing}}`), "", nothing);
    }
    assert.equal(eventOf('"eventID":"a\\u0062\\/","eventTime":1.50'), '"id":"a\\u0062\\/","time":1.50');
    assert.equal(eventOf('"eventID":"first","eventID":"last"'), '"id":"last"');
    assert.equal(eventOf('"recipientAccountId":"","userIdentity":{"accountId":"1"}'), '"account":"1"');
  });

  it("takes the key from the response, then the resources, then the request", () => {
    const response = (id: string) => `"responseElements":{"keyId":"${id}"}`;
    const request = (id: string) => `"requestParameters":{"keyId":"${id}"}`;
    const resources = (...arns: string[]) => `"resources":[${arns.map((arn) => `{"ARN":"${arn}"}`).join()}]`;
    const other = ARN.replace("k-1", "k-2");
    assert.equal(eventOf(`${request(other)},${response(ARN)}`), `"key":{"id":"k-1","arn":"${ARN}"}`);
    assert.equal(eventOf(`${request(other)},${resources("x", ARN)}`), `"key":{"id":"k-1","arn":"${ARN}"}`);
    assert.equal(eventOf(`${request(ARN)},${resources("arn:aws:s3:::key/x")}`), `"key":{"id":"k-1","arn":"${ARN}"}`);
    assert.equal(eventOf(`${request("k-3")},${resources("r")}`), '"key":{"id":"k-3"}');
    assert.equal(eventOf(`${request("k-3")},${response("k-4")}`), '"key":{"id":"k-4"}');
    assert.equal(eventOf(resources("r")), "");
    assert.equal(eventOf(request(ARN.slice(0, -3))), `"key":{"id":"${ARN.slice(0, -3)}"}`);
    const escaped = ARN.replace("/k", "\\/\\u006b");
    assert.equal(eventOf(request(escaped)), `"key":{"id":"\\u006b-1","arn":"${escaped}"}`);
  });

  it("writes a waiting period in a string as a number", () => {
    const days = (response: string, request: string) =>
      eventOf(
        `"responseElements":{"pendingWindowInDays":${response}},"requestParameters":{"pendingWindowInDays":${request}}`,
      );
    assert.equal(days("7", "8"), '"pending_window_days":7');
    assert.equal(days('"\\u0037"', "8"), '"pending_window_days":7');
    assert.equal(days("7.50", "8"), '"pending_window_days":7.50');
    for (const no of ['"07"', '"7.0"', '" 7"', '""', "null", "[7]", "true"])
      assert.equal(days(no, "8"), '"pending_window_days":8', no);
    assert.equal(days('"x"', '"+8"'), "");
  });

  it("reads ECS fields under every spelling", () => {
    assert.equal(eventOf('"aws":{"cloudtrail.user_identity":{"arn":["","a"]}}', "ecs"), '"actor":{"arn":"a"}');
    assert.equal(eventOf('"source.address":"AWS Internal","source":{"ip":null}', "ecs"), '"source_ip":"AWS Internal"');
    assert.equal(eventOf('"cloud":{"account.id":"1","region":"r"}', "ecs"), '"account":"1","region":"r"');
    assert.equal(eventOf('"@timestamp":1,"user_agent":[{"original":"u"}]', "ecs"), '"time":1,"user_agent":"u"');
    const keys = `"aws.cloudtrail":{"resources":[{"arn":"x"},{"arn":"${ARN}"}]}`;
    assert.equal(eventOf(keys, "ecs"), `"key":{"id":"k-1","arn":"${ARN}"}`);
    const flattened = '"aws.cloudtrail.flattened":{"request_parameters":{"pendingWindowInDays":"9","keyId":"k"}}';
    assert.equal(eventOf(flattened, "ecs"), '"key":{"id":"k"},"pending_window_days":9');
  });

  it("lists the matches in the order of the record, each with its path, and counts them", () => {
    const event = (id: number, name = "DisableKey") =>
      `{"eventSource":"kms.amazonaws.com","eventName":"${name}","eventID":${id}}`;
    const inText = JSON.stringify(event(4));
    const keyward = JSON.parse(
      keywardOf(`{"Records":[${event(1)},${event(2, "x")},{"event":${event(3)}}],"log":${inText}}`),
    ) as Annotation;
    assert.equal(keyward.matches, 3);
    assert.deepEqual(
      keyward.events.map(({ path, id }) => [path, id]),
      [
        ["/Records/0", 1],
        ["/Records/2/event", 3],
        ["/log#", 4],
      ],
    );
    const many = JSON.parse(keywardOf(`[${Array.from({ length: 102 }, (_, id) => event(id)).join()}]`)) as Annotation;
    assert.equal(many.matches, 102);
    assert.equal(many.events.length, 100);
    assert.deepEqual([many.events[99]?.path, many.events[99]?.id], ["/Records/99", 99]);
  });

  it("copies values from a text in decoded form", () => {
    const keyward = keywardOf(
      String.raw`{"log":"{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Disable\u004bey\",` +
        String.raw`\u0022eventID\":\"a\\u0062\\/\ud800\u00e9\",\"eventTime\":1.50}"}`,
    );
    assert.ok(
      keyward.includes(String.raw`"id":"a\u0062\/` + '\ufffd\u00e9","time":1.50,"action":"DisableKey"'),
      keyward,
    );
  });
});

interface Annotation {
  matches: number;
  events: { path: string; id: number }[];
}
