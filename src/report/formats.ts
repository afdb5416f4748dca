/** The formats of a report. */
import { counted } from "../terminal/numbers.js";
import type { Report } from "./report.js";
import { tableLines, type TableOptions } from "./table.js";
import { totalsLines } from "./totals-table.js";

const STATES =
  "A state is as of the last event read of the key's account and region; describe-key has the state of now.";

export const FORMATS = ["table", "json", "ndjson", "csv", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** The report in a format, in pieces. What writes the others is loaded when it is asked for. */
export async function textsOf(report: Report, format: Format, options: TableOptions): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return tableTexts(report, options);
    case "json":
      return (await import("./json.js")).jsonTexts(report);
    case "ndjson":
      return (await import("./json.js")).ndjsonTexts(report.findings);
    case "csv":
      return (await import("./csv.js")).csvTexts(report.findings);
    case "html":
      return [(await import("./page-writer.js")).writePage(report)];
  }
}

function* tableTexts(report: Report, options: TableOptions): Generator<string, void> {
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
