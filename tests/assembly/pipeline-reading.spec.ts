import { recycle } from "../../assembly/bytes/arena";
import { isUnread, keepRecord, reading, tagRecord } from "../../assembly/pipeline";
import { all } from "./support/annotation";
import { configure } from "./support/config";
import { EVENT, OTHER, inLogs, placeRecord, quoted } from "./support/envelopes";
import { placeBytesLast, placeLast, textAt } from "./support/text";

const TEXT: string = quoted(EVENT);
const MEMBERS: string = EVENT.slice(1, -1);

/** How either filter read a record, as a number, with "!" if it is unread, and whether `keep` returns it. */
function readingOf(record: string): string {
  const text = placeRecord(record);
  tagRecord(text.start, text.length);
  const tagged = reading;
  assert(isUnread() == (reading >= 3 && reading <= 5), "isUnread does not match the reading");
  recycle();
  const kept = keepRecord(text.start, text.length);
  assert(reading == tagged, "the filters read it differently");
  recycle();
  return reading.toString() + (isUnread() ? "!" : "") + (kept == 0 ? " dropped" : " kept");
}

describe("the reading of a record", () => {
  it("is 0 if it names no action", () => {
    configure("{}");
    expect(readingOf('{"a":1}')).toBe("0 dropped");
    expect(readingOf(OTHER)).toBe("0 dropped");
    expect(readingOf("{not JSON}")).toBe("0 dropped");
    expect(readingOf("text")).toBe("0 kept");
    expect(readingOf("")).toBe("0 kept");
    expect(readingOf('{"x":"sableKey, which the prefilter finds"}')).toBe("0 dropped");
    expect(readingOf('{"x":"\\u0041sableKey",}')).toBe("0 dropped");
    expect(readingOf('sableKey "sableKey"')).toBe("0 kept");
  });

  it("is read if an event was recognized, or the record got a verdict", () => {
    configure("{}");
    expect(readingOf(EVENT)).toBe("1 kept");
    expect(readingOf("{" + MEMBERS + ',"errorCode":"c"}')).toBe("1 dropped");
    expect(readingOf("{" + OTHER.slice(1, -1) + ',"x":"DisableKey"}')).toBe("1 dropped");
    expect(readingOf('{"log":' + OTHER + ',"x":"DisableKey"}')).toBe("1 dropped");
    expect(readingOf('{"x":' + EVENT + "}")).toBe("1 kept");
    expect(readingOf('{"log":' + quoted(EVENT + "\n" + OTHER) + "}")).toBe("1 kept");
    configure('{"network_activity":"ignore"}');
    expect(readingOf("{" + MEMBERS + ',"eventType":"AwsVpceEvent"}')).toBe("1 kept");
  });

  it("is unread if it is not JSON and names an action", () => {
    configure("{}");
    expect(readingOf("{" + MEMBERS)).toBe("3! kept");
    expect(readingOf('{"a":"DisableKey",}')).toBe("3! kept");
    expect(readingOf('{"a":"Disable\\\\u004bey",}')).toBe("3! kept");
    expect(readingOf("text DisableKey")).toBe("3! kept");
    expect(readingOf(TEXT)).toBe("3! kept");
    expect(readingOf(EVENT + EVENT)).toBe("3! kept");
    expect(readingOf("\ufeff" + EVENT)).toBe("3! kept");
  });

  it("is unread if no event was recognized at a known place and the record got no verdict", () => {
    configure("{}");
    expect(readingOf('{"message":"called DisableKey"}')).toBe("4! kept");
    expect(readingOf('{"a":"Disable\\u004bey"}')).toBe("4! kept");
    expect(readingOf('["DisableKey"]')).toBe("4! kept");
    expect(readingOf('{"x":' + OTHER + ',"y":"DisableKey"}')).toBe("4! kept");
    expect(readingOf('{"x":{' + MEMBERS + ',"errorCode":"c"}}')).toBe("4! kept");
    configure('{"elsewhere":"match"}');
    expect(readingOf('{"x":{' + OTHER.slice(1, -1) + ',"y":"DisableKey"}}')).toBe("4! kept");
    configure('{"elsewhere":"ignore"}');
    expect(readingOf('{"x":' + EVENT + "}")).toBe("4! kept");
    expect(readingOf('{"x":' + EVENT + ',"log":' + OTHER + "}")).toBe("1 dropped");
  });

  it("is unread if not all of it was searched, with or without a verdict", () => {
    configure("{}");
    const deep = '{"x":'.repeat(17) + EVENT + "}".repeat(17);
    expect(readingOf(deep)).toBe("5! kept");
    expect(readingOf(deep.replace("DisableKey", "EnableKey"))).toBe("0 dropped");
    expect(readingOf('{"Records":[' + OTHER + "," + '{"x":'.repeat(16) + EVENT + "}".repeat(16) + "]}")).toBe(
      "5! kept",
    );
    expect(readingOf('{"Records":[' + EVENT + "," + '{"x":'.repeat(16) + EVENT + "}".repeat(16) + "]}")).toBe(
      "5! kept",
    );
    expect(readingOf(inLogs(EVENT, 5))).toBe("5! kept");
    // Several texts have a step of their own: beyond the last step none of them is searched, and all are checked for
    // names.
    const last = '{"x":'.repeat(15) + quoted("{} " + EVENT) + "}".repeat(15);
    expect(readingOf('{"Records":[' + OTHER + "," + last + "]}")).toBe("5! kept");
    expect(readingOf('{"Records":[' + OTHER + "," + last.replace("DisableKey", "EnableKey") + "]}")).toBe("0 dropped");
    expect(readingOf('{"log":' + quoted(OTHER + " DisableKey") + "}")).toBe("5! kept");
    expect(readingOf('{"log":' + quoted(EVENT + '{"eventName":"DisableKey') + "}")).toBe("5! kept");
    expect(readingOf('{"log":' + quoted("{x} DisableKey " + OTHER) + "}")).toBe("4! kept");
    configure('{"elsewhere":"ignore"}');
    expect(readingOf(deep)).toBe("4! kept");
  });

  it("is annotated if it already was on arrival", () => {
    configure("{}");
    expect(readingOf("{" + MEMBERS + all() + "}")).toBe("2 kept");
    expect(readingOf('{"keyward":{"verdict":"possible","events":[]},"x":"DisableKey"}')).toBe("2 kept");
    expect(readingOf("{" + MEMBERS + ',"keyward":{"verdict":"unread","events":[]}}')).toBe("1 kept");
  });

  it("is forgotten with the next record", () => {
    configure("{}");
    expect(readingOf('{"x":"DisableKey"}')).toBe("4! kept");
    expect(readingOf('{"a":1}')).toBe("0 dropped");
    expect(readingOf("text")).toBe("0 kept");
  });
});

describe("a record with bytes that are not UTF-8", () => {
  it("is judged, and its bytes are unchanged", () => {
    configure("{}");
    const record = '{"userAgent":"??",' + MEMBERS + "}";
    for (let byte = 0x80; byte < 256; byte += 3) {
      const text = placeLast(record);
      store<u8>(text.start + 14, <u8>byte);
      store<u8>(text.start + 15, <u8>(255 - (byte & 15)));
      const bytes = placeBytesLast(text.start, text.length);
      const result = tagRecord(bytes.start, bytes.length);
      expect(result).not.toBe(bytes.start);
      expect(reading).toBe(1);
      expect(memory.compare(result, bytes.start, bytes.length - 1)).toBe(0);
      recycle();
    }
    const outside = placeLast("{" + MEMBERS + "}?");
    store<u8>(outside.end - 1, 0xff);
    expect(tagRecord(outside.start, outside.length)).toBe(outside.start);
    expect(reading).toBe(3);
    recycle();
  });

  it("is also judged in strings in strings", () => {
    configure("{}");
    const text = placeLast('{"log":' + quoted('{"a":"?","log":' + TEXT + "}") + "}");
    store<u8>(text.at("?"), 0xe9);
    const result = tagRecord(text.start, text.length);
    expect(result).not.toBe(text.start);
    expect(textAt(result).includes('"path":"/log#/log#"')).toBe(true);
    recycle();
  });
});
