/** A finding as the page filters, sorts and shows it. */
import { parseEventTime } from "../../src/findings/event-time.js";
import type { ReportedFinding } from "../../src/report/report.js";

/** What a finding is filtered by, besides its time and its text. */
export const FACETS = ["verdict", "action", "account", "region", "actor", "key", "exception"] as const;
export type Facet = (typeof FACETS)[number];

export interface Row {
  finding: ReportedFinding;
  /** Its place in the report, from 0. */
  order: number;
  /** Milliseconds since 1970; undefined where the event has no readable time. */
  time: number | undefined;
  /** "" where the event does not say. */
  facets: Record<Facet, string>;
}

export function rowsOf(findings: readonly ReportedFinding[]): Row[] {
  return findings.map((finding, order) => ({
    finding,
    order,
    time: parseEventTime(finding.time),
    facets: {
      verdict: finding.verdict,
      action: finding.action ?? "",
      account: finding.account ?? "",
      region: finding.region ?? "",
      actor: finding.actor?.arn ?? finding.actor?.type ?? "",
      key: finding.key?.arn ?? finding.key?.id ?? "",
      exception: finding.exception?.id ?? "",
    },
  }));
}

const texts = new WeakMap<Row, string>();

/** All that a finding says, in lower case: what a search looks in. */
export function textOf(row: Row): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = [...valuesIn(row.finding)].join("\n").toLowerCase();
    texts.set(row, text);
  }
  return text;
}

function* valuesIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "number") yield String(value);
  else if (typeof value === "object" && value !== null)
    for (const member of Object.values(value)) yield* valuesIn(member);
}
