/** The table of what the rows found. */
import { gridText } from "#bench/report/table.js";
import type { RowResult } from "./row.js";

export interface NamedResult extends RowResult {
  name: string;
}

const HEADS = ["", "records", "missing", "foreign", "twice", "takeover s", "µs a record", "records a second"];

export function tableOf(results: readonly NamedResult[]): string {
  const lines = results.map(({ name, records, missing, foreign, twice, takeover, microseconds, perSecond }) => [
    name,
    ...[records, missing, foreign, twice].map(String),
    takeover?.toFixed(1) ?? "–",
    microseconds?.toFixed(1) ?? "–",
    perSecond === undefined ? "–" : String(Math.round(perSecond / 100) * 100),
  ]);
  return gridText([HEADS, ...lines]);
}

/** Whether a row kept all that it promises. */
/** Says so where it took longer than it should until all went on; undefined where it did not. */
export function lateness({ takeover, within }: RowResult): string | undefined {
  if (takeover === undefined || within === undefined || takeover <= within) return undefined;
  return `it took ${takeover.toFixed(1)} s until all went on, more than ${within} s`;
}

export function isKept({ missing, foreign, broken }: RowResult): boolean {
  return missing === 0 && foreign === 0 && broken.length === 0;
}
