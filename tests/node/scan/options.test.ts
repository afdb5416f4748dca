import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OptionError, parseWindow } from "#keyward/scan/options.js";
import { isDeliveredBefore } from "#keyward/input/s3-dates.js";

const NOW = Date.parse("2026-03-04T12:00:00Z");

function since(text: string): string {
  const { since } = parseWindow({ since: text }, NOW);
  assert.ok(since !== undefined);
  return new Date(since).toISOString();
}

describe("parseWindow", () => {
  it("accepts dates, times and times relative to now", () => {
    for (const [text, time] of [
      ["2026-03-04", "2026-03-04T00:00:00.000Z"],
      ["2026-03-04T09:30", "2026-03-04T09:30:00.000Z"],
      ["2026-03-04 09:30:15", "2026-03-04T09:30:15.000Z"],
      ["2026-03-04T09:30:15.250Z", "2026-03-04T09:30:15.250Z"],
      ["2026-03-04T09:30+01:00", "2026-03-04T08:30:00.000Z"],
      ["2026-03-04T09:30:00-0330", "2026-03-04T13:00:00.000Z"],
      ["2026-03-04T00:30+01", "2026-03-03T23:30:00.000Z"],
      ["2024-02-29", "2024-02-29T00:00:00.000Z"],
      ["now", "2026-03-04T12:00:00.000Z"],
      ["now-90s", "2026-03-04T11:58:30.000Z"],
      ["now-60m", "2026-03-04T11:00:00.000Z"],
      ["now-36h", "2026-03-03T00:00:00.000Z"],
      ["now-30d", "2026-02-02T12:00:00.000Z"],
      ["now-2w", "2026-02-18T12:00:00.000Z"],
      ["30d", "2026-02-02T12:00:00.000Z"],
      ["90m", "2026-03-04T10:30:00.000Z"],
      ["now-1mo", "2026-02-04T12:00:00.000Z"],
      ["1mo", "2026-02-04T12:00:00.000Z"],
      ["now-13mo", "2025-02-04T12:00:00.000Z"],
      ["1y", "2025-03-04T12:00:00.000Z"],
      ["now+1mo", "2026-04-04T12:00:00.000Z"],
      ["now+1h", "2026-03-04T13:00:00.000Z"],
    ] as const) {
      assert.equal(since(text), time, text);
    }
  });

  it("uses the last day of a shorter month", () => {
    const at = Date.parse("2026-03-31T10:00:00Z");
    const month = parseWindow({ since: "now-1mo" }, at).since ?? 0;
    assert.equal(new Date(month).toISOString(), "2026-02-28T10:00:00.000Z");
  });

  it("rejects anything else", () => {
    for (const text of [
      ...[
        "",
        " ",
        "today",
        "2026",
        "2026-03",
        "2026-3-4",
        "04.03.2026",
        "2026-02-29",
        "2026-13-01",
        "2026-03-04T25:00",
      ],
      ...[
        "2026-03-04T09",
        "2026-03-04T09:60",
        "2026-03-04T09:30:61",
        "2026-03-04T09:30+25:00",
        "2026-03-04Z",
        "1772600000",
      ],
      ...[
        "now-",
        "now-60",
        "now-60M",
        "30",
        "30 d",
        "-30d",
        "+30d",
        "1M",
        "now 60m",
        "NOW",
        "now-1d/d",
        "now-999999999w",
        "2026-03-04T09:30:00Z ",
      ],
    ]) {
      assert.throws(() => parseWindow({ since: text }, NOW), OptionError, text);
      assert.throws(() => parseWindow({ until: text }, NOW), OptionError, text);
    }
  });

  it("rejects an empty window", () => {
    assert.throws(
      () => parseWindow({ since: "now", until: "now-1s" }, NOW),
      /^OptionError: --until: now-1s is invalid/,
    );
    assert.deepEqual(parseWindow({ since: "now-1s", until: "now" }, NOW), { since: NOW - 1000, until: NOW });
    assert.deepEqual(parseWindow({}, NOW), {});
  });
});

describe("isDeliveredBefore", () => {
  const since = Date.parse("2026-03-04T12:00:00Z");

  it("accepts CloudTrail's day folders that end a day before the window's first day", () => {
    for (const [folder, isBefore] of [
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/02", true],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/03", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02", true],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03", false],
      ["/b/AWSLogs/o-exampleorg1/111122223333/CloudTrail/eu-west-1/2025", true],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1", false],
      ["/b/2020/01/01", false],
      // Not AWS's whole layout: a copy sorted by other dates, for example.
      ["/b/CloudTrail/eu-west-1/2020/01/01", false],
      ["/b/AWSLogs/CloudTrail/eu-west-1/2020/01/01", false],
      ["/b/AWSLogs/alice/CloudTrail/eu-west-1/2020/01/01", false],
      ["/b/AWSLogs/111122223333/CloudTrail/exports/2020/01/01", false],
      ["/b/AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/2020/01/01", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/0020/01/01", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2020/13/01", false],
      ["/b/AWSLogs/111122223333/CloudTrail/eu-west-1/2020/01/01/deeper", false],
    ] as const) {
      assert.equal(isDeliveredBefore(folder, since), isBefore, folder);
    }
  });

  it("handles the ends of months and years", () => {
    const newYear = Date.parse("2026-01-01T00:00:00Z");
    assert.equal(isDeliveredBefore("/AWSLogs/111122223333/CloudTrail/eu-west-1/2025", newYear), false);
    assert.equal(isDeliveredBefore("/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/12/30", newYear), true);
    assert.equal(isDeliveredBefore("/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/12/31", newYear), false);
    assert.equal(
      isDeliveredBefore("/AWSLogs/111122223333/CloudTrail/eu-west-1/2025", Date.parse("2026-01-02T00:00:00Z")),
      true,
    );
  });
});
