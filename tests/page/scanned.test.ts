/** The page of `keyward scan --format html`, opened: the reader sees what the command found. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import type { Report } from "#keyward/report/report.js";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { few } from "../settings.js";
import { fieldTexts, needsChromium, openFile, shownCount, startBrowser } from "./support/browser.js";

const SAMPLE = "examples/sample";
const NOW = "2026-03-06T00:00:00Z";

describe("the page of a scan", needsChromium(), () => {
  let browser: Browser;
  let file: string;
  let report: Report;
  before(async () => {
    browser = await startBrowser();
    file = join(await temporaryFolder(), "report.html");
    const scan = (...args: string[]) => runCli(["scan", "--quiet", ...args, SAMPLE], { cwd: PROJECT_ROOT });
    const written = await scan("--format", "html", "-o", file);
    assert.deepEqual([written.code, written.stderr], [0, ""]);
    report = JSON.parse((await scan("--format", "json")).stdout.toString()) as Report;
  });
  after(() => browser.close());

  it("shows each finding, most urgent first, sorts by a column, and filters by an actor", async () => {
    const { page, close } = await openFile(browser, file, { now: NOW });
    const { findings } = report;
    assert.equal(findings.length, 4);
    assert.equal(await page.locator("h1").textContent(), "4 matches in 37 events");
    assert.deepEqual(await fieldTexts(page, "state"), [
      "pending deletion",
      "pending deletion",
      "disabled",
      "enabled again",
    ]);
    const deadlines = await page.locator("#rows .column-deadline").allInnerTexts();
    assert.deepEqual(deadlines, ["5 d 9 h\n2026-03-11T09:33:08Z", "28 d 9 h\n2026-04-03T09:41:57Z", "none", "none"]);
    await page.locator("#heads .column-time .sort").click();
    const actions = await fieldTexts(page, "action");
    assert.deepEqual(actions, findings.map(({ action }) => action).reverse(), "the newest first");
    await page.locator("#heads .column-action .sort").click();
    assert.deepEqual(await fieldTexts(page, "action"), [...actions].sort());
    const mallory = page.locator("#top-actor .top").first();
    await mallory.click();
    assert.equal(await shownCount(page), findings.filter(({ actor }) => actor?.arn?.includes("mallory")).length);
    await close();
  });

  it("has bars and lists only for facets with more than one value", async () => {
    const { page, close } = await openFile(browser, file, { now: NOW });
    assert.equal(await page.locator("#verdicts").isVisible(), false, "the headline says how many matches there are");
    assert.equal(
      await page.locator("#timeline-range").textContent(),
      "2026-03-04T09:00Z to 2026-03-04T10:00Z, by minute",
    );
    assert.equal(await page.locator("#chart svg rect[fill^='var(--verdict']").count(), 4);
    assert.equal(await page.locator("#top-key .top").count(), 4);
    assert.equal(await page.locator("#top-key .bar").count(), 0, "no bars of one");
    assert.ok((await page.locator("#top-actor .bar").count()) > 0);
    assert.equal(await page.locator("#top-exception").isVisible(), false);
    await close();
  });

  it("opens each finding to the guide of keyward triage", async () => {
    const { page, close } = await openFile(browser, file, { now: NOW });
    const toggles = page.locator("#rows .open");
    assert.equal(await toggles.count(), 4);
    for (const toggle of await toggles.all()) await toggle.click();
    const texts = await page.locator(".guide-row").allTextContents();
    assert.equal(texts.length, 4);
    for (const { file: source, line, key } of few(report.findings, 1)) {
      const triage = await runCli(["triage", `${source}:${line}`], { cwd: PROJECT_ROOT });
      const commands =
        triage.stdout.toString().match(/^ {4}aws kms (?:describe-key|list-aliases|get-key-policy) .*$/gm) ?? [];
      assert.ok(commands.length > 0 && key?.arn !== undefined);
      assert.ok(
        texts.some((text) => commands.every((command) => text.includes(command.trim()))),
        `${source}:${line}`,
      );
    }
    await close();
  });
});
