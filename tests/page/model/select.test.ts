import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NO_FILTERS, withRange, withValues, type Filters } from "#page/model/filters.js";
import { FACETS, rowsOf, textOf, type Row } from "#page/model/row.js";
import { keysAt } from "#page/model/keys.js";
import { select } from "#page/model/select.js";
import { DEFAULT_SORT, ORDERS, sorted, type OrderId } from "#page/model/sort.js";
import type { Verdict } from "#keyward/engine/finding.js";
import type { KeyState } from "#keyward/keys/key-status.js";
import { makeReport, reportOf } from "../support/make-report.js";

const REPORT = makeReport({ findings: 400, days: 20 });
const NOW = Date.parse(REPORT.scanned_at);
const ROWS = rowsOf(REPORT.findings, keysAt(REPORT.keys, NOW), NOW);
const RANGE = { from: Date.parse("2026-03-05T00:00Z"), to: Date.parse("2026-03-15T00:00Z") };
const FILTERS: Filters = withRange(
  withValues(
    withValues({ ...NO_FILTERS, text: "us-EAST aws" }, "account", ["444455556666", "777788889999"]),
    "verdict",
    ["match", "suppressed"],
  ),
  RANGE,
);

/** Does the same, one condition after the other. */
function passes(row: Row, filters: Filters): boolean {
  const words = filters.text.toLowerCase().split(" ");
  const { time = NaN } = row;
  return (
    (filters.range === undefined || (time >= filters.range.from && time < filters.range.to)) &&
    words.every((word) => JSON.stringify(row.finding).toLowerCase().includes(word)) &&
    FACETS.every((facet) => filters.values[facet].length === 0 || filters.values[facet].includes(row.facets[facet]))
  );
}

describe("select", () => {
  it("leaves the rows that pass every filter, in order", () => {
    const expected = ROWS.filter((row) => passes(row, FILTERS));
    assert.ok(expected.length > 5 && expected.length < 200);
    assert.deepEqual(select(ROWS, FILTERS).rows, expected);
    assert.deepEqual(select(ROWS, NO_FILTERS).rows, ROWS);
  });

  it("counts each facet by the rows that pass the other filters, most frequent first", () => {
    const { totals } = select(ROWS, FILTERS);
    for (const facet of FACETS) {
      const others = ROWS.filter((row) => passes(row, withValues(FILTERS, facet, [])));
      assert.equal(
        totals[facet].reduce((sum, { count }) => sum + count, 0),
        others.length,
        facet,
      );
      for (const { name, count, verdicts } of totals[facet]) {
        const own = others.filter((row) => row.facets[facet] === name);
        assert.equal(count, own.length);
        assert.equal(verdicts.match ?? 0, own.filter(({ finding }) => finding.verdict === "match").length);
      }
      const counts = totals[facet].map(({ count }) => count);
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => b - a),
      );
    }
  });

  it("counts rows without a time that a time range leaves out", () => {
    const rows = rowsOf(ROWS.slice(0, 4).map(({ finding }) => ({ ...finding, time: "soon" })));
    assert.equal(select(rows, NO_FILTERS).untimed, 0);
    const { untimed, rows: left } = select([...rows, ...ROWS], withRange(NO_FILTERS, RANGE));
    assert.equal(untimed, 4);
    assert.ok(left.every(({ time }) => time !== undefined));
    // Rows that another filter excludes do not count as lacking a time.
    const account = rows[0]?.facets.account ?? "";
    const ofAccount = withValues(withRange(NO_FILTERS, RANGE), "account", [account]);
    assert.equal(select(rows, ofAccount).untimed, rows.filter(({ facets }) => facets.account === account).length);
    assert.equal(select(rows, withRange({ ...NO_FILTERS, text: "no such words" }, RANGE)).untimed, 0);
  });

  it("finds words in all of a finding's text, but not across two values", () => {
    const [finding] = makeReport({ findings: 1, days: 1 }).findings;
    assert.ok(finding);
    const [row] = rowsOf([{ ...finding, id: "One", region: "two", also: [{ file: "Third.gz", line: 42 }] }]);
    assert.ok(row);
    for (const word of ["one", "two", "third.gz", "42", finding.details.request_id ?? "?"])
      assert.ok(textOf(row).includes(word), word);
    assert.ok(!textOf(row).includes("onetwo"));
  });
});

describe("sorted", () => {
  it("sorts by every order, in both directions, without changing its argument", () => {
    const before = [...ROWS];
    const valueOf = (row: Row, id: OrderId): unknown => {
      if (id === "urgency") return row.urgency;
      if (id === "deadline") return row.deadline?.time;
      if (id === "time") return row.time;
      return id === "place" ? row.finding.file : row.facets[id];
    };
    for (const { id } of ORDERS) {
      const up = sorted(ROWS, { column: id, descending: false });
      const down = sorted(ROWS, { column: id, descending: true });
      assert.equal(new Set(up).size, ROWS.length);
      assert.deepEqual(new Set(down), new Set(up));
      const said = (rows: Row[]): unknown[] =>
        rows.map((row) => valueOf(row, id)).filter((value) => value !== undefined && value !== "");
      const keys = said(up);
      assert.ok(keys.length > 100, id);
      if (id !== "verdict" && id !== "state") {
        assert.deepEqual(
          keys,
          [...keys].sort((a, b) => ((a as string) < (b as string) ? -1 : a === b ? 0 : 1)),
          id,
        );
      }
      assert.deepEqual(said(down), keys.reverse(), id);
      // Missing values are last in both directions.
      for (const rows of [up, down]) assert.deepEqual(said(rows.slice(0, keys.length)).length, keys.length, id);
    }
    assert.deepEqual(ROWS, before);
  });

  it("puts missing values last in both directions, and keeps the report's order for ties", () => {
    const [finding] = makeReport({ findings: 1, days: 1 }).findings;
    assert.ok(finding);
    const rows = rowsOf(["", "b", "a", "", "b", "c", ""].map((region) => ({ ...finding, region })));
    const orders = [false, true].map((descending) =>
      sorted(rows, { column: "region", descending }).map(({ order }) => order),
    );
    assert.deepEqual(orders, [
      [2, 1, 4, 5, 0, 3, 6],
      [5, 1, 4, 2, 0, 3, 6],
    ]);
  });

  it("puts what can still be saved first: by state and deadline, then what is expected, settled, or failed", () => {
    const [scheduled] = REPORT.findings.filter(
      ({ action, verdict }) => action === "ScheduleKeyDeletion" && verdict === "match",
    );
    const [template] = REPORT.keys;
    assert.ok(scheduled && template);
    const made = ([name, state, deadline, verdict]: readonly [string, KeyState, string?, Verdict?]) => ({
      key: {
        ...template,
        key: { id: name, arn: arnOf(name) },
        state,
        notes: [],
        ...(deadline !== undefined && { deadline }),
      },
      finding: {
        ...scheduled,
        verdict: verdict ?? "match",
        key: { id: name, arn: arnOf(name) },
        details: {},
        id: name,
      },
    });
    const arnOf = (name: string): string =>
      `arn:aws:kms:eu-west-1:111122223333:key/${name}2345678-1111-4111-a111-111111111111`;
    delete (template as { deadline?: string }).deadline;
    const all = [
      ["9", "deleted"],
      ["8", "enabled again"],
      ["7", "pending deletion", "2026-03-09T00:00:00Z", "suppressed"],
      ["6", "cancelled"],
      ["5", "disabled"],
      ["4", "unknown"],
      ["3", "pending deletion", "2026-03-01T00:00:00Z"],
      ["2", "pending deletion", "2026-03-20T00:00:00Z"],
      ["1", "pending deletion", "2026-03-10T00:00:00Z"],
      ["a", "pending deletion", "2026-03-10T00:00:00Z", "denied"],
    ] as const;
    const now = Date.parse("2026-03-08T00:00:00Z");
    const rows = rowsOf(
      all.map((one) => made(one).finding),
      keysAt(
        all.map((one) => made(one).key),
        now,
      ),
      now,
    );
    const order = sorted(rows, DEFAULT_SORT).map(({ finding }) => finding.id);
    assert.deepEqual(order, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "a"]);
    const left = new Map(rows.map(({ finding, deadline }) => [finding.id, deadline?.seconds_left]));
    assert.equal(left.get("1"), 2 * 86_400);
    assert.equal(left.get("3"), -7 * 86_400);
    assert.equal(left.get("a"), undefined, "a call that failed has no deadline");
  });

  it("orders lines of a file by number", () => {
    const [finding] = makeReport({ findings: 1, days: 1 }).findings;
    assert.ok(finding);
    const { findings } = reportOf([10, 9, 100].map((line) => ({ ...finding, line })));
    const lines = sorted(rowsOf(findings), { column: "place", descending: false }).map(({ finding: { line } }) => line);
    assert.deepEqual(lines, [9, 10, 100]);
  });

  it("orders verdicts from the strongest to the weakest", () => {
    const verdicts = sorted(ROWS, { column: "verdict", descending: false }).map(({ finding }) => finding.verdict);
    assert.deepEqual([...new Set(verdicts)], ["match", "capped", "duplicate", "suppressed", "denied"]);
  });
});
