/** The work of a scan: what is found in files, as a report. */
import { availableParallelism } from "node:os";
import { type Filters, isWanted } from "./options.js";
import type { FoundFile, FoundFiles } from "../input/find-files.js";
import { STANDARD_INPUT } from "../input/input.js";
import type { Report } from "../report/report.js";
import { version } from "../version.js";
import { collect } from "./collect.js";
import type { ScanModules } from "./modules.js";
import { replay } from "./replay.js";
import { coverageOf } from "./report-coverage.js";
import { mergeCoverages, type Coverage } from "../survey/coverage.js";
import type { FileResult } from "./result.js";
import { FileScanner } from "./scan-file.js";
import { totalsOf } from "./totals.js";
import { scanFiles, type Scanned } from "./workers.js";

/** Less than this is read at once: a thread takes longer to start. */
const WORTH_A_THREAD_BYTES = 4 * 1024 * 1024;

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
  const { results, coverage } = await scanAll(found.files, request);
  const { remembering } = modules;
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

/** What was found in each file, in their order, and what was read in all. Standard input is read on this thread, the only one that has it. */
async function scanAll(files: readonly FoundFile[], request: ScanRequest): Promise<Scanned> {
  const { modules, onRead } = request;
  const others = files.filter(({ path }) => path !== STANDARD_INPUT);
  const jobs = threadsFor(others, request.jobs);
  const sharedOut = jobs > 0 ? scanFiles(others, { compiled: modules.judging, jobs, onRead }) : undefined;
  const isHere = (file: FoundFile): boolean => sharedOut === undefined || file.path === STANDARD_INPUT;
  const here: FileResult[] = [];
  const coverages: Coverage[] = [];
  if (files.some(isHere)) {
    const scanner = new FileScanner(modules.judging, onRead);
    for (const file of files) if (isHere(file)) here.push(await scanner.scan(file.path));
    coverages.push(scanner.takeCoverage());
  }
  const fromThreads = await sharedOut;
  if (fromThreads !== undefined) coverages.push(fromThreads.coverage);
  const there = (fromThreads?.results ?? []).values();
  const hereNow = here.values();
  const results = files.flatMap((file) => (isHere(file) ? hereNow : there).next().value ?? []);
  return { results, coverage: mergeCoverages(coverages) };
}

/** How many threads are worth starting; none for little, unless a number was asked for. */
function threadsFor(files: readonly FoundFile[], jobs: number | undefined): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (jobs === undefined && bytes < WORTH_A_THREAD_BYTES) return 0;
  return Math.min(jobs ?? availableParallelism(), files.length);
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
