import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json } from "./json.js";
import { placeParts, SHAPES } from "./shapes.js";
import { unwrap } from "./unwrap.js";

const RAW: Json = { eventSource: "kms.amazonaws.com", eventName: "DisableKey" };
const MISS: Json = { eventSource: "kms.amazonaws.com", eventName: "EnableKey" };
const ECS: Json = {
  ...{ "event.action": ["DisableKey"], "event.provider": ["kms.amazonaws.com"], "event.outcome": ["success"] },
  "event.dataset": ["aws.cloudtrail"],
};
/** The raw event as OTLP writes it. */
const LIST: Json = {
  values: Object.entries({ eventSource: "kms.amazonaws.com", eventName: "DisableKey" }).map(([key, stringValue]) => ({
    key,
    value: { stringValue },
  })),
};
const text = (value: Json): string => JSON.stringify(value);

/** Returns the paths of events at known places of the record, with ` -` after those that do not match. */
function found(record: Json | Uint8Array): string[] {
  const bytes = record instanceof Uint8Array ? record : Buffer.from(text(record));
  const known = unwrap(bytes).events.filter(({ isKnown }) => isKnown);
  return known.map(({ path, matches }) => (matches ? path : `${path} -`));
}

describe("the places of events", () => {
  it("are read part by part", () => {
    const name = (text: string) => ({ name: text });
    const sns = [name("Records"), "*", name("Sns"), name("Message"), "#"];
    assert.deepEqual(placeParts("/Records/*/Sns/Message#"), sns);
    assert.deepEqual(placeParts("/event.original#"), [name("event.original"), "#"]);
    assert.deepEqual(placeParts("/a~1b/~0 ~01/*/*#"), [name("a/b"), name("~ ~1"), "*", "*", "#"]);
    assert.ok(placeParts(`/${"x".repeat(64)}`) && placeParts("/a".repeat(16)) && placeParts("/a/*".repeat(16)));
    const wrong = [
      "",
      "/",
      "#",
      "/#",
      "a",
      "a/b",
      "/a//b",
      "/a/",
      "/*",
      "/*/a",
      "/a~",
      "/a~2",
      "/\u00e9",
      "/a\n",
      " /a",
    ];
    for (const place of [...wrong, `/${"x".repeat(65)}`, "/a".repeat(17), "/a".repeat(15) + "/a/*/*"]) {
      assert.equal(placeParts(place), undefined, place);
    }
  });

  const eventBridge = (detail: Json): Json => ({ "detail-type": "AWS API Call via CloudTrail", detail });
  const subscription = (...messages: Json[]): Json => ({
    messageType: "DATA_MESSAGE",
    logEvents: messages.map((message) => ({ message })),
  });
  const PAIRS: [place: string, match: Json, path: string, ...nearMisses: Json[]][] = [
    ["/Records/*", { Records: [1, RAW] }, "/Records/1", { records: [RAW] }, { Records: RAW }, { Records: [[RAW]] }],
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
    ["/log#", { log: text(RAW) }, "/log#", { log: [text(RAW)] }, { log: `{x} ${text(RAW)}` }, { Log: text(RAW) }],
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
    ["/body#", { body: text(RAW) }, "/body#", { body: [text(RAW)] }, { x: { body: text(RAW) } }],
    ["/Body#", { Body: text(RAW) }, "/Body#", { Body: RAW }],
    ["/body", { body: RAW }, "/body", { body: [RAW] }, { BODY: RAW }],
    ["/body/text#", { body: { text: text(RAW) } }, "/body/text#", { body: { text: RAW } }, { "body.text": text(RAW) }],
    ["/body/structured", { body: { structured: RAW } }, "/body/structured", { body: { structured: text(RAW) } }],
    [
      "/body/stringValue#",
      { body: { stringValue: text(RAW) } },
      "/body/stringValue#",
      { body: { stringValue: RAW } },
      { body: { bytesValue: text(RAW) } },
    ],
    ["/body/kvlistValue", { body: { kvlistValue: LIST } }, "/body/kvlistValue", { body: { arrayValue: LIST } }],
    [
      "/events/*/message#",
      { events: [{ message: text(RAW) }] },
      "/events/0/message#",
      { events: { message: text(RAW) } },
      { events: [{ message: RAW }] },
    ],
    [
      "/results/*/*/value#",
      {
        results: [
          [],
          [
            { field: "@timestamp", value: "x" },
            { field: "@message", value: text(RAW) },
          ],
        ],
      },
      "/results/1/1/value#",
      { results: [{ value: text(RAW) }] },
      { results: [[[{ value: text(RAW) }]]] },
      { results: [[{ value: RAW }]] },
    ],
    ["/log", { log: RAW }, "/log", { log: [[RAW]] }, { logs: RAW }],
    ["/log/*", { log: [1, RAW] }, "/log/1", { log: [[RAW]] }, { Log: [RAW] }],
    ["/log_processed", { log_processed: RAW }, "/log_processed", { log_processed: { x: RAW } }],
    ["/log_processed#", { log_processed: text(RAW) }, "/log_processed#", { logProcessed: text(RAW) }],
    ["/message", { message: RAW }, "/message", { message: RAW, "event.original": "" }, { message: [RAW] }],
    [
      "/CloudTrailEvent#",
      { EventName: "DisableKey", CloudTrailEvent: text(RAW) },
      "/CloudTrailEvent#",
      { CloudTrailEvent: RAW },
    ],
    ["/payload", { payload: RAW }, "/payload", { payload: [[RAW]] }, { Payload: RAW }],
    ["/payload/*", { payload: [RAW] }, "/payload/0", { payload: [text(RAW)] }],
    ["/payload#", { payload: text(RAW) }, "/payload#", { payload: [text(RAW)] }],
    ["/_raw#", { _raw: text(RAW) }, "/_raw#", { _raw: RAW }, { raw: text(RAW) }],
    ["/result/_raw#", { result: { _raw: text(RAW) } }, "/result/_raw#", { result: [{ _raw: text(RAW) }] }],
    ["/_source", { _source: RAW }, "/_source", { _source: text(RAW) }],
    [
      "/hits/hits/*/_source",
      { hits: { hits: [{ _source: RAW }] } },
      "/hits/hits/0/_source",
      { hits: [{ _source: RAW }] },
    ],
    [
      "/fields",
      { fields: ECS },
      "/fields",
      { fields: { eventSource: ["kms.amazonaws.com"], eventName: ["DisableKey"] } },
    ],
    [
      "/hits/hits/*/fields",
      { hits: { hits: [1, { fields: ECS }] } },
      "/hits/hits/1/fields",
      { hits: { hits: { fields: ECS } } },
    ],
    ["/data", { data: RAW }, "/data", { data: [RAW] }],
    ["/data#", { data: text(RAW) }, "/data#", { Data: text(RAW) }],
    ["/aws", { aws: RAW }, "/aws", { aws: text(RAW) }],
    ["/requestPayload", { requestPayload: RAW }, "/requestPayload", { responsePayload: RAW }],
    ["/attributes", { attributes: RAW }, "/attributes", { attributes: [RAW] }],
    ["/MESSAGE#", { MESSAGE: text(RAW) }, "/MESSAGE#", { MESSAGE: RAW }],
    ["/exec#", { exec: text(RAW) }, "/exec#", { exec: RAW }],
  ];
  it("match the rows of the table", () => {
    assert.deepEqual(
      PAIRS.map(([place]) => place),
      SHAPES.map(({ place }) => place),
    );
  });
  for (const [place, match, path, ...nearMisses] of PAIRS) {
    it(`hold an event at ${place}, and not next to it`, () => {
      assert.deepEqual(found(match), [path]);
      for (const nearMiss of nearMisses) assert.deepEqual(found(nearMiss), [], text(nearMiss));
    });
  }

  it("may hold other envelopes", () => {
    const inDetail = { Message: text(eventBridge(RAW)) };
    assert.deepEqual(found({ Records: [{ body: text(inDetail) }] }), ["/Records/0/body#/Message#/detail"]);
    assert.deepEqual(found({ log: text({ Records: [RAW, MISS] }) }), ["/log#/Records/0", "/log#/Records/1 -"]);
    assert.deepEqual(found({ event: { event: eventBridge(RAW) } }), ["/event/event/detail"]);
    assert.deepEqual(found({ event: { log: text(RAW), original: text(MISS) } }), ["/event/log#", "/event/original# -"]);
  });

  it("are visited in the order of the record, like JSON.parse", () => {
    const both = { log: text(MISS), Records: [{ Message: text(RAW), body: text(MISS) }], message: text(RAW) };
    assert.deepEqual(found(both), ["/log# -", "/Records/0/Message#", "/Records/0/body# -", "/message#"]);
    const twice = `{"log":"x","Message":${text(text(RAW))},"log":${text(text(RAW))},"Message":0,"event":${text(RAW)}}`;
    assert.deepEqual(found(Buffer.from(twice)), ["/log#", "/event"]);
  });

  it("end at an event: nothing inside it counts", () => {
    assert.deepEqual(found({ ...MISS, Records: [RAW], log: text(RAW), event: { x: 1 } }), [" -"]);
    assert.deepEqual(found({ Records: [{ ...MISS, body: text(RAW) }] }), ["/Records/0 -"]);
    assert.deepEqual(found({ event: { action: "x" }, message: text(RAW) }), [" -"]);
    assert.deepEqual(found({ event: { ...MISS, original: text(RAW) }, message: text(RAW) }), ["/event -"]);
  });

  it("skip a message next to its original", () => {
    const message = text(RAW);
    assert.deepEqual(found({ message, event: { original: null } }), ["/message#"]);
    assert.deepEqual(found({ message, event: [{ original: "x" }] }), ["/message#"]);
    assert.deepEqual(found({ message: RAW, event: { original: "" } }), []);
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

  it("include those of the configuration", () => {
    const places = ["/x~1y#", "/a/*/*/b", "/x~1y"];
    const taught = (record: Json, path: string): string[] =>
      unwrap(Buffer.from(text(record)), { places, elsewhere: false }).events.map((event) => `${event.path} ${path}`);
    assert.deepEqual(taught({ "x/y": text({ log: RAW }) }, "-"), ["/x~1y#/log -"]);
    assert.deepEqual(taught({ "x/y": { "x/y": RAW } }, "-"), ["/x~1y/x~1y -"]);
    assert.deepEqual(taught({ a: [[{ b: RAW }], { b: RAW }], b: RAW }, "-"), ["/a/0/0/b -"]);
    assert.deepEqual(taught({ log: text({ a: [[], [1, { b: RAW }]] }) }, "-"), ["/log#/a/1/1/b -"]);
    assert.deepEqual(taught({ x: { "x/y": RAW } }, "-"), []);
  });

  it("are at most four strings deep", () => {
    const nested = (levels: number): Json => (levels === 0 ? RAW : { log: text(nested(levels - 1)) });
    assert.deepEqual(found(nested(4)), ["/log#".repeat(4)]);
    assert.deepEqual(found(nested(5)), []);
  });

  it("are at most sixteen steps away", () => {
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

  it("may hold texts with something before the JSON, read from the first brace on", () => {
    const line = "2026-03-04T09:33:08Z stdout F ";
    for (const log of [
      line + text(RAW),
      `\ufeff${text(RAW)}`,
      `x]${text(RAW)}\n`,
      `"" ${text(RAW)}`,
      `1${text(RAW)}`,
    ]) {
      assert.deepEqual(found({ log }), ["/log#"], log);
    }
    assert.deepEqual(found({ message: `<134>1 ${text({ Records: [RAW] })}` }), ["/message#/Records/0"]);
    for (const log of [`${line}{x} ${text(RAW)}`, `[INFO] ${text(RAW)}`, ` {a ${text(RAW)}`, `{F}${text(RAW)}`]) {
      assert.deepEqual(found({ log }), [], log);
    }
  });

  it("may hold several texts in sequence, as an array", () => {
    const two = [`${text(MISS)}${text(RAW)}`, `${text(MISS)}\n${text(RAW)}\n`, `a ${text(MISS)}, ${text(RAW)} b`];
    for (const log of two) assert.deepEqual(found({ log }), ["/log#/0 -", "/log#/1"], log);
    assert.deepEqual(found({ log: `[${text(RAW)}][1,${text(RAW)}]` }), ["/log#/0/0", "/log#/1/1"]);
    assert.deepEqual(found({ log: `x [${text(RAW)},${text(MISS)}]` }), ["/log#/0", "/log#/1 -"]);
    assert.deepEqual(found({ log: `${text(RAW)} x` }), ["/log#/0"]);
    assert.deepEqual(found({ log: `${text(RAW)}{x}${text(RAW)}` }), ["/log#/0"]);
    const inMessage = { Message: `${text(RAW)} ${text({ log: RAW })}` };
    assert.deepEqual(found({ log: text(inMessage) }), ["/log#/Message#/0", "/log#/Message#/1/log"]);
    const nested = (steps: number): Json => (steps === 0 ? RAW : { event: nested(steps - 1) });
    assert.deepEqual(found({ log: `{}${text(nested(14))}` }), [`/log#/1${"/event".repeat(14)}`]);
    assert.deepEqual(found({ log: `{}${text(nested(15))}` }), []);
  });

  it("hold texts that are strictly JSON", () => {
    const event = text(RAW);
    const broken = [event.slice(0, -1), text(event), event.replace("kms", "\nkms"), event.replaceAll('"', "'")];
    for (const log of [...broken, "", "null", "1", `{}{${event}`]) assert.deepEqual(found({ log }), [], log);
    assert.deepEqual(found({ log: ` \r\n\t${event}\n` }), ["/log#"]);
    assert.deepEqual(found({ log: broken[0] as string, message: event }), ["/message#"]);
  });

  it("hold texts in which an unpaired surrogate reads as U+FFFD", () => {
    const half = (event: string) => `{"log":"${event.replaceAll('"', '\\"')}"}`;
    const record = half('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","userAgent":"a\\ud83db"}');
    const [event] = unwrap(Buffer.from(record)).events;
    assert.equal(event?.source().userAgent, '"a\ufffdb"');
    const escaped = half(text({ ...RAW, userAgent: "\ud83d" }).replaceAll("\\", "\\\\"));
    assert.equal(unwrap(Buffer.from(escaped)).events[0]?.source().userAgent, '"\\ud83d"');
    assert.deepEqual(found({ log: text({ ...RAW, eventName: "DisableKey\ud83d" }) }), ["/log# -"]);
  });

  it("say what is in the record's own event object", () => {
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

  it("are searched for in objects and arrays only", () => {
    for (const record of ["1", `"${text(RAW).replaceAll('"', '\\"')}"`, "{", `\ufeff${text(RAW)}`]) {
      assert.deepEqual(unwrap(Buffer.from(record)), { record: undefined, events: [], isCut: false });
    }
  });

  it("are found if bytes that are not UTF-8 are in strings only", () => {
    const bytes = (record: string): Buffer => Buffer.from(record, "latin1");
    const event = text(RAW).slice(1, -1);
    assert.deepEqual(found(bytes(`{"\xff":"\xe2\x82",${event}}`)), [""]);
    assert.deepEqual(found(bytes(`{"log":"x\xff ${text(RAW).replaceAll('"', '\\"')}"}`)), ["/log#"]);
    assert.deepEqual(found(bytes(`{"a":\xff,${event}}`)), []);
    assert.deepEqual(found(bytes(`{"log":"${text(RAW).replaceAll('"', '\\"')}\xff"}`)), ["/log#/0"]);
    const [found1] = unwrap(bytes(`{${event},"userAgent":"a\xffb"}`)).events;
    assert.equal(found1?.source().userAgent, '"a\ufffdb"');
  });
});
