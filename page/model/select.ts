/** Applies the filters, and counts what each filter alone would leave: one pass over all rows. */
import type { Total } from "../../src/report/report.js";
import type { Filters } from "./filters.js";
import { FACETS, textOf, type Facet, type Row } from "./row.js";

export interface Selection {
  rows: Row[];
  /**
   * How often each value of each facet occurs, most frequent first: among the rows that pass the other filters, so that there are
   * other values to choose.
   */
  totals: Record<Facet, Total[]>;
  /** Rows left out only because they have no readable time. */
  untimed: number;
}

/** One bit per facet, and one for everything else. */
const BIT = Object.fromEntries(FACETS.map((facet, index) => [facet, 1 << index])) as Record<Facet, number>;
const ELSE = 1 << FACETS.length;

export function select(rows: readonly Row[], filters: Filters): Selection {
  const words = filters.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const chosen = FACETS.filter((facet) => filters.values[facet].length > 0).map((facet) => ({
    facet,
    values: new Set(filters.values[facet]),
  }));
  const left: Row[] = [];
  const counts = FACETS.map((facet) => ({ facet, totals: new Map<string, Total>() }));
  let untimed = 0;
  for (const row of rows) {
    const hasWords = words.every((word) => textOf(row).includes(word));
    let missed = isElsewhere(row, filters) || !hasWords ? ELSE : 0;
    for (const { facet, values } of chosen) if (!values.has(row.facets[facet])) missed |= BIT[facet];
    if (missed === 0) left.push(row);
    for (const { facet, totals } of counts) if ((missed & ~BIT[facet]) === 0) count(totals, row, facet);
    if (missed === ELSE && row.time === undefined && hasWords) untimed++;
  }
  const totals = Object.fromEntries(counts.map((one) => [one.facet, ordered(one.totals)]));
  return { rows: left, totals: totals as Record<Facet, Total[]>, untimed };
}

function isElsewhere({ time }: Row, { range }: Filters): boolean {
  return range !== undefined && (time === undefined || time < range.from || time >= range.to);
}

function count(totals: Map<string, Total>, { facets, finding }: Row, facet: Facet): void {
  const name = facets[facet];
  let total = totals.get(name);
  if (total === undefined) {
    total = { name, count: 0, verdicts: {} };
    totals.set(name, total);
  }
  total.count++;
  total.verdicts[finding.verdict] = (total.verdicts[finding.verdict] ?? 0) + 1;
}

function ordered(totals: Map<string, Total>): Total[] {
  return [...totals.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
