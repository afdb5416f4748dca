import { STANDARD_INPUT } from "../input/input.js";
import { openOutputFile, openStandardOutput, outputStats, type Output } from "../output/output.js";
import { refuseInputAsOutput } from "./same-file.js";
import { isIncomplete } from "../report/coverage-text.js";
import { textsOf, type Format } from "../report/formats.js";
import type { Report } from "../report/report.js";
import { loadModules } from "../scan/modules.js";
import { parseFilters, type FilterOptions, type Filters, parseJobs, parseLimit } from "../scan/options.js";
import { findFiles, type FoundFiles } from "../input/find-files.js";
import { scan as scanFound } from "../scan/scan.js";
import type { SortColumn } from "../scan/sort-findings.js";
import { tellReport } from "../scan/tell-report.js";
import { hasVerdict } from "../scan/totals.js";
import { Messages } from "../terminal/messages.js";
import { NO_PAINT, TERMINAL_PAINT } from "../terminal/paint.js";
import type { Progress } from "../terminal/progress.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { runCommand } from "./run-command.js";

/** There are matches, or events that may be some, and `--fail-on-match` asks to be told so. */
export const EXIT_MATCHES = 1;
/** So much of the output is collected before it is written. */
const FLUSH_LENGTH = 256 * 1024;

export interface ScanOptions extends FilterOptions {
  /** A configuration for the module. */
  config?: string;
  format: Format;
  /** A file instead of standard output. */
  output?: string;
  /** Threads, as it was given. */
  jobs?: string;
  failOnMatch?: boolean;
  sort: SortColumn;
  /** How many findings are listed at most, as it was given. */
  limit?: string;
  /** false: no totals below the table. */
  totals: boolean;
  /** No summary and no progress bar. */
  quiet?: boolean;
}

/**
 * `keyward scan`: lists the findings in files and in folders. Resolves to the exit code. What cannot be read does not stop
 * the scan.
 */
export async function scan(paths: string[], options: ScanOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, () => scanPaths(paths, options, messages));
}

async function scanPaths(paths: string[], options: ScanOptions, messages: Messages): Promise<number> {
  const started = performance.now();
  const now = Date.now();
  const filters = parseFilters(options, now);
  const jobs = parseJobs(options.jobs);
  const limit = parseLimit(options.limit);
  const modules = await loadModules(options.config);
  const found = await findInputs(paths, filters, options);
  const output = options.output === undefined ? openStandardOutput() : await openOutputFile(options.output);
  if (paths.includes(STANDARD_INPUT) && process.stdin.isTTY && !options.quiet) {
    messages.line("reading from standard input (end it with Ctrl-D; keyward scan --help says more)");
  }
  const progress = await startProgress(found, options, messages);
  let report: Report;
  try {
    report = await scanFound({
      found,
      filters,
      modules,
      jobs,
      sort: options.sort,
      limit,
      now,
      onRead: (bytes) => progress?.add(bytes),
    });
  } finally {
    progress?.stop();
  }
  await writeReport(report, output, options);
  tellReport(report, found, messages, options.quiet === true ? undefined : (performance.now() - started) / 1000);
  if (isIncomplete(report)) return EXIT_TROUBLE;
  const isLoud = hasVerdict(report.totals, "match") || hasVerdict(report.totals, "possible");
  return options.failOnMatch === true && isLoud ? EXIT_MATCHES : EXIT_OK;
}

/** The files to scan; nothing that is read may be what is written. */
async function findInputs(paths: string[], { since }: Filters, { config, output }: ScanOptions): Promise<FoundFiles> {
  // Standard input, and the configuration; files are looked at one by one when they are found.
  const others = [config, paths.includes(STANDARD_INPUT) ? STANDARD_INPUT : undefined];
  await refuseInputAsOutput(
    others.filter((path) => path !== undefined),
    output,
  );
  return findFiles(paths, { since, output: await outputStats(output) });
}

async function writeReport(report: Report, output: Output, options: ScanOptions): Promise<void> {
  const isTerminal = options.output === undefined && process.stdout.isTTY;
  const style = isTerminal
    ? { columns: process.stdout.columns, paint: TERMINAL_PAINT, totals: options.totals }
    : { columns: undefined, paint: NO_PAINT, totals: options.totals };
  let length = 0;
  for (const text of await textsOf(report, options.format, style)) {
    output.append(Buffer.from(text));
    length += text.length;
    if (length < FLUSH_LENGTH) continue;
    await output.flush();
    length = 0;
  }
  await output.flush();
  await output.close();
}

/** A bar where a person sees it, and where the size of all files is known. */
async function startProgress(
  { files }: FoundFiles,
  { quiet }: ScanOptions,
  messages: Messages,
): Promise<Progress | undefined> {
  if (quiet === true || !process.stderr.isTTY || files.some(({ isRegular }) => !isRegular)) return undefined;
  // Loaded only where it is shown: it takes longer than a small file.
  const { Progress } = await import("../terminal/progress.js");
  const progress = new Progress(files.reduce((sum, { bytes }) => sum + bytes, 0));
  messages.beforeLine = () => {
    progress.clear();
  };
  return progress;
}
