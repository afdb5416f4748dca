/** A report packed for the page unpacks to the same. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packReport, unpackFindings, unpackKeys } from "#keyward/report/pack.js";
import { hostileReport } from "../../page/support/hostile-report.js";
import { makeReport, reportOf } from "../../page/support/make-report.js";

describe("packReport", () => {
  for (const [name, report] of Object.entries({
    "made-up findings": makeReport({ findings: 300, days: 9 }),
    "hostile texts": hostileReport(),
    "no findings": makeReport({ findings: 0, days: 1 }),
  })) {
    it(`keeps every value of ${name}, through JSON`, () => {
      const packed = JSON.parse(JSON.stringify(packReport(report))) as ReturnType<typeof packReport>;
      const { findings, keys, ...kept } = packed;
      assert.deepEqual(unpackFindings(findings), report.findings);
      assert.deepEqual(unpackKeys(keys), report.keys);
      assert.deepEqual({ ...kept, findings: report.findings, keys: report.keys, totals: report.totals }, report);
      assert.deepEqual([findings.count, keys.count], [report.findings.length, report.keys.length]);
      const columns = [...findings.columns, ...keys.columns];
      assert.ok(
        columns.every(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size === values.length),
      );
    });
  }

  it("distinguishes a number from its text, and what is missing from what is empty", () => {
    const { findings } = makeReport({ findings: 3, days: 1 });
    const [first, second, third] = findings.map(({ file, line, seen, also, verdict }) => ({
      file,
      line,
      seen,
      also,
      verdict,
      path: "",
      details: {},
    }));
    assert.ok(first && second && third);
    const given = [
      { ...first, id: "1", risk_score: 1 },
      { ...second, id: "", details: { user_name: "" } },
      { ...third, burst: { keys: 3, window_seconds: 600 } },
    ];
    assert.deepEqual(unpackFindings(packReport(reportOf(given)).findings), given);
  });

  it("takes less than half the space", () => {
    const report = makeReport({ findings: 1000, days: 30 });
    assert.ok(report.keys.length > 300);
    const plain = JSON.stringify([report.findings, report.keys]).length;
    const packed = JSON.stringify(packReport(report)).length;
    assert.ok(packed * 2 < plain, `${packed} of ${plain} bytes`);
  });
});
