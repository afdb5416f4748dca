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
export function isKept({ missing, foreign, broken }: RowResult): boolean {
  return missing === 0 && foreign === 0 && broken.length === 0;
}
