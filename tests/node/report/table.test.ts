/** The table at the widths of terminals, and without a terminal. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Report, ReportedFinding } from "#keyward/report/report.js";
import { tableLines } from "#keyward/report/table.js";
import { totalsLines } from "#keyward/report/totals-table.js";
import { totalsOf } from "#keyward/scan/totals.js";
import { NO_PAINT, type Paint } from "#keyward/terminal/paint.js";
import { textWidth } from "#keyward/terminal/width.js";
import { isThorough } from "../../settings.js";
import { coverageOf } from "../../page/support/make-coverage.js";

const KEY = "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";

function finding(facts: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    file: "AWSLogs/444455556666/CloudTrail/us-east-1/2026/03/04/444455556666_CloudTrail_us-east-1.json.gz",
    line: 1,
    path: "/Records/3",
    verdict: "match",
    time: "2026-03-04T09:33:08Z",
    action: "ScheduleKeyDeletion",
    account: "444455556666",
    region: "us-east-1",
    actor: { arn: "arn:aws:sts::444455556666:assumed-role/OrganizationAdmin/mallory@example.com" },
    key: { id: KEY, arn: `arn:aws:kms:us-east-1:444455556666:key/${KEY}` },
    details: {},
    seen: 1,
    also: [],
    ...facts,
  };
}

function lines(findings: ReportedFinding[], columns: number | undefined, paint: Paint = NO_PAINT): string[] {
  return [...tableLines(findings, { columns, paint })];
}

function totals(findings: ReportedFinding[], columns: number | undefined): string[] {
  const report = {
    findings,
    totals: totalsOf(findings),
    filters: {},
    records: 1,
    files: 1,
    coverage: coverageOf(40),
    broken: [],
  } as unknown as Report;
  return [...totalsLines(report, { columns, paint: NO_PAINT })];
}

/** Reports whether a line is a location, which stays whole in a block, however wide. */
function isLocation(line: string): boolean {
  return line.startsWith("  at    ");
}

describe("tableLines", () => {
  const findings = [
    finding(),
    finding({
      verdict: "suppressed",
      action: "DisableKey",
      seen: 3,
      actor: { arn: "arn:aws:iam::444455556666:user/ops/alice" },
    }),
  ];

  it("has every value in full if there is no terminal, one finding per line", () => {
    const [heading = "", first = "", second = "", ...more] = lines(findings, undefined);
    assert.match(
      heading,
      /^time +verdict +severity +action +waits +deadline +state +key +actor +account +region +file$/,
    );
    for (const value of [findings[0]?.key?.arn, findings[0]?.actor?.arn, `${findings[0]?.file ?? ""}:1#/Records/3`]) {
      assert.ok(value !== undefined && first.includes(`  ${value}`), value);
    }
    assert.ok(second.endsWith(".json.gz:1#/Records/3 (seen 3 times)"), second);
    assert.deepEqual(more, []);
    // Each column is aligned with its heading.
    for (const name of ["verdict", "action", "key", "actor", "account", "region", "file"]) {
      const at = heading.indexOf(` ${name}`) + 1;
      for (const line of [first, second]) assert.match(line.slice(at - 2, at + 1), /^ {2}\S$/, name);
    }
  });

  it("is cut to fit a terminal, never wider except for locations, at any width", () => {
    const layouts = new Set<string>();
    for (let columns = 20; columns <= 260; columns++) {
      const shown = lines(findings, columns);
      for (const line of shown) assert.ok(isLocation(line) || textWidth(line) <= columns, `${columns}: ${line}`);
      layouts.add(shown[0]?.startsWith("time") === true ? "table" : "blocks");
      if (shown.length > 3) continue;
      // What distinguishes a finding stays: key, name and the end of the file.
      assert.match(shown[1] ?? "", /match .* 5b93e0fd.* Organizat.*#\/Records\/3$/, `${columns}`);
    }
    assert.deepEqual([...layouts], ["blocks", "table"]);
    assert.deepEqual([lines(findings, 105).length > 3, lines(findings, 106).length], [true, 3]);
    assert.match(lines(findings, 130)[1] ?? "", / ScheduleKeyDeletion /);
  });

  it("stacks what does not fit a terminal of 40 columns, and leaves nothing out", () => {
    assert.deepEqual(lines([finding({ file: "logs/a-file-with-a-long-name.ndjson", line: 12 })], 40), [
      "match  ScheduleKeyDeletion",
      "  when  2026-03-04T09:33:08Z",
      "  key   5b93e0fd-a6c8-4712-95d4-e08f1c7b",
      "        3a26",
      "  by    OrganizationAdmin/mallory@exampl",
      "        e.com",
      "  in    444455556666 us-east-1",
      "  at    logs/a-file-with-a-long-name.ndjson:12#/Records/3",
    ]);
  });

  it("prints a location whole on one line of a block, whatever its length, to be copied", () => {
    const file = `${"a-folder/".repeat(500)}x.ndjson`;
    for (const columns of [20, 40, 80]) {
      const shown = lines([finding({ file, line: 12 })], columns);
      assert.equal(shown.at(-1), `  at    ${file}:12#/Records/3`);
    }
  });

  it("shows waiting period, deadline and state if there is room, the state longest", () => {
    const scheduled = finding({
      severity: "medium",
      pending_window_days: 7,
      deadline: "2026-03-11T09:33:08Z",
      state: "pending deletion",
    });
    const columnsAt = (columns: number | undefined): string[] =>
      (lines([scheduled, finding()], columns)[0] ?? "").split(/ {2,}/).slice(1, -5);
    assert.deepEqual(columnsAt(undefined), ["verdict", "severity", "action", "waits", "deadline", "state"]);
    assert.deepEqual(columnsAt(200), ["verdict", "severity", "action", "waits", "deadline", "state"]);
    assert.deepEqual(columnsAt(145), ["verdict", "action", "deadline", "state"]);
    assert.deepEqual(columnsAt(120), ["verdict", "action", "state"]);
    assert.match(
      lines([scheduled], undefined)[1] ?? "",
      / match +medium +ScheduleKeyDeletion +7 d +2026-03-11T09:33:08Z +pending deletion +arn/,
    );
    assert.deepEqual(lines([scheduled], 40).slice(1, 4), [
      "  when  2026-03-04T09:33:08Z",
      "  state pending deletion",
      "  due   2026-03-11T09:33:08Z",
    ]);
  });

  it("counts wide characters as two columns, and escapes what moves a cursor", () => {
    const odd = finding({
      region: "東京\u001b[2J\u202e",
      actor: { arn: "arn:aws:iam::1:user/東京東京東京東京東京東京" },
      file: "\r\nx",
    });
    for (const columns of [undefined, 40, 106, 120]) {
      const text = lines([odd, finding()], columns);
      // eslint-disable-next-line no-control-regex -- what must not be there
      for (const line of text) assert.doesNotMatch(line, /[\u0000-\u001f\u202e]/);
      for (const line of text) assert.ok(columns === undefined || isLocation(line) || textWidth(line) <= columns, line);
    }
    assert.match(lines([odd], undefined)[1] ?? "", / 東京\\u001b\[2J\\u202e +\\u000d\\u000ax:1#\/Records\/3$/);
  });

  it("lets no long value push the others away", { timeout: 10_000 }, () => {
    const long = finding({ actor: { arn: "a".repeat(3_000_000) } });
    const full = lines([long, finding()], undefined);
    assert.ok((full[1] ?? "").includes("a".repeat(3_000_000)));
    assert.ok((full[2] ?? "").length < 500);
    for (const columns of [40, 120]) {
      for (const line of [...lines([long, finding()], columns), ...totals([long], columns)])
        assert.ok(isLocation(line) || line.length <= columns);
    }
  });

  it("colors the verdict, and nothing else", () => {
    const paint: Paint = { ...NO_PAINT, verdict: (verdict, text) => `<${verdict}:${text}>` };
    const [, first = "", second = ""] = lines(findings, 140, paint);
    assert.match(first, /^2026-03-04T09:33:08Z {2}<match:match {5}> {2}Sched/);
    assert.match(second, /<suppressed:suppressed>/);
    assert.equal(lines(findings, 40, paint)[0], "<match:match  ScheduleKeyDeletion>");
  });

  const MANY = isThorough ? 20_000 : 5000;
  it(`formats ${MANY} findings quickly`, { timeout: 10_000 }, () => {
    const many = Array.from({ length: MANY }, (_, line) => finding({ line }));
    for (const columns of [undefined, 120]) assert.equal(lines(many, columns).length, MANY + 1);
  });
});

describe("totalsLines", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    finding({ key: { id: `key-${String(index).padStart(2, "0")}` } }),
  );

  it("has all rows of each part if there is no terminal, and the first ten on one", () => {
    assert.equal(totals(many, undefined).filter((line) => line.includes("key-")).length, 30);
    const shown = totals(many, 80);
    assert.equal(shown.filter((line) => line.includes("key-")).length, 10);
    assert.ok(shown.includes("     and 20 more"), shown.join("\n"));
  });

  it("shows the verdicts if there are several", () => {
    assert.ok(totals([finding()], undefined).includes("  1  444455556666"));
    const mixed = [finding(), finding({ verdict: "denied" }), finding()];
    assert.ok(totals(mixed, undefined).includes("  3  444455556666  2 match, 1 denied"));
    assert.equal(totals(mixed, undefined)[0], "3 findings: 2 match, 1 denied");
    for (const columns of [40, 60, 80])
      for (const line of totals(mixed, columns)) assert.ok(textWidth(line) <= columns, line);
    // A name without room is shortened before it is cut.
    assert.ok(totals([finding()], 60).includes("  1  OrganizationAdmin/mallory@example.com"));
  });
});
