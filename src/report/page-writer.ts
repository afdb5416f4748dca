/** A report as one self-contained HTML page, with script, style and data. */
import { readFileSync } from "node:fs";
import { packReport } from "./pack.js";
import type { Report } from "./report.js";

/** The mark for the data in the built page; scripts/bundle-page.mjs checks that it occurs exactly once. */
const DATA_MARK = "<!--report-->";

/** Returns the page for a scan. */
export function writePage(report: Report): string {
  return pageWith({ command: "scan", ...packReport(report) });
}

/** Returns the page with a command's data (types: page/model/data.ts). */
export function pageWith(data: Readonly<Record<string, unknown>> & { command: string }): string {
  const page = readFileSync(new URL("./page.html", import.meta.url), "utf8");
  const [before = "", after = ""] = page.split(DATA_MARK);
  return before + embeddedJson(data) + after;
}

/** Returns JSON for a script element: without `<`, nothing can end the element or begin a comment. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
