import { colors } from "./colors.js";
import { escapeForTerminal } from "./escape.js";

/** One element of the annotation's `keyward.events`; fields that the event lacks are absent. */
export interface MatchedEvent {
  /** Path of the event in the record; empty if it is the record itself. */
  path?: string;
  time?: string;
  action?: string;
  account?: string;
  region?: string;
  actor?: { type?: string; arn?: string };
  source_ip?: string;
  user_agent?: string;
  key?: { id?: string; arn?: string; state?: string };
  pending_window_days?: number;
  deletion_date?: string;
}

/** Returns a matched event as lines for people: the action, then a line for each known field. */
export function alertLines(event: MatchedEvent): string[] {
  const details: [label: string, value: string | undefined][] = [
    ["key", event.key?.arn ?? event.key?.id],
    ["state", event.key?.state],
    ["waiting", waitingPeriod(event)],
    ["by", joined(" ", event.actor?.arn, event.actor?.type && `(${event.actor.type})`)],
    ["in", joined(", ", event.account && `account ${event.account}`, event.region)],
    ["from", joined(", ", event.source_ip, event.user_agent && shortUserAgent(event.user_agent))],
    ["at", event.path],
  ];
  const action = colors.bold(colors.red(escapeForTerminal(event.action ?? "?")));
  const time = escapeForTerminal(event.time ?? "at an unknown time");
  return [`  ${action}  ${time}`, ...details.flatMap(([label, value]) => (value ? [detailLine(label, value)] : []))];
}

function detailLine(label: string, value: string): string {
  return `    ${colors.dim(label.padEnd(8))}${escapeForTerminal(value)}`;
}

function waitingPeriod(event: MatchedEvent): string | undefined {
  const days = event.pending_window_days === undefined ? undefined : `${event.pending_window_days} days`;
  return joined(", ", days, event.deletion_date && `deleted on ${event.deletion_date}`);
}

/** Returns the first product of a user agent: "aws-cli/2.27.41" of the AWS CLI's long text. */
function shortUserAgent(userAgent: string): string {
  return userAgent.split(" ", 1)[0] ?? userAgent;
}

function joined(separator: string, ...parts: (string | undefined)[]): string | undefined {
  const known = parts.filter((part) => part !== undefined && part !== "");
  return known.length === 0 ? undefined : known.join(separator);
}
