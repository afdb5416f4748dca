/**
 * What a configuration makes of events one after the other, written out by hand: what is remembered, how long, and in
 * which order.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventOf, Filter, many } from "./config-filter.js";

const MOST_REMEMBERED = 4096;

describe("duplicates", () => {
  const config = { duplicates: { window_seconds: 60 } };

  it("are the same id within the window, before or behind, and on its edge", async () => {
    const filter = await Filter.with(config);
    const [a, b] = ["a", "b"];
    assert.deepEqual(
      filter.verdicts({ id: a }, { id: a }, { id: b }, { id: a, at: 60 }, { id: a, at: -60 }, { id: a, at: 61 }),
      ["match", "duplicate", "match", "duplicate", "duplicate", "match"],
    );
    assert.deepEqual(filter.verdicts({ id: b, at: -61 }, { id: b, at: -60 }), ["match", "duplicate"]);
  });

  it("are not remembered themselves: each lies near one that is none", async () => {
    const filter = await Filter.with(config);
    const times = [0, 50, 100, 150, 200];
    assert.deepEqual(filter.verdicts(...times.map((at) => ({ id: "a", at }))), [
      "match",
      "duplicate",
      "match",
      "duplicate",
      "match",
    ]);
  });

  it("are told by ids as they read, in every schema and shape", async () => {
    const filter = await Filter.with(config);
    assert.equal(filter.send({ id: "7" })?.verdict, "match");
    assert.equal(filter.send({ id: null, eventID: 7 })?.verdict, "duplicate");
    const { eventTime } = eventOf({});
    const ecs = { provider: "kms.amazonaws.com", action: "DisableKey", outcome: "success", dataset: "aws.cloudtrail" };
    assert.equal(filter.record({ event: { ...ecs, id: "7" }, "@timestamp": eventTime })?.verdict, "duplicate");
    assert.equal(filter.record({ log: JSON.stringify(eventOf({ id: "7" })) })?.verdict, "duplicate");
    const twice = filter.record([eventOf({ id: "8" }), eventOf({ id: "8" })]);
    assert.deepEqual(
      twice?.events.map(({ verdict }) => verdict),
      ["match", "duplicate"],
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

  it("do not come of what was denied or suppressed", async () => {
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

  it("are forgotten once so many others came", async () => {
    for (const [others, verdict] of [
      [MOST_REMEMBERED - 1, "duplicate"],
      [MOST_REMEMBERED, "match"],
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

  it("holds in every period, whose end is no longer in it", async () => {
    const filter = await Filter.with(config);
    const times = [0, 10, 20, 59, 60, 69, 70, 71];
    assert.deepEqual(filter.verdicts(...times.map((at) => ({ at }))), [
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

  it("holds for what comes late", async () => {
    const filter = await Filter.with(config);
    const times = [100, 110, 50, 51, 41, 40, 0, -10];
    assert.deepEqual(filter.verdicts(...times.map((at) => ({ at }))), [
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

  it("leaves out what has no time", async () => {
    const filter = await Filter.with({ cap: { count: 1, period_seconds: 60 } });
    assert.deepEqual(filter.verdicts({ at: null }, {}, { at: null }, {}, { at: null }), [
      "match",
      "match",
      "match",
      "capped",
      "match",
    ]);
  });

  it("does not count what was capped, or was no match", async () => {
    const filter = await Filter.with({ ...config, duplicates: { window_seconds: 5 }, denied: "annotate" });
    const events = [
      { id: "a" },
      { id: "a" },
      { errorCode: "x" },
      { id: "b", at: 30 },
      { id: "c", at: 31 },
      { id: "c", at: 32 },
      { id: "d", at: 60 },
      { id: "e", at: 90 },
    ];
    // What was capped came all the same: the same again is a duplicate.
    assert.deepEqual(filter.verdicts(...events), [
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

  it("forgets a match once so many others passed", async () => {
    for (const [others, verdict] of [
      [MOST_REMEMBERED - 1, "capped"],
      [MOST_REMEMBERED, "match"],
    ] as const) {
      const filter = await Filter.with({ cap: { count: 1, period_seconds: 1 } });
      filter.send({});
      filter.flood(many(others, (index) => ({ at: index + 1 })));
      assert.equal(filter.send({})?.verdict, verdict, `${others} others`);
    }
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

  it("says how many keys, and what it is worth", async () => {
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

  it("tells keys by their ARN, else by their id", async () => {
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

  it("counts what comes late, by the newest time of each key", async () => {
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

  it("counts what was capped, and not what was a duplicate, suppressed or denied", async () => {
    const exceptions = [{ id: "e", reason: "r", when: { region: ["eu-*"] } }];
    const both = { escalate, exceptions, denied: "annotate", duplicates: { window_seconds: 60 } };
    const filter = await Filter.with(both);
    const events = [
      { key: "a", id: "1" },
      { key: "b", id: "1" },
      { key: "c", awsRegion: "eu-west-1" },
      { key: "d", errorCode: "x" },
      { key: "e" },
    ];
    assert.deepEqual(filter.verdicts(...events), ["match", "duplicate", "suppressed", "denied", "match"]);

    const capped = await Filter.with({ escalate, cap: { count: 1, period_seconds: 10 } });
    const [first, second, third] = capped.verdicts({ key: "a" }, { key: "b" }, { key: "c", at: 10 });
    assert.deepEqual([first, second, third], ["match", "capped", "match!"]);
  });

  it("is raised by no event without a time or a key", async () => {
    const filter = await Filter.with({ escalate });
    const events = [{ key: "a" }, { key: "b" }, { key: "c", at: null }, { key: null }, { key: "d" }, { key: null }];
    assert.deepEqual(filter.verdicts(...events), ["match", "match", "match", "match", "match!", "match"]);
  });

  it("forgets a key once so many others came, though it was lost again since", async () => {
    const config = { escalate: { ...escalate, distinct_keys: 2, window_seconds: 1 } };
    const others = (length: number, from: number) => many(length, (index) => ({ at: 10 * (from + index) }));
    for (const [more, verdict] of [
      [1, "match!"],
      [2, "match"],
    ] as const) {
      const filter = await Filter.with(config);
      filter.send({ key: "first", at: -10 });
      filter.flood(others(MOST_REMEMBERED - 2, 1));
      filter.send({ key: "first" });
      filter.flood(others(more, MOST_REMEMBERED));
      assert.deepEqual(filter.verdicts({ key: "last" }), [verdict], `${more} more`);
    }
  });
});

describe("a record of many events", () => {
  it("lists matches before all else, and counts them all", async () => {
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

  it("has the strongest verdict of them, and is told of in keyward alone if that is none to alert", async () => {
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
