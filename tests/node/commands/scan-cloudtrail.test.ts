/** `keyward scan` on the real events next to the project: as recorded, and in agreement with the oracle. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { ReportedFinding } from "#keyward/report/report.js";
import { factsOf } from "../../oracle/annotation.js";
import { cloudTrailLines, PROJECT_ROOT } from "../../oracle/project.js";
import { judge } from "../../oracle/rule.js";
import { isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { assertGolden } from "../support/golden.js";

const DATA = "../shared/data";

describe("keyward scan on real CloudTrail", () => {
  it("lists the ten matching events, one of which was published twice", async (t) => {
    if (cloudTrailLines(t) === undefined) return;
    const paths = [`${DATA}/cloudtrail`, `${DATA}/shapes`];
    const { code, stdout, stderr } = await runCli(["scan", ...paths], { cwd: PROJECT_ROOT });
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^keyward: read \d[\d,]* events .*, 10 files\nkeyward: 9 matches, 1 found more than once, 4 not JSON, N s\n$/,
    );
    assertGolden("scan/cloudtrail-table.txt", stdout.toString());
    if (!isThorough) return;
    const csv = await runCli(["scan", "-q", "-f", "csv", ...paths], { cwd: PROJECT_ROOT });
    assertGolden("scan/cloudtrail-findings.csv", csv.stdout.toString());
  });

  it("finds what the oracle finds, at the same lines and paths, in every file", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const shapes = readdirSync(join(PROJECT_ROOT, DATA, "shapes")).map((name) => ({
      where: `${name}:1`,
      bytes: readFileSync(join(PROJECT_ROOT, DATA, "shapes", name)),
    }));
    const expected = [...lines, ...shapes].flatMap(({ where, bytes }) =>
      judge(bytes).events.flatMap((event) =>
        event.verdict === undefined ? [] : [`${where} ${event.path} ${event.verdict} ${factsOf(event).id ?? ""}`],
      ),
    );
    assert.equal(expected.length, 10);
    const { stdout } = await runCli(["scan", "-q", "-f", "ndjson", `${DATA}/cloudtrail`, `${DATA}/shapes`], {
      cwd: PROJECT_ROOT,
    });
    const findings = stdout
      .toString()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ReportedFinding);
    const found = findings.flatMap(({ file, line, also, path, verdict, id }) =>
      // The copies are at the same path of other records.
      [{ file, line }, ...also].map(
        (place) => `${place.file.replace(/.*\//, "")}:${place.line} ${path} ${verdict} "${id ?? ""}"`,
      ),
    );
    assert.deepEqual(found.sort(), expected.sort());
  });
});
