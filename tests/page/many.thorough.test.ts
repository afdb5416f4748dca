/** The page with 10,000 findings in a browser: it still shows fifty rows. Times are printed, but have no limit. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { writePage } from "#keyward/report/page-writer.js";
import { needsChromium, openReport, shownCount, startBrowser } from "./support/browser.js";
import { makeReport } from "./support/make-report.js";

const REPORT = makeReport({ findings: 10_000, days: 90 });

describe("the page with 10,000 findings", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("filters and sorts quickly, and shows fifty rows", async (t) => {
    const started = performance.now();
    const { length } = writePage(REPORT);
    const written = performance.now() - started;
    // With the real clock, to measure times.
    const open = await openReport(browser, REPORT, { now: undefined });
    const { page } = open;
    assert.equal(await shownCount(page), 10_000);
    assert.equal(await page.locator("#rows .finding").count(), 50);
    t.diagnostic(
      `written in ${ms(written)}: ${(length / 1e6).toFixed(1)} MB; opened in ${ms(await openingTime(page))}`,
    );
    const steps: [string, string][] = [
      ["one verdict", ".pill[data-verdict=match]"],
      ["all verdicts again", ".pill[data-verdict=match]"],
      ["an actor", "#top-actor .top"],
      ["no actor", "#top-actor .top"],
      ["sort by key", ".column-key .sort"],
      ["sort by state", ".column-state .sort"],
      ["zoom in", "#zoom-in"],
      ["zoom out", "#zoom-out"],
      ["next page", "#page-next"],
      ["open a row", ".open"],
    ];
    for (const [name, selector] of steps) t.diagnostic(`${name}: ${ms(await clickTime(page, selector))}`);
    t.diagnostic(`first search: ${ms(await searchTime(page, "mallory"))}`);
    t.diagnostic(`another search: ${ms(await searchTime(page, "mallory us-east-1 2026-04-28t03:1"))}`);
    const expected = REPORT.findings.filter(
      ({ actor, time }) => actor?.arn?.includes("mallory") === true && time?.startsWith("2026-04-28T03:1") === true,
    ).length;
    assert.ok(expected > 0);
    assert.equal(await shownCount(page), expected);
    await open.close();
  });

  it("prints the first thousand, and says so", async () => {
    const open = await openReport(browser, REPORT);
    await open.page.evaluate(() => {
      addEventListener("beforeprint", () => {
        document.documentElement.dataset.printed = `${document.querySelectorAll(".finding").length} ${document.querySelector("#printed")?.textContent ?? ""}`;
      });
    });
    await open.page.pdf({ format: "A4" });
    assert.equal(
      await open.page.locator("html").getAttribute("data-printed"),
      "1000 The first 1,000 of 10,000 findings are printed; filters select others.",
    );
    const notPrinted = await open.page.locator("#saved-body > .paper").textContent();
    assert.match(notPrinted ?? "", /^[\d,]+ more keys are not printed\.$/);
    assert.equal(await open.page.locator("#saved-body > .keys .key").count(), 100);
    await open.close();
  });
});

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

/** Returns the time from the start of navigation until the page was complete. */
async function openingTime(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByType("navigation")[0]?.duration ?? NaN);
}

/** Returns the time of a click's work, layout included. */
async function clickTime(page: Page, selector: string): Promise<number> {
  return page.evaluate((target) => {
    const control = document.querySelector<HTMLElement>(target);
    if (control === null) throw new Error(`no ${target}`);
    const started = performance.now();
    control.click();
    document.body.getBoundingClientRect();
    return performance.now() - started;
  }, selector);
}

/** Returns the time of the work after a pause in typing; the pause does not count. */
async function searchTime(page: Page, text: string): Promise<number> {
  return page.evaluate(
    (words) =>
      new Promise<number>((resolve) => {
        const input = document.querySelector<HTMLInputElement>("#search");
        const status = document.querySelector("#status");
        if (input === null || status === null) throw new Error("no search");
        input.focus();
        let before = performance.now();
        const tick = setInterval(() => {
          before = performance.now();
        }, 1);
        new MutationObserver((_, observer) => {
          observer.disconnect();
          clearInterval(tick);
          const last = before;
          document.body.getBoundingClientRect();
          resolve(performance.now() - last);
        }).observe(status, { childList: true, characterData: true, subtree: true });
        input.value = words;
        input.dispatchEvent(new Event("input"));
      }),
    text,
  );
}
