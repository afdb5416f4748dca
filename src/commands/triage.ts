import type { NamedConfig } from "../config/config-file.js";
import { parseEventTime } from "../findings/event-time.js";
import { FindingsFinder } from "../findings/find-findings.js";
import { inputName, STANDARD_INPUT } from "../input/input.js";
import type { Output } from "../output/output.js";
import { openOutput } from "../output/output-file.js";
import { InputError } from "../file-errors.js";
import { builtCore, compileModule } from "../module-files.js";
import { eachRecord, Enough } from "../records/each-record.js";
import { Tally } from "../records/counts.js";
import { statusFinder } from "../keys/find-status.js";
import { readKeys, statusesOf } from "../scan/read-keys.js";
import { Surveyor } from "../survey/surveyor.js";
import { moreRecords, nothingRecognized } from "../terminal/lines.js";
import { counted } from "../terminal/numbers.js";
import { keyEventOf } from "../triage/known.js";
import { Messages } from "../terminal/messages.js";
import { configOf, type ConfigOptions } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { GuideWriter } from "./guide-writer.js";
import { finishOutput } from "./print.js";
import { moduleWith, runCommand } from "./run-command.js";
import { targetsOf, type Target } from "./targets.js";
import { Triage, type TriageRun } from "./triage-records.js";
import { INPUTS } from "../messages/inputs.js";
import { COMMAND_LINE } from "../messages/command-line.js";
import { GUIDES } from "../messages/guides.js";
import { RECORDS } from "../messages/records.js";
import { STATES } from "../messages/states.js";

export interface TriageOptions extends ConfigOptions {
  format: "text" | "md" | "json";
  /** A file to write to instead of standard output. */
  output?: string;
  /** Only the event with this id. */
  eventId?: string;
  /** Do not report records without a finding. */
  quiet?: boolean;
  /** The time that counts as now: a time, or `now`. */
  now: string;
}

/** `keyward triage`: writes a guide for each finding of files, folders, or the record at a line. Resolves to the exit code. */
export async function triage(words: string[], options: TriageOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, () => triageAll(words, options, messages));
}

async function triageAll(words: string[], options: TriageOptions, messages: Messages): Promise<number> {
  const now = parseNow(options.now);
  if (now === undefined) {
    messages.line(COMMAND_LINE.invalid("--now", options.now, GUIDES.nowOrATime));
    return EXIT_TROUBLE;
  }
  const { targets, isWhole } = await targetsOf(
    words,
    { output: options.output, others: [options.config, options.module] },
    messages,
  );
  const config = await configOf(options, messages);
  const compiled = await compileModule(await moduleWith(config));
  const statusOf = await readStatuses(targets, now, config, messages);
  const output = await openOutput(options.output);
  if (targets.some(({ path }) => path === STANDARD_INPUT) && process.stdin.isTTY) {
    messages.line(INPUTS.readingStandardInput("triage"));
  }
  const guides = new GuideWriter(options.format, options.output === undefined, output);
  const [only] = targets;
  const isOne = targets.length === 1 && only !== undefined;
  let code = isWhole ? EXIT_OK : EXIT_TROUBLE;
  let records = 0;
  let hasEvent = false;
  for (const target of targets) {
    const unread = { isThere: false };
    messages.detail(INPUTS.reading(inputName(target.path)));
    const { path, line, event } = target;
    const tally = tallyFor(target, unread, messages);
    // With a configuration, the verdict on a record can depend on earlier ones.
    const run = new Triage(
      { path, line, event, id: options.eventId, now, hasMemory: config !== undefined, statusOf },
      tally,
      new FindingsFinder(compiled, builtCore, tally),
      new Surveyor(compiled),
      guides,
      messages,
    );
    const read = await readAll(path, run, output, messages);
    const hasTrouble = unread.isThere || tally.counts.failed + tally.counts.tooLarge + tally.counts.cutOff > 0;
    // For several files, what they do not hold is reported once.
    const told =
      isOne || line !== undefined
        ? run.finish(read, options.quiet === true || options.eventId !== undefined)
        : run.trouble();
    code = Math.max(code, read, hasTrouble ? EXIT_TROUBLE : EXIT_OK, told);
    records += run.records;
    hasEvent ||= run.hasEvent;
  }
  guides.finish();
  await finishOutput(output, options.output, records > 0, messages);
  if (targets.length === 0) return EXIT_TROUBLE;
  if (options.eventId !== undefined && guides.count === 0) {
    messages.line(GUIDES.nothingWithId(options.eventId));
    return EXIT_TROUBLE;
  }
  if (!isOne && !hasEvent && code === EXIT_OK) {
    messages.line(nothingRecognized(records));
    return EXIT_TROUBLE;
  }
  if (!isOne && guides.count === 0 && options.quiet !== true) {
    messages.line(
      GUIDES.nothingInFiles(counted(records, "record", "records"), counted(targets.length, "file", "files")),
    );
  }
  return code;
}

function tallyFor({ path, line }: Target, unread: { isThere: boolean }, messages: Messages): Tally {
  return new Tally({
    warn: (at, reason) => {
      messages.warning(`${inputName(path)}:${at}: ${reason}`);
    },
    unread: (at, reason) => {
      // Records before the requested one are judged so that the configuration remembers them.
      if (line !== undefined && at < line) return;
      unread.isThere = true;
      messages.warning(`${inputName(path)}:${at}: ${RECORDS.unread(reason)}`);
    },
  });
}

/**
 * Reads what all files say about the keys of their findings; nothing for input that cannot be read twice. Its problems are
 * reported when the guides read the files.
 */
async function readStatuses(
  targets: readonly Target[],
  now: number,
  config: NamedConfig | undefined,
  messages: Messages,
): Promise<TriageRun["statusOf"]> {
  const paths = new Set(targets.filter(({ isRegular }) => isRegular).map(({ path }) => path));
  const files = [...paths].map((path) => ({ path, bytes: 0, isRegular: true }));
  if (files.length === 0) return () => undefined;
  const read = await readKeys(files, { config, until: Infinity, besideFindings: true });
  for (const [index, { unsure }] of read.results.entries()) {
    if (unsure === undefined) continue;
    const { line, what, records } = unsure;
    messages.warning(
      `${inputName(files[index]?.path ?? "")}:${line}: ${STATES.mayHaveChanged(what + moreRecords(records))}`,
    );
  }
  const statusOf = statusFinder(statusesOf(read, now));
  return (finding) => statusOf(keyEventOf(finding));
}

/** Reads the records, up to the requested one. */
async function readAll(path: string, run: Triage, output: Output, messages: Messages): Promise<number> {
  try {
    run.lines = await eachRecord(
      path,
      {
        record: (record) => {
          run.record(record);
        },
        oversize: (line) => {
          run.oversize(line);
          if (run.isDone) throw new Enough();
        },
        lineEnd: (line) => {
          run.endLine(line);
          if (run.isDone) throw new Enough();
        },
      },
      output,
    );
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    messages.line(error.message);
    return EXIT_TROUBLE;
  }
}

/** Parses an RFC 3339 time, or takes the clock's; milliseconds since 1970. */
function parseNow(text: string): number | undefined {
  if (text === "now") return Date.now();
  // An event's time may also be a count.
  return /^\d{4}-/.test(text) ? parseEventTime(text) : undefined;
}
