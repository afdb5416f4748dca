import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY, HOUR, MINUTE, WEEK } from "#page/model/bins.js";
import { clock, dateText, rangeText, shortDate, stepText, timeText } from "#page/view/times.js";

const TIME = Date.parse("2026-03-04T09:33:08.5Z");

describe("times on the page", () => {
  it("are in UTC, and read as ISO writes them", () => {
    assert.equal(timeText(TIME), "2026-03-04 09:33:08");
    assert.equal(dateText(TIME), "2026-03-04");
    assert.equal(shortDate(TIME), "4 Mar");
    assert.equal(clock(TIME), "09:33");
  });

  it("of a stretch are as short as they can be", () => {
    const text = (from: string, to: string): string => rangeText({ from: Date.parse(from), to: Date.parse(to) });
    assert.equal(text("2026-03-04T00:00Z", "2026-03-05T00:00Z"), "Wed 4 Mar 2026");
    assert.equal(text("2026-03-04T00:00Z", "2026-03-08T00:00Z"), "Wed 4 Mar 2026 to Sat 7 Mar 2026");
    assert.equal(text("2026-03-04T09:00Z", "2026-03-04T10:00Z"), "Wed 4 Mar 2026, 09:00 to 10:00");
    assert.equal(text("2026-03-04T23:00Z", "2026-03-05T00:00Z"), "Wed 4 Mar 2026, 23:00 to 00:00");
    assert.equal(text("2026-03-04T23:00Z", "2026-03-05T02:00Z"), "Wed 4 Mar 2026, 23:00 to Thu 5 Mar 2026, 02:00");
    assert.equal(text("2026-03-04T09:33Z", "2026-03-04T09:34Z"), "Wed 4 Mar 2026, 09:33");
  });

  it("of a bar are named by its length", () => {
    const lengths = [MINUTE, 10 * MINUTE, HOUR, DAY, WEEK, 4 * WEEK];
    assert.deepEqual(lengths.map(stepText), ["minute", "10 minutes", "hour", "day", "week", "4 weeks"]);
  });
});
