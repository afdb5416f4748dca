import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine } from "#keyward/engine/engine.js";
import { compileModule, CORE_MODULE } from "#keyward/module-files.js";
import { Reading } from "#keyward/engine/reading.js";
import { isThorough } from "../../settings.js";
import { judged, newEngine } from "../support/engine.js";
import { otherEvent, rawEvent } from "../support/logs.js";
import { DETAILS, RAW } from "./schemas.js";

const plain = await newEngine();

function idsOf(record: unknown, engine = plain): (string | undefined)[] {
  return judged(engine, record).findings.map(({ id }) => id);
}

describe("the events of a record", () => {
  it("have who, when and which key, with the details and their paths", () => {
    const record = { detail: RAW, "detail-type": "AWS API Call via CloudTrail" };
    const { findings, untold, reading } = judged(plain, record, { file: "a.json", line: 7, path: "/data#base64" });
    assert.deepEqual([reading, untold], [Reading.read, []]);
    assert.deepEqual(findings, [
      {
        file: "a.json",
        line: 7,
        path: "/data#base64/detail",
        verdict: "match",
        id: RAW.eventID,
        time: RAW.eventTime,
        action: "ScheduleKeyDeletion",
        account: "111122223333",
        region: "eu-west-1",
        source_ip: "198.51.100.7",
        user_agent: "aws-cli/2.15.0",
        vpc_endpoint: "vpce-0123456789abcdef0",
        deletion_date: "Mar 11, 2026, 9:33:08 AM",
        pending_window_days: 7,
        actor: {
          type: "AssumedRole",
          arn: RAW.userIdentity.arn,
          role: RAW.userIdentity.sessionContext.sessionIssuer.arn,
        },
        key: {
          id: RAW.requestParameters.keyId,
          arn: RAW.responseElements.keyId,
          state: "PendingDeletion",
        },
        severity: "medium",
        risk_score: 47,
        details: DETAILS,
      },
    ]);
  });

  it("are all returned, however many there are", () => {
    const count = isThorough ? 20_000 : 5000;
    const events = Array.from({ length: count }, (_, index) => [
      otherEvent(`o-${index}`),
      rawEvent({ id: `e-${index}` }),
    ]).flat();
    const ids = Array.from({ length: count }, (_, index) => `e-${index}`);
    assert.deepEqual(idsOf({ Records: events }), ids);
    assert.deepEqual(idsOf({ log: JSON.stringify(events) }), ids);
    const { findings } = judged(plain, events.slice(0, 4));
    // A bare array comes back inside `Records`.
    assert.deepEqual(
      findings.map(({ path }) => path),
      ["/Records/1", "/Records/3"],
    );
  });

  it("count once if they occur twice, at a known place rather than elsewhere", () => {
    const [a, b] = [rawEvent({ id: "a" }), rawEvent({ id: "b" })];
    const pathsOf = (record: unknown): string[] =>
      judged(plain, record).findings.map(({ verdict, id, path }) => `${verdict} ${id ?? ""} ${path}`);
    assert.deepEqual(pathsOf([a, b, a]), ["match a /Records/0", "match b /Records/1"]);
    assert.deepEqual(pathsOf([a, { ...a, eventName: "ScheduleKeyDeletion" }]), [
      "match a /Records/0",
      "match a /Records/1",
    ]);
    const [one, other] = [rawEvent({}), rawEvent({})];
    assert.equal(pathsOf([one, other]).length, 2);
    // `odd` is not a known place: the event is possible there, until it is found at one.
    assert.deepEqual(pathsOf({ odd: { deep: a }, message: JSON.stringify(a) }), ["match a /message#"]);
    assert.deepEqual(pathsOf({ message: JSON.stringify(a), odd: { deep: a } }), ["match a /message#"]);
  });

  it("have texts without JSON escapes, and numbers as they print", () => {
    const text =
      '{"eventSource":"kms.amazonaws.com","eventName":"Disable\\u004bey","eventID":1e3,"awsRegion":"\\u00fc\\"\\ud83d\\ude00",' +
      '"sourceIPAddress":"","userAgent":"\u00fc","recipientAccountId":111122223333,"requestParameters":{"keyId":"a/b","pendingWindowInDays":"30"}}';
    const [finding] = judged(plain, text).findings;
    const { id, action, region, user_agent, account, key, pending_window_days, source_ip } = finding ?? {};
    assert.deepEqual(
      [id, action, region, user_agent, account, key, pending_window_days, source_ip],
      ["1000", "DisableKey", '\u00fc"\u{1f600}', "\u00fc", "111122223333", { id: "a/b" }, 30, undefined],
    );
  });

  it("have no verdict if the configuration leaves them unreported", async () => {
    const failed = rawEvent({ id: "f", error: "AccessDenied" });
    const { findings, untold } = judged(plain, [failed, rawEvent({ id: "m" })]);
    assert.deepEqual(
      [findings.map(({ id }) => id), untold.map(({ id, verdict, path }) => [id, verdict, path])],
      [["m"], [["f", "none", "/Records/0"]]],
    );
    const [denied] = judged(await newEngine({ denied: "annotate" }), failed).findings;
    assert.deepEqual([denied?.verdict, denied?.error_code, denied?.severity], ["denied", "AccessDenied", undefined]);
  });

  it("have the exception that applies, and the burst of the whole record", async () => {
    const config = {
      severity: "low",
      risk_score: 21,
      exceptions: [{ id: "rotation", reason: '\u00fc "planned"', when: { "key.id": ["planned"] } }],
      escalate: { distinct_keys: 2, window_seconds: 3600, severity: "critical", risk_score: 99 },
    };
    const time = "2026-03-04T09:00:00Z";
    const events = ["planned", "k1", "k2"].map((key) => rawEvent({ id: key, key, time }));
    const { findings } = judged(await newEngine(config), events);
    assert.deepEqual(
      findings.map(({ verdict, severity, risk_score, burst, exception }) => [
        verdict,
        severity,
        risk_score,
        burst,
        exception,
      ]),
      [
        ["suppressed", undefined, undefined, undefined, { id: "rotation", reason: '\u00fc "planned"' }],
        ["match", "critical", 99, { keys: 2, window_seconds: 3600 }, undefined],
        ["match", "critical", 99, { keys: 2, window_seconds: 3600 }, undefined],
      ],
    );
    const [alone] = judged(await newEngine(config), events.slice(1, 2)).findings;
    assert.deepEqual([alone?.severity, alone?.risk_score, alone?.burst], ["low", 21, undefined]);
  });

  it("come with the record's reading", () => {
    const readings: [string, Reading][] = [
      ['{"a":1}', Reading.none],
      [JSON.stringify(otherEvent("o")), Reading.none],
      [JSON.stringify({ ...otherEvent("o"), note: "DisableKey" }), Reading.read],
      ['{"note":"DisableKey"}', Reading.unknown],
      ['{"note":"DisableKey"', Reading.notJson],
      ["DisableKey", Reading.notJson],
      ['{"keyward":{"verdict":"match","events":[]},"a":"DisableKey"}', Reading.annotated],
      [`${"[".repeat(20)}"DisableKey"${"]".repeat(20)}`, Reading.cut],
    ];
    for (const [text, reading] of readings) {
      assert.deepEqual(judged(plain, text), { findings: [], untold: [], beyond: 0, reading }, text);
    }
  });

  it("are unavailable for a record that does not fit in memory, and the next one is judged", async () => {
    const engine = new Engine(await compileModule(CORE_MODULE));
    const failure = engine.judge(Buffer.allocUnsafeSlow(256 * 1024 * 1024), { file: "f", line: 1, path: "" });
    assert.deepEqual(failure, { failure: "tooLarge", reason: "the module has no memory for the record" });
    assert.deepEqual(idsOf(rawEvent({ id: "next" }), engine), ["next"]);
  });
});

describe("a recalled match", () => {
  const time = (seconds: number): string => new Date(Date.UTC(2026, 2, 4, 9, 0, seconds)).toISOString();
  const verdicts = (engine: Engine, events: object[]): unknown[] =>
    judged(plain, events).findings.map((finding) => Object.values(engine.recall(finding)));

  it("is judged by those before it", async () => {
    const engine = await newEngine({
      duplicates: { window_seconds: 60 },
      cap: { count: 2, period_seconds: 60 },
      escalate: { distinct_keys: 2, window_seconds: 60, severity: "high", risk_score: 73 },
    });
    const event = (second: number, key: string, id = `${second}`): object => rawEvent({ id, time: time(second), key });
    assert.deepEqual(verdicts(engine, [event(0, "a")]), [["match", "medium", 47]]);
    assert.deepEqual(verdicts(engine, [event(0, "a")]), [["duplicate"]]);
    assert.deepEqual(verdicts(engine, [event(1, "b")]), [["match", "high", 73, { keys: 2, window_seconds: 60 }]]);
    assert.deepEqual(verdicts(engine, [event(2, "a")]), [["capped"]]);
    assert.deepEqual(verdicts(engine, [rawEvent({ id: "no time" })]), [["match", "medium", 47]]);
  });

  it("is not a duplicate of one with another action, time, key or actor, or without an id", async () => {
    const engine = await newEngine({ duplicates: { window_seconds: 60 } });
    const all = [
      { id: "i", time: time(0) },
      { id: "i", time: time(1) },
      { id: "i", time: time(0), action: "ScheduleKeyDeletion" },
      { id: "i", time: time(0), key: "k" },
      { id: "i", time: time(0), actor: "arn:aws:iam::111122223333:user/bob" },
      { time: time(0) },
      { time: time(0) },
    ];
    for (const facts of all) assert.equal((verdicts(engine, [rawEvent(facts)])[0] as string[])[0], "match");
    for (const facts of all.slice(0, 5)) assert.deepEqual(verdicts(engine, [rawEvent(facts)]), [["duplicate"]]);
  });
});
