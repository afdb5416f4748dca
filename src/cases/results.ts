/** The results of the cases of one file. */
import type { CaseResult } from "./run-cases.js";

export interface FileResults {
  /** As named. */
  path: string;
  results: CaseResult[];
  /** Why none of its cases ran, a line each. */
  mistakes: string[];
}

/** Counts cases by outcome; a file whose cases could not run counts as one error. */
export function countOutcomes(files: readonly FileResults[]): Record<CaseResult["outcome"], number> {
  const counts = { passed: 0, failed: 0, error: 0 };
  for (const { results, mistakes } of files) {
    for (const { outcome } of results) counts[outcome]++;
    if (mistakes.length > 0) counts.error++;
  }
  return counts;
}
