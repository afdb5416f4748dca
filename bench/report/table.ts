/** Results of a part of the benchmark, as aligned text. */

export interface Row {
  what: string;
  /** The figure with its unit. */
  figure: string;
  /** The target; absent if nothing is promised. */
  target?: string;
  /** Whether the target is met; absent without one. */
  isMet?: boolean;
}

/** Returns a figure with an upper or lower limit. `digits`: after the decimal point. */
export function judged(
  what: string,
  value: number,
  limit: { atMost: number } | { atLeast: number },
  unit: string,
  digits = 2,
): Row {
  const figure = `${value.toFixed(digits)}${unit}`;
  if ("atMost" in limit) {
    return { what, figure, target: `at most ${limit.atMost}${unit}`, isMet: value <= limit.atMost };
  }
  return { what, figure, target: `at least ${limit.atLeast}${unit}`, isMet: value >= limit.atLeast };
}

/** Returns rows below a title, in aligned columns. */
export function tableText(title: string, rows: readonly Row[]): string {
  const cells = rows.map(({ what, figure, target, isMet }) => [
    what,
    figure,
    target ?? "",
    isMet === undefined ? "" : isMet ? "met" : "NOT MET",
  ]);
  return `${title}\n${gridText([["what", "figure", "target", ""], ...cells])}\n`;
}

/** Returns lines of cells, each column as wide as its widest cell; all but the first are right-aligned. */
export function gridText(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join("");
}
