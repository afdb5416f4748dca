/** The page in a browser: light and dark, narrow, on paper, and with nothing to show. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { needsChromium, openReport, startBrowser } from "./support/browser.js";
import { makeReport, reportOf } from "./support/make-report.js";

const REPORT = makeReport({ findings: 120, days: 14 });

/** Waits for the chart, which is redrawn some time after the page's width changes. */
async function chartFits(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const [chart, box] = ["#chart svg", "#chart"].map((one) => document.querySelector(one)?.getBoundingClientRect());
    return chart !== undefined && box !== undefined && chart.width <= box.width;
  });
}

describe("the page's looks", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  for (const scheme of ["light", "dark"] as const) {
    it(`are ${scheme} like the system, until the reader chooses`, async () => {
      const open = await openReport(browser, REPORT, { colorScheme: scheme });
      const { page } = open;
      const other = scheme === "light" ? "dark" : "light";
      assert.equal(await schemeOf(page), scheme);
      const bar = await barColor(page);
      await page.getByRole("radio", { name: new RegExp(other, "i") }).check({ force: true });
      assert.equal(await schemeOf(page), other);
      assert.notEqual(await barColor(page), bar, "the chart follows");
      await page.reload();
      assert.equal(await schemeOf(page), other, "it is kept");
      await page.getByRole("radio", { name: "Auto" }).check({ force: true });
      assert.equal(await schemeOf(page), scheme);
      await open.close();
    });
  }

  it("fit 360 pixels, closed and opened, filtered and zoomed", async () => {
    const open = await openReport(browser, REPORT, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = open;
    assert.deepEqual(await tooWide(page), []);
    await page.locator(".open").first().tap();
    await page.locator("#top-actor .top").first().tap();
    await page.getByRole("button", { name: "Zoom in" }).tap();
    await page.getByText("The timeline as a table").tap();
    assert.equal((await page.locator(".guide-row").count()) > 0 || (await page.locator(".finding").count()) > 0, true);
    assert.deepEqual(await tooWide(page), []);
    await page.getByLabel("Sort by").selectOption("region");
    await page.getByLabel("Sort by").selectOption("account");
    assert.equal(await page.locator("#heads [aria-sort]").count(), 1);
    await open.close();
  });

  it("fit widths between a phone and a wide screen", async () => {
    const open = await openReport(browser, REPORT);
    for (const width of [320, 500, 599, 600, 768, 1100, 1101, 1280, 2000]) {
      await open.page.setViewportSize({ width, height: 800 });
      await chartFits(open.page);
      assert.deepEqual(await tooWide(open.page), [], `${width} pixels`);
    }
    await open.close();
  });

  it("put findings before their filters on a phone, and after them elsewhere, however the page is read", async () => {
    const open = await openReport(browser, REPORT, { viewport: { width: 390, height: 800 } });
    const { page } = open;
    const order = (): Promise<string[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll("#saved, #rows, #fields, #verdicts, #timeline, #top-actor")].map(({ id }) => id),
      );
    const tops = (): Promise<number[]> =>
      page.evaluate(() =>
        ["saved", "rows", "fields", "timeline", "top-actor"].map(
          (id) => document.getElementById(id)?.getBoundingClientRect().top ?? NaN,
        ),
      );
    assert.deepEqual(await order(), ["saved", "rows", "fields", "verdicts", "timeline", "top-actor"]);
    assert.deepEqual(
      await tops(),
      (await tops()).sort((a, b) => a - b),
    );
    await page.getByRole("button", { name: "Filters" }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "search");
    await page.keyboard.type("alice");
    await page.waitForFunction(() => document.querySelector("#status")?.textContent.includes(" of 120 "));
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.waitForFunction(() => document.querySelector("#above-rows > #fields") !== null);
    assert.deepEqual(await order(), ["saved", "verdicts", "timeline", "top-actor", "fields", "rows"]);
    assert.equal(await page.getByLabel("Search").inputValue(), "alice");
    await open.close();
  });

  it("print every row that passes the filters, light, and without controls", async () => {
    const open = await openReport(browser, REPORT, { colorScheme: "dark" });
    const { page } = open;
    await page.getByRole("columnheader", { name: "Account" }).getByRole("button").click();
    await page.locator(".open").nth(1).click();
    await page.evaluate(() => {
      addEventListener("beforeprint", () => {
        const color = getComputedStyle(document.documentElement).colorScheme;
        const { right } = document.querySelector("#chart svg text:last-of-type")?.getBoundingClientRect() ?? {
          right: NaN,
        };
        document.documentElement.dataset.chart = String(
          right - (document.querySelector("#chart")?.getBoundingClientRect().left ?? NaN),
        );
        document.documentElement.dataset.printed = `${document.querySelectorAll(".finding").length} rows, ${document.querySelectorAll(".guide-row").length} open, ${color}`;
      });
    });
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    assert.match((await page.locator("html").getAttribute("data-printed")) ?? "", /^120 rows, 1 open/);
    const chart = Number(await page.locator("html").getAttribute("data-chart"));
    assert.ok(chart > 500 && chart <= 690, `the chart ends at ${chart} of the paper's 690 pixels`);
    assert.equal(await page.locator("#rows .finding").count(), 50, "and as before afterwards");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light");
    for (const selector of [".theme", ".zoom", ".filters", ".sorting", "#pager", ".copy"]) {
      assert.equal(await page.locator(selector).first().isVisible(), false, selector);
    }
    for (const selector of ["h1", "#chart", "#top-actor", "#rows .finding", ".guide"]) {
      assert.equal(await page.locator(selector).first().isVisible(), true, selector);
    }
    await open.close();
  });

  it("say on paper which filters are active", async () => {
    const open = await openReport(browser, REPORT, { hash: "#verdict=match&q=alice" });
    await open.page.emulateMedia({ media: "print" });
    assert.equal(await open.page.locator("#printed").innerText(), 'Filtered by text "alice"; verdict match.');
    await open.close();
  });

  it("are friendly if nothing was found", async () => {
    const open = await openReport(browser, makeReport({ findings: 0, days: 14 }));
    const { page } = open;
    assert.equal(await page.locator("h1").textContent(), "No matches in 211,000 events");
    assert.equal(await page.locator("#empty").isVisible(), true);
    assert.equal(await page.locator("#explorer").isVisible(), false);
    await open.close();
  });

  it("say so if nothing found is a match", async () => {
    const { findings } = makeReport({ findings: 60, days: 14 });
    const denied = findings.filter(({ verdict }) => verdict === "denied");
    const open = await openReport(browser, reportOf(denied.slice(0, 3), { records: 9 }));
    assert.equal(await open.page.locator("h1").textContent(), "No matches in 9 events");
    assert.equal(await open.page.locator("#subtitle").textContent(), "3 events need no alert.");
    await open.close();
  });

  it("show a configuration error, broken files and what is not listed", async () => {
    const broken = Array.from({ length: 201 }, (_, index) => ({ file: `logs/${index}.json.gz`, reason: "cut off" }));
    const report = reportOf([], { config_error: "/denied: annotated is invalid", broken, not_listed: 7 });
    const open = await openReport(browser, report);
    const notices = await open.page.locator("#notices").innerText();
    assert.match(notices, /with an invalid configuration[^]*\/denied: annotated is invalid/);
    assert.match(notices, /201 locations could not be read or judged/);
    assert.match(notices, /7 more findings are not in this page \(--limit\)/);
    await open.page.locator("details.notice summary").click();
    const list = await open.page.locator("details.notice").innerText();
    assert.match(list, /logs\/0\.json\.gz: cut off[^]*logs\/199\.json\.gz[^]*and 1 more/);
    await open.close();
  });

  it("omit the timeline if no event has a time", async () => {
    const { findings } = makeReport({ findings: 3, days: 2 });
    const open = await openReport(browser, reportOf(findings.map((finding) => ({ ...finding, time: "yesterday" }))));
    assert.equal(await open.page.locator("#timeline").isVisible(), false);
    assert.equal(await open.page.locator("#rows .finding").count(), 3);
    assert.match(await open.page.locator("#rows").innerText(), /yesterday/);
    await open.close();
  });
});

/** Detects the color scheme from the page's background. */
async function schemeOf(page: Page): Promise<"light" | "dark"> {
  const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  return Number(/\d+/.exec(color)?.[0]) > 128 ? "light" : "dark";
}

async function barColor(page: Page): Promise<string> {
  return page
    .locator(`#chart svg rect[fill="var(--verdict-match)"]`)
    .first()
    .evaluate((bar) => getComputedStyle(bar).fill);
}

/** Returns what reaches beyond the right edge of the window, if the page scrolls sideways. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
      .map((one) => `${one.tagName}.${one.getAttribute("class") ?? ""}#${one.id}`);
  });
}
