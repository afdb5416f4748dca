/** The table of the rows' results. */
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

/** Returns a message if the takeover took too long; undefined otherwise. */
export function lateness({ takeover, within }: RowResult): string | undefined {
  if (takeover === undefined || within === undefined || takeover <= within) return undefined;
  return `it took ${takeover.toFixed(1)} s until all went on, more than ${within} s`;
}

/** Reports whether a row kept all its promises. */
export function isKept({ missing, foreign, broken }: RowResult): boolean {
  return missing === 0 && foreign === 0 && broken.length === 0;
}
