import { stat } from "node:fs/promises";
import { parseEventTime } from "../findings/event-time.js";
import { FindingsFinder } from "../findings/find-findings.js";
import { inputName, STANDARD_INPUT } from "../input/input.js";
import { openStandardOutput, type Output } from "../output/output.js";
import { InputError } from "../file-errors.js";
import { compileModule } from "../module.js";
import { eachRecord, Enough } from "../records/each-record.js";
import { Tally } from "../records/counts.js";
import { DEFAULT_LIMITS } from "../records/line-splitter.js";
import { nameKey } from "../keys/key-name.js";
import { readKeys, statusesOf } from "../scan/read-keys.js";
import { Surveyor } from "../survey/surveyor.js";
import { UNREAD } from "../terminal/lines.js";
import { keyEventOf } from "../triage/known.js";
import { Messages } from "../terminal/messages.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { parseFileLine } from "./file-line.js";
import { moduleWith, runCommand } from "./run-command.js";
import { Triage, type TriageRun } from "./triage-records.js";

export interface TriageOptions {
  format: "text" | "md";
  /** A configuration for the module. */
  config?: string;
  /** What counts as now: a time, or `now`. */
  now: string;
}

/** `keyward triage`: a guide through each finding of a file, or of the record at one of its lines. Resolves to the exit code. */
export async function triage(target: string, options: TriageOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, () => triageFile(target, options, messages));
}

async function triageFile(target: string, options: TriageOptions, messages: Messages): Promise<number> {
  const now = parseNow(options.now);
  if (now === undefined) {
    messages.line(`--now: ${options.now} is no time; allowed: now, or one like 2026-03-04T10:00:00Z`);
    return EXIT_TROUBLE;
  }
  const { path, line } = await parseFileLine(target);
  const compiled = await compileModule(await moduleWith(options.config));
  const unread = { isThere: false };
  const tally = new Tally({
    warn: (at, reason) => {
      messages.warning(`${inputName(path)}:${at}: ${reason}`);
    },
    unread: (at, reason) => {
      // A record before the one that is meant is judged for what is remembered of it.
      if (line !== undefined && at < line) return;
      unread.isThere = true;
      messages.warning(`${inputName(path)}:${at}: ${UNREAD}: ${reason}`);
    },
  });
  const output = openStandardOutput();
  if (path === STANDARD_INPUT && process.stdin.isTTY) {
    messages.line("reading from standard input (end it with Ctrl-D; keyward triage --help says more)");
  }
  // What a configuration says of a record can depend on those before it.
  const run = new Triage(
    {
      path,
      line,
      now,
      format: options.format,
      hasMemory: options.config !== undefined,
      statusOf: await readStatuses(path, now, options.config),
    },
    tally,
    new FindingsFinder(compiled, tally),
    new Surveyor(compiled),
    output,
    messages,
  );
  const code = await readAll(path, run, output, messages);
  await output.flush();
  await output.close();
  const hasTrouble = unread.isThere || tally.counts.failed + tally.counts.tooLarge + tally.counts.cutOff > 0;
  return Math.max(code, run.finish(code), hasTrouble ? EXIT_TROUBLE : EXIT_OK);
}

/** What the whole file says of the keys of its findings; nothing of what cannot be read twice. Problems of it are reported by the guides' own reading. */
async function readStatuses(path: string, now: number, config: string | undefined): Promise<TriageRun["statusOf"]> {
  const isRegular = path !== STANDARD_INPUT && (await stat(path).catch(() => undefined))?.isFile() === true;
  if (!isRegular) return () => undefined;
  const read = await readKeys([{ path, bytes: 0, isRegular }], { config, until: Infinity });
  const statuses = new Map(statusesOf(read, now).map((status) => [status.key.arn ?? status.key.id, status]));
  return (finding) => {
    const event = keyEventOf(finding);
    const name = event && nameKey(event);
    return name && statuses.get(name.arn ?? name.id);
  };
}

/** Reads the records, up to the one that was asked for. */
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
      DEFAULT_LIMITS,
      output,
    );
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    messages.line(error.message);
    return EXIT_TROUBLE;
  }
}

/** A time as RFC 3339 writes it, or that of the clock, in milliseconds since 1970. */
function parseNow(text: string): number | undefined {
  if (text === "now") return Date.now();
  // An event's time may be a count, too.
  return /^\d{4}-/.test(text) ? parseEventTime(text) : undefined;
}
