/** Parts of tables that several commands write. */
import type { Paint } from "./paint.js";
import { padTo, textWidth, wrap } from "./width.js";

/** Between two columns. */
export const GAP = "  ";
/** What one value may push the others to the right in a file: a hostile one may be megabytes long. */
const MAX_PADDING = 100;
/** So many lines one value gets where there is little room. */
export const MAX_LINES = 8;

/** All rows in full, for a file or another program, one a line; each has a value for each heading. */
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

/** One line of a table. */
export function paddedLine(values: readonly string[], widths: readonly number[]): string {
  return values
    .map((value, index) => padTo(value, widths[index] ?? 0))
    .join(GAP)
    .trimEnd();
}

/** Locations in a block of lines. A person copies them, and a break would be copied too: the terminal is to wrap them. */
const WHOLE = "at";

/** A value after its label, over several lines where it is long, none wider than `columns`; a location (`at`) whole on one. */
export function* labelledLines(
  label: string,
  value: string,
  { labelWidth, columns, paint }: { labelWidth: number; columns: number; paint: Paint },
): Generator<string, void> {
  const [first = "", ...others] = label === WHOLE ? [value] : wrap(value, Math.max(1, columns - labelWidth), MAX_LINES);
  yield paint.dim(`  ${label}`.padEnd(labelWidth)) + first;
  for (const other of others) yield " ".repeat(labelWidth) + other;
}
