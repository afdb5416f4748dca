/** Counts findings by what they have in common. */
import { parseEventTime } from "../findings/event-time.js";
import type { Finding, Verdict } from "../engine/finding.js";
import type { Total, Totals } from "../report/report.js";

/** Shown for a value that the event lacks. */
export const UNKNOWN = "(unknown)";

export function totalsOf(findings: readonly Finding[]): Totals {
  const verdicts: Totals["verdicts"] = {};
  for (const { verdict } of findings) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    verdicts,
    actors: countBy(findings, ({ actor }) => actor?.arn ?? actor?.type ?? UNKNOWN).sort(byCount),
    keys: countBy(findings, ({ key }) => key?.arn ?? key?.id ?? UNKNOWN).sort(byCount),
    accounts: countBy(findings, ({ account }) => account ?? UNKNOWN).sort(byCount),
    days: countBy(findings, ({ time }) => dayOf(time) ?? UNKNOWN).sort(byName),
    exceptions: countBy(findings, ({ exception }) => exception?.id).sort(byCount),
  };
}

/** Returns the day of an event in UTC, `YYYY-MM-DD`; undefined if its time cannot be read. */
function dayOf(time: string | undefined): string | undefined {
  const milliseconds = parseEventTime(time);
  if (milliseconds === undefined) return undefined;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}

function countBy(findings: readonly Finding[], nameOf: (finding: Finding) => string | undefined): Total[] {
  const totals = new Map<string, Total>();
  for (const finding of findings) {
    const name = nameOf(finding);
    if (name === undefined) continue;
    let total = totals.get(name);
    if (total === undefined) totals.set(name, (total = { name, count: 0, verdicts: {} }));
    total.count++;
    total.verdicts[finding.verdict] = (total.verdicts[finding.verdict] ?? 0) + 1;
  }
  return [...totals.values()];
}

/** Orders by count, largest first, then by name, so that the order is always the same. */
function byCount(one: Total, other: Total): number {
  return other.count - one.count || byName(one, other);
}

/** Orders by name, unknown last. */
function byName({ name: one }: Total, { name: other }: Total): number {
  if ((one === UNKNOWN) !== (other === UNKNOWN)) return one === UNKNOWN ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Reports whether findings with that verdict were counted. */
export function hasVerdict({ verdicts }: Totals, verdict: Verdict): boolean {
  return (verdicts[verdict] ?? 0) > 0;
}
