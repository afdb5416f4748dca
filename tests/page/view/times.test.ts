import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, HOUR, MINUTE, WEEK } from "#page/model/bins.js";
import { clock, dateText, endText, localText, rangeText, readEnds, startText, stepText } from "#page/view/times.js";

const TIME = Date.parse("2026-03-04T09:33:08.5Z");
const range = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

describe("times on the page", () => {
  it("are in UTC, in ISO 8601", () => {
    assert.equal(dateText(TIME), "2026-03-04");
    assert.equal(clock(TIME), "09:33");
  });

  for (const [zone, local] of [
    ["Asia/Kathmandu", "2026-03-04T15:18:08+05:45"],
    ["America/St_Johns", "2026-03-04T06:03:08-03:30"],
    ["UTC", "2026-03-04T09:33:08+00:00"],
  ] as const) {
    it(`can be in the reader's time zone: ${zone}`, () => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        assert.equal(localText(TIME), local);
        assert.equal(Date.parse(local), Math.floor(TIME / 1000) * 1000);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    });
  }

  it("are as short as possible for a range", () => {
    const text = (from: string, to: string): string => rangeText(range(from, to));
    assert.equal(text("2026-03-04T00:00Z", "2026-03-05T00:00Z"), "2026-03-04");
    assert.equal(text("2026-03-04T00:00Z", "2026-03-08T00:00Z"), "2026-03-04 to 2026-03-07");
    assert.equal(text("2026-03-04T09:00Z", "2026-03-04T10:00Z"), "2026-03-04T09:00Z to 2026-03-04T10:00Z");
    assert.equal(text("2026-03-04T23:00Z", "2026-03-05T00:00Z"), "2026-03-04T23:00Z to 2026-03-05T00:00Z");
    assert.equal(text("2026-03-04T09:33Z", "2026-03-04T09:34Z"), "2026-03-04T09:33Z");
  });

  it("are typed as days or minutes, and read back the same", () => {
    for (const stretch of [
      range("2026-03-04T00:00Z", "2026-03-08T00:00Z"),
      range("2026-03-04T09:00Z", "2026-03-04T10:00Z"),
      range("2026-03-04T00:00Z", "2026-03-04T10:00Z"),
    ]) {
      assert.deepEqual(readEnds(startText(stretch), endText(stretch), "from"), stretch);
    }
    assert.deepEqual(
      readEnds(" 2026-03-04 09:30 ", "2026-03-04", "to"),
      range("2026-03-04T09:30Z", "2026-03-05T00:00Z"),
    );
  });

  it("in the wrong order keep the one that was set", () => {
    assert.deepEqual(readEnds("2026-03-09", "2026-03-03", "to"), range("2026-03-03T00:00Z", "2026-03-04T00:00Z"));
    assert.deepEqual(readEnds("2026-03-09", "2026-03-03", "from"), range("2026-03-09T00:00Z", "2026-03-10T00:00Z"));
    assert.deepEqual(
      readEnds("2026-03-09T10:00Z", "2026-03-03", "from"),
      range("2026-03-09T10:00Z", "2026-03-09T11:00Z"),
    );
  });

  it("that are unreadable are undefined", () => {
    for (const text of ["", "yesterday", "2026-02-30", "2026-3-4", "2026-03-04T25:00Z", "03/04/2026"]) {
      assert.equal(readEnds(text, "2026-03-08", "from"), undefined, text);
      assert.equal(readEnds("2026-03-01", text, "to"), undefined, text);
    }
  });

  it("of a bar are named by its length", () => {
    const lengths = [MINUTE, 10 * MINUTE, HOUR, DAY, WEEK, 4 * WEEK];
    assert.deepEqual(lengths.map(stepText), ["minute", "10 minutes", "hour", "day", "week", "4 weeks"]);
  });
});
