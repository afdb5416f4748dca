/**
 * Packs a report for the HTML page: each value of a column once, and a number for each finding, which takes less than half the
 * space. No Node imports: the page unpacks it.
 */
import type { Report, ReportedFinding } from "./report.js";

/** One column of the rows, such as `actor.arn`. */
export interface PackedColumn {
  /** The member names that lead to it, joined by dots. */
  name: string;
  /** Each value once, in order of first occurrence. */
  values: unknown[];
  /** The value of each row, by number from 1; 0 is none. Absent if each row has its own, in order. */
  at?: number[];
}

/** Objects of one kind. */
export interface PackedRows {
  count: number;
  columns: PackedColumn[];
}

/** Without totals: the page counts what its filters leave. */
export interface PackedReport extends Omit<Report, "findings" | "keys" | "totals"> {
  findings: PackedRows;
  keys: PackedRows;
}

export function packReport(report: Report): PackedReport {
  const { findings, keys } = report;
  const rest: Omit<Report, "findings" | "keys" | "totals"> & Partial<Report> = { ...report };
  delete rest.findings;
  delete rest.keys;
  delete rest.totals;
  return { ...rest, findings: packRows(findings), keys: packRows(keys) };
}

export function packRows(rows: readonly object[]): PackedRows {
  const columns = new Map<string, ColumnWriter>();
  for (const [index, row] of rows.entries()) {
    for (const [name, value] of leavesOf(row)) {
      const column = columns.get(name) ?? new ColumnWriter(name, rows.length);
      columns.set(name, column);
      column.write(index, value);
    }
  }
  return { count: rows.length, columns: [...columns.values()].map((column) => column.packed()) };
}

/** Returns what was packed, except empty objects; `details` is always there. */
export function unpackFindings(packed: PackedRows): ReportedFinding[] {
  return unpack(packed, () => ({ details: {} })) as unknown as ReportedFinding[];
}

/** Does the same for keys. */
export function unpackKeys(packed: PackedRows): Report["keys"] {
  return unpack(packed, () => ({})) as unknown as Report["keys"];
}

function unpack({ count, columns }: PackedRows, make: () => Members): Members[] {
  const rows = Array.from({ length: count }, make);
  for (const { name, values, at } of columns) {
    const steps = name.split(".");
    for (const [index, row] of rows.entries()) {
      const number = at === undefined ? index + 1 : (at[index] ?? 0);
      if (number > 0) put(row, steps, values[number - 1]);
    }
  }
  return rows;
}

type Members = Record<string, unknown>;

class ColumnWriter {
  readonly #name: string;
  readonly #values: unknown[] = [];
  readonly #at: number[];
  /** The number of a value, by its JSON, since 1 and "1" differ. */
  readonly #numbers = new Map<string, number>();

  constructor(name: string, rows: number) {
    this.#name = name;
    this.#at = new Array<number>(rows).fill(0);
  }

  write(row: number, value: unknown): void {
    const text = JSON.stringify(value);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#values.push(value);
      this.#numbers.set(text, number);
    }
    this.#at[row] = number;
  }

  packed(): PackedColumn {
    const isOwn = this.#at.every((number, row) => number === row + 1);
    return { name: this.#name, values: this.#values, ...(!isOwn && { at: this.#at }) };
  }
}

/** Yields the members that are not objects, with the names that lead to them; arrays are values. */
function* leavesOf(object: object, before = ""): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(object) as [string, unknown][]) {
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      yield* leavesOf(value, `${before}${name}.`);
    else if (value !== undefined) yield [before + name, value];
  }
}

function put(object: Members, steps: readonly string[], value: unknown): void {
  let place = object;
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) place[step] = value;
    else place = (place[step] ??= {}) as Members;
  }
}
