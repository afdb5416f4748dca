/**
 * What can still be saved, on the pages of a scan and of `keyward status`: the reader sees what the command says, and no more
 * than the logs hold.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { StatusReport } from "#keyward/status/report.js";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { assertNoClaim, CANCELLED, DELETED, ENABLED, OTHER } from "../node/triage/claims.js";
import { BY_ROLE, BY_USER } from "../node/triage/support.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { few, itThoroughly } from "../settings.js";
import { needsChromium, openFile, startBrowser, type OpenPage } from "./support/browser.js";

const SAMPLE = "examples/sample";
const CONFIG = "examples/fluent-bit/settings/keyward.json";
const NOW = "2026-03-06T00:00:00Z";

describe("what can still be saved, on the page", needsChromium(), () => {
  let browser: Browser;
  let folder: string;
  /** The written pages, by the command's arguments. */
  const written = new Map<string, string>();
  before(async () => {
    browser = await startBrowser();
    folder = await temporaryFolder();
  });
  after(() => browser.close());

  /** Opens the page that a command writes. */
  async function pageOf(
    args: string[],
    { cwd = PROJECT_ROOT, now = NOW, code = 0, timezoneId = "UTC" } = {},
  ): Promise<OpenPage> {
    const name = args.join(" ");
    const file = written.get(name) ?? join(folder, `${written.size}.html`);
    if (!written.has(name)) {
      const finished = await runCli([...args, "--quiet", "--format", "html", "-o", file], { cwd });
      assert.equal(finished.code, code, finished.stderr);
      written.set(name, file);
    }
    return openFile(browser, file, { now, timezoneId, permissions: ["clipboard-read", "clipboard-write"] });
  }

  /** What `keyward status` writes about the sample, by its options. */
  const statuses = new Map<string, Promise<string>>();

  function statusOf(...args: string[]): Promise<string> {
    const name = args.join(" ");
    const answer =
      statuses.get(name) ??
      runCli(["status", "--quiet", "--as-of", NOW, ...args, SAMPLE], { cwd: PROJECT_ROOT }).then(({ stdout }) =>
        stdout.toString(),
      );
    statuses.set(name, answer);
    return answer;
  }

  /** Returns the panel's text for each listed key. */
  async function keysOf(page: Page): Promise<string[][]> {
    const rows = await page.locator("#saved .key:visible").all();
    return Promise.all(
      rows.map(async (row) => [
        await row.locator(".key-left .cell > *").first().innerText(),
        await row.locator(".key-state strong").innerText(),
        (await row.locator(".key-key .value").getAttribute("title")) ?? "?",
      ]),
    );
  }

  for (const command of few(["scan", "status"], 1)) {
    it(`is the first thing on the page of ${command}: keys by deadline and state, like keyward status`, async () => {
      const { page, close } = await pageOf([command, SAMPLE]);
      const { keys } = JSON.parse(await statusOf("--format", "json")) as StatusReport;
      const open = keys.filter(({ state }) => state !== "enabled again");
      assert.deepEqual(
        (await keysOf(page)).map(([, state, arn]) => [state, arn]),
        open.map(({ state, key }) => [state, key.arn]),
      );
      assert.deepEqual(
        (await keysOf(page)).map(([left]) => left),
        ["5 d 9 h", "28 d 9 h", "no deadline"],
      );
      assert.equal(await page.locator("#saved-sum").innerText(), "2 pending deletion, 1 disabled");
      const isFirst = await page.evaluate(() => document.querySelector("main .card")?.id);
      assert.equal(isFirst, "saved");
      const settled = page.getByText("1 key with nothing left to save: 1 enabled again");
      await settled.click();
      // A browser reports an opened element only after the click.
      await page.locator("#saved .key:visible").nth(open.length).waitFor();
      assert.deepEqual((await keysOf(page)).map(([, state]) => state).at(-1), "enabled again");
      await close();
    });
  }

  itThoroughly("copies a key's command to the clipboard, and all of them as the script of --commands", async () => {
    const { page, close } = await pageOf(["scan", SAMPLE]);
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    const first = page.locator("#saved .key").first();
    await first.getByRole("button", { name: /^Copy cancel-key-deletion for key 5b93e0fd/ }).click();
    await page.getByText("Copied", { exact: true }).first().waitFor();
    const script = await statusOf("--commands");
    assert.ok(script.includes(`\n${await copied()}\n`) && (await copied()).startsWith("aws kms cancel-key-deletion"));
    await page.getByRole("button", { name: /^Copy all commands/ }).click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("#!/bin/sh"));
    assert.equal(await copied(), script);
    await first.getByRole("button", { name: "All commands" }).click();
    await page.locator("#saved .guide-row").waitFor();
    assert.deepEqual(
      (await page.locator("#saved .guide-row code").allTextContents()).map((text) => text.split(" ")[2]),
      ["describe-key", "cancel-key-deletion", "enable-key"],
    );
    await close();
  });

  itThoroughly("shows the text to copy if the browser has no clipboard", async () => {
    const { page, close } = await pageOf(["scan", SAMPLE]);
    await page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await page.getByRole("button", { name: /^Copy all commands/ }).click();
    await page.getByText("Press Ctrl+C").first().waitFor();
    const selected = await page.evaluate(() => getSelection()?.toString() ?? "");
    assert.equal(selected.trim(), (await statusOf("--commands")).trim());
    await close();
  });

  itThoroughly("counts from the reader's clock, and offers no command that cancels after the deadline", async () => {
    const { page, close } = await pageOf(["scan", SAMPLE], { now: "2026-03-12T00:00:00Z" });
    const [first, second] = await keysOf(page);
    assert.equal(first?.[0], "22 d 9 h");
    assert.equal(second?.[0], "passed 14 h 26 min ago");
    const over = page.locator("#saved .key").nth(1);
    assert.match(await over.innerText(), /the deadline has passed .* describe-key shows/);
    assert.equal(await over.getByRole("button").first().innerText(), "Copy describe-key");
    await close();
  });

  it("shows for keyward status the requested keys, as of the requested time, and says so", async () => {
    const filters = ["--as-of", "2026-03-04T09:36", "--pending", "--within", "7d", "--region", "us-east-1"];
    const { page, close } = await pageOf(["status", ...filters, SAMPLE]);
    assert.deepEqual(
      (await keysOf(page)).map(([left, state]) => [left, state]),
      [["6 d 23 h", "pending deletion"]],
    );
    assert.equal(await page.locator("h1").innerText(), "1 key to look at in 37 events");
    const facts = await page.locator("#scan").innerText();
    for (const part of ["2026-03-04T09:36:00Z", "keys whose deletion is pending", "within 7 days", "us-east-1"])
      assert.ok(facts.includes(part), part);
    assert.equal(await page.locator("#explorer").isVisible(), false);
    await close();
  });

  itThoroughly("says for keyward status that no key is as requested", async () => {
    const none = await pageOf(["status", "--account", "999988887777", SAMPLE]);
    assert.equal(await none.page.locator("h1").innerText(), "No key to look at in 37 events");
    assert.match(
      await none.page.locator("#subtitle").innerText(),
      /^No key that matches the filters was disabled, deleted or scheduled for deletion in what was read\.$/,
    );
    await none.close();
  });

  it("names the configuration in effect, with its exceptions", async () => {
    const { page, close } = await pageOf(["scan", "--config", CONFIG, SAMPLE]);
    const sha256 = createHash("sha256")
      .update(readFileSync(join(PROJECT_ROOT, CONFIG)))
      .digest("hex");
    assert.ok((await page.locator("#scan").innerText()).includes(`${CONFIG}, sha256 ${sha256.slice(0, 12)}…`));
    await page.getByText("The configuration in force: 1 exception").click();
    const about = await page.locator("#abouts").innerText();
    assert.ok(about.includes(sha256) && about.includes("alice-rotates-keys: CHG-1042"), about);
    assert.ok(about.includes("(1 finding)"));
    await page.locator("#abouts .exception summary").click();
    assert.match(await page.locator("#abouts .exception pre").innerText(), /"source_ip"/);
    await close();
  });

  itThoroughly("says that there is no configuration", async () => {
    const plain = await pageOf(["scan", SAMPLE]);
    assert.match(await plain.page.locator("#scan").innerText(), /none: the plain rule/);
    await plain.close();
  });

  it("distinguishes keys that an exception expects", async () => {
    const script = join(folder, "expected.ndjson");
    writeFileSync(script, `${JSON.stringify(BY_USER)}\n`);
    const config = join(folder, "expected.json");
    writeFileSync(
      config,
      JSON.stringify({ exceptions: [{ id: "alice", reason: "hers", when: { account: ["444455556666"] } }] }),
    );
    const expected = await pageOf(["status", "--config", config, script]);
    assert.equal(await expected.page.locator("#saved .key:visible").count(), 0);
    await expected.page.getByText("1 key that an exception expects: 1 disabled").click();
    assert.match(
      await expected.page.locator("#saved .key").innerText(),
      /disabled \(suppressed\)[^]*expected by the exception alice: hers/,
    );
    await expected.close();
  });

  const LIVES = [
    ["us-east-1", [BY_USER], "disabled", "Copy enable-key"],
    ["us-east-2", [BY_ROLE], "pending deletion", "Copy cancel-key-deletion"],
    ["us-west-1", [BY_USER, ENABLED], "enabled again", undefined],
    ["us-west-2", [BY_ROLE, CANCELLED], "cancelled", "Copy enable-key"],
    ["eu-west-1", [BY_ROLE, DELETED], "deleted", undefined],
    ["eu-west-2", [BY_ROLE, { ...OTHER, eventTime: "2026-03-12T12:00:00Z" }], "unknown", "Copy describe-key"],
  ] as const;

  it("claims no state that is not in the logs, such as a later enabling, cancellation or deletion", async () => {
    // Each key in its own region: what is known about a region applies to all keys in it.
    const lines = LIVES.flatMap(([region, events]) =>
      events.map((event) => `${JSON.stringify(event).replaceAll("us-east-1", region)}\n`),
    );
    writeFileSync(join(folder, "e.ndjson"), lines.join(""));
    const { page, close } = await pageOf(["scan", "e.ndjson"], { cwd: folder });
    for (const summary of await page.locator("#saved summary, #abouts summary").all()) await summary.click();
    await page
      .locator("#saved .key:visible")
      .nth(LIVES.length - 1)
      .waitFor();
    for (const toggle of await page.locator("#saved .commands").all()) await toggle.click();
    for (const toggle of await page.locator(".open").all()) await toggle.click();
    assert.equal(await page.locator("#rows .guide").count(), LIVES.length);
    const text = (await page.locator("body").innerText()).replaceAll(/\s+/g, " ");
    assertNoClaim(text);
    assert.match(text, /States are as of the last event read of the key's account and region\./);
    for (const [region, , state, command] of LIVES) {
      const row = page.locator("#saved .key", { hasText: region });
      assert.match(await row.locator(".key-state").innerText(), new RegExp(`^${state}\n(since .*\n)?as of 2026-03-`));
      const buttons = await row.locator(".key-to-save-it .copy").allInnerTexts();
      assert.deepEqual(buttons, command === undefined ? [] : [command], region);
      const finding = page.locator("#rows .finding", { hasText: region });
      assert.equal(await finding.locator("[data-field=state] .value").innerText(), state);
      const guide = page.locator(`#${(await finding.locator(".open").getAttribute("aria-controls")) ?? "?"}`);
      const known = await guide.locator("section", { hasText: "What is known" }).innerText();
      assert.match(known, new RegExp(`state\\s+${state}\\b`));
      const offered = (await guide.locator("code").allInnerTexts()).join("\n");
      assert.equal(offered.includes("kms cancel-key-deletion"), state === "pending deletion", region);
      assert.equal(
        offered.includes("kms enable-key"),
        ["pending deletion", "disabled", "cancelled"].includes(state),
        region,
      );
    }
    await close();
  });

  itThoroughly("opens a finding in one column, with the time left first", async () => {
    const { page, close } = await pageOf(["scan", SAMPLE]);
    await page.locator(".open").first().click();
    const headings = await page.locator(".guide h4").allInnerTexts();
    assert.deepEqual(headings.slice(0, 4), ["How long is left", "What is known", "How to undo it", "What happened"]);
    const tops = await page
      .locator(".guide section")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    const lefts = await page
      .locator(".guide section")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.equal(new Set(lefts).size, 1);
    await close();
  });

  itThoroughly("has each time as ISO 8601 in UTC, with the reader's local time as a tooltip", async () => {
    const { page, close } = await pageOf(["scan", SAMPLE], { timezoneId: "Asia/Kathmandu" });
    await page.locator(".open").first().click();
    const times = await page
      .locator("time")
      .evaluateAll((all) =>
        all.map((one) => [one.textContent, one.getAttribute("datetime"), one.getAttribute("title")]),
      );
    assert.ok(times.length > 20);
    for (const [text = "", datetime = "", title = ""] of times) {
      assert.match(text ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      assert.equal(Date.parse(datetime ?? ""), Date.parse(text ?? ""));
      const local = /^local: (\S+\+05:45)$/.exec(title ?? "")?.[1] ?? "";
      assert.equal(Date.parse(local), Math.floor(Date.parse(text ?? "") / 1000) * 1000);
    }
    const texts = (await page.locator("main").innerText()).replaceAll(/deletion date in the event\s+.*/g, "");
    assert.doesNotMatch(texts, /\b\d{1,2} (?:Jan|Feb|Mar|Apr)\b|\b(?:Jan|Feb|Mar|Apr)\w* \d|\d\d\/\d\d\/\d{4}/);
    await close();
  });

  /** Writes a file with a record that is cut and one that is none. */
  function writeUnsure(): void {
    const cut = JSON.stringify(CANCELLED).slice(0, -3);
    writeFileSync(join(folder, "unsure.ndjson"), `${JSON.stringify(BY_ROLE)}\n${cut}\nnot a record\n`);
  }

  it("says what could not be read, judged or counted, and that a state may have changed there", async () => {
    writeUnsure();
    const scan = await pageOf(["scan", "unsure.ndjson"], { cwd: folder });
    const notice = "1 record could not be judged, but names an event of a key. A state may have changed in it.";
    await scan.page.getByText(notice).click();
    assert.match(
      await scan.page.locator("#notices").innerText(),
      /unsure\.ndjson:2: names an event of a key and could not be judged: it is not JSON/,
    );
    assert.match(
      await scan.page.locator("#saved").innerText(),
      /Some records could not be read or judged \(see above\): they may have changed a state\./,
    );
    await scan.page.getByText("What was read", { exact: true }).click();
    const read = await scan.page.locator("#abouts").innerText();
    assert.match(read, /events\s+1\s+of AWS KMS\s+1\s/);
    assert.match(read, /not JSON\s+2\s/);
    await scan.close();
  });

  itThoroughly("says what could not be judged on the page of keyward status too", async () => {
    writeUnsure();
    const status = await pageOf(["status", "unsure.ndjson"], { cwd: folder, code: 2 });
    assert.match(
      await status.page.locator("#notices").innerText(),
      /1 record could not be judged, but names an event of a key\. What is in it may have changed a state\./,
    );
    await status.close();
  });

  itThoroughly("gives no all-clear for what could not be read", async () => {
    writeFileSync(join(folder, "cut.ndjson"), `${JSON.stringify(OTHER)}\n${JSON.stringify(BY_ROLE).slice(0, -3)}\n`);
    for (const command of ["scan", "status"]) {
      const { page, close } = await pageOf([command, "cut.ndjson"], { cwd: folder, code: 2 });
      assert.match(
        await page.locator("#subtitle").innerText(),
        /in what could be read\. Some of it could not: see below\.$/,
      );
      assert.equal(await page.locator("#empty").isVisible(), false);
      assert.equal((await page.locator("#notices .notice").count()) > 0, true);
      await close();
    }
  });
});
