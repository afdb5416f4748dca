import { inputName, STANDARD_INPUT } from "../input/input.js";
import { outputStats, type Output } from "../output/output.js";
import { openOutput } from "../output/output-file.js";
import { refuseInputAsOutput } from "./same-file.js";
import { comparisonJson, comparisonTexts, type Comparison } from "../report/comparison.js";
import { isIncomplete, nothingReadText } from "../report/coverage-text.js";
import { textsOf, type Format } from "../report/formats.js";
import type { Report } from "../report/report.js";
import { compareReports } from "../scan/compare.js";
import { loadModules } from "../scan/modules.js";
import { OptionError, parseFilters, type FilterOptions, type Filters, parseJobs, parseLimit } from "../scan/options.js";
import { findFiles, type FoundFiles } from "../input/find-files.js";
import { scan as scanFound } from "../scan/scan.js";
import type { SortColumn } from "../scan/sort-findings.js";
import { tellReport } from "../scan/tell-report.js";
import { hasVerdict } from "../scan/totals.js";
import { Messages } from "../terminal/messages.js";
import { tableStyle } from "../terminal/paint.js";
import type { Progress } from "../terminal/progress.js";
import { comparedConfigs, type CompareOptions } from "./compare.js";
import { configOf, type ConfigOptions } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { finishOutput } from "./print.js";
import { runCommand } from "./run-command.js";
import { INPUTS } from "../messages/inputs.js";
import { SCANS } from "../messages/scans.js";

/** With `--fail-on-match`: there are matches or possible ones; with `--fail-on-change`: there are changes. */
export const EXIT_TOLD = 1;
/** Output collected before it is written. */
const FLUSH_LENGTH = 256 * 1024;

export interface ScanOptions extends FilterOptions, CompareOptions, ConfigOptions {
  format: Format;
  /** A file to write to instead of standard output. */
  output?: string;
  /** Number of threads, as given. */
  jobs?: string;
  failOnMatch?: boolean;
  sort: SortColumn;
  /** Maximum number of findings listed, as given. */
  limit?: string;
  /** false: no totals below the table. */
  totals: boolean;
  /** Show the full table on a terminal too. */
  wide?: boolean;
  /** No summary and no progress bar. */
  quiet?: boolean;
}

/** `keyward scan`: lists the findings in files and folders. Resolves to the exit code. What cannot be read does not stop the scan. */
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
  if (options.format === "html" && options.output === undefined && process.stdout.isTTY) {
    throw new OptionError("--format", SCANS.htmlOnATerminal, SCANS.htmlElsewhere);
  }
  const compared = comparedConfigs(paths, options);
  const chosen: ConfigOptions[] = compared?.map((config) => ({ config })) ?? [options];
  const modules = await Promise.all(chosen.map(async (one) => loadModules(await configOf(one, messages))));
  const files = chosen.flatMap(({ config, module }) => [config, module]);
  const found = await findInputs(paths, filters, files, options.output);
  const output = await openOutput(options.output);
  if (paths.includes(STANDARD_INPUT) && process.stdin.isTTY && !options.quiet) {
    messages.line(INPUTS.readingStandardInput("scan"));
  }
  for (const { path } of found.files) messages.detail(INPUTS.reading(inputName(path)));
  const progress = await startProgress(found, modules.length, options, messages);
  const onRead = (bytes: number): void => progress?.add(bytes);
  const reports: Report[] = [];
  try {
    for (const one of modules) {
      reports.push(await scanFound({ found, filters, modules: one, jobs, sort: options.sort, limit, now, onRead }));
    }
  } finally {
    progress?.stop();
  }
  // The report that counts, and that of the old configuration.
  const [report, before] = reports.reverse();
  if (report === undefined) return EXIT_TROUBLE;
  const comparison = compared && before && (await compareReports(compared, before, report));
  await writeTexts(await textsFor(comparison ?? report, options), output);
  await finishOutput(output, options.output, nothingReadText(report) === undefined, messages);
  // The old configuration left something unread that the new one did not: an event at a new place, for example.
  const isTold = before !== undefined && isIncomplete(before) && !isIncomplete(report);
  if (isTold) tellReport(before, found, messages, undefined);
  tellReport(report, found, messages, options.quiet === true ? undefined : (performance.now() - started) / 1000);
  if (isTold || isIncomplete(report)) return EXIT_TROUBLE;
  const hasChanges = options.failOnChange === true && comparison !== undefined && comparison.changes.length > 0;
  return hasChanges || (options.failOnMatch === true && isLoud(report)) ? EXIT_TOLD : EXIT_OK;
}

function isLoud({ totals }: Report): boolean {
  return hasVerdict(totals, "match") || hasVerdict(totals, "possible");
}

/** Finds the files to scan; refuses an output that is also an input. */
async function findInputs(
  paths: string[],
  { since }: Filters,
  configs: readonly (string | undefined)[],
  output: string | undefined,
): Promise<FoundFiles> {
  // Standard input and configurations; other files are checked as they are found.
  const others = [...configs, paths.includes(STANDARD_INPUT) ? STANDARD_INPUT : undefined];
  await refuseInputAsOutput(
    others.filter((path) => path !== undefined),
    output,
  );
  return findFiles(paths, { since, output: await outputStats(output) });
}

/** Returns the texts for a report or a comparison. */
async function textsFor(what: Report | Comparison, options: ScanOptions): Promise<Iterable<string>> {
  const { format, totals } = options;
  const style = { ...tableStyle(options), totals };
  if (!("changes" in what)) return textsOf(what, format, style);
  return format === "json" ? comparisonJson(what) : comparisonTexts(what, style);
}

async function writeTexts(texts: Iterable<string>, output: Output): Promise<void> {
  let pending = "";
  for (const text of texts) {
    pending += text;
    if (pending.length < FLUSH_LENGTH) continue;
    output.append(Buffer.from(pending));
    await output.flush();
    pending = "";
  }
  output.append(Buffer.from(pending));
}

/** Starts a progress bar if a person sees it and the size of all files is known. */
async function startProgress(
  { files }: FoundFiles,
  times: number,
  { quiet }: ScanOptions,
  messages: Messages,
): Promise<Progress | undefined> {
  if (quiet === true || !process.stderr.isTTY || files.some(({ isRegular }) => !isRegular)) return undefined;
  // Loaded only if shown: loading takes longer than a small file.
  const { Progress } = await import("../terminal/progress.js");
  const progress = new Progress(times * files.reduce((sum, { bytes }) => sum + bytes, 0));
  messages.beforeLine = () => {
    progress.clear();
  };
  return progress;
}
