import { inputName, STANDARD_INPUT, totalSize } from "../input/input.js";
import { openOutput } from "../output/output-file.js";
import { InputError } from "../file-errors.js";
import { openSources } from "../input/open-sources.js";
import { isCore } from "../engine/core-module.js";
import { builtCore, compileModule } from "../module-files.js";
import { ChunkTagger } from "../records/chunk-tagger.js";
import { Tally } from "../records/counts.js";
import { EventSplitter } from "../records/event-splitter.js";
import { Judge } from "../records/judge.js";
import { recordLines } from "../records/line-splitter.js";
import { readRecords } from "../records/read-records.js";
import { RecordTagger } from "../records/record-tagger.js";
import { stripping } from "../findings/strip-annotation.js";
import { EventSeeker } from "../records/event-seeker.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages, summaryText } from "../terminal/messages.js";
import type { Progress } from "../terminal/progress.js";
import { configOf } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { nothingRecognized } from "../terminal/lines.js";
import { finishOutput } from "./print.js";
import { moduleWith, runCommand } from "./run-command.js";
import { filesOf } from "./targets.js";
import { INPUTS } from "../messages/inputs.js";
import { RECORDS } from "../messages/records.js";
import { SCANS } from "../messages/scans.js";

export interface TagOptions {
  /** Drop records that do not match. */
  keep?: boolean;
  /** Write a line for each kept event, in place of its record. */
  split?: boolean;
  /** A file to write to instead of standard output. */
  output?: string;
  /** A module to use instead of the built one. */
  module?: string;
  /** A configuration for the module. */
  config?: string;
  /** Judge annotated records again. */
  again?: boolean;
  /** No summary and no progress bar. */
  quiet?: boolean;
}

/**
 * `keyward tag`: runs the records of files or standard input through the module. Resolves to the exit code. An input that fails
 * does not stop the others, and what was read of it is written.
 */
export async function tag(files: string[], options: TagOptions): Promise<number> {
  const messages = new Messages();
  if (options.split === true && options.keep !== true) {
    messages.line(SCANS.splitWithoutKeep);
    return EXIT_TROUBLE;
  }
  return runCommand(messages, async () => {
    const words = files.length === 0 ? [STANDARD_INPUT] : files;
    const { targets, isWhole } = await filesOf(
      words,
      { output: options.output, others: [options.config, options.module] },
      messages,
    );
    const code = await tagInputs(
      targets.map(({ path }) => path),
      options,
      messages,
    );
    return isWhole ? code : EXIT_TROUBLE;
  });
}

async function tagInputs(inputs: string[], options: TagOptions, messages: Messages): Promise<number> {
  const started = performance.now();
  const compiled = await compileModule(
    await moduleWith(await configOf({ config: options.config }, messages), options.module),
  );
  const filter = options.keep ? "keep" : "tag";
  let current = "";
  const told = { unread: false, differing: false };
  const tally = new Tally({
    warn: (line, reason) => {
      messages.warning(`${inputName(current)}:${line}: ${reason}`);
    },
    // The first one of each input is reported at once, since an input may never end; the summary counts all.
    unread: (line, reason) => {
      if (!told.unread) messages.warning(`${inputName(current)}:${line}: ${RECORDS.unread(reason)}`);
      told.unread = true;
    },
  });
  const judge = new Judge(compiled, tally);
  const splitter = options.split === true ? new EventSplitter(compiled, judge) : undefined;
  const output = await openOutput(options.output, shownRecords);
  const strip = stripping(compiled, builtCore, (difference) => {
    tally.counts.annotated++;
    if (difference === undefined) return;
    const { annotation, event } = difference;
    const place = `${inputName(current)}:${tally.newlines + 1}`;
    if (!told.differing) messages.warning(`${place}: ${RECORDS.differs(annotation, event)}`);
    told.differing = true;
  });
  const tagger = new RecordTagger(judge, filter, output, {
    ...(options.again === true && { strip }),
    ...(splitter && { splitter }),
  });
  const sink = new EventSeeker(tagger, tally, options.module === undefined ? compiled : undefined);
  // Records that name no action can have an annotation too.
  const isChunked = isCore(judge.module) && options.again !== true;
  const onPassedOver = (passed: Buffer): void => {
    sink.seekIn(passed);
  };
  const lines = isChunked
    ? new ChunkTagger(compiled, { filter, output, sink, tally, onPassedOver })
    : recordLines(sink);
  if (inputs.includes(STANDARD_INPUT) && process.stdin.isTTY && !options.quiet) {
    messages.line(INPUTS.readingStandardInput("tag"));
  }
  const progress = await startProgress(inputs, options, messages);

  let code = EXIT_OK;
  try {
    for await (const { path, source } of openSources(inputs, (bytes) => progress?.add(bytes), { utf16: "refuse" })) {
      current = path;
      messages.detail(INPUTS.reading(inputName(path)));
      tally.newlines = 0;
      told.unread = told.differing = false;
      try {
        await readRecords(source, lines, output);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        messages.line(error.message);
        code = EXIT_TROUBLE;
      }
      output.endInput();
    }
    await finishOutput(output, options.output, tally.counts.records > 0, messages);
  } finally {
    progress?.stop();
  }
  const { records, cutOff, failed, tooLarge, unread } = tally.counts;
  if (cutOff + failed + tooLarge + unread > 0) code = EXIT_TROUBLE;
  if (!sink.hasFound) {
    // An input that could not even be opened has been reported.
    if (records > 0 || code === EXIT_OK) messages.line(nothingRecognized(records));
    code = EXIT_TROUBLE;
  }
  if (!options.quiet) messages.line(summaryText(tally.counts, (performance.now() - started) / 1000));
  return code;
}

/** Makes records safe for a terminal, whoever wrote them. */
function shownRecords(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeForTerminal);
}

/** Starts a progress bar if a person sees it, no records appear around it, and the size is known. */
async function startProgress(inputs: string[], options: TagOptions, messages: Messages): Promise<Progress | undefined> {
  if (options.quiet || !process.stderr.isTTY) return undefined;
  if (options.output === undefined && process.stdout.isTTY) return undefined;
  const total = await totalSize(inputs);
  if (total === undefined) return undefined;
  // Loaded only if shown: loading takes longer than a small file.
  const { Progress } = await import("../terminal/progress.js");
  const progress = new Progress(total);
  messages.beforeLine = () => {
    progress.clear();
  };
  return progress;
}
