/** The answer of `keyward status`, before it is formatted. */
import type { Report } from "../report/report.js";
import { KEY_STATES, type KeyState, type KeyStatus } from "../keys/key-status.js";
import type { Undo } from "../keys/undo.js";

/** A key, and the commands that inspect it and bring it back. */
export interface ReportedKey extends KeyStatus {
  commands: Undo[];
}

export interface StatusReport {
  /** Version of Keyward. */
  version: string;
  /** The time of the answer, RFC 3339 in UTC, from which the time left is counted. */
  now: string;
  /** The filters as understood. */
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
  /** Most urgent first. */
  keys: ReportedKey[];
  /** Number of keys in each state. */
  totals: Partial<Record<KeyState, number>>;
  broken: Report["broken"];
}

/** States in which something can still be done or must be found out. */
const OPEN: readonly KeyState[] = KEY_STATES.filter((state) => state !== "enabled again" && state !== "deleted");

export function isOpen({ state }: KeyStatus): boolean {
  return OPEN.includes(state);
}

/** Counts the keys in each state, most urgent state first. */
export function totalsOf(keys: readonly KeyStatus[]): StatusReport["totals"] {
  const totals: StatusReport["totals"] = {};
  for (const { state } of keys) totals[state] = (totals[state] ?? 0) + 1;
  return totals;
}
