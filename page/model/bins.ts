/** The timeline's bars: days, or whatever suits the time range. All in UTC. */
import type { Verdict } from "../../src/engine/finding.js";
import type { Range } from "./filters.js";
import type { Row } from "./row.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** The first Monday of 1970: weeks begin there, and so do days and hours. */
const MONDAY = 4 * DAY;
/** With more bars than this, they are too thin to see or to click. */
const MAX_BINS = 124;
const SHORTEST = 10 * MINUTE;
/** Rows within less than this would fill only a few day bars. */
const SHORT = 12 * HOUR;

export interface Bin extends Range {
  count: number;
  verdicts: Partial<Record<Verdict, number>>;
}

/** Returns the length of a bar for a time range, in milliseconds. */
export function stepOf({ from, to }: Range): number {
  const length = to - from;
  if (length <= 2 * HOUR) return MINUTE;
  if (length <= 12 * HOUR) return 10 * MINUTE;
  if (length <= 3 * DAY) return HOUR;
  if (length <= MAX_BINS * DAY) return DAY;
  let step = WEEK;
  while (length > MAX_BINS * step) step *= step === WEEK ? 4 : 2;
  return step;
}

/**
 * Returns the range of whole days (or weeks; or hours, if less than half a day) from the first row to the last; undefined if no
 * row has a time.
 */
export function extentOf(rows: readonly Row[]): Range | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const { time } of rows) {
    if (time === undefined) continue;
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  if (from > to) return undefined;
  if (to - from < SHORT) return aligned({ from, to: to + 1 }, HOUR);
  const days = { from: floor(from, DAY), to: floor(to, DAY) + DAY };
  return aligned(days, Math.max(DAY, stepOf(days)));
}

/** Returns all bars of a range, empty ones included. */
export function binsOf(rows: readonly Row[], range: Range): Bin[] {
  const step = stepOf(range);
  const { from, to } = aligned(range, step);
  const bins = Array.from({ length: Math.round((to - from) / step) }, (_, index): Bin => {
    const begin = from + index * step;
    return { from: begin, to: begin + step, count: 0, verdicts: {} };
  });
  for (const { time, finding } of rows) {
    const bin = time === undefined ? undefined : bins[Math.floor((time - from) / step)];
    if (bin === undefined) continue;
    bin.count++;
    bin.verdicts[finding.verdict] = (bin.verdicts[finding.verdict] ?? 0) + 1;
  }
  return bins;
}

/** Returns a range half as long around the middle, or twice as long, but never beyond `extent`. */
export function zoomed(range: Range, factor: 0.5 | 2, extent: Range): Range {
  if (factor < 1 && range.to - range.from <= SHORTEST) return range;
  const wanted = Math.max(SHORTEST, (range.to - range.from) * factor);
  const step = stepOf({ from: 0, to: wanted });
  const length = Math.max(step, Math.round(wanted / step) * step);
  const from = floor((range.from + range.to - length + step) / 2, step);
  return within({ from, to: from + length }, extent);
}

/** Returns the previous (-1) or next (1) range: half of it is new. */
export function moved(range: Range, direction: -1 | 1, extent: Range): Range {
  const step = stepOf(range);
  const by = Math.max(step, Math.round((range.to - range.from) / 2 / step) * step) * direction;
  return within({ from: range.from + by, to: range.to + by }, extent);
}

/** Returns a range of the same length inside `extent`, or all of `extent`. */
export function within({ from, to }: Range, extent: Range): Range {
  if (to - from >= extent.to - extent.from) return extent;
  const by = Math.max(0, extent.from - from) - Math.max(0, to - extent.to);
  return { from: from + by, to: to + by };
}

export function isSame(a: Range, b: Range): boolean {
  return a.from === b.from && a.to === b.to;
}

function aligned({ from, to }: Range, step: number): Range {
  return { from: floor(from, step), to: floor(to - 1, step) + step };
}

function floor(time: number, step: number): number {
  return Math.floor((time - MONDAY) / step) * step + MONDAY;
}
