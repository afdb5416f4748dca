import { decodeEnvelope, firstEnvelope, nextEnvelope, openEnvelope } from "../../../assembly/event/envelopes";
import { MAX_STEPS } from "../../../assembly/event/frames";
import { QUOTE } from "../../../assembly/json/chars";
import { EVENT, inEvents, inLogs, matchesIn, placeRecord, quoted } from "../support/envelopes";

const TEXT: string = quoted(EVENT);

/** `text` as the only record of `levels` nested S3 log files. */
function inRecords(text: string, levels: i32): string {
  return '{"Records":['.repeat(levels) + text + "]}".repeat(levels);
}

/** The path with `levels` times the step `step`, followed by a space. */
function path(step: string, levels: i32, rest: string = ""): string {
  return step.repeat(levels) + rest + " ";
}

describe("strings", () => {
  it("are decoded up to four levels, and left alone if they are deeper", () => {
    for (let levels = 0; levels <= 4; levels++) expect(matchesIn(inLogs(EVENT, levels))).toBe(path("/log#", levels));
    for (let levels = 5; levels <= 7; levels++) expect(matchesIn(inLogs(EVENT, levels))).toBe("-");
  });

  it("contain no envelope if they are left alone", () => {
    const text = placeRecord(inLogs(EVENT, 5));
    firstEnvelope(text.start, text.end);
    for (let level = 1; level <= 4; level++) {
      openEnvelope();
      nextEnvelope();
      expect(decodeEnvelope()).toBeGreaterThan(0, level.toString());
    }
    openEnvelope();
    expect(<u32>load<u8>(nextEnvelope())).toBe(QUOTE);
    expect(decodeEnvelope()).toBe(0);
    expect(nextEnvelope()).toBe(0);
  });

  it("are limited by level, not by number", () => {
    const deep = inLogs('{"event":' + EVENT + ',"log":' + TEXT + "}", 3);
    expect(matchesIn('{"Records":[' + deep + "," + deep + "]}")).toBe(
      "/Records/0/log#/log#/log#/event /Records/0/log#/log#/log#/log# " +
        "/Records/1/log#/log#/log#/event /Records/1/log#/log#/log#/log# ",
    );
    expect(matchesIn(inLogs('{"log":' + TEXT + ',"event":' + EVENT + "}", 4))).toBe("/log#/log#/log#/log#/event ");
  });

  it("with bare arrays count too", () => {
    let text = EVENT;
    for (let level = 0; level < 4; level++) text = '{"log":' + quoted("[1," + text + "]") + "}";
    expect(matchesIn(text)).toBe(path("/log#/1", 4));
    expect(matchesIn('{"log":' + quoted(text) + "}")).toBe("-");
  });

  it("that are too deep do not affect their neighbors", () => {
    expect(matchesIn('{"log":' + quoted(inLogs(EVENT, 4)) + ',"event":' + EVENT + "}")).toBe("/event ");
    expect(matchesIn(inLogs('{"log":' + TEXT + ',"Records":[{"body":' + TEXT + "}," + EVENT + "]}", 4))).toBe(
      "/log#/log#/log#/log#/Records/1 ",
    );
  });
});

describe("steps", () => {
  it("are followed up to sixteen", () => {
    expect(MAX_STEPS).toBe(16);
    expect(matchesIn(inEvents(EVENT, 15))).toBe(path("/event", 15));
    expect(matchesIn(inEvents(EVENT, 16))).toBe(path("/event", 16));
    expect(matchesIn(inEvents(EVENT, 17))).toBe("-");
    expect(matchesIn(inEvents(EVENT, 1000))).toBe("-");
  });

  it("are names, each with the index or the string after it", () => {
    expect(matchesIn(inRecords(EVENT, 16))).toBe(path("/Records/0", 16));
    expect(matchesIn(inRecords(EVENT, 17))).toBe("-");
    expect(matchesIn(inEvents(inLogs(EVENT, 4), 12))).toBe(path("/event", 12, "/log#/log#/log#/log#"));
    expect(matchesIn(inEvents(inLogs(EVENT, 4), 13))).toBe("-");
    expect(matchesIn(inEvents('{"event.original":' + TEXT + "}", 15))).toBe(path("/event", 15, "/event.original#"));
    expect(matchesIn(inEvents('{"event.original":' + TEXT + "}", 16))).toBe("-");
  });

  it("include the indexes of bare arrays", () => {
    expect(matchesIn("[" + inEvents(EVENT, 15) + "]")).toBe("/0" + path("/event", 15));
    expect(matchesIn("[" + inEvents(EVENT, 16) + "]")).toBe("-");
    const array = '{"log":' + quoted("[0," + EVENT + "]") + "}";
    expect(matchesIn(inEvents(array, 14))).toBe(path("/event", 14, "/log#/1"));
    expect(matchesIn(inEvents(array, 15))).toBe("-");
    expect(matchesIn(inEvents('{"log":' + TEXT + "}", 15))).toBe(path("/event", 15, "/log#"));
  });

  it("inside a place count one by one", () => {
    const sns = '{"Records":[{"Sns":{"Message":' + TEXT + "}}]}";
    expect(matchesIn(inEvents(sns, 13))).toBe(path("/event", 13, "/Records/0/Sns/Message#"));
    expect(matchesIn(inEvents(sns, 14))).toBe("-");
    expect(matchesIn(inEvents(sns, 15))).toBe("-");
    const otlp = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[' + EVENT + "]}]}]}";
    const rest = "/resourceLogs/0/scopeLogs/0/logRecords/0";
    expect(matchesIn(inEvents(otlp, 13))).toBe(path("/event", 13, rest));
    expect(matchesIn(inEvents(otlp, 14))).toBe("-");
    expect(matchesIn(inEvents(otlp, 15))).toBe("-");
    const original = '{"event":{"original":' + TEXT + "}}";
    expect(matchesIn(inEvents(original, 14))).toBe(path("/event", 14, "/event/original#"));
    expect(matchesIn(inEvents(original, 15))).toBe("-");
  });

  it("that are too many do not affect their neighbors", () => {
    expect(matchesIn(inEvents('{"event":' + EVENT + ',"log":' + TEXT + "}", 16))).toBe("-");
    expect(matchesIn('{"event":' + inEvents(EVENT, 16) + ',"log":' + TEXT + "}")).toBe("/log# ");
    expect(matchesIn(inEvents('{"event":{"log":' + TEXT + '},"Records":[' + EVENT + "]}", 15))).toBe(
      path("/event", 15, "/Records/0"),
    );
    expect(matchesIn("[" + inEvents(EVENT, 16) + "," + inEvents(EVENT, 15) + "," + EVENT + "]")).toBe(
      "/1" + path("/event", 15) + "/2 ",
    );
  });

  it("and levels both end a search, whichever comes first", () => {
    expect(matchesIn(inEvents(inLogs(EVENT, 5), 11))).toBe("-");
    let text = EVENT;
    for (let level = 0; level < 4; level++) text = inEvents('{"log":' + quoted(text) + "}", 3);
    expect(matchesIn(text)).toBe(path("/event/event/event/log#", 4));
    expect(matchesIn('{"event":' + text + "}")).toBe("-");
  });
});

describe("an envelope", () => {
  it("may have many members and elements", () => {
    let members = "";
    for (let i = 0; i < 1000; i++) members += `"m${i}":{"log":${TEXT}},`;
    expect(matchesIn("{" + members + '"log":' + TEXT + "}")).toBe("/log# ");
    expect(matchesIn('{"Records":[' + "{},".repeat(12344) + EVENT + "]}")).toBe("/Records/12344 ");
    expect(matchesIn("[" + "0,".repeat(100000) + EVENT + "]")).toBe("/100000 ");
  });

  it("may have every name in the table at once", () => {
    const all =
      '"Records":[{"body":' +
      TEXT +
      ',"Sns":{"Message":' +
      TEXT +
      '}}],"detail":' +
      EVENT +
      ',"logEvents":[{"message":' +
      TEXT +
      '}],"log":' +
      TEXT +
      ',"message":' +
      TEXT +
      ',"event.original":' +
      TEXT +
      ',"event":{"original":' +
      TEXT +
      '},"Message":' +
      TEXT +
      ',"Messages":[{"Body":' +
      TEXT +
      '}],"Events":[{"CloudTrailEvent":' +
      TEXT +
      '}],"resourceLogs":[{"scopeLogs":[' +
      '{"logRecords":[' +
      EVENT +
      ']}]}],"detail-type":"AWS API Call via CloudTrail","messageType":"DATA_MESSAGE"';
    const found =
      "/Records/0/body# /Records/0/Sns/Message# /detail /logEvents/0/message# /log# /event.original# /event/original# " +
      "/Message# /Messages/0/Body# /Events/0/CloudTrailEvent# /resourceLogs/0/scopeLogs/0/logRecords/0 ";
    expect(matchesIn("{" + all + "}")).toBe(found);
    expect(matchesIn('{"Records":[{"body":' + TEXT + ',"Sns":{"Message":' + TEXT + "}," + all + "}]}")).toBe(
      "/Records/0/body# /Records/0/Sns/Message# /Records/0" + found.trimEnd().split(" ").join(" /Records/0") + " ",
    );
  });
});
