/** Findings as a table for people. */
import { cutEnd, cutStart, padTo, textWidth, wrap } from "../terminal/width.js";
import type { Paint } from "../terminal/paint.js";
import type { ReportedFinding } from "./report.js";
import { fullRow, HEADINGS, shortRow, type Row } from "./rows.js";

const GAP = "  ";
/** What one value may push the others to the right in a file: a hostile one may be megabytes long. */
const MOST_PADDING = 100;
/** How far a column may be cut on a terminal. */
const LEAST_WIDTHS: Record<keyof Row, number> = {
  time: 20,
  verdict: 10,
  action: 10,
  key: 9,
  actor: 10,
  account: 12,
  region: 9,
  file: 12,
};
/** The labels of a finding that stands in a block of lines. */
const LABEL_WIDTH = 8;
/** So many lines one value gets there. */
const MOST_LINES = 8;

export interface TableOptions {
  /** The width of the terminal; undefined where there is none, and nothing is to be cut. */
  columns: number | undefined;
  paint: Paint;
}

/** The table, line by line. */
export function* tableLines(
  findings: readonly ReportedFinding[],
  { columns, paint }: TableOptions,
): Generator<string, void> {
  if (columns === undefined) {
    yield* fullLines(findings.map(fullRow));
    return;
  }
  const rows = findings.map(shortRow);
  const widths = fittingWidths(naturalWidths(rows), columns);
  if (widths === undefined) yield* blockLines(rows, columns, paint);
  else yield* shortLines(rows, widths, paint);
}

function* fullLines(rows: readonly Row[]): Generator<string, void> {
  const natural = naturalWidths(rows);
  const widths = HEADINGS.map((name) => Math.min(natural[name], MOST_PADDING));
  const line = (values: readonly string[]): string =>
    values
      .map((value, index) => padTo(value, widths[index] ?? 0))
      .join(GAP)
      .trimEnd();
  yield line(HEADINGS);
  for (const row of rows) yield line(HEADINGS.map((name) => row[name]));
}

function* shortLines(rows: readonly Row[], widths: Record<keyof Row, number>, paint: Paint): Generator<string, void> {
  yield paint.dim(
    HEADINGS.map((name) => padTo(name, widths[name]))
      .join(GAP)
      .trimEnd(),
  );
  for (const row of rows) {
    const cells = HEADINGS.map((name) => {
      // The end of a path, with the line, tells it apart.
      const text = name === "file" ? cutStart(row[name], widths[name]) : cutEnd(row[name], widths[name]);
      const padded = name === "file" ? text : padTo(text, widths[name]);
      return name === "verdict" ? paint.verdict(row.verdict, padded) : padded;
    });
    yield cells.join(GAP);
  }
}

/** For terminals on which no line has room for a finding. */
function* blockLines(rows: readonly Row[], columns: number, paint: Paint): Generator<string, void> {
  for (const [index, row] of rows.entries()) {
    if (index > 0) yield "";
    yield paint.verdict(row.verdict, cutEnd(`${row.verdict}  ${row.action}`, columns));
    const details: [label: string, value: string][] = [
      ["when", row.time],
      ["key", row.key],
      ["by", row.actor],
      ["in", `${row.account} ${row.region}`],
      ["at", row.file],
    ];
    for (const [label, value] of details) {
      const [first = "", ...others] = wrap(value, Math.max(1, columns - LABEL_WIDTH), MOST_LINES);
      yield paint.dim(`  ${label}`.padEnd(LABEL_WIDTH)) + first;
      for (const other of others) yield " ".repeat(LABEL_WIDTH) + other;
    }
  }
}

/** The widest value of each column, or its heading. */
function naturalWidths(rows: readonly Row[]): Record<keyof Row, number> {
  const widths = Object.fromEntries(HEADINGS.map((name) => [name, name.length])) as Record<keyof Row, number>;
  for (const row of rows) for (const name of HEADINGS) widths[name] = Math.max(widths[name], textWidth(row[name]));
  return widths;
}

/** The widths with which a line fits so many columns, the widest ones cut first; undefined if none fits. */
function fittingWidths(natural: Record<keyof Row, number>, columns: number): Record<keyof Row, number> | undefined {
  const room = columns - GAP.length * (HEADINGS.length - 1);
  const comfortable = { ...LEAST_WIDTHS, action: natural.action };
  for (const leastWidths of [comfortable, LEAST_WIDTHS]) {
    const least = HEADINGS.map((name) => Math.min(natural[name], leastWidths[name]));
    if (sum(least) > room) continue;
    const widthsFor = (most: number): number[] =>
      HEADINGS.map((name, index) => Math.max(least[index] ?? 0, Math.min(natural[name], most)));
    let most = Math.min(room, Math.max(...Object.values(natural)));
    while (sum(widthsFor(most)) > room) most--;
    const widths = widthsFor(most).map((width, index) => [HEADINGS[index], width]);
    return Object.fromEntries(widths) as Record<keyof Row, number>;
  }
  return undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
