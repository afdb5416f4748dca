/** What a part of the benchmark found, as aligned text. */

export interface Row {
  what: string;
  /** The figure, with its unit. */
  figure: string;
  /** What it is to be; absent where nothing is promised. */
  target?: string;
  /** Whether it is; absent without a target. */
  isMet?: boolean;
}

/** A figure that has to be at most, or at least, a limit. Digits are those after the decimal point. */
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

/** Rows below a title, columns aligned. */
export function tableText(title: string, rows: readonly Row[]): string {
  const cells = rows.map(({ what, figure, target, isMet }) => [
    what,
    figure,
    target ?? "",
    isMet === undefined ? "" : isMet ? "met" : "NOT MET",
  ]);
  return `${title}\n${gridText([["what", "figure", "target", ""], ...cells])}\n`;
}

/** Lines of cells, each column as wide as its widest; all but the first are set flush right. */
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
