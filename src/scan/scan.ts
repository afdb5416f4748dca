/** Scans files and makes a report of what was found. */
import { type Filters, isWanted } from "./options.js";
import type { FoundFiles } from "../input/find-files.js";
import type { KeyStatus } from "../keys/key-status.js";
import type { Report } from "../report/report.js";
import { addStates } from "./add-states.js";
import { sortFindings, type SortColumn } from "./sort-findings.js";
import { version } from "../version.js";
import { collect } from "./collect.js";
import type { ScanModules } from "./modules.js";
import { replay } from "./replay.js";
import { beyondIn, coverageOf } from "./report-coverage.js";
import { readFiles } from "./read-files.js";
import { statusesOf } from "./read-keys.js";
import { totalsOf } from "./totals.js";

export interface ScanRequest {
  found: FoundFiles;
  filters: Filters;
  modules: ScanModules;
  /** Number of threads; default: one per core, if there is enough to do. */
  jobs?: number | undefined;
  /** Sort column of the findings (default: time), and the maximum number listed. */
  sort?: SortColumn | undefined;
  limit?: number | undefined;
  /** Start of the scan, in milliseconds since 1970. */
  now: number;
  /** Gets the number of bytes read from the files. */
  onRead: (bytes: number) => void;
}

export async function scan(request: ScanRequest): Promise<Report> {
  const { found, filters, modules, now } = request;
  const { judging, settings, remembering } = modules;
  // If events depend on each other, filters apply last: they limit what is shown, not what is judged.
  const each = remembering === undefined ? filters : undefined;
  const read = await readFiles(found.files, {
    data: { compiled: judging, settings, wanted: { what: "findings", until: Infinity, filters: each } },
    jobs: request.jobs,
    onRead: request.onRead,
  });
  const { results, coverage } = read;
  const all = collect(results.flatMap(({ findings }) => findings));
  const judged = remembering === undefined ? all : replay(all, remembering);
  const wanted = judged.filter((finding) => isWanted(finding, filters));
  const keys = statusesOf(read, now);
  addStates(wanted, keys);
  const findings = sortFindings(wanted, request.sort).slice(0, request.limit);
  const configError = results.find((result) => result.configError !== undefined)?.configError;
  return {
    version: version(),
    scanned_at: new Date(now).toISOString(),
    filters: shownFilters(filters),
    ...(modules.config !== undefined && { config: modules.config }),
    files: found.files.length - results.filter(({ leftOut }) => leftOut !== undefined).length,
    bytes: found.files.reduce((sum, { bytes }) => sum + bytes, 0),
    records: results.reduce((sum, { records }) => sum + records, 0),
    coverage: coverageOf(coverage, results, found),
    findings,
    ...(findings.length < wanted.length && { not_listed: wanted.length - findings.length }),
    keys: keys.map(withoutTimeLeft),
    totals: totalsOf(wanted),
    broken: [...found.broken, ...results.flatMap(({ broken }) => broken), ...beyondIn(results, found)],
    ...(configError !== undefined && { config_error: configError }),
  };
}

/** Drops the time left, which depends on when it is asked for. */
function withoutTimeLeft(status: KeyStatus): Report["keys"][number] {
  const { seconds_left, ...others } = status;
  return others;
}

function shownFilters({ since, until, ...lists }: Filters): Report["filters"] {
  return {
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
}
