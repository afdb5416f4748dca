/** The work of a scan: what is found in files, as a report. */
import { type Filters, isWanted } from "./options.js";
import type { FoundFiles } from "../input/find-files.js";
import type { Report } from "../report/report.js";
import { version } from "../version.js";
import { collect } from "./collect.js";
import { FindingList } from "./finding-list.js";
import type { ScanModules } from "./modules.js";
import { replay } from "./replay.js";
import { coverageOf } from "./report-coverage.js";
import { readFiles } from "./read-files.js";
import type { FileResult } from "./result.js";
import { totalsOf } from "./totals.js";

export interface ScanRequest {
  found: FoundFiles;
  filters: Filters;
  modules: ScanModules;
  /** Threads; by default one a core, where there is enough for them to do. */
  jobs?: number | undefined;
  /** When the scan began, in milliseconds since 1970. */
  now: number;
  /** Hears of what was read, in bytes of the files. */
  onRead: (bytes: number) => void;
}

export async function scan(request: ScanRequest): Promise<Report> {
  const { found, filters, modules, now } = request;
  const { judging, remembering } = modules;
  const { results, coverage } = await readFiles(found.files, {
    script: new URL("./worker.js", import.meta.url),
    data: { compiled: judging },
    reader: () => new FindingList(),
    jobs: request.jobs,
    onRead: request.onRead,
  });
  // Asked for last where one event depends on others: a filter says what is shown, not what is judged.
  const all = collect(findingsIn(results, remembering === undefined ? filters : undefined));
  const judged = remembering === undefined ? all : replay(all, remembering);
  const findings = judged.filter((finding) => isWanted(finding, filters));
  const configError = results.find((result) => result.configError !== undefined)?.configError;
  return {
    version: version(),
    scanned_at: new Date(now).toISOString(),
    filters: shownFilters(filters),
    files: found.files.length - results.filter(({ leftOut }) => leftOut !== undefined).length,
    bytes: found.files.reduce((sum, { bytes }) => sum + bytes, 0),
    records: results.reduce((sum, { records }) => sum + records, 0),
    coverage: coverageOf(coverage, results, found),
    findings,
    totals: totalsOf(findings),
    unlisted: 0,
    broken: [...found.broken, ...results.flatMap(({ broken }) => broken)],
    ...(configError !== undefined && { config_error: configError }),
  };
}

function* findingsIn(
  results: readonly FileResult[],
  filters: Filters | undefined,
): Generator<FileResult["findings"][0]> {
  for (const { findings } of results) {
    for (const one of findings) if (filters === undefined || isWanted(one, filters)) yield one;
  }
}

function shownFilters({ since, until, accounts, regions }: Filters): Report["filters"] {
  return {
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(accounts.length > 0 && { accounts }),
    ...(regions.length > 0 && { regions }),
  };
}
