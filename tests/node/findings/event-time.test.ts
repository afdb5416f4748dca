import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEventTime } from "#keyward/findings/event-time.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";

const TIMES: [string, string][] = [
  ["2026-03-04T09:33:08Z", "2026-03-04T09:33:08.000Z"],
  ["2026-03-04t09:33:08z", "2026-03-04T09:33:08.000Z"],
  ["2026-03-04 09:33:08Z", "2026-03-04T09:33:08.000Z"],
  ["2026-03-04T09:33:08.5Z", "2026-03-04T09:33:08.500Z"],
  ["2026-03-04T09:33:08.123456789Z", "2026-03-04T09:33:08.123Z"],
  ["2026-03-04T09:33:08+05:30", "2026-03-04T04:03:08.000Z"],
  ["2026-03-04T09:33:08-00:30", "2026-03-04T10:03:08.000Z"],
  ["2026-03-04T23:59:08-23:59", "2026-03-05T23:58:08.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ["1772616788", "2026-03-04T09:33:08.000Z"],
  ["17726167880", "2531-09-20T23:31:20.000Z"],
  ["17726167881234", "2531-09-20T23:31:21.234Z"],
  ["17726167881234567", "2531-09-20T23:31:21.234Z"],
  ["1772616788.75", "2026-03-04T09:33:08.000Z"],
  ["1772616788123", "2026-03-04T09:33:08.123Z"],
  ["1772616788123456", "2026-03-04T09:33:08.123Z"],
  ["1772616788123456789", "2026-03-04T09:33:08.123Z"],
  ["0", "1970-01-01T00:00:00.000Z"],
];

const NO_TIMES = [
  "",
  " ",
  "yesterday",
  "2026-03-04",
  "2026-03-04T09:33:08",
  "2026-03-04T09:33Z",
  "2026-03-04T09:33:08.Z",
  "2026-03-04T09:33:08,5Z",
  "2026-03-04T09:33:08+0530",
  "2026-03-04T09:33:08+24:00",
  "2026-03-04T09:33:08+05:60",
  "2026-03-04T24:00:00Z",
  "2026-03-04T09:60:08Z",
  "2026-03-04T09:33:61Z",
  "2026-02-29T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-02-31T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-00-01T00:00:00Z",
  "2026-01-00T00:00:00Z",
  "2026-01-32T00:00:00Z",
  "+02026-03-04T09:33:08Z",
  "2026-03-04T09:33:08Z\n",
  " 2026-03-04T09:33:08Z",
  "２026-03-04T09:33:08Z",
  "Mar 4, 2026, 9:33:08 AM",
  "-1772616788",
  "+1772616788",
  "1772616788.",
  "1.772e9",
  "17726167881234567890",
];

describe("an event's time", () => {
  it("can be RFC 3339, or a count since 1970", () => {
    for (const [text, time] of TIMES) assert.equal(parseEventTime(text), Date.parse(time), text);
  });

  it("can be any second of the years 0 to 9999", () => {
    // A prime number of milliseconds, some 11 days: every month and day has its turn, and so has every hour and minute.
    for (
      let time = Date.parse("0000-01-01T00:00:00Z");
      time <= Date.parse("9999-12-31T23:59:59Z");
      time += 949_999_993
    ) {
      const second = Math.floor(time / 1000) * 1000;
      assert.equal(parseEventTime(iso(second).replace(".000Z", "Z")), second, iso(second));
    }
  });

  it("is undefined in any other form", () => {
    for (const text of [undefined, ...NO_TIMES]) assert.equal(parseEventTime(text), undefined, text);
  });

  it("is the same as in the module, to the second", async () => {
    for (const [text] of TIMES) {
      const second = Math.floor((parseEventTime(text) ?? NaN) / 1000) * 1000;
      // RFC 3339 cannot express an end for the last second of the year 9999.
      const until = second + 1000 < Date.parse("9999-12-31T23:59:59.999Z") ? { until: iso(second + 1000) } : {};
      assert.equal(await verdictOf(text, { from: iso(second), ...until }), "suppressed", text);
    }
    for (const text of NO_TIMES) {
      assert.equal(await verdictOf(text, { from: "0000-01-01T00:00:00Z" }), "match", text);
    }
  });
});

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Returns the module's verdict on an event of that time with an exception for a window. */
async function verdictOf(eventTime: string, window: object): Promise<string> {
  const config = JSON.stringify({ exceptions: [{ id: "window", reason: "test", when: { action: ["*"] }, ...window }] });
  const stderr = (text: string): never => assert.fail(text);
  const host = new FluentBitHost(await loadModule(undefined, { files: { "keyward.json": config }, stderr }));
  const event = { eventSource: "kms.amazonaws.com", eventName: "DisableKey", eventTime };
  const result = host.filter("keep", JSON.stringify(event));
  if (result.outcome !== "modified") return result.outcome;
  return (JSON.parse(Buffer.from(result.record).toString()) as { keyward: { verdict: string } }).keyward.verdict;
}
