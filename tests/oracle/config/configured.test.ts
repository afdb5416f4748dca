import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedKeyward } from "../annotation.js";
import { judge } from "../rule.js";
import { Configured } from "./configured.js";
import { MAX_REMEMBERED } from "./history.js";
import { readConfig } from "./read-config.js";
import { PLAIN_SETTINGS } from "./settings.js";

const SOURCE = "kms.amazonaws.com";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/k-1";

function policyOf(config: object): Configured {
  const { settings, faults } = readConfig(Buffer.from(JSON.stringify(config)));
  assert.ok(settings, [...faults].join());
  return new Configured(settings);
}

/** Returns a match at this many seconds. */
function match(seconds: number | string, members: object = {}): object {
  return { eventSource: SOURCE, eventName: "DisableKey", eventTime: seconds, ...members };
}

function verdicts(config: object, ...records: object[]): string[] {
  const policy = policyOf(config);
  return records.map((record) => {
    const { verdict, terms } = judge(Buffer.from(JSON.stringify(record)), policy);
    return `${verdict}${terms.burst ? `!${terms.burst.keys}` : ""}`;
  });
}

function keywardOf(config: object, record: object): string {
  const { events, terms } = judge(Buffer.from(JSON.stringify(record)), policyOf(config));
  return expectedKeyward(events, terms);
}

describe("a configuration in the oracle", () => {
  it("suppresses what an exception expects, by any field, in decoded form", () => {
    const event = match("2026-12-05T22:00:00Z", {
      eventID: "1",
      awsRegion: "eu-west-1",
      recipientAccountId: 111_122_223_333,
      userIdentity: {
        type: "Root",
        arn: "arn:aws:iam::1:\u00e9",
        sessionContext: { sessionIssuer: { arn: "arn:aws:iam::1:role/path/ci" }, sourceIdentity: "m@example.com" },
      },
      sourceIPAddress: "192.0.2.1",
      userAgent: "a/b",
      responseElements: { keyId: KEY },
    });
    for (const [field, value, other] of [
      ["action", "Disable*", "Schedule*"],
      ["account", "111122223333", "111122223334"],
      ["region", "eu-????-1", "eu-???-1"],
      ["actor.arn", "arn:aws:iam::1:?", "arn:aws:iam::1:??"],
      ["actor.type", "Root", "root"],
      ["source_ip", "192.0.2.0/31", "192.0.2.2/31"],
      ["user_agent", "a/*", "/b*"],
      ["key.arn", KEY, "arn:aws:kms:eu-west-1:111122223333:key/k-2"],
      ["key.id", "k-1", "k-2"],
      ["actor.role", "arn:aws:iam::1:role/*", "arn:aws:iam::2:role/*"],
      ["actor.role", "c?", "path/c?"],
      ["source_identity", "m@*", "n@*"],
    ] as const) {
      const config = (pattern: string) => ({
        exceptions: [
          { id: "no", reason: "x", when: { region: ["us-*"] } },
          { id: "yes", reason: "y", when: { [field]: [pattern] } },
        ],
      });
      assert.deepEqual(verdicts(config(value), event), ["suppressed"], field);
      assert.deepEqual(verdicts(config(other), event), ["match"], field);
      const expected = '{"verdict":"suppressed","matches":0,"events":[{"path":"","verdict":"suppressed","exception":';
      assert.ok(keywardOf(config(value), event).startsWith(`${expected}{"id":"yes","reason":"y"},"id":"1"`));
    }
  });

  it("reports failed calls, in every schema, with the error last", () => {
    const denied = { denied: "annotate" };
    const said = (record: object) =>
      keywardOf(denied, record).replace(/^.*?"action":"DisableKey"|(?<=\}\]),"module":.*(?=\}$)/g, "");
    const ecs = { provider: SOURCE, action: "DisableKey", dataset: "aws.cloudtrail" };
    const errors = '"error_code":"x","error_message":"y"}]}';
    assert.equal(
      said(match("z", { errorCode: "x", errorMessage: "y", userAgent: "u" })),
      `,"user_agent":"u",${errors}`,
    );
    assert.equal(
      said({
        event: { ...ecs, outcome: ["x", "failure"] },
        "aws.cloudtrail": { error_code: "x", error_message: "y" },
      }),
      `,${errors}`,
    );
    const api = { service: { name: "kms" }, operation: "DisableKey", response: { error: "x", message: "y" } };
    assert.equal(said({ api }), `,${errors}`);
    const rpc = { "rpc.service": SOURCE, "rpc.method": "DisableKey" };
    assert.equal(said({ attributes: { ...rpc, "aws.error.code": "x", "aws.error.message": "y" } }), `,${errors}`);
    assert.equal(said(match("z", { errorCode: [1] })), "}]}");

    for (const record of [
      match("z", { errorCode: "x", eventName: "EnableKey" }),
      { event: { ...ecs, outcome: "unknown" } },
      { event: { ...ecs, outcome: "failure", dataset: "x" } },
    ]) {
      assert.deepEqual(verdicts(denied, record), ["no match"], JSON.stringify(record));
    }
    assert.deepEqual(verdicts(denied, { event: { ...ecs, outcome: ["success", "failure"] } }), ["match"]);
    assert.deepEqual(verdicts({ denied: "ignore" }, match("z", { errorCode: "x" })), ["no match"]);
  });

  it("leaves out network activity, denied or not, in every schema", () => {
    const config = { network_activity: "ignore", denied: "annotate" };
    const ecs = { event: { provider: SOURCE, action: "DisableKey", outcome: "success", dataset: "aws.cloudtrail" } };
    const api = { service: { name: SOURCE }, operation: "DisableKey" };
    const rpc = { "rpc.service": SOURCE, "rpc.method": "DisableKey" };
    for (const record of [
      match("z", { eventCategory: "NetworkActivity" }),
      match("z", { eventType: "AwsVpceEvent", errorCode: "x" }),
      { ...ecs, "aws.cloudtrail.event_category": ["", "NetworkActivity"] },
      { api, metadata: { product: { feature: { name: "NetworkActivity" } } } },
      { api, metadata: { event_code: "AwsVpceEvent" } },
      { ...rpc, "aws.event.category": "NetworkActivity" },
      { ...rpc, "rpc.system": "AwsVpceEvent" },
    ]) {
      assert.deepEqual(verdicts(config, record), ["no match"], JSON.stringify(record));
      assert.notDeepEqual(verdicts({ denied: "annotate" }, record), ["no match"], JSON.stringify(record));
    }
    for (const record of [
      match("z", { eventCategory: "Management", eventType: "AwsApiCall" }),
      match("z", { eventCategory: ["NetworkActivity"] }),
      { ...ecs, "aws.cloudtrail": { event_category: ["x", "NetworkActivity"], event_type: "AwsVpceEvent" } },
    ]) {
      assert.deepEqual(verdicts(config, record), ["match"], JSON.stringify(record));
    }
  });

  it("checks exceptions first, then duplicates, then the cap", () => {
    const config = {
      exceptions: [{ id: "e", reason: "r", when: { region: ["x"] } }],
      duplicates: { window_seconds: 9 },
      cap: { count: 1, period_seconds: 10 },
    };
    const [a, b] = [{ eventID: "a" }, { eventID: "b" }];
    assert.deepEqual(
      verdicts(
        config,
        match(0, a),
        match(0, a),
        match(9, b),
        match(9, { ...b, awsRegion: "x" }),
        match(9, b),
        match(10),
      ),
      ["match", "duplicate", "capped", "suppressed", "duplicate", "match"],
    );
  });

  it("treats events with the same id, call, time, key and caller as duplicates", () => {
    const config = { duplicates: { window_seconds: 9 } };
    const one = { eventID: "a", requestParameters: { keyId: "k" }, userIdentity: { arn: "u", type: "t" } };
    const repeated = (members: object, seconds = 0) =>
      verdicts(config, match(0, one), match(seconds, { ...one, ...members }))[1];
    assert.equal(repeated({}), "duplicate");
    assert.equal(repeated({ awsRegion: "x", userIdentity: { arn: "u", type: "v" } }), "duplicate");
    const others = [{ eventID: "b" }, { eventName: "ScheduleKeyDeletion" }, { requestParameters: { keyId: "l" } }];
    for (const other of [...others, { userIdentity: { arn: "v" } }, { userIdentity: null }]) {
      assert.equal(repeated(other), "match", JSON.stringify(other));
    }
    assert.equal(repeated({}, 1), "match");
    assert.deepEqual(verdicts(config, match(0), match(0)), ["match", "match"]);
  });

  it("caps no key that is new in the period, and nothing that starts or raises a burst", () => {
    const lost = (seconds: number, keyId?: string) => match(seconds, { requestParameters: { keyId } });
    const cap = { count: 2, period_seconds: 10 };
    const flood = [
      lost(0, "a"),
      lost(0, "a"),
      lost(1, "a"),
      lost(1, "b"),
      lost(1, "b"),
      lost(2),
      lost(9, "a"),
      lost(10, "c"),
    ];
    assert.deepEqual(verdicts({ cap }, ...flood), [
      ..."match match capped match capped capped capped match".split(" "),
    ]);
    assert.deepEqual(verdicts({ cap }, lost(0, "a"), lost(0, "b"), lost(10, "a")), ["match", "match", "match"]);
    assert.deepEqual(verdicts({ cap }, lost(5, "a"), lost(5, "b"), lost(0, "a")), ["match", "match", "capped"]);
    // Within a longer period, the key is not new; within the shorter burst window, it is.
    const escalate = { distinct_keys: 2, window_seconds: 3, severity: "high", risk_score: 73 };
    const records = [lost(0, "a"), lost(0, "b"), lost(1, "a"), lost(5, "a"), lost(6, "b"), lost(6, "b")];
    assert.deepEqual(verdicts({ cap, escalate }, ...records), [
      ..."match match!2 capped capped match!2 capped".split(" "),
    ]);
  });

  it("reports how many keys a burst has", () => {
    const config = { escalate: { distinct_keys: 2, window_seconds: 10, severity: "high", risk_score: 73 } };
    const lost = (seconds: number | string, keyId?: string) => match(seconds, { requestParameters: { keyId } });
    assert.deepEqual(
      verdicts(
        config,
        lost(0, "a"),
        lost(0, "a"),
        lost(10, "b"),
        lost(20, "c"),
        lost(31, "d"),
        lost("z", "e"),
        lost(31),
      ),
      ["match", "match", "match!2", "match!2", "match", "match", "match"],
    );
    const keyward = keywardOf(config, { Records: [lost(0, "a"), lost(5, "b"), lost(6, "c"), lost(7)] });
    assert.match(keyward, /"severity":"high","risk_score":73,"burst":\{"keys":3,"window_seconds":10\},"matches":4,/);
  });

  it("forgets the oldest", () => {
    const config = { duplicates: { window_seconds: 1 } };
    const others = (count: number) => Array.from({ length: count }, (_, index) => match(0, { eventID: `${index}` }));
    const first = match(0, { eventID: "first" });
    assert.equal(verdicts(config, first, ...others(MAX_REMEMBERED - 1), first).at(-1), "duplicate");
    assert.equal(verdicts(config, first, ...others(MAX_REMEMBERED), first).at(-1), "match");
  });

  it("lists matches before other events, each in the order of the record", () => {
    const failed = (id: number) => match("z", { eventID: id, errorCode: "x" });
    const events = [...Array.from({ length: 101 }, (_, id) => failed(id)), match("z", { eventID: "m" }), failed(101)];
    const keyward = JSON.parse(keywardOf({ denied: "annotate" }, events)) as {
      matches: number;
      events: { id: unknown }[];
    };
    assert.equal(keyward.matches, 1);
    const ids = keyward.events.map(({ id }) => id);
    assert.deepEqual(ids, [...Array.from({ length: 99 }, (_, id) => id), "m"]);
  });

  it("reports an error in every annotation", () => {
    const { events, terms } = judge(Buffer.from(JSON.stringify(match(0))), new Configured(PLAIN_SETTINGS, '"why"'));
    assert.ok(expectedKeyward(events, terms).startsWith('{"verdict":"match","config_error":"why","rule":{'));
  });
});
