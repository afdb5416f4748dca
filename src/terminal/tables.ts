/** Parts of tables that several commands share. */
import type { Paint } from "./paint.js";
import { padTo, textWidth, wrap } from "./width.js";

/** Between two columns. */
export const GAP = "  ";
/** How far one value in a file may push the others to the right: a hostile value may be megabytes long. */
const MAX_PADDING = 100;
/** Maximum number of lines for one value if space is short. */
export const MAX_LINES = 8;

/** Yields all rows in full, one per line, for a file or another program; each has a value for every heading. */
export function* fullTable<Name extends string>(
  headings: readonly Name[],
  rows: readonly Readonly<Record<Name, string>>[],
): Generator<string, void> {
  const widths = headings.map((name) =>
    Math.min(
      MAX_PADDING,
      rows.reduce((most, row) => Math.max(most, textWidth(row[name])), name.length),
    ),
  );
  yield paddedLine(headings, widths);
  for (const row of rows)
    yield paddedLine(
      headings.map((name) => row[name]),
      widths,
    );
}

/** Returns one line of a table. */
export function paddedLine(values: readonly string[], widths: readonly number[]): string {
  return values
    .map((value, index) => padTo(value, widths[index] ?? 0))
    .join(GAP)
    .trimEnd();
}

/** The label of locations in a block. They are never broken, so that they can be copied: the terminal wraps them. */
const WHOLE = "at";

/** Yields a value after its label, over several lines if it is long, none wider than `columns`; locations stay on one line. */
export function* labelledLines(
  label: string,
  value: string,
  { labelWidth, columns, paint }: { labelWidth: number; columns: number; paint: Paint },
): Generator<string, void> {
  const [first = "", ...others] = label === WHOLE ? [value] : wrap(value, Math.max(1, columns - labelWidth), MAX_LINES);
  yield paint.dim(`  ${label}`.padEnd(labelWidth)) + first;
  for (const other of others) yield " ".repeat(labelWidth) + other;
}
