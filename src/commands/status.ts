import type { NamedConfig } from "../config/config-file.js";
import { inputName, STANDARD_INPUT } from "../input/input.js";
import { outputStats } from "../output/output.js";
import { openOutput } from "../output/output-file.js";
import { refuseInputAsOutput } from "./same-file.js";
import { isIncomplete, nothingReadText, readText } from "../report/coverage-text.js";
import { findFiles, type FoundFiles } from "../input/find-files.js";
import { parseJobs } from "../scan/options.js";
import { beyondIn, coverageOf } from "../scan/report-coverage.js";
import { tellWhatWasNotRead } from "../scan/tell-report.js";
import { statusText, type StatusFormat } from "../status/formats.js";
import {
  isAskedFor,
  parseKeyFilters,
  shownFilters,
  type KeyFilterOptions,
  type KeyFilters,
} from "../status/filters.js";
import { readKeys, statusesOf } from "../scan/read-keys.js";
import { isOpen, totalsOf, type StatusReport } from "../status/report.js";
import { commandsFor } from "../keys/undo.js";
import { Messages } from "../terminal/messages.js";
import { counted } from "../terminal/numbers.js";
import { tableStyle } from "../terminal/paint.js";
import { formatTime } from "../findings/times.js";
import { version } from "../version.js";
import { configOf, type ConfigOptions } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { finishOutput } from "./print.js";
import { runCommand } from "./run-command.js";
import { INPUTS } from "../messages/inputs.js";
import { SCANS } from "../messages/scans.js";
import { STATES } from "../messages/states.js";

/** With `--fail-on-open`: there is a key that can still be saved. */
const EXIT_OPEN = 1;

/** The configuration's exceptions and verdicts are shown. */
export interface StatusOptions extends KeyFilterOptions, ConfigOptions {
  format: StatusFormat;
  /** Print the commands as a script instead. */
  commands?: boolean;
  /** A file to write to instead of standard output. */
  output?: string;
  failOnOpen?: boolean;
  /** Number of threads, as given. */
  jobs?: string;
  /** Show the full table on a terminal too. */
  wide?: boolean;
  /** No summary. */
  quiet?: boolean;
}

/** `keyward status`: shows the state of each key, as far as the logs in files and folders show it. Resolves to the exit code. */
export async function status(paths: string[], options: StatusOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, () => statusOf(paths, options, messages));
}

async function statusOf(paths: string[], options: StatusOptions, messages: Messages): Promise<number> {
  const started = performance.now();
  const filters = parseKeyFilters(options, Date.now());
  const jobs = parseJobs(options.jobs);
  const found = await findInputs(paths, options);
  const config = await configOf(options, messages);
  const output = await openOutput(options.output);
  if (paths.includes(STANDARD_INPUT) && process.stdin.isTTY && options.quiet !== true) {
    messages.line(INPUTS.readingStandardInput("status"));
  }
  for (const { path } of found.files) messages.detail(INPUTS.reading(inputName(path)));
  const report = await reportOf(found, filters, config, jobs);
  const format = options.commands === true ? "commands" : options.format;
  const text = await statusText(report, format, tableStyle(options));
  output.append(Buffer.from(text));
  await finishOutput(output, options.output, nothingReadText(report) === undefined, messages);
  tellWhatWasNotRead(report, messages, STATES.unread);
  if (options.quiet !== true) {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    messages.line(SCANS.read(readText(report)));
    messages.line(STATES.summary(counted(report.keys.length, "key", "keys"), seconds));
  }
  if (isIncomplete(report)) return EXIT_TROUBLE;
  return options.failOnOpen === true && report.keys.some(isOpen) ? EXIT_OPEN : EXIT_OK;
}

/** Refuses an output that is also an input. */
async function findInputs(paths: string[], { config, module, output }: StatusOptions): Promise<FoundFiles> {
  const others = [config, module, paths.includes(STANDARD_INPUT) ? STANDARD_INPUT : undefined];
  await refuseInputAsOutput(
    others.filter((path) => path !== undefined),
    output,
  );
  return findFiles(paths, { output: await outputStats(output) });
}

async function reportOf(
  found: FoundFiles,
  filters: KeyFilters,
  config: NamedConfig | undefined,
  jobs: number | undefined,
): Promise<StatusReport> {
  const { now, isAsOf } = filters;
  const until = isAsOf ? now : Infinity;
  const read = await readKeys(found.files, { config, until, jobs });
  const { results, coverage } = read;
  const keys = statusesOf(read, now, until)
    .filter((status) => isAskedFor(status, filters))
    .map((status) => ({ ...status, commands: commandsFor(status) }));
  return {
    version: version(),
    now: formatTime(now),
    filters: shownFilters(filters),
    ...(read.config !== undefined && { config: read.config }),
    files: found.files.length - results.filter(({ leftOut }) => leftOut !== undefined).length,
    bytes: found.files.reduce((sum, { bytes }) => sum + bytes, 0),
    records: results.reduce((sum, { records }) => sum + records, 0),
    coverage: coverageOf(coverage, results, found),
    keys,
    totals: totalsOf(keys),
    broken: [...found.broken, ...results.flatMap(({ broken }) => broken), ...beyondIn(results, found)],
  };
}
