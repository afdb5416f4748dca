/** What a configuration makes of a sequence of events, written out by hand: what is remembered, for how long, and in which order. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventOf, Filter, many } from "./config-filter.js";

const MAX_REMEMBERED = 4096;

describe("duplicates", () => {
  const config = { duplicates: { window_seconds: 60 } };

  it("have the same id, action, time, key and actor", async () => {
    const filter = await Filter.with(config);
    const actor = (name: string) => ({
      userIdentity: { type: "IAMUser", arn: `arn:aws:iam::111122223333:user/${name}` },
    });
    const events = [
      { id: "a" },
      { id: "a" },
      { id: "b", key: "key of a" },
      { id: "a", at: 1 },
      { id: "a", key: "other" },
      { id: "a", eventName: "ScheduleKeyDeletion" },
      { id: "a", ...actor("alice") },
      { id: "a", ...actor("mallory") },
      { id: "a", ...actor("alice") },
      { id: "a", key: "other" },
    ];
    assert.deepEqual(filter.verdicts(...events), [
      "match",
      "duplicate",
      ...many(6, () => ({})).map(() => "match"),
      "duplicate",
      "duplicate",
    ]);
  });

  it("are recognized by their decoded ids, in every schema and shape", async () => {
    const filter = await Filter.with(config);
    const key = "k";
    assert.equal(filter.send({ id: "7", key })?.verdict, "match");
    assert.equal(filter.send({ id: null, key, eventID: 7 })?.verdict, "duplicate");
    const { eventTime } = eventOf({});
    const ecs = { provider: "kms.amazonaws.com", action: "DisableKey", outcome: "success", dataset: "aws.cloudtrail" };
    const aws = { cloudtrail: { flattened: { request_parameters: { keyId: key } } } };
    assert.equal(filter.record({ event: { ...ecs, id: "7" }, "@timestamp": eventTime, aws })?.verdict, "duplicate");
    assert.equal(filter.record({ log: JSON.stringify(eventOf({ id: "7", key })) })?.verdict, "duplicate");
  });

  it("are not two in one record, which count once", async () => {
    const filter = await Filter.with(config);
    const twice = filter.record([eventOf({ id: "8" }), eventOf({ id: "8" })]);
    assert.deepEqual(
      twice?.events.map(({ verdict }) => verdict),
      ["match"],
    );
  });

  it("need an id and a time", async () => {
    const filter = await Filter.with(config);
    const events = [{ id: null }, { id: null }, { id: "a", at: null }, { id: "a", at: null }, { id: "a" }];
    assert.deepEqual(
      filter.verdicts(...events),
      many(5, () => ({})).map(() => "match"),
    );
    assert.deepEqual(filter.verdicts({ id: "a", at: null }, { id: "a", at: null, eventTime: "yesterday" }), [
      "match",
      "match",
    ]);
  });

  it("do not follow from denied or suppressed events", async () => {
    const exceptions = [{ id: "e", reason: "r", when: { region: ["eu-*"] } }];
    const filter = await Filter.with({ ...config, exceptions, denied: "annotate" });
    assert.deepEqual(
      filter.verdicts(
        { id: "a", awsRegion: "eu-west-1" },
        { id: "a", errorCode: "AccessDenied" },
        { id: "a" },
        { id: "a", awsRegion: "eu-west-1" },
        { id: "a", errorCode: "AccessDenied" },
        { id: "a" },
      ),
      ["suppressed", "denied", "match", "suppressed", "denied", "duplicate"],
    );
  });

  it("are forgotten after a number of other events", async () => {
    for (const [others, verdict] of [
      [MAX_REMEMBERED - 1, "duplicate"],
      [MAX_REMEMBERED, "match"],
    ] as const) {
      const filter = await Filter.with(config);
      filter.send({ id: "first" });
      filter.flood(many(others, () => ({})));
      assert.equal(filter.send({ id: "first" })?.verdict, verdict, `${others} others`);
    }
  });
});

describe("the cap", () => {
  const config = { cap: { count: 2, period_seconds: 60 } };
  const key = "k";

  it("applies to every period, whose end is exclusive", async () => {
    const filter = await Filter.with(config);
    const times = [0, 10, 20, 59, 60, 69, 70, 71];
    assert.deepEqual(filter.verdicts(...times.map((at) => ({ at, key }))), [
      "match",
      "match",
      "capped",
      "capped",
      "match",
      "capped",
      "match",
      "capped",
    ]);
  });

  it("applies to late events", async () => {
    const filter = await Filter.with(config);
    const times = [100, 110, 50, 51, 41, 40, 0, -10];
    assert.deepEqual(filter.verdicts(...times.map((at) => ({ at, key }))), [
      "match",
      "match",
      "match",
      "capped",
      "capped",
      "match",
      "capped",
      "match",
    ]);
  });

  it("ignores events without a time", async () => {
    const filter = await Filter.with({ cap: { count: 1, period_seconds: 60 } });
    assert.deepEqual(filter.verdicts({ at: null, key }, { key }, { at: null, key }, { key }, { at: null, key }), [
      "match",
      "match",
      "match",
      "capped",
      "match",
    ]);
  });

  it("does not count capped events, or events that are not matches", async () => {
    const filter = await Filter.with({ ...config, duplicates: { window_seconds: 5 }, denied: "annotate" });
    const events = [
      { id: "a" },
      { id: "a" },
      { errorCode: "x" },
      { id: "b", at: 30 },
      { id: "c", at: 31 },
      { id: "c", at: 31 },
      { id: "d", at: 60 },
      { id: "e", at: 90 },
    ];
    // Capped events are remembered too: repeated, they are duplicates.
    assert.deepEqual(filter.verdicts(...events.map((event) => ({ ...event, key }))), [
      "match",
      "duplicate",
      "denied",
      "match",
      "capped",
      "duplicate",
      "match",
      "match",
    ]);
  });

  it("forgets a match after a number of others passed", async () => {
    for (const [others, verdict] of [
      [MAX_REMEMBERED - 1, "capped"],
      [MAX_REMEMBERED, "match"],
    ] as const) {
      const filter = await Filter.with({ cap: { count: 1, period_seconds: 1 } });
      filter.send({ key });
      filter.flood(many(others, (index) => ({ at: index + 1, key })));
      assert.equal(filter.send({ key })?.verdict, verdict, `${others} others`);
    }
  });

  it("never hides a key that is new in its period, nor what starts or raises a burst", async () => {
    const cap = { count: 1, period_seconds: 60 };
    const alone = await Filter.with({ cap });
    assert.deepEqual(
      alone.verdicts(
        { key },
        { key },
        { key: "other" },
        { key: "other" },
        { key, at: 59 },
        { key, at: 60 },
        { key: null },
      ),
      ["match", "capped", "match", "capped", "capped", "match", "capped"],
    );
    const escalate = { distinct_keys: 2, window_seconds: 10, severity: "critical", risk_score: 99 };
    const both = await Filter.with({ cap, escalate });
    // The cap knows the keys, but the burst window, in which they start and raise a new burst, does not.
    const events = [{ key: "a" }, { key: "b" }, { key: "a", at: 30 }, { key: "b", at: 31 }, { key: "b", at: 32 }];
    assert.deepEqual(both.verdicts(...events), ["match", "match!", "capped", "match!", "capped"]);
    // A late event can start a burst with a known key: nothing else has reported it.
    const late = await Filter.with({ cap, escalate: { ...escalate, distinct_keys: 3 } });
    const times = { a: 0, b: 8, c: 16 };
    assert.deepEqual(
      late.verdicts(
        ...Object.entries(times).map(([key, at]) => ({ key, at })),
        { key: "b", at: 9 },
        { key: "b", at: 9 },
      ),
      ["match", "match", "match", "match!", "capped"],
    );
  });
});

describe("the escalation", () => {
  const escalate = { distinct_keys: 3, window_seconds: 60, severity: "critical", risk_score: 99 };

  it("begins with that many distinct keys, goes on, and ends with the window", async () => {
    const filter = await Filter.with({ escalate });
    const events = [
      { key: "a" },
      { key: "b", at: 1 },
      { key: "a", at: 2 },
      { key: "c", at: 61 },
      { key: "b", at: 61 },
      { key: "d", at: 63 },
      { key: "e", at: 200 },
    ];
    assert.deepEqual(filter.verdicts(...events), ["match", "match", "match", "match!", "match!", "match!", "match"]);
  });

  it("reports the number of keys, severity and risk score", async () => {
    const filter = await Filter.with({ escalate });
    const plain = filter.send({ key: "a" });
    assert.deepEqual([plain?.severity, plain?.risk_score, plain?.burst], ["medium", 47, undefined]);
    const raised = filter.record([
      eventOf({ key: "b" }),
      eventOf({ key: "c" }),
      eventOf({ key: "d" }),
      eventOf({ key: "a" }),
    ]);
    assert.deepEqual([raised?.severity, raised?.risk_score], ["critical", 99]);
    assert.deepEqual(raised?.burst, { keys: 4, window_seconds: 60 });
  });

  it("identifies keys by ARN, or else by id", async () => {
    const arn = (account: string) => `arn:aws:kms:eu-west-1:${account}:key/k`;
    const filter = await Filter.with({ escalate });
    const [one, other] = [arn("111122223333"), arn("444455556666")];
    assert.deepEqual(filter.verdicts({ key: one }, { key: one }, { key: other }, { key: "k" }), [
      "match",
      "match",
      "match",
      "match!",
    ]);
  });

  it("counts late events, by the newest time of each key", async () => {
    const filter = await Filter.with({ escalate });
    const events = [
      { key: "a", at: 100 },
      { key: "b", at: 50 },
      { key: "c", at: 80 },
      { key: "a", at: 0 },
      { key: "b", at: 200 },
      { key: "d", at: 150 },
    ];
    assert.deepEqual(filter.verdicts(...events), ["match", "match", "match!", "match", "match", "match!"]);
  });

  it("counts no duplicates, and nothing suppressed or denied", async () => {
    const exceptions = [{ id: "e", reason: "r", when: { region: ["eu-*"] } }];
    const both = { escalate, exceptions, denied: "annotate", duplicates: { window_seconds: 60 } };
    const filter = await Filter.with(both);
    const events = [
      { key: "a", id: "1" },
      { key: "a", id: "1" },
      { key: "c", awsRegion: "eu-west-1" },
      { key: "d", errorCode: "x" },
      { key: "e" },
    ];
    assert.deepEqual(filter.verdicts(...events), ["match", "duplicate", "suppressed", "denied", "match"]);

    const capped = await Filter.with({ escalate, cap: { count: 1, period_seconds: 10 } });
    const [first, second, third] = capped.verdicts({ key: "a" }, { key: "b" }, { key: "c", at: 10 });
    assert.deepEqual([first, second, third], ["match", "match", "match!"]);
  });

  it("is not raised by an event without a time or a key", async () => {
    const filter = await Filter.with({ escalate });
    const events = [{ key: "a" }, { key: "b" }, { key: "c", at: null }, { key: null }, { key: "d" }, { key: null }];
    assert.deepEqual(filter.verdicts(...events), ["match", "match", "match", "match", "match!", "match"]);
  });

  it("forgets a key after a number of others, even if it was lost again since", async () => {
    const config = { escalate: { ...escalate, distinct_keys: 2, window_seconds: 1 } };
    const others = (length: number, from: number) => many(length, (index) => ({ at: 10 * (from + index) }));
    for (const [more, verdict] of [
      [1, "match!"],
      [2, "match"],
    ] as const) {
      const filter = await Filter.with(config);
      filter.send({ key: "first", at: -10 });
      filter.flood(others(MAX_REMEMBERED - 2, 1));
      filter.send({ key: "first" });
      filter.flood(others(more, MAX_REMEMBERED));
      assert.deepEqual(filter.verdicts({ key: "last" }), [verdict], `${more} more`);
    }
  });
});

describe("a record of many events", () => {
  it("lists matches first, and counts all of them", async () => {
    const filter = await Filter.with({ denied: "annotate" });
    const failed = (id: number) => eventOf({ id: `f${id}`, errorCode: "AccessDenied" });
    const events = [
      ...Array.from({ length: 110 }, (_, id) => failed(id)),
      eventOf({ id: "m1" }),
      failed(110),
      eventOf({ id: "m2" }),
    ];
    const said = filter.record({ Records: events });
    assert.equal(said?.verdict, "match");
    assert.equal(said.matches, 2);
    const expected = [...Array.from({ length: 98 }, (_, id) => `f${id}`), "m1", "m2"];
    assert.deepEqual(
      said.events.map(({ id }) => id),
      expected,
    );
  });

  it("has the strongest verdict of its events, and only a keyward member if that is not an alert", async () => {
    const exceptions = [{ id: "e", reason: "why", when: { region: ["eu-*"] } }];
    const filter = await Filter.with({ exceptions, denied: "annotate", duplicates: { window_seconds: 60 } });
    const [denied, suppressed] = [eventOf({ errorCode: "x" }), eventOf({ awsRegion: "eu-west-1" })];
    const match = eventOf({ id: "a" });
    assert.equal(filter.record([denied])?.verdict, "denied");
    assert.equal(filter.record([denied, suppressed])?.verdict, "suppressed");
    assert.equal(filter.record([denied, match])?.verdict, "match");
    const said = filter.record([suppressed, match, denied]);
    assert.deepEqual([said?.verdict, said?.matches, said?.severity], ["duplicate", 0, undefined]);
    assert.deepEqual(said?.events[0]?.exception, { id: "e", reason: "why" });
  });
});
