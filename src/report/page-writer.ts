/** A report as one HTML page that needs nothing else: its script, its style and its data stand in it. */
import { readFileSync } from "node:fs";
import { packReport } from "./pack.js";
import type { Report } from "./report.js";

/** Where the data goes in the built page; scripts/bundle-page.mjs sees to it that it is there, once. */
const DATA_MARK = "<!--report-->";

/** The page that shows a scan. */
export function writePage(report: Report): string {
  return pageWith({ command: "scan", ...packReport(report) });
}

/** The page with data of a command; page/model/data.ts has what that can be. */
export function pageWith(data: Readonly<Record<string, unknown>> & { command: string }): string {
  const page = readFileSync(new URL("./page.html", import.meta.url), "utf8");
  const [before = "", after = ""] = page.split(DATA_MARK);
  return before + embeddedJson(data) + after;
}

/** JSON that can stand in a script element: without `<` nothing in it can end that, nor begin a comment. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
