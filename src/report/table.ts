/** Findings as a table for people. */
import { fullTable, GAP, labelledLines, paddedLine } from "../terminal/tables.js";
import { cutEnd, cutStart, padTo, textWidth } from "../terminal/width.js";
import type { Paint } from "../terminal/paint.js";
import type { ReportedFinding } from "./report.js";
import { fullRow, HEADINGS, NOTHING, shortRow, type Row } from "./rows.js";

/** The minimum width of each column on a terminal. */
const MIN_WIDTHS: Record<keyof Row, number> = {
  time: 20,
  verdict: 10,
  severity: 8,
  action: 10,
  waits: 5,
  deadline: 20,
  state: 9,
  key: 9,
  actor: 10,
  account: 12,
  region: 9,
  file: 12,
};
/** Columns that need a wider terminal, in the order in which they are dropped. */
const OPTIONAL: readonly (keyof Row)[] = ["waits", "severity", "deadline", "state"];
/** Width of the labels in a block of lines. */
const LABEL_WIDTH = 8;

export interface TableOptions {
  /** The width of the terminal; undefined if there is none, and nothing is cut. */
  columns: number | undefined;
  paint: Paint;
  /** false: no totals below it. */
  totals?: boolean;
  /** Returns the text for the verdict column, if not the verdict. */
  verdictOf?: (finding: ReportedFinding) => string;
}

/** Yields the table line by line. */
export function* tableLines(
  findings: readonly ReportedFinding[],
  { columns, paint, verdictOf = ({ verdict }) => verdict }: TableOptions,
): Generator<string, void> {
  const rowOf = columns === undefined ? fullRow : shortRow;
  const rows = findings.map((finding) => Object.assign(rowOf(finding), { verdict: verdictOf(finding) }));
  if (columns === undefined) {
    yield* fullTable(HEADINGS, rows);
    return;
  }
  const natural = naturalWidths(rows);
  const isSaid = (name: keyof Row): boolean => !OPTIONAL.includes(name) || rows.some((row) => row[name] !== NOTHING);
  for (let left = 0; left <= OPTIONAL.length; left++) {
    const names = HEADINGS.filter((name) => isSaid(name) && !OPTIONAL.slice(0, left).includes(name));
    const widths = fittingWidths(names, natural, columns);
    if (widths === undefined) continue;
    yield* shortLines(rows, names, widths, paint);
    return;
  }
  yield* blockLines(rows, columns, paint);
}

function* shortLines(
  rows: readonly Row[],
  names: readonly (keyof Row)[],
  widths: Record<keyof Row, number>,
  paint: Paint,
): Generator<string, void> {
  yield paint.dim(
    paddedLine(
      names,
      names.map((name) => widths[name]),
    ),
  );
  for (const row of rows) {
    const cells = names.map((name) => {
      // The end of a path, with the line, distinguishes it.
      const text = name === "file" ? cutStart(row[name], widths[name]) : cutEnd(row[name], widths[name]);
      const padded = name === "file" ? text : padTo(text, widths[name]);
      return name === "verdict" ? paint.verdict(row.verdict, padded) : padded;
    });
    yield cells.join(GAP);
  }
}

/** Yields blocks of lines, for terminals too narrow for a table. */
function* blockLines(rows: readonly Row[], columns: number, paint: Paint): Generator<string, void> {
  for (const [index, row] of rows.entries()) {
    if (index > 0) yield "";
    yield paint.verdict(row.verdict, cutEnd(`${row.verdict}  ${row.action}`, columns));
    const details: [label: string, value: string][] = [
      ["when", row.time],
      ["state", row.state],
      ["due", row.deadline],
      ["key", row.key],
      ["by", row.actor],
      ["in", `${row.account} ${row.region}`],
      ["at", row.file],
    ];
    for (const [label, value] of details) {
      if ((label === "state" || label === "due") && value === NOTHING) continue;
      yield* labelledLines(label, value, { labelWidth: LABEL_WIDTH, columns, paint });
    }
  }
}

/** Returns the width of the widest value or heading of each column. */
function naturalWidths(rows: readonly Row[]): Record<keyof Row, number> {
  const widths = Object.fromEntries(HEADINGS.map((name) => [name, name.length])) as Record<keyof Row, number>;
  for (const row of rows) for (const name of HEADINGS) widths[name] = Math.max(widths[name], textWidth(row[name]));
  return widths;
}

/** Returns widths with which a line fits, cutting the widest columns first; undefined if it cannot. */
function fittingWidths(
  names: readonly (keyof Row)[],
  natural: Record<keyof Row, number>,
  columns: number,
): Record<keyof Row, number> | undefined {
  const room = columns - GAP.length * (names.length - 1);
  const comfortable = { ...MIN_WIDTHS, action: natural.action, verdict: natural.verdict };
  for (const leastWidths of [comfortable, MIN_WIDTHS]) {
    const least = names.map((name) => Math.min(natural[name], leastWidths[name]));
    if (sum(least) > room) continue;
    const widthsFor = (most: number): number[] =>
      names.map((name, index) => Math.max(least[index] ?? 0, Math.min(natural[name], most)));
    let most = Math.min(room, Math.max(...names.map((name) => natural[name])));
    while (sum(widthsFor(most)) > room) most--;
    const widths = widthsFor(most).map((width, index) => [names[index], width]);
    return Object.fromEntries(widths) as Record<keyof Row, number>;
  }
  return undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
