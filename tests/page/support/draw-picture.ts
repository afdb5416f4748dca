/**
 * Draws docs/images/scan-report.png: the page of a made-up report, at a fixed time. Needs Chromium. After a build:
 * `node build/tests/page/support/draw-picture.js`
 */
import { join } from "node:path";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { openReport, startBrowser } from "./browser.js";
import { makeReport } from "./make-report.js";

const PICTURE = join(PROJECT_ROOT, "docs", "images", "scan-report.png");
const REPORT = makeReport({ findings: 60, days: 14, seed: 7 });

const browser = await startBrowser();
try {
  const { page, close } = await openReport(browser, REPORT, {
    viewport: { width: 1280, height: 1600 },
    colorScheme: "light",
    now: REPORT.scanned_at,
  });
  await page.screenshot({ path: PICTURE });
  await close();
} finally {
  await browser.close();
}
