/** The totals of a scan, for people. */
import { VERDICTS, type Verdict } from "../engine/finding.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { cutEnd, padTo, textWidth } from "../terminal/width.js";
import { gapTexts, nothingReadText, readText } from "./coverage-text.js";
import type { Report, Total, Totals } from "./report.js";
import { shortName } from "./rows.js";
import type { TableOptions } from "./table.js";

/** Maximum number of rows per part on a terminal. */
const MAX_ROWS = 10;
/** As in the table. */
const MAX_PADDING = 100;

/** Yields the totals line by line; if nothing was found, what was read. */
export function* totalsLines(report: Report, { columns, paint }: TableOptions): Generator<string, void> {
  const { findings, totals } = report;
  const count = findings.length + (report.not_listed ?? 0);
  if (count === 0) {
    yield nothingFound(report);
    return;
  }
  yield paint.bold(`${counted(count, "finding", "findings")}: ${verdictsText(totals.verdicts)}`);
  const parts: [title: string, totals: Total[]][] = [
    ["by actor", totals.actors],
    ["by key", totals.keys],
    ["by account", totals.accounts],
    ["by day", totals.days],
    ["by exception", totals.exceptions],
  ];
  const isMixed = Object.keys(totals.verdicts).length > 1;
  for (const [title, all] of parts) {
    if (all.length === 0) continue;
    yield "";
    yield paint.bold(title);
    yield* partLines(all, columns, isMixed);
  }
}

function* partLines(all: readonly Total[], columns: number | undefined, isMixed: boolean): Generator<string, void> {
  const shown = columns === undefined ? all : all.slice(0, MAX_ROWS);
  const rows = shown.map(({ name, count, verdicts }) => ({
    count: formatNumber(count),
    name: escapeForTerminal(name),
    verdicts: isMixed ? verdictsText(verdicts) : "",
  }));
  const countWidth = widest(rows.map(({ count }) => count));
  const verdictsWidth = widest(rows.map(({ verdicts }) => verdicts));
  const before = 2 + countWidth + 2;
  const room = columns === undefined ? Infinity : columns - before - (verdictsWidth > 0 ? verdictsWidth + 2 : 0);
  // If not even a short name fits, the verdicts are left out.
  const hasVerdicts = verdictsWidth > 0 && room >= 12;
  const names = rows.map(({ name }) =>
    fitting(name, hasVerdicts ? room : columns === undefined ? Infinity : columns - before),
  );
  const nameWidth = Math.min(MAX_PADDING, widest(names));
  for (const [index, { count, verdicts }] of rows.entries()) {
    const name = names[index] ?? "";
    yield `  ${count.padStart(countWidth)}  ${hasVerdicts ? `${padTo(name, nameWidth)}  ${verdicts}` : name}`;
  }
  if (shown.length < all.length)
    yield `  ${" ".repeat(countWidth)}  and ${formatNumber(all.length - shown.length)} more`;
}

/** Fits a name into a width: as is, else short, else cut. */
function fitting(name: string, width: number): string {
  return textWidth(name) <= width ? name : cutEnd(shortName(name), width);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
}

/** Formats verdicts: `3 match, 1 suppressed`. */
export function verdictsText(verdicts: Totals["verdicts"]): string {
  return VERDICTS.filter((verdict: Verdict) => verdicts[verdict] !== undefined)
    .map((verdict) => `${formatNumber(verdicts[verdict] ?? 0)} ${verdict}`)
    .join(", ");
}

function nothingFound(report: Report): string {
  const { filters } = report;
  const asked = [
    filters.since && `since ${filters.since}`,
    filters.until && `until ${filters.until}`,
    filters.accounts && `account ${filters.accounts.join(", ")}`,
    filters.regions && `region ${filters.regions.join(", ")}`,
  ].filter((text) => text !== undefined);
  const filtered = asked.length > 0 ? ` (${asked.join("; ")})` : "";
  const nothingRead = nothingReadText(report);
  if (nothingRead !== undefined) return `${nothingRead}: result unknown${filtered}`;
  const gaps = gapTexts(report);
  const where =
    gaps.length === 0 ? readText(report) : `the part that was judged: ${readText(report)}; ${gaps.join("; ")}`;
  return `no findings in ${where}${filtered}`;
}
