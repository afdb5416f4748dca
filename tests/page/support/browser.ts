/** The page in a real, headless Chromium, with everything it logs and requests watched. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { writePage } from "#keyward/report/page-writer.js";
import type { Report } from "#keyward/report/report.js";
import { temporaryFolder } from "../../node/support/files.js";

/** Debian's path. */
const CHROMIUM = "/usr/bin/chromium";

/** Options of a suite that needs Chromium: skipped if it is missing, except in CI. */
export function needsChromium(): { skip: string | false } {
  if (existsSync(CHROMIUM)) return { skip: false };
  assert.notEqual(process.env.CI, "true", `CI needs ${CHROMIUM} (apt-get install chromium)`);
  return { skip: `no ${CHROMIUM} (apt-get install chromium): the page was not opened in a browser` };
}

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

export interface OpenPage {
  page: Page;
  /** The page's address, without `#` and what follows. */
  url: string;
  /** Problems since it was opened: console messages, errors, dialogs, and requests for anything but the page itself. */
  troubles: string[];
  /** Closes it, and fails if there were problems. */
  close: () => Promise<void>;
}

/** `hash`: added to the page's address; `now`: the time of its clock. */
type OpenOptions = BrowserContextOptions & { hash?: string; now?: string | undefined };

/** Opens a report's page from a file, like a reader; at the report's time, unless `now` is given. */
export async function openReport(browser: Browser, report: Report, options: OpenOptions = {}): Promise<OpenPage> {
  const file = join(await temporaryFolder(), "report.html");
  await writeFile(file, writePage(report));
  return openFile(browser, file, { now: report.scanned_at, ...options });
}

/** Opens the page in a file. */
export async function openFile(browser: Browser, file: string, options: OpenOptions = {}): Promise<OpenPage> {
  const url = pathToFileURL(file).href;
  const { hash = "", now, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...rest });
  const page = await context.newPage();
  if (now !== undefined) await page.clock.setFixedTime(now);
  const troubles: string[] = [];
  page.on("console", (message) => troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    if (request.url().replace(/#.*/, "") !== url) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(url + hash);
  const close = async (): Promise<void> => {
    await context.close();
    assert.deepEqual(troubles, []);
  };
  return { page, url, troubles, close };
}

/** Returns the number of findings that the page says it shows: the first one in `60 findings` or `12 of 60 findings`. */
export async function shownCount(page: Page): Promise<number> {
  const text = (await page.locator("#status").textContent()) ?? "";
  return Number((/^[\d,]+/.exec(text)?.[0] ?? "").replaceAll(",", ""));
}

/** Returns the texts of a field of the table's findings, in order. */
export async function fieldTexts(page: Page, field: string): Promise<string[]> {
  const value = field === "time" ? "time" : field === "verdict" ? ".verdict" : ".value";
  return page.locator(`#rows .finding [data-field=${field}] ${value}`).allTextContents();
}
