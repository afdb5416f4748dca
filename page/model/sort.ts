/** The table's columns, and the orders that they give. */
import { VERDICTS } from "../../src/engine/finding.js";
import type { Row } from "./row.js";

export const COLUMNS = [
  { id: "time", label: "Time (UTC)" },
  { id: "verdict", label: "Verdict" },
  { id: "action", label: "Action" },
  { id: "key", label: "Key" },
  { id: "actor", label: "Actor" },
  { id: "account", label: "Account" },
  { id: "region", label: "Region" },
  { id: "place", label: "File and line" },
] as const;
export type ColumnId = (typeof COLUMNS)[number]["id"];

export interface Sort {
  column: ColumnId;
  descending: boolean;
}

/** The newest first. */
export const DEFAULT_SORT: Sort = { column: "time", descending: true };

/** The rows in that order, those that say nothing there last, equal ones as in the report. The rows given are not moved. */
export function sorted(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row, column) }));
  const up = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return lineOrder(a.row, b.row, column) * up || a.row.order - b.row.order;
    if (a.key === undefined || a.key === "") return 1;
    if (b.key === undefined || b.key === "") return -1;
    return a.key < b.key ? -up : up;
  });
  return keyed.map(({ row }) => row);
}

function keyOf(row: Row, column: ColumnId): string | number | undefined {
  if (column === "time") return row.time;
  if (column === "verdict") return VERDICTS.indexOf(row.finding.verdict);
  if (column === "place") return row.finding.file;
  return row.facets[column];
}

function lineOrder(a: Row, b: Row, column: ColumnId): number {
  return column === "place" ? a.finding.line - b.finding.line : 0;
}
