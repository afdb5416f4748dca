/** A finding as the page filters, sorts and shows it. */
import { VERDICTS } from "../../src/engine/finding.js";
import { parseEventTime } from "../../src/findings/event-time.js";
import { statusFinder } from "../../src/keys/find-status.js";
import { KEY_STATES, type KeyState, type KeyStatus } from "../../src/keys/key-status.js";
import { readKeyEvent } from "../../src/keys/read-key-event.js";
import type { ReportedFinding } from "../../src/report/report.js";
import { isOpen } from "../../src/status/report.js";

/** The facets that findings are filtered by, besides time and text. */
export const FACETS = ["verdict", "action", "state", "account", "region", "actor", "key", "exception"] as const;
export type Facet = (typeof FACETS)[number];

export interface Row {
  finding: ReportedFinding;
  /** Its index in the report, from 0. */
  order: number;
  /** Its rank by urgency, from 0. */
  urgency: number;
  /** Milliseconds since 1970; undefined if the event has no readable time. */
  time: number | undefined;
  /** The status of its key after all events; undefined if they were not read for that, and for a failed call. */
  status: KeyStatus | undefined;
  /** When its key is deleted, if known: milliseconds since 1970, and the seconds left. */
  deadline: { time: number; seconds_left: number } | undefined;
  /** "" if the event lacks it. */
  facets: Record<Facet, string>;
}

/** `keys`: the statuses of keys at `now`, in milliseconds since 1970. */
export function rowsOf(findings: readonly ReportedFinding[], keys: readonly KeyStatus[] = [], now = 0): Row[] {
  const statusOf = statusFinder(keys);
  const rows = findings.map((finding, order): Row => {
    const isDenied = finding.verdict === "denied";
    const status = isDenied ? undefined : statusOf(readKeyEvent(finding));
    return {
      finding,
      order,
      urgency: 0,
      time: parseEventTime(finding.time),
      status,
      deadline: isDenied ? undefined : deadlineAt(status === undefined ? finding.deadline : status.deadline, now),
      facets: {
        verdict: finding.verdict,
        action: finding.action ?? "",
        state: status?.state ?? "",
        account: finding.account ?? "",
        region: finding.region ?? "",
        actor: finding.actor?.arn ?? finding.actor?.type ?? "",
        key: finding.key?.arn ?? finding.key?.id ?? "",
        exception: finding.exception?.id ?? "",
      },
    };
  });
  for (const [urgency, row] of [...rows].sort(byUrgency).entries()) row.urgency = urgency;
  return rows;
}

function deadlineAt(text: string | undefined, now: number): Row["deadline"] {
  const time = parseEventTime(text);
  return time === undefined ? undefined : { time, seconds_left: Math.floor((time - now) / 1000) };
}

/**
 * Orders by urgency: first what can still be saved, by key state and deadline; then what is expected, what is settled, and what
 * failed.
 */
function byUrgency(one: Row, other: Row): number {
  const [ranks, against] = [ranksOf(one), ranksOf(other)];
  for (const [index, rank] of ranks.entries()) {
    const difference = rank - (against[index] ?? rank);
    if (difference !== 0) return difference;
  }
  return one.order - other.order;
}

function ranksOf({ finding, status, deadline, time }: Row): number[] {
  const isOver = deadline !== undefined && deadline.seconds_left <= 0;
  return [
    groupOf(finding, status),
    KEY_STATES.indexOf(status?.state ?? stateAfter(finding)),
    deadline === undefined ? 1 : isOver ? 2 : 0,
    deadline === undefined ? 0 : isOver ? -deadline.time : deadline.time,
    VERDICTS.indexOf(finding.verdict),
    time === undefined ? 0 : -time,
  ];
}

function groupOf({ verdict }: ReportedFinding, status: KeyStatus | undefined): number {
  if (verdict === "denied") return 3;
  if (status !== undefined && !isOpen(status)) return 2;
  return verdict === "suppressed" ? 1 : 0;
}

/** Returns a key's state after this call alone. */
function stateAfter({ action }: ReportedFinding): KeyState {
  return action === "ScheduleKeyDeletion" ? "pending deletion" : "disabled";
}

const texts = new WeakMap<Row, string>();

/** Returns all text of a finding in lower case, for searching. */
export function textOf(row: Row): string {
  let text = texts.get(row);
  if (text === undefined) {
    text = [...valuesIn(row.finding), row.facets.state].join("\n").toLowerCase();
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
