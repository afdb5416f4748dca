/** Findings in the order that was asked for. */
import { VERDICTS } from "../engine/finding.js";
import { KEY_STATES } from "../keys/key-status.js";
import type { ReportedFinding } from "../report/report.js";

/** What findings can be sorted by: what matters most comes first, and what is not said last. */
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

/** `findings` are in the order of their times, which stays where a column says the same. */
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
