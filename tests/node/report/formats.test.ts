import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { csvTexts } from "#keyward/report/csv.js";
import { jsonTexts, ndjsonTexts } from "#keyward/report/json.js";
import type { Report, ReportedFinding } from "#keyward/report/report.js";
import { totalsOf } from "#keyward/scan/totals.js";
import { coverageOf } from "../../page/support/make-coverage.js";

function finding(facts: Partial<ReportedFinding>): ReportedFinding {
  return { file: "a", line: 1, path: "", verdict: "match", details: {}, seen: 1, also: [], ...facts };
}

function report(findings: ReportedFinding[]): Report {
  return {
    version: "1",
    scanned_at: "2026-03-04T00:00:00.000Z",
    filters: { accounts: ["1"] },
    files: 1,
    bytes: 1,
    records: 1,
    coverage: coverageOf(1),
    findings,
    totals: totalsOf(findings),
    keys: [],
    broken: [],
  };
}

describe("jsonTexts", () => {
  it("writes the report like JSON.stringify", () => {
    for (const count of [0, 1, 3, 100, 101, 250]) {
      const whole = report(Array.from({ length: count }, (_, line) => finding({ line, user_agent: 'a "b" \\ é' })));
      assert.equal([...jsonTexts(whole)].join(""), `${JSON.stringify(whole, undefined, 2)}\n`);
    }
  });

  it("escapes what could affect a terminal, and stays the same JSON", () => {
    const evil = "\u0000\u001b[2J\u007f\u009b\u202e\u2028\u200b\u{e0001}\ud800 東京 😀\n";
    const whole = report([finding({ id: evil })]);
    for (const text of [[...jsonTexts(whole)].join(""), [...ndjsonTexts(whole.findings)].join("")]) {
      assert.doesNotMatch(text, /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?!\n)\p{Cc}/u);
      assert.ok(text.includes("東京 😀"));
    }
    assert.deepEqual(JSON.parse([...jsonTexts(whole)].join("")), whole);
    assert.deepEqual(JSON.parse([...ndjsonTexts(whole.findings)].join("")), whole.findings[0]);
  });
});

describe("csvTexts", () => {
  it("has one line per finding, as many fields as names, and runs nothing in a spreadsheet", () => {
    const evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", 'a "quoted", text\nwith lines'];
    const findings = evil.map((text) => finding({ id: text, details: { user_name: text } }));
    const [heading = "", ...rows] = [...csvTexts(findings)].join("").split("\n").slice(0, -1);
    assert.equal(rows.length, evil.length);
    const names = heading.split(",");
    assert.ok(names.includes("user_name") && names.includes("also"));
    for (const row of rows.slice(0, -1)) {
      const cells = row.split(",");
      assert.equal(cells.length, names.length, row);
      for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r＝]/u);
    }
    assert.equal(rows[0]?.split(",")[names.indexOf("id")], "'=1+1");
    assert.ok(rows.at(-1)?.includes('"a ""quoted"", text\\u000awith lines"'), rows.at(-1));
  });

  it("has no formula for a spreadsheet set to semicolons", () => {
    const agents = ["x;=cmd|'/c calc'!A0;y", "a; +1", 'b;"=1"', "c;;@SUM(1)", "d;-2;=3", "plain; text"];
    const text = [...csvTexts(agents.map((user_agent) => finding({ user_agent })))].join("");
    for (const cell of text.split(/[;\n]/)) assert.doesNotMatch(cell, /^[\s"]*[=+\-@]/, cell);
    assert.ok(text.includes("plain; text"));
  });

  it("has no formula after any other separator, nor after leading spaces and quotes", () => {
    const agents = ["x|=1", "x,=1", "x:=1", "x^ @SUM(1)", " =1", '" +1', "x,\u2003-1", "plain, text: here"];
    const text = [...csvTexts(agents.map((user_agent) => finding({ user_agent })))].join("");
    for (const separator of ["|", ",", ":", "^"]) {
      for (const cell of text.split(separator)) assert.doesNotMatch(cell, /^[\s"]*[=+\-@]/, cell);
    }
    assert.ok(text.includes("plain, text: here"));
  });

  it("writes thousands of rows in order", () => {
    const findings = Array.from({ length: 2500 }, (_, line) => finding({ line }));
    const rows = [...csvTexts(findings)].join("").split("\n");
    assert.equal(rows.length, 2502);
    assert.match(rows[2500] ?? "", /,a,2499,/);
  });
});
