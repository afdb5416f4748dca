import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { binsOf, DAY, extentOf, HOUR, isSame, MINUTE, moved, stepOf, WEEK, within, zoomed } from "#page/model/bins.js";
import type { Range } from "#page/model/filters.js";
import { rowsOf, type Row } from "#page/model/row.js";
import { makeReport } from "../support/make-report.js";

function rowsAt(...times: (string | undefined)[]): Row[] {
  const { findings } = makeReport({ findings: times.length, days: 1 });
  return rowsOf(
    findings.map((finding, index) => {
      const { [index]: time } = times;
      const { verdict, file, line, path, details, seen, also } = finding;
      return { verdict, file, line, path, details, seen, also, ...(time !== undefined && { time }) };
    }),
  );
}

function range(from: string, to: string): Range {
  return { from: Date.parse(from), to: Date.parse(to) };
}

describe("extentOf", () => {
  it("returns whole days in UTC, from the first row with a time to the last", () => {
    const rows = rowsAt("2026-03-04T23:59:59Z", undefined, "2026-03-02T00:30:00+01:00", "soon");
    assert.deepEqual(extentOf(rows), range("2026-03-01T00:00Z", "2026-03-05T00:00Z"));
  });

  it("ends after the last day even if that begins with an event", () => {
    const extent = extentOf(rowsAt("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z"));
    assert.deepEqual(extent, range("2026-03-03T00:00Z", "2026-03-05T00:00Z"));
  });

  it("returns whole hours if all rows are within half a day, so that they are not all in one bar", () => {
    const rows = rowsAt("2026-03-04T09:03:41Z", "2026-03-04T09:41:57Z");
    assert.deepEqual(extentOf(rows), range("2026-03-04T09:00Z", "2026-03-04T10:00Z"));
    assert.equal(binsOf(rows, extentOf(rows) ?? assert.fail()).filter(({ count }) => count > 0).length, 2);
    assert.deepEqual(extentOf(rowsAt("2026-03-04T09:00:00Z")), range("2026-03-04T09:00Z", "2026-03-04T10:00Z"));
    assert.deepEqual(
      extentOf(rowsAt("2026-03-04T20:30:00Z", "2026-03-05T07:10:00Z")),
      range("2026-03-04T20:00Z", "2026-03-05T08:00Z"),
    );
  });

  it("returns whole weeks, from Monday on, if there would be too many days", () => {
    const extent = extentOf(rowsAt("2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"));
    assert.deepEqual(extent, range("2025-12-29T00:00Z", "2027-01-04T00:00Z"));
  });

  it("returns undefined if no row has a time", () => {
    assert.equal(extentOf(rowsAt(undefined, "yesterday")), undefined);
  });
});

describe("binsOf", () => {
  it("counts each row in the range once, in its bar, by verdict", () => {
    const rows = rowsOf(makeReport({ findings: 500, days: 40 }).findings);
    const stretch = range("2026-03-05T00:00Z", "2026-03-20T00:00Z");
    const bins = binsOf(rows, stretch);
    assert.equal(bins.length, 15);
    for (const bin of bins) {
      const inside = rows.filter(({ time = NaN }) => time >= bin.from && time < bin.to);
      assert.equal(bin.count, inside.length);
      const matches = inside.filter(({ finding }) => finding.verdict === "match").length;
      assert.equal(bin.verdicts.match ?? 0, matches);
    }
  });

  it("covers a range of any length without gaps or overlaps, in not too many bars", () => {
    for (let length = MINUTE; length < 40_000 * DAY; length = Math.ceil((length * 1.7) / MINUTE) * MINUTE) {
      const from = Date.parse("2026-03-04T07:31:00Z");
      const bins = binsOf([], { from, to: from + length });
      assert.ok(bins.length >= 1 && bins.length <= 126, `${bins.length} bars for ${length / DAY} days`);
      assert.ok((bins[0]?.from ?? Infinity) <= from && (bins.at(-1)?.to ?? 0) >= from + length);
      for (const [index, bin] of bins.entries()) assert.equal(bin.from, bins[index - 1]?.to ?? bin.from);
    }
  });

  it("survives a time at the end of the calendar", () => {
    const rows = rowsAt("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z");
    const extent = extentOf(rows);
    assert.ok(extent);
    const bins = binsOf(rows, extent);
    assert.ok(bins.length <= 126);
    assert.equal(
      bins.reduce((sum, { count }) => sum + count, 0),
      2,
    );
  });
});

describe("zoomed, moved and within", () => {
  const extent = range("2026-03-02T00:00Z", "2026-03-30T00:00Z");

  it("go in step by step to ten minutes, and out again to all", () => {
    let current = extent;
    const steps = [stepOf(current)];
    for (;;) {
      const next = zoomed(current, 0.5, extent);
      if (isSame(next, current)) break;
      assert.ok(next.from >= current.from && next.to <= current.to && next.to > next.from);
      current = next;
      steps.push(stepOf(current));
    }
    assert.equal(current.to - current.from, 10 * MINUTE);
    assert.deepEqual([...new Set(steps)], [DAY, HOUR, 10 * MINUTE, MINUTE]);
    for (let count = 0; count < 20 && !isSame(current, extent); count++) current = zoomed(current, 2, extent);
    assert.deepEqual(current, extent);
  });

  it("never leave the whole range", () => {
    let current = range("2026-03-04T00:00Z", "2026-03-08T00:00Z");
    current = moved(current, -1, extent);
    assert.deepEqual(current, range("2026-03-02T00:00Z", "2026-03-06T00:00Z"));
    for (let count = 0; count < 20; count++) current = moved(current, 1, extent);
    assert.deepEqual(current, range("2026-03-26T00:00Z", "2026-03-30T00:00Z"));
    assert.deepEqual(within({ from: 0, to: WEEK }, extent), range("2026-03-02T00:00Z", "2026-03-09T00:00Z"));
    assert.deepEqual(within({ from: 0, to: 9e15 }, extent), extent);
  });
});
