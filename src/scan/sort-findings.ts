/** Sorts findings by a column. */
import { VERDICTS } from "../engine/finding.js";
import { KEY_STATES } from "../keys/key-status.js";
import type { ReportedFinding } from "../report/report.js";

/** The sort columns: the most important values come first, missing ones last. */
export const SORT_COLUMNS = ["time", "deadline", "state", "severity", "verdict", "key", "actor"] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

const SEVERITIES = ["critical", "high", "medium", "low"];

type Rank = string | number | undefined;

const RANKS: Record<Exclude<SortColumn, "time">, (finding: ReportedFinding) => Rank> = {
  deadline: ({ deadline }) => deadline,
  state: ({ state }) => state && KEY_STATES.indexOf(state),
  severity: ({ severity }) => severity && SEVERITIES.indexOf(severity),
  verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
  key: ({ key }) => key?.arn ?? key?.id,
  actor: ({ actor }) => actor?.arn ?? actor?.type,
};

/** Sorts `findings`, which are ordered by time; equal values keep that order. */
export function sortFindings(findings: ReportedFinding[], column: SortColumn = "time"): ReportedFinding[] {
  if (column === "time") return findings;
  const rankOf = RANKS[column];
  return findings.toSorted((one, other) => compare(rankOf(one), rankOf(other)));
}

function compare(one: Rank, other: Rank): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -1 : 1;
}
