import { NO_CLOCK, NO_TIME } from "../../../assembly/config/time";
import { clockOf, isAllowedInteger, isAllowedText, roomFor, timeOf } from "../../../assembly/config/values";
import { placeLast } from "../support/text";

const scratch = memory.data(4096, 8);

/** Whether the value, which is put at the end of memory, is a string allowed for the kind. */
function allows(kind: string, value: string, argument: string = ""): bool {
  const text = placeLast(value);
  assert(roomFor(text.start, text.end) <= 4096, "the scratch is too short");
  return isAllowedText(text.start, kind, argument, text.end, scratch);
}

/** Whether the value is an integer within the bounds. A brace follows, as something always does in a configuration. */
function isInteger(value: string, bounds: string): bool {
  return isAllowedInteger(placeLast(value + "}").start, bounds);
}

describe("isAllowedText", () => {
  it("is false for anything but a string, whatever the kind", () => {
    const kinds: StaticArray<string> = [
      "text",
      "one of",
      "time",
      "clock",
      "pattern",
      "action",
      "account",
      "arn",
      "network",
    ];
    for (let i = 0; i < kinds.length; i++) {
      expect(allows(kinds[i], "7,", "7")).toBe(false, kinds[i]);
      expect(allows(kinds[i], "null}", "null")).toBe(false, kinds[i]);
      expect(allows(kinds[i], "{}", "")).toBe(false, kinds[i]);
      expect(allows(kinds[i], '["*"]', "*")).toBe(false, kinds[i]);
      expect(allows(kinds[i], '""', "a|b")).toBe(false, kinds[i]);
    }
  });

  it("depends on the decoded text", () => {
    expect(allows("time", '"2026-12-05\\u005422:00:00\\u005a"')).toBe(true);
    expect(allows("clock", '"\\u00324:00"')).toBe(true);
    expect(allows("network", '"192.0.2.0\\/24"')).toBe(true);
    expect(allows("account", '"\\u002a"')).toBe(true);
    expect(allows("arn", '"\\u0061rn:\\u002a"')).toBe(true);
    expect(allows("action", '"DisableKe\\u0079"')).toBe(true);
    expect(allows("one of", '"\\u0061"', "a|b")).toBe(true);
    expect(allows("text", '"' + "\\u0061".repeat(256) + '"')).toBe(true);
    expect(allows("text", '"' + "\\u0061".repeat(257) + '"')).toBe(false);
    expect(allows("text", '"' + "\\u20ac".repeat(85) + '"')).toBe(true);
    expect(allows("text", '"' + "\\u20ac".repeat(86) + '"')).toBe(false);
  });
});

describe("one of several", () => {
  it("must be a whole one of them", () => {
    expect(allows("one of", '"a"', "a")).toBe(true);
    expect(allows("one of", '"ab"', "a|ab|abc")).toBe(true);
    expect(allows("one of", '"abc"', "a|ab|abc")).toBe(true);
    expect(allows("one of", '"a"', "abc|ab|a")).toBe(true);
    expect(allows("one of", '"b"', "a|ab|abc")).toBe(false);
    expect(allows("one of", '"abcd"', "a|ab|abc")).toBe(false);
    expect(allows("one of", '"a|ab"', "a|ab|abc")).toBe(false);
    expect(allows("one of", '"|"', "a|b")).toBe(false);
    expect(allows("one of", '"bc"', "ab|c")).toBe(false);
    expect(allows("one of", '"\u00e1"', "a|b")).toBe(false);
  });
});

describe("isAllowedInteger", () => {
  it("accepts both bounds, and nothing beyond", () => {
    expect(isInteger("2", "2|1000")).toBe(true);
    expect(isInteger("1000", "2|1000")).toBe(true);
    expect(isInteger("1", "2|1000")).toBe(false);
    expect(isInteger("1001", "2|1000")).toBe(false);
    expect(isInteger("0", "0|0")).toBe(true);
    expect(isInteger("604800", "1|604800")).toBe(true);
    expect(isInteger("604801", "1|604800")).toBe(false);
  });

  it("does not overflow", () => {
    expect(isInteger("4294967298", "2|1000")).toBe(false);
    expect(isInteger("18446744073709551618", "2|1000")).toBe(false);
    expect(isInteger("9999999999", "2|9999999999")).toBe(true);
    expect(isInteger("10000000000", "2|9999999999")).toBe(false);
    expect(isInteger("1" + "0".repeat(100), "0|100")).toBe(false);
  });

  it("accepts only digits, whatever follows the value", () => {
    const texts: StaticArray<string> = [
      "-2",
      "2.0",
      "2e0",
      "2E0",
      "2.5e1",
      '"2"',
      "true",
      "false",
      "null",
      "[2]",
      "{}",
    ];
    for (let i = 0; i < texts.length; i++) expect(isInteger(texts[i], "0|100")).toBe(false, texts[i]);
    expect(isAllowedInteger(placeLast("2,3}").start, "0|2")).toBe(true);
    expect(isAllowedInteger(placeLast("2 }").start, "0|2")).toBe(true);
    expect(isAllowedInteger(placeLast("2\n,").start, "0|2")).toBe(true);
  });
});

describe("timeOf", () => {
  it("is the time in a string, and NO_TIME for anything else", () => {
    expect(timeOf(placeLast('"1970-01-01T00:01:00Z"').start)).toBe(60);
    expect(timeOf(placeLast('"1970-01-01T00:01:00.1234567890123456789Z"').start)).toBe(60);
    expect(timeOf(placeLast('"\\u0031970-01-01T00:01:00Z"').start)).toBe(60);
    expect(timeOf(0)).toBe(NO_TIME);
    expect(timeOf(placeLast("60}").start)).toBe(NO_TIME);
    expect(timeOf(placeLast("null}").start)).toBe(NO_TIME);
    expect(timeOf(placeLast('""').start)).toBe(NO_TIME);
    expect(timeOf(placeLast('"\u00e9"').start)).toBe(NO_TIME);
    expect(timeOf(placeLast('"60"').start)).toBe(NO_TIME);
  });

  it("reads every allowed time, and no longer one", () => {
    const begin = '"1970-01-01T00:01:00.';
    for (let digits = 1; digits < 60; digits++) {
      const value = begin + "0".repeat(digits) + 'Z"';
      const isTime = timeOf(placeLast(value).start) == 60;
      expect(isTime).toBe(allows("time", value), value);
      expect(isTime).toBe(digits <= 19, value);
    }
  });
});

describe("clockOf", () => {
  it("is the minutes of the time in a string", () => {
    expect(clockOf(placeLast('"00:00"').start)).toBe(0);
    expect(clockOf(placeLast('"24:00"').start)).toBe(1440);
    expect(clockOf(placeLast('"0\\u0032:30"').start)).toBe(150);
    expect(clockOf(placeLast('"2:30"').start)).toBe(NO_CLOCK);
    expect(clockOf(placeLast('"02:30" "').start)).toBe(150);
  });
});

describe("roomFor", () => {
  it("is enough for the text of a string, and 0 for anything else", () => {
    const text = placeLast('"a\\u0062"');
    expect(<i32>roomFor(text.start, text.end)).toBe(9);
    const empty = placeLast('""');
    expect(<i32>roomFor(empty.start, empty.end)).toBeGreaterThanOrEqual(0);
    const number = placeLast("17}");
    expect(<i32>roomFor(number.start, number.end)).toBe(0);
  });
});
