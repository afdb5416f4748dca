/** What became of the cases of one file. */
import type { CaseResult } from "./run-cases.js";

export interface FileResults {
  /** As it was named. */
  path: string;
  results: CaseResult[];
  /** Why none of its cases was run, a line each. */
  mistakes: string[];
}

/** How many cases of each outcome; a file whose cases could not be run counts as one that is an error. */
export function countOutcomes(files: readonly FileResults[]): Record<CaseResult["outcome"], number> {
  const counts = { passed: 0, failed: 0, error: 0 };
  for (const { results, mistakes } of files) {
    for (const { outcome } of results) counts[outcome]++;
    if (mistakes.length > 0) counts.error++;
  }
  return counts;
}
