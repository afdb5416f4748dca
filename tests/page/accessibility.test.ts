/** The page in a browser: axe-core's rules, and navigation without a mouse. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { packRows } from "#keyward/report/pack.js";
import { pageWith } from "#keyward/report/page-writer.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { few, inTurn, isThorough, itThoroughly } from "../settings.js";
import { needsChromium, openFile, openReport, startBrowser } from "./support/browser.js";
import { makeReport } from "./support/make-report.js";

const AXE = readFileSync(join(PROJECT_ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const TROUBLES = { config_error: "/cap: 0 is too small", broken: [{ file: "a.gz", reason: "cut off" }] };
const REPORT = { ...makeReport({ findings: 60, days: 14 }), ...TROUBLES };
/** What axe-core looks at: its rules take the longer the more rows there are. */
const AXE_REPORT = isThorough ? REPORT : { ...makeReport({ findings: 30, days: 14 }), ...TROUBLES };

describe("the page's accessibility", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const [index, colorScheme] of few(["light", "dark"] as const, 1).entries()) {
    for (const width of inTurn([1280, 360], index)) {
      it(`violates no axe-core rule, ${colorScheme}, ${width} pixels wide`, async () => {
        const open = await openReport(browser, AXE_REPORT, { colorScheme, viewport: { width, height: 800 } });
        const { page } = open;
        await page.locator(".open").first().click();
        await page.locator(".pill[data-verdict=match]").click();
        await page.locator("#top-account .top").first().click();
        await page.getByRole("button", { name: "Zoom in" }).click();
        await page.getByText("The timeline as a table").click();
        for (const summary of await page
          .locator("#notices summary, #abouts summary, #saved-body > details > summary")
          .all())
          await summary.click();
        await page.locator("#saved .commands").first().click();
        await page.getByLabel("From", { exact: true }).fill("soon");
        await page.getByLabel("From", { exact: true }).press("Enter");
        assert.equal(await page.locator("#from").getAttribute("aria-invalid"), "true");
        await page.locator(".open").first().click();
        assert.deepEqual(await violations(page), []);
        await open.close();
      });
    }
  }

  itThoroughly("violates no rule on the page of keyward status", async () => {
    const { keys, version, files, bytes, records, coverage, broken } = REPORT;
    const file = join(await temporaryFolder(), "status.html");
    const answer = { now: REPORT.scanned_at, filters: { pending: true }, totals: {}, keys: packRows(keys) };
    writeFileSync(file, pageWith({ command: "status", version, files, bytes, records, coverage, broken, ...answer }));
    for (const width of [1280, 390]) {
      const open = await openFile(browser, file, { now: REPORT.scanned_at, viewport: { width, height: 800 } });
      assert.ok((await open.page.locator("#saved .key").count()) > 0);
      assert.deepEqual(await violations(open.page), []);
      await open.close();
    }
  });

  itThoroughly("violates no rule if nothing was found", async () => {
    const open = await openReport(browser, makeReport({ findings: 0, days: 14 }));
    assert.deepEqual(await violations(open.page), []);
    await open.close();
  });

  it("can be traversed by Tab alone, to its end and on, with a visible focus at each stop", async () => {
    const open = await openReport(browser, REPORT);
    const { page } = open;
    // Opened without a click, from which Tab would continue.
    await page
      .locator(".open")
      .first()
      .evaluate((toggle: HTMLElement) => {
        toggle.click();
      });
    const stops: string[] = [];
    for (let step = 0; step < 300; step++) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(focusStop);
      if (stop.name === "BODY") break;
      assert.ok(stop.isMarked, `no visible focus on ${stop.name}`);
      stops.push(stop.name);
    }
    assert.ok(stops.length < 300, "the focus never left the page");
    for (const name of [
      "#skip",
      "theme",
      "details",
      ".pill",
      "#earlier",
      "#all-time",
      "#from",
      "#to",
      ".top",
      "#search",
      "#filter-action",
      ".sort",
      ".open",
      "pre",
      ".copy",
      "#page-next",
    ]) {
      assert.ok(
        stops.some((stop) => stop.includes(name)),
        `${name} is not reached by Tab`,
      );
    }
    const at = (name: string): number => stops.findIndex((stop) => stop.includes(name));
    assert.ok(
      at("#skip") === 0 && at("copy") < at(".pill") && at(".pill") < at("#earlier") && at("#search") < at(".open"),
      "in the order of reading",
    );
    await open.close();
  });

  itThoroughly("lets a reader skip to the findings", async () => {
    const open = await openReport(browser, REPORT);
    await open.page.keyboard.press("Tab");
    assert.equal(await open.page.locator("#skip").evaluate((link) => link.getBoundingClientRect().top >= 0), true);
    await open.page.keyboard.press("Enter");
    assert.equal(await open.page.evaluate(() => document.activeElement?.id), "findings");
    await open.page.keyboard.press("Tab");
    assert.equal(await open.page.evaluate(() => document.activeElement?.id), "search");
    await open.close();
  });

  itThoroughly("tells screen readers how many findings are left, and what each part is", async () => {
    const open = await openReport(browser, REPORT);
    const { page } = open;
    assert.equal(await page.getByRole("status").first().textContent(), "60 findings");
    await page.locator(".pill[data-verdict=denied]").click();
    assert.match((await page.locator("#status[role=status]").textContent()) ?? "", /^\d+ of 60 findings$/);
    assert.equal(await page.getByRole("img", { name: /^Bar chart: / }).count(), 1);
    await page.setViewportSize({ width: 360, height: 700 });
    assert.equal(await page.getByRole("table", { name: "Findings" }).count(), 1, "a table where rows are cards, too");
    assert.ok((await page.getByRole("row").count()) > 5);
    assert.match((await page.locator(".open").first().textContent()) ?? "", /^Triage of \w+ at 2026-/);
    await open.close();
  });

  itThoroughly("does not move if the reader prefers reduced motion", async () => {
    const open = await openReport(browser, REPORT, { reducedMotion: "reduce" });
    const moving = await open.page.evaluate(
      () =>
        [...document.querySelectorAll("*")]
          .flatMap((one) => [getComputedStyle(one), getComputedStyle(one, "::before")])
          .filter(
            ({ transitionDuration, animationName }) => !transitionDuration.startsWith("0s") || animationName !== "none",
          ).length,
    );
    assert.equal(moving, 0);
    await open.close();
  });
});

interface Axe {
  run: () => Promise<AxeResults>;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  assert.ok(results.passes.length > 15, `${results.passes.length} rules were tried`);
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/** Returns what has the focus, and whether that is visible. Runs in the page. */
function focusStop(): { name: string; isMarked: boolean } {
  const one = document.activeElement ?? document.body;
  const id = one.id === "" ? "" : `#${one.id}`;
  const name = `${one.tagName === "BODY" ? "BODY" : one.tagName.toLowerCase()}${id}.${one.className}${one.getAttribute("name") ?? ""}`;
  const isBody = one.tagName === "BODY";
  // A radio button is drawn by the text next to it.
  const drawn = one instanceof HTMLInputElement && one.type === "radio" ? (one.nextElementSibling ?? one) : one;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  const inside = one.tagName === "SUMMARY" ? "details" : "";
  return {
    name: isBody ? "BODY" : `${name} ${inside}`,
    isMarked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
  };
}
