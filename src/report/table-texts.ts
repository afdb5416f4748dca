/** The format for people: findings and totals. */
import { counted } from "../terminal/numbers.js";
import type { Report } from "./report.js";
import { tableLines, type TableOptions } from "./table.js";
import { totalsLines } from "./totals-table.js";
import { SCANS } from "../messages/scans.js";

/** Yields the report in pieces. */
export function* tableTexts(report: Report, options: TableOptions): Generator<string, void> {
  if (report.findings.length > 0) {
    for (const line of tableLines(report.findings, options)) yield `${line}\n`;
    yield "\n";
  }
  const { findings, not_listed: others = 0 } = report;
  if (others > 0) yield `${counted(others, SCANS.isNotListed, SCANS.areNotListed)}\n\n`;
  if (findings.some(({ state }) => state !== undefined)) yield `${SCANS.statesAsOf}\n\n`;
  if (options.totals === false && findings.length + others > 0) return;
  for (const line of totalsLines(report, options)) yield `${line}\n`;
}
