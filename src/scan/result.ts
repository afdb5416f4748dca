/** What workers hand back: plain values, which go from thread to thread. */
import type { Finding } from "../findings/finding.js";

/** A file or a record that could not be read or judged. */
export interface Broken {
  file: string;
  line?: number;
  reason: string;
}

/** What was found in one file. */
export interface FileResult {
  findings: Found[];
  records: number;
  /** Matches that could not be listed. */
  unlisted: number;
  broken: Broken[];
  /** The mistake in the configuration of whoever annotated the records before. */
  configError?: string;
}

export interface Found {
  finding: Finding;
  /** The record was annotated before this run, and its verdict is final. */
  isEarlier: boolean;
}

export function emptyResult(): FileResult {
  return { findings: [], records: 0, unlisted: 0, broken: [] };
}
