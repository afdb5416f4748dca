/** What `npm start` shows, and the sample that it shows it with. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runCli } from "./support/cli.js";

const SAMPLE = fileURLToPath(new URL("../../../examples/sample/cloudtrail.ndjson", import.meta.url));
const DEMO = fileURLToPath(new URL("../../node/demo.js", import.meta.url));

describe("the demo", () => {
  it("shows what was tagged, without colors unless on a terminal", async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [DEMO], {
      env: { ...process.env, CI: "1" },
    });
    assert.match(stdout, /^37 CloudTrail records read from examples\/sample\/cloudtrail\.ndjson\n4 tagged: /);
    const alerts = [...stdout.matchAll(/^ {2}(\w+) {2}(\S+)$/gm)].map(([, action, time]) => `${action} ${time}`);
    assert.deepEqual(alerts, [
      "DisableKey 2026-03-04T09:03:41Z",
      "ScheduleKeyDeletion 2026-03-04T09:33:08Z",
      "DisableKey 2026-03-04T09:35:26.000Z",
      "ScheduleKeyDeletion 2026-03-04T09:41:57Z",
    ]);
    assert.match(stdout, /waiting 7 days, deleted on Mar 11, 2026, 9:33:08 AM\n/);
    assert.match(stdout, /at {6}\/Records\/0\/body#\/Message#\/detail\n/);
    assert.ok(!stdout.includes("\u001b"));
    assert.equal(stderr, "");
  });
});

describe("the sample", () => {
  it("is JSON on every line, with one match in four", async () => {
    for (const line of (await readFile(SAMPLE, "utf8")).trimEnd().split("\n")) JSON.parse(line);
    const { stderr } = await runCli(["tag", SAMPLE]);
    assert.equal(stderr, "keyward: 37 records, 4 matches, 0 dropped, 0 not JSON, N s\n");
  });
});
