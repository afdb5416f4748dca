/** The output formats of `keyward scan`. */
import type { Report } from "./report.js";
import type { TableOptions } from "./table.js";

export const FORMATS = ["table", "json", "ndjson", "csv", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** Yields the report in a format, in pieces. Formatters are loaded on demand. */
export async function textsOf(report: Report, format: Format, options: TableOptions): Promise<Iterable<string>> {
  switch (format) {
    case "table":
      return (await import("./table-texts.js")).tableTexts(report, options);
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
