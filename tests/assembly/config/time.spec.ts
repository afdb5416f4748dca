import { NO_TIME, parseTime } from "../../../assembly/config/time";
import { placeLast } from "../support/text";

/** The time in `text`, which is put at the end of memory. */
function time(text: string): i64 {
  const placed = placeLast(text);
  return parseTime(placed.start, placed.end);
}

/** 2026-12-05T22:00:00Z */
const EVENING: i64 = 1796508000;

describe("parseTime", () => {
  it("counts seconds since 1970", () => {
    expect(time("1970-01-01T00:00:00Z")).toBe(0);
    expect(time("1970-01-01T00:00:01Z")).toBe(1);
    expect(time("1970-01-02T01:02:03Z")).toBe(86400 + 3723);
    expect(time("2021-10-26T23:25:25Z")).toBe(1635290725);
    expect(time("2026-12-05T22:00:00Z")).toBe(EVENING);
    expect(time("9999-12-31T23:59:59Z")).toBe(253402300799);
  });

  it("counts back before 1970", () => {
    expect(time("1969-12-31T23:59:59Z")).toBe(-1);
    expect(time("1900-01-01T00:00:00Z")).toBe(-2208988800);
    expect(time("0001-01-01T00:00:00Z")).toBe(-62135596800);
    expect(time("0000-01-01T00:00:00Z")).toBe(-62167219200);
  });

  it("accepts the letters of RFC 3339 in either case, and a space", () => {
    expect(time("2026-12-05t22:00:00Z")).toBe(EVENING);
    expect(time("2026-12-05T22:00:00z")).toBe(EVENING);
    expect(time("2026-12-05 22:00:00Z")).toBe(EVENING);
    expect(time("2026-12-05_22:00:00Z")).toBe(NO_TIME);
    expect(time("2026-12-0522:00:00Z")).toBe(NO_TIME);
  });

  it("drops a fraction of a second", () => {
    expect(time("2026-12-05T22:00:00.0Z")).toBe(EVENING);
    expect(time("2026-12-05T22:00:00.999Z")).toBe(EVENING);
    expect(time("2026-12-05T22:00:00.123456789012+00:00")).toBe(EVENING);
    expect(time("1969-12-31T23:59:59.999Z")).toBe(-1);
    expect(time("2026-12-05T22:00:00.Z")).toBe(NO_TIME);
    expect(time("2026-12-05T22:00:00,5Z")).toBe(NO_TIME);
    expect(time("2026-12-05T22:00:00.5.5Z")).toBe(NO_TIME);
    expect(time("2026-12-05T22:00:00.5")).toBe(NO_TIME);
    expect(time("2026-12-05T22:00:00.")).toBe(NO_TIME);
  });

  it("reads a second of 60 as the one after it", () => {
    expect(time("2016-12-31T23:59:60Z")).toBe(1483228800);
    expect(time("2016-12-31T23:59:61Z")).toBe(NO_TIME);
    expect(time("2016-12-31T23:60:00Z")).toBe(NO_TIME);
    expect(time("2016-12-31T24:00:00Z")).toBe(NO_TIME);
  });
});

describe("the offset of a time", () => {
  it("is subtracted", () => {
    expect(time("2026-12-05T22:00:00+00:00")).toBe(EVENING);
    expect(time("2026-12-05T22:00:00-00:00")).toBe(EVENING);
    expect(time("2026-12-05T23:30:00+01:30")).toBe(EVENING);
    expect(time("2026-12-05T14:15:00-07:45")).toBe(EVENING);
    expect(time("2026-12-06T21:59:00+23:59")).toBe(EVENING);
    expect(time("2026-12-04T22:01:00-23:59")).toBe(EVENING);
    expect(time("1970-01-01T00:00:00+00:01")).toBe(-60);
    expect(time("2026-12-05T23:00:00.5+01:00")).toBe(EVENING);
  });

  it("has hours and minutes, and nothing else", () => {
    const texts: StaticArray<string> = ["", "+", "-", "+1", "+01", "+0100", "+01:0", "+1:00", "+01:00:00", "+24:00"];
    for (let i = 0; i < texts.length; i++) expect(time("2026-12-05T22:00:00" + texts[i])).toBe(NO_TIME, texts[i]);
    const others: StaticArray<string> = ["+01:60", "+-1:00", "Z+00:00", "ZZ", "UTC", " Z", "Z ", "+01:00Z", "01:00"];
    for (let i = 0; i < others.length; i++) expect(time("2026-12-05T22:00:00" + others[i])).toBe(NO_TIME, others[i]);
  });
});

describe("an invalid time", () => {
  it("has a number out of its range", () => {
    const texts: StaticArray<string> = [
      "2026-00-05T22:00:00Z",
      "2026-13-05T22:00:00Z",
      "2026-12-00T22:00:00Z",
      "2026-12-32T22:00:00Z",
      "2026-02-29T22:00:00Z",
      "1900-02-29T22:00:00Z",
      "2026-12-05T25:00:00Z",
      "2026-12-05T22:99:00Z",
      "2026-12-05T22:00:99Z",
    ];
    for (let i = 0; i < texts.length; i++) expect(time(texts[i])).toBe(NO_TIME, texts[i]);
    expect(time("2000-02-29T00:00:00Z")).toBe(951782400);
    expect(time("2028-02-29T00:00:00Z")).toBe(1835395200);
  });

  it("lacks any byte of a valid one", () => {
    const whole = "2026-12-05T22:00:00Z";
    for (let i = 0; i < whole.length; i++) {
      expect(time(whole.slice(0, i))).toBe(NO_TIME, "cut at " + i.toString());
      expect(time(whole.slice(0, i) + whole.slice(i + 1))).toBe(NO_TIME, "without " + i.toString());
    }
  });

  it("has another byte in any position", () => {
    const whole = "2026-12-05T22:00:00Z";
    const others: StaticArray<string> = ["x", "/", ":", "", "\u0000", "\u00b2"];
    for (let i = 0; i < whole.length; i++) {
      for (let j = 0; j < others.length; j++) {
        const text = whole.slice(0, i) + others[j] + whole.slice(i + 1);
        if (text != whole) expect(time(text)).toBe(NO_TIME, text);
      }
      expect(time(whole.slice(0, i) + "0" + whole.slice(i))).toBe(NO_TIME, "one more at " + i.toString());
    }
  });

  it("may be another common format", () => {
    const texts: StaticArray<string> = [
      "yesterday",
      "2026-12-05",
      "22:00:00Z",
      "20261205T220000Z",
      "2026-339T22:00:00Z",
      "+2026-12-05T22:00:00Z",
      "-026-12-05T22:00:00Z",
      " 2026-12-05T22:00:00Z",
      "Sat, 05 Dec 2026 22:00:00 GMT",
      "Dec 5, 2026, 10:00:00 PM",
      "1796508000",
    ];
    for (let i = 0; i < texts.length; i++) expect(time(texts[i])).toBe(NO_TIME, texts[i]);
  });
});
