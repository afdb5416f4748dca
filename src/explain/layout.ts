/** Lays rows out in columns, as wide as needed and no wider than the terminal. Texts come escaped, and are colored here. */
import { colors } from "../terminal/colors.js";
import { padTo, textWidth } from "../terminal/width.js";

export interface Row {
  /** Whether the row's statement holds; absent in a row that continues the one before. */
  holds?: boolean;
  label: string;
  value: string;
  /** Path of the value. */
  place?: string;
  /** Further texts, one per line. */
  below?: readonly string[];
}

/** `yes` or `no`, and a space. */
const MARK_WIDTH = 5;
const GAP = 2;
/** With fewer columns for values, or on a narrower terminal, labels get lines of their own. */
const MIN_VALUE_WIDTH = 24;

/** Returns the lines of the rows, indented by this many columns. */
export function layOut(rows: readonly Row[], width: number, indent: number): string[] {
  const labelWidth = Math.max(0, ...rows.map(({ label }) => textWidth(label)));
  const markWidth = rows.some(({ holds }) => holds !== undefined) ? MARK_WIDTH : 0;
  const beside = indent + markWidth + labelWidth + GAP;
  const isStacked = width - beside < MIN_VALUE_WIDTH;
  const left = isStacked ? indent + MARK_WIDTH : beside;
  const room = Math.max(1, width - left);
  // The column of paths begins after the longest value that leaves room for its path.
  const valueWidth = Math.max(0, ...rows.filter((row) => fits(row, room)).map(({ value }) => textWidth(value)));
  return rows.flatMap((row) => {
    const lines = cellLines(row, room, valueWidth).map((line) => " ".repeat(left) + line);
    const mark = row.holds === undefined ? "" : markOf(row.holds);
    const label = padTo(row.label, labelWidth);
    if (isStacked) return [...(row.label === "" ? [] : [`${" ".repeat(indent)}${mark}${row.label}`]), ...lines];
    const [first = "", ...others] = lines;
    const start = row.label === "" ? " ".repeat(left) : `${" ".repeat(indent)}${mark}${label}${" ".repeat(GAP)}`;
    return [start + first.slice(left), ...others];
  });
}

function fits({ value, place = "" }: Row, room: number): boolean {
  return textWidth(value) + GAP + textWidth(place) <= room;
}

function cellLines({ value, place, below = [] }: Row, room: number, valueWidth: number): string[] {
  const lines = below.flatMap((text) => wrap(text, room).map((line) => colors.dim(line)));
  if (place === undefined) return [...wrap(value, room), ...lines];
  const gap = " ".repeat(Math.max(0, valueWidth - textWidth(value)) + GAP);
  if (textWidth(value) + gap.length + textWidth(place) <= room) return [value + gap + colors.dim(place), ...lines];
  return [...wrap(value, room), ...wrap(place, room).map((line) => colors.dim(line)), ...lines];
}

function markOf(holds: boolean): string {
  return holds ? `${colors.green("yes")}  ` : `${colors.red("no")}   `;
}

/** Wraps a text into lines of at most this many columns: at spaces, or anywhere in a word longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const end = (): void => {
    lines.push(line.trimEnd());
    line = "";
    used = 0;
  };
  for (const word of text.match(/\s+|\S+/g) ?? []) {
    const wordWidth = textWidth(word);
    if (used > 0 && used + wordWidth > width) end();
    if (used === 0 && lines.length > 0 && word.trim() === "") continue;
    for (const part of wordWidth > width ? Array.from(word) : [word]) {
      const partWidth = textWidth(part);
      if (used > 0 && used + partWidth > width) end();
      line += part;
      used += partWidth;
    }
  }
  if (line !== "" || lines.length === 0) end();
  return lines;
}
