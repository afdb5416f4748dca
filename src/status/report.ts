/** What `keyward status` answers, before it is written in one of the formats. */
import type { Report } from "../report/report.js";
import { KEY_STATES, type KeyState, type KeyStatus } from "../keys/key-status.js";
import type { Undo } from "../keys/undo.js";

/** A key, and the commands that look at it and bring it back. */
export interface ReportedKey extends KeyStatus {
  commands: Undo[];
}

export interface StatusReport {
  /** Keyward's. */
  version: string;
  /** The time that the answer is for, RFC 3339 in UTC: what is left is counted from it. */
  now: string;
  /** The filters as they were understood. */
  filters: {
    as_of?: string;
    pending?: true;
    within_seconds?: number;
    accounts?: string[];
    regions?: string[];
    actors?: string[];
    keys?: string[];
  };
  config?: Report["config"];
  files: number;
  bytes: number;
  records: number;
  coverage: Report["coverage"];
  /** The most urgent first. */
  keys: ReportedKey[];
  /** How many keys there are in each state. */
  totals: Partial<Record<KeyState, number>>;
  broken: Report["broken"];
}

/** States in which something can still be done, or has to be found out. */
const OPEN: readonly KeyState[] = KEY_STATES.filter((state) => state !== "enabled again" && state !== "deleted");

export function isOpen({ state }: KeyStatus): boolean {
  return OPEN.includes(state);
}

/** How many keys are in each state, the most urgent state first. */
export function totalsOf(keys: readonly KeyStatus[]): StatusReport["totals"] {
  const totals: StatusReport["totals"] = {};
  for (const { state } of keys) totals[state] = (totals[state] ?? 0) + 1;
  return totals;
}
