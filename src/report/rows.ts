/** A finding's row in the table. */
import { eventPlace } from "../findings/places.js";
import type { ReportedFinding } from "./report.js";
import { parseEventTime } from "../findings/event-time.js";
import { escapeForTerminal } from "../terminal/escape.js";

export const HEADINGS = [
  ...(["time", "verdict", "severity", "action", "waits", "deadline", "state", "key"] as const),
  ...(["actor", "account", "region", "file"] as const),
];
export type Row = Record<(typeof HEADINGS)[number], string>;

/** Shown for what the event lacks. */
export const NOTHING = "-";

/** Returns the full row, for a file or another program. */
export function fullRow(finding: ReportedFinding): Row {
  const { verdict, action, key, actor, account, region, pending_window_days: days } = finding;
  return escaped({
    time: timeOf(finding),
    verdict,
    severity: finding.severity,
    action,
    // The waiting period, if the event has one.
    waits: days === undefined ? undefined : `${days} d`,
    deadline: finding.deadline,
    state: finding.state,
    key: key?.arn ?? key?.id,
    actor: actor?.arn ?? actor?.type,
    account,
    region,
    file: placeOf(finding),
  });
}

/** Returns a short row for a terminal: ids of keys, names of actors. */
export function shortRow(finding: ReportedFinding): Row {
  const { key, actor } = finding;
  return {
    ...fullRow(finding),
    ...escaped({ key: key?.id ?? key?.arn, actor: actor?.arn === undefined ? actor?.type : actorName(actor.arn) }),
  };
}

/** Shortens the ARN of a key or an actor, as in `shortRow`. */
export function shortName(arn: string): string {
  return /^arn:[^:]*:kms:/.test(arn) ? arn.replace(/^.*:key\//, "") : actorName(arn);
}

/** Returns `OrganizationAdmin/mallory` for a role session, `alice` for a user, `root`. */
function actorName(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  if (resource === "") return arn;
  const [kind, ...names] = resource.split("/");
  return kind === "assumed-role" ? names.join("/") : (names.at(-1) ?? resource);
}

/** Returns the time in UTC if it can be read, else as the event has it. */
function timeOf({ time }: ReportedFinding): string | undefined {
  const milliseconds = parseEventTime(time);
  if (milliseconds === undefined) return time;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? time : date.toISOString().replace(".000Z", "Z");
}

function placeOf(finding: ReportedFinding): string {
  const { seen } = finding;
  return `${eventPlace(finding)}${seen > 1 ? ` (seen ${seen} times)` : ""}`;
}

function escaped<Name extends string>(texts: Record<Name, string | undefined>): Record<Name, string> {
  const row = {} as Record<Name, string>;
  for (const name in texts) {
    const text = texts[name];
    row[name] = text === undefined || text === "" ? NOTHING : escapeForTerminal(text);
  }
  return row;
}
