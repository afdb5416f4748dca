/** The orders of findings, and the table's columns. */
import { VERDICTS } from "../../src/engine/finding.js";
import { KEY_STATES, type KeyState } from "../../src/keys/key-status.js";
import type { Row } from "./row.js";

/** A column shows its first field, with the second, if any, below. */
export const COLUMNS = [
  { id: "time", label: "Time (UTC)", below: "place" },
  { id: "action", label: "Action", below: "verdict" },
  { id: "deadline", label: "Deadline", below: undefined },
  { id: "state", label: "Key's state", below: undefined },
  { id: "key", label: "Key", below: undefined },
  { id: "actor", label: "Actor", below: undefined },
  { id: "account", label: "Account", below: "region" },
] as const;
export type ColumnId = (typeof COLUMNS)[number]["id"];

/** The orders that findings can be sorted by. */
export const ORDERS = [
  { id: "urgency", label: "urgency" },
  { id: "time", label: "time" },
  { id: "deadline", label: "deadline" },
  { id: "state", label: "key's state" },
  { id: "verdict", label: "verdict" },
  { id: "action", label: "action" },
  { id: "key", label: "key" },
  { id: "actor", label: "actor" },
  { id: "account", label: "account" },
  { id: "region", label: "region" },
  { id: "place", label: "file and line" },
] as const;
export type OrderId = (typeof ORDERS)[number]["id"];

export interface Sort {
  column: OrderId;
  descending: boolean;
}

/** What can still be saved comes first. */
export const DEFAULT_SORT: Sort = { column: "urgency", descending: false };

/** Returns a column's initial order: newest first for times, smallest first for the rest. */
export function naturalOrder(column: OrderId): Sort {
  return { column, descending: column === "time" };
}

/** Returns the rows in an order: missing values last, ties by urgency. Does not change its argument. */
export function sorted(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const keyed = rows.map((row) => ({ row, key: keyOf(row, column) }));
  const up = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return lineOrder(a.row, b.row, column) * up || a.row.urgency - b.row.urgency;
    if (a.key === undefined || a.key === "") return 1;
    if (b.key === undefined || b.key === "") return -1;
    return a.key < b.key ? -up : up;
  });
  return keyed.map(({ row }) => row);
}

function keyOf(row: Row, column: OrderId): string | number | undefined {
  switch (column) {
    case "urgency":
      return row.urgency;
    case "time":
      return row.time;
    case "deadline":
      return row.deadline?.time;
    case "state":
      return row.facets.state === "" ? undefined : KEY_STATES.indexOf(row.facets.state as KeyState);
    case "verdict":
      return VERDICTS.indexOf(row.finding.verdict);
    case "place":
      return row.finding.file;
    case "action":
    case "key":
    case "actor":
    case "account":
    case "region":
      return row.facets[column];
  }
}

function lineOrder(a: Row, b: Row, column: OrderId): number {
  return column === "place" ? a.finding.line - b.finding.line : 0;
}
