/** What a scan found, before it is written in one of the formats. No imports of Node's: the HTML page has this too. */
import type { Finding, Verdict } from "../findings/finding.js";

/** A finding, once, however often it was found. */
export interface ReportedFinding extends Finding {
  /** How many times the event was found; `file` and `line` are the first one. */
  seen: number;
  /** Where else, up to ten places. */
  also: { file: string; line: number }[];
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

export interface Report {
  /** Keyward's. */
  version: string;
  /** When the scan began, RFC 3339 in UTC. */
  scanned_at: string;
  /** The filters as they were understood: times as RFC 3339 in UTC. */
  filters: { since?: string; until?: string; accounts?: string[]; regions?: string[] };
  /** What was read. `bytes` are those of the files, compressed or not. */
  files: number;
  bytes: number;
  records: number;
  /** In the order of their times; those without one come last, as they were found. */
  findings: ReportedFinding[];
  totals: Totals;
  /** Events that match beyond the 100 of a record that are listed, and that could not be listed otherwise. */
  unlisted: number;
  /** Files that could not be read, or not to their end, and records that could not be judged, with the reason. */
  broken: { file: string; line?: number; reason: string }[];
  /** The mistake in the configuration, where there is one. */
  config_error?: string;
}
