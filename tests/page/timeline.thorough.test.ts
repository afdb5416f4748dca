/** The page in a browser: all ways to zoom the timeline. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { needsChromium, openReport, shownCount, startBrowser } from "./support/browser.js";
import { makeReport } from "./support/make-report.js";

const REPORT = makeReport({ findings: 120, days: 14 });
const ALL = "2026-03-02 to 2026-03-15, by day";

function between(from: string, to: string): number {
  return REPORT.findings.filter(({ time = "" }) => time >= from && time < to).length;
}

describe("the page's timeline", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function withPage(use: (page: Page) => Promise<void>, touch = false): Promise<void> {
    const open = await openReport(browser, REPORT, touch ? { hasTouch: true, isMobile: true } : {});
    assert.equal(await rangeOf(open.page), ALL);
    await use(open.page);
    await open.close();
  }

  it("has a bar for each day and verdict, and describes what it shows", () =>
    withPage(async (page) => {
      const label = (await page.locator("#chart").getAttribute("aria-label")) ?? "";
      assert.match(label, /^Bar chart: 120 findings, 2026-03-02 to 2026-03-15, by day\. Most: 2026-03-..: \d+ match/);
      const cells = new Set(REPORT.findings.map(({ time = "", verdict }) => time.slice(0, 10) + verdict));
      assert.equal(await page.locator(`#chart svg rect[fill^="var(--verdict"]`).count(), cells.size);
      await page.getByText("The timeline as a table").click();
      const days = new Set(REPORT.findings.map(({ time = "" }) => time.slice(0, 10)));
      assert.equal(await page.locator("#timeline-rows tr").count(), days.size);
    }));

  it("zooms to a day by a click on its bar, and then shows its hours", () =>
    withPage(async (page) => {
      await clickDay(page, 8);
      assert.equal(await rangeOf(page), "2026-03-10, by hour");
      assert.equal(await shownCount(page), between("2026-03-10", "2026-03-11"));
      await page.getByRole("button", { name: "All", exact: true }).click();
      assert.equal(await rangeOf(page), ALL);
      assert.equal(await shownCount(page), 120);
    }));

  it("zooms to the days that the mouse was dragged across", () =>
    withPage(async (page) => {
      const from = await dayPoint(page, 3);
      const to = await dayPoint(page, 6);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move((from.x + to.x) / 2, from.y);
      assert.equal(await page.locator(".drag-mark").isVisible(), true);
      await page.mouse.move(to.x, to.y);
      assert.match((await page.locator("#readout").textContent()) ?? "", /^2026-03-08: /);
      await page.mouse.up();
      assert.equal(await rangeOf(page), "2026-03-05 to 2026-03-08, by day");
      assert.equal(await shownCount(page), between("2026-03-05", "2026-03-09"));
      await page.getByRole("button", { name: /^Remove time/ }).click();
      assert.equal(await rangeOf(page), ALL);
    }));

  it("zooms by touch", () =>
    withPage(async (page) => {
      const { x, y } = await dayPoint(page, 8);
      await page.touchscreen.tap(x, y);
      assert.equal(await rangeOf(page), "2026-03-10, by hour");
    }, true));

  it("zooms to the days that a finger moved along, and lets it scroll the page vertically", () =>
    withPage(async (page) => {
      const from = await dayPoint(page, 3);
      const to = await dayPoint(page, 6);
      await swipe(page, from, { x: from.x, y: from.y - 150 });
      assert.equal(await rangeOf(page), ALL);
      await page.evaluate(() => {
        scrollTo(0, 0);
      });
      await swipe(page, await dayPoint(page, 3), { ...(await dayPoint(page, 6)), x: to.x });
      assert.equal(await rangeOf(page), "2026-03-05 to 2026-03-08, by day");
    }, true));

  it("cancels a drag on Escape", () =>
    withPage(async (page) => {
      const from = await dayPoint(page, 3);
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x + 200, from.y);
      await page.keyboard.press("Escape");
      await page.mouse.up();
      assert.equal(await rangeOf(page), ALL);
    }));

  it("zooms and moves by buttons from the keyboard, down to minutes, and stops at the ends", () =>
    withPage(async (page) => {
      const press = async (name: string): Promise<void> => {
        await page.getByRole("button", { name, exact: true }).focus();
        await page.keyboard.press("Enter");
      };
      await press("Zoom out");
      await press("Earlier");
      assert.equal(await rangeOf(page), ALL);
      await press("Zoom in");
      assert.equal(await rangeOf(page), "2026-03-06 to 2026-03-12, by day");
      assert.equal(await shownCount(page), between("2026-03-06", "2026-03-13"));
      await press("Earlier");
      assert.equal(await rangeOf(page), "2026-03-02 to 2026-03-08, by day");
      assert.equal(await page.getByRole("button", { name: "Earlier" }).getAttribute("aria-disabled"), "true");
      await press("Later");
      await press("Later");
      await press("Later");
      await press("Later");
      assert.equal(await rangeOf(page), "2026-03-09 to 2026-03-15, by day");
      const steps: string[] = [];
      for (let zoom = 0; zoom < 16; zoom++) {
        await press("Zoom in");
        steps.push(((await rangeOf(page)) ?? "").replace(/.*, by /, ""));
      }
      assert.deepEqual([...new Set(steps)], ["day", "hour", "10 minutes", "minute"]);
      assert.equal(await page.getByRole("button", { name: "Zoom in" }).getAttribute("aria-disabled"), "true");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "zoom-in");
      for (let zoom = 0; zoom < 16; zoom++) await press("Zoom out");
      assert.equal(await rangeOf(page), ALL);
    }));

  it("zooms by dates, and by its table", () =>
    withPage(async (page) => {
      await fillIn(page, "From", "2026-03-04");
      assert.equal(await rangeOf(page), "2026-03-04 to 2026-03-15, by day");
      await fillIn(page, "to", "2026-03-03");
      assert.equal(await rangeOf(page), "2026-03-03, by hour");
      assert.equal(await shownCount(page), between("2026-03-03", "2026-03-04"));
      await page.getByRole("button", { name: "All", exact: true }).click();
      await page.getByText("The timeline as a table").click();
      await page.getByRole("button", { name: "Zoom to 2026-03-10" }).click();
      assert.equal(await rangeOf(page), "2026-03-10, by hour");
      assert.match(new URL(page.url()).hash, /from=2026-03-10T00%3A00%3A00.000Z&to=2026-03-11T00%3A00%3A00.000Z/);
    }));

  it("says what to type instead of an unreadable time, or one without a finding", () =>
    withPage(async (page) => {
      for (const text of ["03/04/2026", "2026-02-30", "2031-01-01"]) {
        await fillIn(page, "From", text);
        assert.equal(await page.locator("#from").getAttribute("aria-invalid"), "true", text);
        assert.equal(
          await page.locator("#date-problem").textContent(),
          "Use a time like 2026-03-04 or 2026-03-04T09:30Z, from 2026-03-02 to 2026-03-15.",
        );
        assert.equal(await rangeOf(page), ALL);
      }
      await fillIn(page, "From", "2026-03-10T02:00");
      assert.equal(await page.locator("#from").getAttribute("aria-invalid"), null);
      assert.equal(await page.locator("#date-problem").textContent(), "");
      assert.equal(await rangeOf(page), "2026-03-10T02:00Z to 2026-03-16T00:00Z, by day");
    }));

  it("has no label that overlaps another or the edge", () =>
    withPage(async (page) => {
      for (const day of [undefined, 8]) {
        if (day !== undefined) await clickDay(page, day);
        for (const width of [320, 390, 768, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await page.waitForFunction(() => {
            const [svg, box] = ["#chart svg", "#chart"].map((one) =>
              document.querySelector(one)?.getBoundingClientRect(),
            );
            return svg?.width === box?.width;
          });
          const boxes = await page.locator("#chart svg text").evaluateAll((all) =>
            all.map((one) => {
              const { left, right, top, bottom } = one.getBoundingClientRect();
              return { text: one.textContent, left, right, top, bottom };
            }),
          );
          const edge = await page.locator("#chart").evaluate((one) => one.getBoundingClientRect());
          assert.ok(boxes.length > 5);
          for (const [index, one] of boxes.entries()) {
            assert.ok(
              one.left >= edge.left - 0.5 && one.right <= edge.right + 0.5,
              `${width}: ${one.text} over the edge`,
            );
            for (const other of boxes.slice(index + 1)) {
              const isApart =
                one.right <= other.left ||
                other.right <= one.left ||
                one.bottom - 4 <= other.top ||
                other.bottom - 4 <= one.top;
              assert.ok(isApart, `${width}: ${one.text} and ${other.text}`);
            }
          }
        }
      }
    }));

  it("counts the rows that pass the other filters", () =>
    withPage(async (page) => {
      await page.locator(".pill[data-verdict=match]").click();
      const matches = REPORT.findings.filter(({ verdict }) => verdict === "match").length;
      assert.match(
        (await page.locator("#chart").getAttribute("aria-label")) ?? "",
        new RegExp(`^Bar chart: ${matches} findings`),
      );
      assert.equal(await page.locator(`#chart svg rect[fill="var(--verdict-denied)"]`).count(), 0);
    }));
});

async function fillIn(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(text);
  await field.press("Enter");
}

interface Point {
  x: number;
  y: number;
}

async function rangeOf(page: Page): Promise<string | null> {
  return page.locator("#timeline-range").textContent();
}

async function clickDay(page: Page, day: number): Promise<void> {
  const { x, y } = await dayPoint(page, day);
  await page.mouse.click(x, y);
}

/** Puts a finger down, moves it in ten steps, and lifts it. */
async function swipe(page: Page, from: Point, to: Point): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]): Promise<unknown> =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [from]);
  for (let step = 1; step <= 10; step++) {
    const along = (a: number, b: number): number => a + ((b - a) * step) / 10;
    await send("touchMove", [{ x: along(from.x, to.x), y: along(from.y, to.y) }]);
  }
  await send("touchEnd", []);
}

/** Returns a point in the slot of a day's bar, from 0, by the labels below the axis; not every day has one. */
async function dayPoint(page: Page, day: number): Promise<Point> {
  await page.locator("#chart").scrollIntoViewIfNeeded();
  const labels = await page.locator("#chart svg .label").evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width } = one.getBoundingClientRect();
      return { day: Date.parse(one.textContent) / 86_400_000, x: x + width / 2, y };
    }),
  );
  const [first, second] = labels;
  assert.ok(first && second);
  const width = (second.x - first.x) / (second.day - first.day);
  return { x: first.x + width * day, y: first.y - 60 };
}
