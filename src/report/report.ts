/** The result of a scan, before it is formatted. No Node imports: the HTML page uses it too. */
import type { Finding, Verdict } from "../engine/finding.js";
import type { KeyState, KeyStatus } from "../keys/key-status.js";

/** A finding, listed once however often it was found. */
export interface ReportedFinding extends Finding {
  /** How many times the event was found; `file` and `line` are the first. */
  seen: number;
  /** Other locations, up to ten. */
  also: { file: string; line: number }[];
  /** Earliest time at which KMS deletes the key, unless the deletion is cancelled: RFC 3339 in UTC. */
  deadline?: string;
  /** Whether it was computed from the event's time and the waiting period instead of being in the event. */
  deadline_computed?: boolean;
  /** The state of the key after all its events that were read, and the time of the last event in its account and region. */
  state?: KeyState;
  as_of?: string;
}

/** Number of findings with a common value, and their verdicts. */
export interface Total {
  name: string;
  count: number;
  verdicts: Partial<Record<Verdict, number>>;
}

/** Findings counted by common values, most frequent first; days in order. */
export interface Totals {
  verdicts: Partial<Record<Verdict, number>>;
  actors: Total[];
  keys: Total[];
  accounts: Total[];
  /** `YYYY-MM-DD`, in UTC. */
  days: Total[];
  exceptions: Total[];
}

/** Files of one kind that were left out, with the first one. */
export interface LeftOutKind {
  kind: string;
  files: number;
  first: string;
  advice: string;
}

/** Names; there may be more than are listed. */
export interface Names {
  names: string[];
  hasMore: boolean;
}

/** What was read, in events, and what was not. */
export interface Coverage {
  /** Recognized CloudTrail events, in any schema, and those of AWS KMS among them. */
  events: number;
  kms_events: number;
  /** Events without a readable time, and the first and last time of the rest: RFC 3339, in UTC. */
  events_without_time: number;
  first_event?: string;
  last_event?: string;
  accounts: Names;
  regions: Names;
  /** Numbers of records without an event, and of those that are not JSON. */
  records_without_event: number;
  not_json: number;
  /** Numbers of files in folders whose names are not logs', and of folders before the window. */
  other_files: number;
  earlier_folders: number;
  left_out: LeftOutKind[];
  /** Records that name an action of the rule and could not be judged: how many, and the first one in each file. */
  unread: { records: number; first: { file: string; line: number; reason: string; records: number }[] };
  /** The same for records that name another key event: the states of keys may be wrong. */
  unsure: Coverage["unread"];
  /** Annotated records, which were judged again: how many, and the first one in each file whose event contradicts its annotation. */
  annotated: {
    records: number;
    differing: number;
    first: { file: string; line: number; annotation: string; event: string; records: number }[];
  };
  /** Failures of the module while counting: the numbers are too low. */
  failures: number;
}

/** The configuration in effect. */
export interface ReportedConfig {
  file: string;
  /** SHA-256 of the file, in hex. */
  sha256: string;
  /** As in the file. */
  exceptions: { id: string; reason: string; [member: string]: unknown }[];
}

export interface Report {
  /** Version of Keyward. */
  version: string;
  /** Start of the scan, RFC 3339 in UTC. */
  scanned_at: string;
  /** The filters as understood; times are RFC 3339 in UTC. */
  filters: {
    since?: string;
    until?: string;
    accounts?: string[];
    regions?: string[];
    actions?: string[];
    actors?: string[];
    keys?: string[];
    verdicts?: Verdict[];
  };
  /** Absent if the plain rule is in effect. */
  config?: ReportedConfig;
  /** What was read. `bytes`: size of the files as stored, compressed or not. */
  files: number;
  bytes: number;
  records: number;
  coverage: Coverage;
  /** Ordered by time, unless sorted otherwise; those without a time come last, in the order found. */
  findings: ReportedFinding[];
  /** Findings beyond the limit: they are in the totals. */
  not_listed?: number;
  totals: Totals;
  /**
   * The state of each key that may be lost, from all events that were read, most urgent first. The time left depends on when it
   * is asked for.
   */
  keys: Omit<KeyStatus, "seconds_left">[];
  /** Files that could not be read, or not to their end, and records that could not be judged, with the reason. */
  broken: { file: string; line?: number; reason: string }[];
  /** The configuration error, if there is one. */
  config_error?: string;
}
