/** The written page: one file whose data cannot end its element, with a policy that fits its content. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { packReport, unpackFindings, unpackKeys, type PackedReport } from "#keyward/report/pack.js";
import { writePage } from "#keyward/report/page-writer.js";
import { hostileReport } from "../../page/support/hostile-report.js";
import { makeReport } from "../../page/support/make-report.js";

const DATA = /<script type="application\/json" id="report">([^<]*)<\/script>/;

describe("writePage", () => {
  it("puts the report into the page, including hostile texts", () => {
    const report = hostileReport();
    const page = writePage(report);
    const [, data = ""] = DATA.exec(page) ?? [];
    const packed = JSON.parse(data) as PackedReport;
    assert.deepEqual(packed, JSON.parse(JSON.stringify({ command: "scan", ...packReport(report) })));
    assert.deepEqual(unpackFindings(packed.findings), report.findings);
    assert.deepEqual(unpackKeys(packed.keys), report.keys);
    assert.doesNotMatch(data, /[<\u2028\u2029]/);
  });

  it("changes nothing else of the built page", () => {
    const [empty, full] = [makeReport({ findings: 0, days: 1 }), hostileReport()].map((report) =>
      writePage(report).replace(DATA, ""),
    );
    assert.equal(full, empty);
    assert.equal(empty?.match(/<script\b/g)?.length, 1);
  });

  it("allows by its policy only its own script and style", () => {
    const page = writePage(makeReport({ findings: 2, days: 1 }));
    const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)" \/>/.exec(page) ?? [];
    const [, script = ""] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
    const [, style = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    assert.ok(script.length > 50_000 && style.length > 1000);
    const sum = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    assert.equal(
      policy,
      `default-src 'none'; script-src ${sum(script)}; style-src ${sum(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    assert.ok(page.indexOf("Content-Security-Policy") < page.indexOf("<style>"), "before what it is about");
  });

  it("contains no address that a browser would load", () => {
    const page = writePage(makeReport({ findings: 0, days: 1 })).replace(/\/\*![^]*?\*\//, "");
    const addresses = new Set(page.match(/\bhttps?:\/\/[\w./-]+/g));
    for (const address of addresses) assert.match(address, /^http:\/\/www\.w3\.org\/(1999|2000|XML)\//, "a namespace");
    assert.doesNotMatch(page, /@import|url\((?!#)|sourceMappingURL/);
  });

  it("contains no third-party code whose license it would need, and stays small", () => {
    const page = writePage(makeReport({ findings: 0, days: 1 }));
    assert.doesNotMatch(page, /\/\*!|@license|Copyright/i);
    assert.ok(page.length < 150_000, `${page.length} bytes`);
  });
});
