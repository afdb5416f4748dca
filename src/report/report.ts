/** What a scan found, before it is written in one of the formats. No imports of Node's: the HTML page has this too. */
import type { Finding, Verdict } from "../engine/finding.js";
import type { KeyState, KeyStatus } from "../keys/key-status.js";

/** A finding, once, however often it was found. */
export interface ReportedFinding extends Finding {
  /** How many times the event was found; `file` and `line` are the first one. */
  seen: number;
  /** Where else, up to ten places. */
  also: { file: string; line: number }[];
  /** When KMS deletes the key, at the earliest, unless somebody cancels it: RFC 3339 in UTC. */
  deadline?: string;
  /** It was counted from the event's time and the waiting period, and is not what the event says. */
  deadline_computed?: boolean;
  /** The state of the key, by all events of it that were read, and the time of the last event of its account and region. */
  state?: KeyState;
  as_of?: string;
}

/** How many findings share a value, and with which verdicts. */
export interface Total {
  name: string;
  count: number;
  verdicts: Partial<Record<Verdict, number>>;
}

/** Findings by what they share, each list from the most to the fewest; the days in their order. */
export interface Totals {
  verdicts: Partial<Record<Verdict, number>>;
  actors: Total[];
  keys: Total[];
  accounts: Total[];
  /** `YYYY-MM-DD`, in UTC. */
  days: Total[];
  exceptions: Total[];
}

/** Files of one kind that were left out; `first` is the first one. */
export interface LeftOutKind {
  kind: string;
  files: number;
  first: string;
  advice: string;
}

/** Names of which there may be more than are listed. */
export interface Names {
  names: string[];
  hasMore: boolean;
}

/** What was read, in events, and what was not. */
export interface Coverage {
  /** CloudTrail events that were recognised, in any schema; and those of AWS KMS. */
  events: number;
  kms_events: number;
  /** Events without a readable time, and the first and last time of the others: RFC 3339, in UTC. */
  events_without_time: number;
  first_event?: string;
  last_event?: string;
  accounts: Names;
  regions: Names;
  /** Records that hold no event, and those that are not JSON. */
  records_without_event: number;
  not_json: number;
  /** Files in folders that are no logs by their names, and folders that are before the window. */
  other_files: number;
  earlier_folders: number;
  left_out: LeftOutKind[];
  /** Records that name an action of the rule's and could not be judged: how many, and the first one of each file. */
  unread: { records: number; first: { file: string; line: number; reason: string; records: number }[] };
  /** The same of records that name another event of a key: the states of keys may not be what they seem. */
  unsure: Coverage["unread"];
  /** Records that came annotated and were judged again: how many, and where the event says something else, the first one of each file. */
  annotated: {
    records: number;
    differing: number;
    first: { file: string; line: number; annotation: string; event: string; records: number }[];
  };
  /** Failures of the module while it counted: the numbers are too low. */
  failures: number;
}

/** The configuration in force. */
export interface ReportedConfig {
  file: string;
  /** Of the file's bytes, in hex. */
  sha256: string;
  /** As they are written there. */
  exceptions: { id: string; reason: string; [member: string]: unknown }[];
}

export interface Report {
  /** Keyward's. */
  version: string;
  /** When the scan began, RFC 3339 in UTC. */
  scanned_at: string;
  /** The filters as they were understood: times as RFC 3339 in UTC. */
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
  /** None where the plain rule is in force. */
  config?: ReportedConfig;
  /** What was read. `bytes` are those of the files, compressed or not. */
  files: number;
  bytes: number;
  records: number;
  coverage: Coverage;
  /** In the order of their times; those without one come last, as they were found. Or as they were asked to be sorted. */
  findings: ReportedFinding[];
  /** Findings beyond the number that was asked for: the totals count them. */
  not_listed?: number;
  totals: Totals;
  /** The state of each key to which something happened that can lose one, by all events that were read, the most urgent first. How long is left depends on when that is asked. */
  keys: Omit<KeyStatus, "seconds_left">[];
  /** Files that could not be read, or not to their end, and records that could not be judged, with the reason. */
  broken: { file: string; line?: number; reason: string }[];
  /** The mistake in the configuration, where there is one. */
  config_error?: string;
}
