import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json } from "./json.js";
import { SHAPES, stepsOf } from "./shapes.js";
import { unwrap } from "./unwrap.js";

const RAW: Json = { eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
const MISS: Json = { eventSource: "kms.amazonaws.com", eventName: "EnableKey" };
const text = (value: Json): string => JSON.stringify(value);

/** Where events are in the record: the path, with ` -` behind where the event does not match. */
function found(record: Json | Uint8Array): string[] {
  const bytes = record instanceof Uint8Array ? record : Buffer.from(text(record));
  return unwrap(bytes).events.map(({ path, matches }) => (matches ? path : `${path} -`));
}

describe("the places of events", () => {
  it("are read step by step", () => {
    assert.deepEqual(stepsOf("/Records/*/Sns/Message#"), [
      { name: "Records", kind: "each" },
      { name: "Sns", kind: "member" },
      { name: "Message", kind: "decode" },
    ]);
    assert.deepEqual(stepsOf("/event.original#"), [{ name: "event.original", kind: "decode" }]);
    for (const wrong of ["Records", "/a/*/*", "/a##", "/a#/*x", "/"]) assert.throws(() => stepsOf(wrong), wrong);
  });

  const eventBridge = (detail: Json): Json => ({ "detail-type": "AWS API Call via CloudTrail", detail });
  const subscription = (...messages: Json[]): Json => ({
    messageType: "DATA_MESSAGE",
    logEvents: messages.map((message) => ({ message })),
  });
  const PAIRS: [place: string, match: Json, path: string, ...nearMisses: Json[]][] = [
    ["/Records/*", { Records: [1, RAW] }, "/Records/1", { records: [RAW] }, { Records: RAW }, { Records: [[RAW]] }],
    ["/Records/*/body#", { Records: [{ body: text(RAW) }] }, "/Records/0/body#", { Records: [{ body: RAW }] }],
    [
      "/Records/*/Sns/Message#",
      { Records: [null, { Sns: { Message: text(RAW) } }] },
      "/Records/1/Sns/Message#",
      { Records: [{ Sns: RAW }] },
      { Records: [{ Sns: { Message: RAW } }] },
      { Sns: { Message: text(RAW) } },
      { Records: [{ Sns: [{ Message: text(RAW) }] }] },
      { Records: [{ "Sns.Message": text(RAW) }] },
    ],
    [
      "/detail",
      eventBridge(RAW),
      "/detail",
      { detail: RAW },
      { "detail-type": "AWS Console Sign In via CloudTrail", detail: RAW },
      { "detail-type": ["AWS API Call via CloudTrail"], detail: RAW },
      eventBridge(text(RAW)),
    ],
    [
      "/logEvents/*/message#",
      subscription("x", text(RAW)),
      "/logEvents/1/message#",
      { messageType: "CONTROL_MESSAGE", logEvents: [{ message: text(RAW) }] },
      { logEvents: [{ messageType: "DATA_MESSAGE", message: text(RAW) }] },
      subscription(RAW),
      { messageType: "DATA_MESSAGE", logEvents: [RAW] },
    ],
    ["/log#", { log: text(RAW) }, "/log#", { log: RAW }, { log: `${text(RAW)}x` }, { Log: text(RAW) }],
    [
      "/message#",
      { message: text(RAW) },
      "/message#",
      { message: text(RAW), "event.original": "" },
      { message: [text(RAW)] },
    ],
    ["/event.original#", { "event.original": text(RAW) }, "/event.original#", { "event.original": RAW }],
    ["/event/original#", { event: { original: text(RAW) } }, "/event/original#", { event: { original: RAW } }],
    ["/Message#", { Message: text(RAW) }, "/Message#", { Message: RAW }],
    [
      "/Messages/*/Body#",
      { Messages: [{ Body: text(RAW) }] },
      "/Messages/0/Body#",
      { Messages: [RAW] },
      { Messages: [{ body: text(RAW) }] },
    ],
    [
      "/Events/*/CloudTrailEvent#",
      { Events: [{ CloudTrailEvent: text(RAW) }] },
      "/Events/0/CloudTrailEvent#",
      { Events: [{ CloudTrailEvent: RAW }] },
      { Events: [RAW] },
    ],
    ["/event", { event: RAW }, "/event", { event: [RAW] }, { event: { x: RAW } }],
    ["/event#", { event: text(RAW) }, "/event#", { event: [text(RAW)] }],
    [
      "/resourceLogs/*/scopeLogs/*/logRecords/*",
      { resourceLogs: [{}, { scopeLogs: [{ logRecords: [1, RAW] }] }] },
      "/resourceLogs/1/scopeLogs/0/logRecords/1",
      { resourceLogs: [RAW] },
      { resourceLogs: [{ scopeLogs: [RAW] }] },
      { resourceLogs: { scopeLogs: [{ logRecords: [RAW] }] } },
      { resourceLogs: [{ scopeLogs: [{ logRecords: [text(RAW)] }] }] },
    ],
  ];
  it("are the rows of the table", () => {
    assert.deepEqual(
      PAIRS.map(([place]) => place),
      SHAPES.map(({ place }) => place),
    );
  });
  for (const [place, match, path, ...nearMisses] of PAIRS) {
    it(`holds an event at ${place}, and not beside it`, () => {
      assert.deepEqual(found(match), [path]);
      for (const nearMiss of nearMisses) assert.deepEqual(found(nearMiss), [], text(nearMiss));
    });
  }

  it("hold other envelopes", () => {
    const inDetail = { Message: text(eventBridge(RAW)) };
    assert.deepEqual(found({ Records: [{ body: text(inDetail) }] }), ["/Records/0/body#/Message#/detail"]);
    assert.deepEqual(found({ log: text({ Records: [RAW, MISS] }) }), ["/log#/Records/0", "/log#/Records/1 -"]);
    assert.deepEqual(found({ event: { event: eventBridge(RAW) } }), ["/event/event/detail"]);
    assert.deepEqual(found({ event: { log: text(RAW), original: text(MISS) } }), ["/event/log#", "/event/original# -"]);
  });

  it("are gone through in the order of the record, as JSON.parse has it", () => {
    const both = { log: text(MISS), Records: [{ Message: text(RAW), body: text(MISS) }], message: text(RAW) };
    assert.deepEqual(found(both), ["/log# -", "/Records/0/Message#", "/Records/0/body# -", "/message#"]);
    const twice = `{"log":"x","Message":${text(text(RAW))},"log":${text(text(RAW))},"Message":0,"event":${text(RAW)}}`;
    assert.deepEqual(found(Buffer.from(twice)), ["/log#", "/event"]);
  });

  it("end at an event: nothing in it is one more", () => {
    assert.deepEqual(found({ ...MISS, Records: [RAW], log: text(RAW), event: { x: 1 } }), [" -"]);
    assert.deepEqual(found({ Records: [{ ...MISS, body: text(RAW) }] }), ["/Records/0 -"]);
    assert.deepEqual(found({ event: { action: "x" }, message: text(RAW) }), [" -"]);
    assert.deepEqual(found({ event: { ...MISS, original: text(RAW) }, message: text(RAW) }), ["/event -"]);
  });

  it("leave a message that has its original beside it", () => {
    const message = text(RAW);
    assert.deepEqual(found({ message, event: { original: null } }), ["/message#"]);
    assert.deepEqual(found({ message, event: [{ original: "x" }] }), ["/message#"]);
    assert.deepEqual(found({ message, event: { original: {} } }), []);
    assert.deepEqual(found({ message, "event.original": false }), []);
    assert.deepEqual(found({ message, "event.original": text(MISS) }), ["/event.original# -"]);
    assert.deepEqual(found({ message, event: { dataset: "aws.cloudtrail", provider: "x", outcome: "y" } }), [
      "/message#",
    ]);
    assert.deepEqual(found({ message, event: { provider: "x" } }), [" -"]);
  });

  it("may be in a bare array", () => {
    assert.deepEqual(found([RAW, 1, "x", [RAW], MISS]), ["/Records/0", "/Records/4 -"]);
    assert.deepEqual(found([{ log: text([0, RAW]) }]), ["/Records/0/log#/1"]);
    assert.deepEqual(found({ Message: text([{ Records: [RAW] }]) }), ["/Message#/0/Records/0"]);
    assert.deepEqual(found([[RAW]]), []);
    assert.deepEqual(found([text(RAW)]), []);
  });

  it("are four strings deep at most", () => {
    const nested = (levels: number): Json => (levels === 0 ? RAW : { log: text(nested(levels - 1)) });
    assert.deepEqual(found(nested(4)), ["/log#".repeat(4)]);
    assert.deepEqual(found(nested(5)), []);
  });

  it("are sixteen steps away at most", () => {
    const nested = (steps: number): Json => (steps === 0 ? RAW : { event: nested(steps - 1) });
    assert.deepEqual(found(nested(16)), ["/event".repeat(16)]);
    assert.deepEqual(found(nested(17)), []);
    const inArray = (steps: number): Json => ({ log: text([nested(steps)]) });
    assert.deepEqual(found(inArray(14)), [`/log#/0${"/event".repeat(14)}`]);
    assert.deepEqual(found(inArray(15)), []);
    assert.deepEqual(found([nested(15)]), [`/Records/0${"/event".repeat(15)}`]);
    assert.deepEqual(found([nested(16)]), []);
    const otlp = (steps: number): Json => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [nested(steps)] }] }] });
    assert.deepEqual(found(otlp(13)), [`/resourceLogs/0/scopeLogs/0/logRecords/0${"/event".repeat(13)}`]);
    assert.deepEqual(found(otlp(14)), []);
  });

  it("hold texts that are JSON in every point", () => {
    const event = text(RAW);
    const broken = [
      event.slice(0, -1),
      `${event} ${event}`,
      `\ufeff${event}`,
      `${event}\u0000`,
      `"${event}"`,
      text(event),
    ];
    for (const log of [...broken, "", "null", "1", event.replace("kms", "\nkms"), event.replaceAll('"', "'")]) {
      assert.deepEqual(found({ log }), [], log);
    }
    assert.deepEqual(found({ log: ` \r\n\t${event}\n` }), ["/log#"]);
    assert.deepEqual(found({ log: broken[0] as string, message: event }), ["/message#"]);
  });

  it("hold texts in which half a surrogate pair reads as U+FFFD", () => {
    const half = (event: string) => `{"log":"${event.replaceAll('"', '\\"')}"}`;
    const record = half('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","userAgent":"a\\ud83db"}');
    const [event] = unwrap(Buffer.from(record)).events;
    assert.equal(event?.source().userAgent, '"a\ufffdb"');
    const escaped = half(text({ ...RAW, userAgent: "\ud83d" }).replaceAll("\\", "\\\\"));
    assert.equal(unwrap(Buffer.from(escaped)).events[0]?.source().userAgent, '"\\ud83d"');
    assert.deepEqual(found({ log: text({ ...RAW, eventName: "DisableKey\ud83d" }) }), ["/log# -"]);
  });

  it("tell what lies in the record's own event object", () => {
    const inEvent = (record: Json): boolean[] =>
      unwrap(Buffer.from(text(record))).events.map(({ inEventObject }) => inEventObject);
    assert.deepEqual(inEvent({ event: MISS }), [true]);
    assert.deepEqual(inEvent({ event: { Records: [RAW], original: text(RAW) } }), [true, false]);
    assert.deepEqual(inEvent({ event: text(RAW), "event.original": text(RAW), log: text({ event: RAW }) }), [
      false,
      false,
      false,
    ]);
    assert.deepEqual(inEvent([{ event: RAW }]), [false]);
    assert.deepEqual(inEvent({ Records: [{ event: RAW }] }), [false]);
    assert.deepEqual(inEvent(RAW), [false]);
  });

  it("are looked for in objects and arrays only, of well-formed UTF-8", () => {
    for (const record of ["1", `"${text(RAW).replaceAll('"', '\\"')}"`, "{", `\ufeff${text(RAW)}`]) {
      assert.deepEqual(unwrap(Buffer.from(record)), { record: undefined, events: [] });
    }
    assert.equal(unwrap(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).record, undefined);
  });
});
