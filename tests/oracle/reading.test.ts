/** Events elsewhere in a record, how the record was read, and what `keep` does with it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Configured } from "./config/configured.js";
import { PLAIN_SETTINGS, type Settings } from "./config/settings.js";
import type { Json } from "./json.js";
import { judge, type Judgement } from "./rule.js";

const RAW = { eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
const OTHER = { eventSource: "kms.amazonaws.com", eventName: "EnableKey" };
const FAILED = { ...RAW, errorCode: "AccessDenied" };
const text = (value: Json): string => JSON.stringify(value);

function judged(record: Json | Uint8Array, settings?: Partial<Settings>): Judgement {
  const bytes = record instanceof Uint8Array ? record : Buffer.from(text(record));
  return settings === undefined ? judge(bytes) : judge(bytes, new Configured({ ...PLAIN_SETTINGS, ...settings }));
}

/** Returns the paths of the listed events, each with its verdict. */
function listed(record: Json | Uint8Array, settings?: Partial<Settings>): string[] {
  const events = judged(record, settings).events.filter(({ isListed }) => isListed);
  return events.map(({ path, verdict }) => `${verdict} ${path}`);
}

/** Returns how the record was read, and whether `keep` returns it. */
function fate(record: Json | Uint8Array, settings?: Partial<Settings>): string {
  const { verdict, reading, isKept } = judged(record, settings);
  return `${verdict}, ${reading}, ${isKept ? "kept" : "dropped"}`;
}

describe("an event elsewhere", () => {
  const PLACES: [shows: string, record: Json, ...paths: string[]][] = [
    ["in an object", { x: RAW }, "/x"],
    ["deeper", { x: { "a/b": { "~": { "": RAW } } } }, "/x/a~1b/~0/"],
    ["in an array", { x: [1, RAW, RAW] }, "/x/1", "/x/2"],
    ["in arrays in arrays", { x: [[], [[0, RAW]]] }, "/x/1/0/1"],
    ["in a bare array of arrays", [[RAW], "x"], "/Records/0/0"],
    ["in a string", { x: text(RAW) }, "/x#"],
    ["in a string after other text", { x: [`INFO ${text(RAW)}`] }, "/x/0#"],
    ["in several texts in a string", { x: `${text(OTHER)}\n${text(RAW)}${text({ y: RAW })}` }, "/x#/1", "/x#/2/y"],
    ["in a string in a bare array", [text([RAW])], "/Records/0#/0"],
    ["in strings in strings", { x: text({ y: [text({ z: RAW })] }) }, "/x#/y/0#/z"],
    [
      "where a shape would be in a shape",
      { x: { Records: [{ Sns: { Message: text(RAW) } }] } },
      "/x/Records/0/Sns/Message#",
    ],
    ["at a place whose condition does not hold", { detail: RAW, "detail-type": "x" }, "/detail"],
    ["on the way to a place", { Messages: [{ ...RAW, x: RAW }] }, "/Messages/0"],
    ["in what an envelope at a place holds besides", { Records: [{ x: RAW }] }, "/Records/0/x"],
    [
      "in a keyward that is no annotation",
      { keyward: { x: RAW }, keyward_original: 1 },
      "/keyward_original_original/x",
    ],
  ];
  for (const [shows, record, ...paths] of PLACES) {
    it(`is possible ${shows}`, () => {
      const wanted = paths.map((path) => `possible ${path}`);
      assert.deepEqual(listed(record), wanted);
      assert.equal(fate(record), "possible, read, kept");
      assert.deepEqual(listed(record, { elsewhere: "ignore" }), []);
      assert.equal(fate(record, { elsewhere: "ignore" }), "no match, unknown, kept");
      const matches = paths.map((path) => `match ${path}`);
      assert.deepEqual(listed(record, { elsewhere: "match" }), matches);
    });
  }

  it("is not reported in another event, for a failed call, or in what is not JSON", () => {
    for (const record of [
      { x: { ...OTHER, requestParameters: { x: RAW, y: text(RAW) } } },
      { x: FAILED },
      { x: `{x} ${text(RAW)}` },
      { x: text(text(RAW)) },
      { x: { eventSource: ["kms.amazonaws.com"], eventName: ["DisableKey"] } },
      { x: { insightDetails: RAW, eventID: "1" } },
    ]) {
      assert.deepEqual(listed(record), [], text(record));
      assert.equal(fate(record), "no match, unknown, kept", text(record));
    }
    assert.equal(fate({ ...OTHER, x: RAW }), "no match, read, dropped");
    assert.equal(fate({ insightDetails: RAW }), "no match, read, dropped");
    assert.equal(fate({ insightDetails: RAW, ...RAW }), "match, read, kept");
  });

  it("counts the earlier value of a duplicate name", () => {
    const twice = Buffer.from(`{"log":${text(RAW)},"event":{"x":1,"x":${text(OTHER)}},"log":{"a":1}}`);
    assert.deepEqual(listed(twice), ["possible /log"]);
    const both = Buffer.from(`{"log":${text({ ...RAW, eventID: "1" })},"log":${text({ ...RAW, eventID: "2" })}}`);
    assert.deepEqual(listed(both), ["possible /log", "match /log"]);
  });

  it("is not searched for in the resource of a scope", () => {
    const scope = { resource: { x: RAW }, scopeLogs: [{ resource: { x: RAW } }] };
    assert.deepEqual(listed({ resourceLogs: [scope] }), ["possible /resourceLogs/0/scopeLogs/0/resource/x"]);
  });

  it("is judged by the rule alone", () => {
    const settings: Partial<Settings> = {
      exceptions: [{ id: '"e"', reason: '"r"', when: [["action", ["*"]]] }],
      duplicates: { windowSeconds: 60 },
      annotatesDenied: true,
      ignoresNetworkActivity: true,
    };
    const timed = { ...RAW, eventID: "1", eventTime: "2026-12-05T22:00:00Z" };
    assert.deepEqual(listed({ x: timed, log: OTHER }, settings), ["possible /x"]);
    assert.deepEqual(listed({ x: timed }, settings), ["possible /x"]);
    assert.deepEqual(listed({ x: FAILED, log: RAW }, settings), ["suppressed /log"]);
    assert.deepEqual(listed({ x: { ...RAW, eventType: "AwsVpceEvent" } }, settings), []);
    assert.equal(fate({ log: { ...RAW, eventType: "AwsVpceEvent" } }, settings), "no match, read, kept");
    assert.equal(fate({ log: { ...FAILED, eventType: "AwsVpceEvent" } }, settings), "no match, read, dropped");
  });
});

describe("the same event twice in a record", () => {
  const ONE = { ...RAW, eventID: "1", eventTime: "t", userIdentity: { arn: "a" }, requestParameters: { keyId: "k" } };

  it("counts once: the first, or the one at a known place", () => {
    assert.deepEqual(listed({ log: ONE, log_processed: ONE }), ["match /log"]);
    assert.deepEqual(listed({ x: ONE, log: ONE, y: ONE }), ["match /log"]);
    assert.deepEqual(listed({ log: ONE, x: ONE }), ["match /log"]);
    assert.deepEqual(listed({ x: ONE, y: text(ONE) }), ["possible /x"]);
    const escaped = Buffer.from(`{"log":${text(ONE)},"x":${text(ONE).replace('"1"', '"\\u0031"')}}`);
    assert.deepEqual(listed(escaped), ["match /log"]);
  });

  it("is another event if anything differs, or if it has no id", () => {
    const others: Record<string, Json>[] = [
      { eventID: "2" },
      { eventID: 1 },
      { eventName: "ScheduleKeyDeletion" },
      { eventTime: "u" },
      { userIdentity: { arn: "b" } },
      { userIdentity: null },
      { requestParameters: { keyId: "l" } },
      { requestParameters: null },
    ];
    for (const other of others) assert.equal(listed([ONE, { ...ONE, ...other }]).length, 2, text(other));
    for (const eventID of ["", null])
      assert.equal(
        listed([
          { ...ONE, eventID },
          { ...ONE, eventID },
        ]).length,
        2,
      );
    assert.equal(listed([ONE, { ...ONE, awsRegion: "r" }]).length, 1);
  });

  it("is not judged again, and not remembered", () => {
    const settings = { duplicates: { windowSeconds: 60 }, cap: { count: 2, periodSeconds: 60 } };
    const at = (eventID: string): Json => ({ ...ONE, eventID, eventTime: "2026-12-05T22:00:00Z" });
    const verdicts = ["match /Records/0", "match /Records/2", "capped /Records/3"];
    assert.deepEqual(listed([at("1"), at("1"), at("2"), at("3")], settings), verdicts);
  });

  it("is compared only with listed events", () => {
    const many = Array.from({ length: 101 }, (_, index): Json => ({ ...ONE, eventID: `${index}` }));
    const { events } = judged([...many, { ...ONE, eventID: "100" }, { ...ONE, eventID: "99" }]);
    assert.equal(events.filter(({ verdict }) => verdict === "match").length, 102);
    assert.equal(events.filter(({ isListed }) => isListed).length, 100);
  });
});

describe("the reading of a record", () => {
  const nested = (steps: number, inner: Json): Json => (steps === 0 ? inner : { x: nested(steps - 1, inner) });
  const inTexts = (levels: number, inner: Json): Json =>
    levels === 0 ? inner : { x: text(inTexts(levels - 1, inner)) };
  const annotation = { verdict: "match", events: [] };
  const FATES: [record: Json | Uint8Array, fate: string][] = [
    [{ a: 1 }, "no match, none, dropped"],
    [OTHER, "no match, none, dropped"],
    [{ log: `${text(OTHER)} x` }, "no match, none, dropped"],
    [{ ...OTHER, x: "DisableKey" }, "no match, read, dropped"],
    [{ x: OTHER, y: "DisableKey" }, "no match, unknown, kept"],
    [FAILED, "no match, read, dropped"],
    [RAW, "match, read, kept"],
    [{ message: "called DisableKey" }, "no match, unknown, kept"],
    [{ message: "ScheduleKeyDeletion", log: OTHER }, "no match, read, dropped"],
    [Buffer.from('{"a":"Disable\\u004bey"}'), "no match, unknown, kept"],
    [Buffer.from('{"a":1,}'), "not understood, none, dropped"],
    [Buffer.from('{"a":"DisableKey",}'), "not understood, not JSON, kept"],
    [Buffer.from('{"a":"Disable\\\\u004bey",}'), "not understood, not JSON, kept"],
    [Buffer.from("text"), "not understood, none, kept"],
    [Buffer.from("DisableKey"), "not understood, not JSON, kept"],
    [Buffer.from('{"a":"DisableKey\xff"}', "latin1"), "no match, unknown, kept"],
    [Buffer.from('{"a":"DisableKey"\xff}', "latin1"), "not understood, not JSON, kept"],
    [nested(16, RAW), "possible, read, kept"],
    [nested(17, RAW), "no match, cut, kept"],
    [nested(17, OTHER), "no match, none, dropped"],
    [{ Records: [OTHER, nested(16, RAW)] }, "no match, cut, kept"],
    [{ Records: [{ ...OTHER, x: "DisableKey" }, nested(16, OTHER)] }, "no match, read, dropped"],
    [{ Records: [RAW, nested(16, RAW)] }, "match, cut, kept"],
    [{ log: `${text(OTHER)}{x} DisableKey` }, "no match, cut, kept"],
    [{ log: `${text(OTHER)} DisableKey` }, "no match, cut, kept"],
    [{ log: `${text(OTHER)}{x}`, x: "DisableKey" }, "no match, read, dropped"],
    [{ log: `{x} DisableKey ${text(OTHER)}` }, "no match, unknown, kept"],
    [{ log: `${text(RAW)}{"eventName":"DisableKey` }, "match, cut, kept"],
    [inTexts(4, RAW), "possible, read, kept"],
    [inTexts(5, RAW), "no match, cut, kept"],
    [{ keyward: annotation, ...RAW }, "already, annotated, kept"],
    [{ keyward: { verdict: "lost", actions: ["DisableKey"] } }, "already, annotated, kept"],
    [{ keyward: { verdict: "match" } }, "no match, none, dropped"],
    [{ keyward: { verdict: "unread", events: [] }, ...RAW }, "match, read, kept"],
    [{ keyward: { events: [] }, ...RAW }, "match, read, kept"],
    [{ keyward: null, ...RAW }, "match, read, kept"],
    [{ x: { keyward: annotation }, ...RAW }, "match, read, kept"],
    [Buffer.from(`{"keyward":${text(annotation)},"keyward":null,${text(RAW).slice(1)}`), "match, read, kept"],
    [Buffer.from(`{"keyward":null,"keyward":${text(annotation)},${text(RAW).slice(1)}`), "already, annotated, kept"],
  ];
  FATES.forEach(([record, wanted], index) => {
    it(`is correct, ${index + 1}: ${wanted}`, () => {
      assert.equal(fate(record), wanted);
    });
  });
});
