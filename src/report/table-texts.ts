/** The format for people: findings and totals. */
import { counted } from "../terminal/numbers.js";
import type { Report } from "./report.js";
import { tableLines, type TableOptions } from "./table.js";
import { totalsLines } from "./totals-table.js";

const STATES =
  "States are as of the last event read of the key's account and region; describe-key has the current state.";

/** Yields the report in pieces. */
export function* tableTexts(report: Report, options: TableOptions): Generator<string, void> {
  if (report.findings.length > 0) {
    for (const line of tableLines(report.findings, options)) yield `${line}\n`;
    yield "\n";
  }
  const { findings, not_listed: others = 0 } = report;
  if (others > 0) yield `${counted(others, "more finding is", "more findings are")} not listed (--limit)\n\n`;
  if (findings.some(({ state }) => state !== undefined)) yield `${STATES}\n\n`;
  if (options.totals === false && findings.length + others > 0) return;
  for (const line of totalsLines(report, options)) yield `${line}\n`;
}
