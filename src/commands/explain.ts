import type { NamedConfig } from "../config/config-file.js";
import type { Explainer, Wanted } from "../explain/explainer.js";
import { loadExplainer } from "../explain/load-explainer.js";
import type { RecordExplanation, Reporter, RecordTotals } from "../explain/explanation.js";
import { JsonReporter } from "../explain/json.js";
import { TextReporter } from "../explain/text.js";
import { DocumentTrace } from "../explain/unreadable.js";
import { inputName, STANDARD_INPUT } from "../input/input.js";
import { openStandardOutput, type Output } from "../output/output.js";
import { InputError } from "../file-errors.js";
import { namesAction, Reading, unreadReason } from "../engine/reading.js";
import { nothingRecognized } from "../terminal/lines.js";
import { eachRecord, Enough, type NumberedRecord } from "../records/each-record.js";
import { openRecords } from "../records/opened-records.js";
import { Messages } from "../terminal/messages.js";
import { configOf, type ConfigOptions } from "./config-option.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { isAt, noRecordAt } from "./file-line.js";
import { runCommand } from "./run-command.js";
import { targetsOf } from "./targets.js";
import { INPUTS } from "../messages/inputs.js";
import { EXPLANATIONS } from "../messages/explanations.js";
import { RECORDS } from "../messages/records.js";

/** The configuration's exceptions are explained too. */
export interface ExplainOptions extends ConfigOptions {
  /** Only the event with this id. */
  eventId?: string;
  /** Every event, and what is not an event. */
  all?: boolean;
  /** As one JSON document. */
  json?: boolean;
}

/** If there is no event at all, this many records are explained. */
const MAX_HELD = 3;
/** The record at a line is shown in full if it holds no more events than this. */
const MAX_IN_FULL = 10;
const NO_RECORDS: RecordTotals = { records: 0, events: 0, others: 0, ofService: 0, empty: 0, unreadable: 0 };
/** For output that is not a terminal. */
const USUAL_WIDTH = 100;
/** Narrower output is unreadable. */
const MIN_WIDTH = 30;

/** `keyward explain`: explains why each event of files is a match or not. Resolves to the exit code. */
export async function explain(words: string[], options: ExplainOptions): Promise<number> {
  const messages = new Messages();
  return runCommand(messages, async () => {
    const { targets, isWhole } = await targetsOf(words, { others: [] }, messages);
    const config = await configOf(options, messages);
    const explainer = await loadExplainer(config);
    const output = openStandardOutput();
    if (targets.some(({ path }) => path === STANDARD_INPUT) && process.stdin.isTTY) {
      messages.line(INPUTS.readingStandardInput("explain"));
    }
    const totals: RecordTotals = { ...NO_RECORDS };
    let code = isWhole ? EXIT_OK : EXIT_TROUBLE;
    for (const { path, line, event } of targets) {
      const isOne = targets.length === 1;
      messages.detail(INPUTS.reading(inputName(path)));
      const run = new Run(explainer, output, messages, {
        ...options,
        config,
        name: inputName(path),
        line,
        event,
        isOne,
      });
      code = Math.max(code, await run.read(path));
      for (const name of Object.keys(totals) as (keyof RecordTotals)[]) totals[name] += run.totals[name];
    }
    if (targets.length > 1 && options.json !== true && options.eventId === undefined) {
      output.append(Buffer.from(`\n${new TextReporter(terminalWidth()).end(totals)}`));
      if (totals.events + totals.others === 0) {
        messages.line(nothingRecognized(totals.records));
        code = EXIT_TROUBLE;
      }
    }
    if (options.eventId !== undefined && totals.events === 0) {
      messages.line(EXPLANATIONS.noEventWithId(options.eventId));
      code = EXIT_TROUBLE;
    }
    await output.flush();
    return code;
  });
}

/** What keeps a record from being explained, or explained in full. */
const FAILURES: Partial<Record<string, string>> = {
  no_memory: RECORDS.noMemory,
  trap: EXPLANATIONS.trapped,
};

interface RunOptions extends Omit<ExplainOptions, "config" | "module"> {
  config: NamedConfig | undefined;
  name: string;
  line: number | undefined;
  /** The path of the requested event. */
  event: string | undefined;
  /** Whether it is the only file: several files get a summary. */
  isOne: boolean;
}

class Run {
  readonly #explainer: Explainer;
  readonly #output: Output;
  readonly #messages: Messages;
  readonly #options: RunOptions;
  readonly #reporter: Reporter;
  readonly #wanted: Wanted;
  readonly totals: RecordTotals = { ...NO_RECORDS };
  /** Records without an event, until one has one. */
  #held: { record: Omit<NumberedRecord, "bytes">; explanation: RecordExplanation }[] = [];
  readonly #document = new DocumentTrace();
  /** Number of lines, once known; any record after the requested line is enough. */
  #lines = 0;
  #code = EXIT_OK;

  constructor(explainer: Explainer, output: Output, messages: Messages, options: RunOptions) {
    this.#explainer = explainer;
    this.#output = output;
    this.#messages = messages;
    this.#options = options;
    this.#reporter = options.json === true ? new JsonReporter() : new TextReporter(terminalWidth());
    this.#wanted = options.all === true ? "all" : "near-misses";
  }

  async read(path: string): Promise<number> {
    const { name, line, config } = this.#options;
    const remembers = this.#explainer.config?.remembers ?? [];
    this.#write(
      this.#reporter.begin({
        file: name,
        ...(line !== undefined && { line }),
        ...(config !== undefined && { config: { file: config.name, remembers } }),
      }),
    );
    try {
      await this.#readRecords(path);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#trouble(error.message);
    }
    if (line !== undefined && this.totals.records === 0 && this.#code === EXIT_OK) {
      this.#trouble(noRecordAt(name, line, this.#lines));
    }
    // Without a line or a readable file, there is nothing to report.
    if (this.totals.records === 0 && this.#code !== EXIT_OK && this.#options.json !== true) return this.#code;
    const document = this.#hasNoEvent() && line === undefined ? this.#document.end() : undefined;
    // The lines of a broken document say less than the document.
    if (document === undefined) for (const { record, explanation } of this.#held) this.#report(record, explanation);
    const { isOne, json, event } = this.#options;
    if ((isOne && !this.#isNamed) || json === true || document !== undefined)
      this.#write(this.#reporter.end(this.totals, document));
    if (isOne && this.#hasNoEvent()) this.#trouble(`${name}: ${nothingRecognized(this.totals.records)}`);
    else if (event !== undefined && this.totals.events === 0) {
      this.#trouble(`${name}:${line ?? ""}: ${EXPLANATIONS.noEventAt(event)}`);
    }
    await this.#output.flush();
    return this.#code;
  }

  async #readRecords(path: string): Promise<void> {
    const visitor = {
      record: (record: NumberedRecord) => {
        this.#take(record);
      },
      oversize: (line: number) => {
        this.#takeOversize(line);
      },
      lineEnd: (line: number) => {
        this.#endLine(line);
      },
    };
    this.#lines = (await eachRecord(path, visitor, this.#output)) ?? this.#lines;
  }

  #take(record: NumberedRecord): void {
    const { line, lastLine } = record;
    const asked = this.#options.line;
    if (asked !== undefined && (line > asked || lastLine < asked)) return;
    // The rest of the text is shown.
    if (record.problem === "goes on") {
      if (namesAction(record.bytes)) this.#warnUnread(line, Reading.notJson);
      return;
    }
    if (record.problem === "cut off") this.#warn(line, RECORDS.cutOff);
    this.#takeOne(record);
    if (record.problem !== undefined) return;
    for (const { bytes, path, problem } of openRecords(record.bytes)) {
      if (problem === "cut off") this.#warn(line, RECORDS.cutOff);
      if (problem === "sealed") this.#warn(line, RECORDS.sealed);
      else this.#takeOne({ bytes, line, lastLine }, path);
    }
  }

  /** `opened`: its path in the record that it was opened from. */
  #takeOne(record: NumberedRecord, opened?: string): void {
    const { line, lastLine } = record;
    const explanation = this.#explainAsked(record, opened);
    this.#count(explanation, line);
    const isUnread = this.#tellUnread(record, explanation);
    const isEmpty = explanation.events.length + explanation.others === 0;
    if (opened === undefined && this.#hasNoEvent()) this.#document.push(record.bytes, line);
    const isShown = this.#wanted === "all" || this.#options.line !== undefined;
    if ((isShown && !this.#isNamed) || explanation.events.length > 0) this.#report(record, explanation);
    else if (isUnread && !this.#hasNoEvent()) this.#report(record, this.#explain(record, "all"));
    else if (isEmpty && this.#hasNoEvent() && this.#held.length < MAX_HELD) {
      this.#held.push({ record: { line, lastLine }, explanation: this.#explain(record, "all", opened) });
    }
    if (!isEmpty) this.#held = [];
  }

  /** Stops reading after the requested line. */
  #endLine(line: number): void {
    if (this.#options.line === undefined || line < this.#options.line) return;
    this.#lines = line;
    throw new Enough();
  }

  #takeOversize(line: number): void {
    const asked = this.#options.line;
    if (asked !== undefined && asked !== line) return;
    this.#trouble(`${this.#options.name}:${line}: ${RECORDS.tooLong}`);
    if (asked !== undefined) throw new Enough();
  }

  get #isNamed(): boolean {
    return this.#options.event !== undefined || this.#options.eventId !== undefined;
  }

  /** Explains what was asked for: for the record at a line, everything in it, if that is not too much. */
  #explainAsked(record: NumberedRecord, opened?: string): RecordExplanation {
    const { event, eventId, line } = this.#options;
    if (this.#isNamed) {
      const isMeant = (path: string, id: string | undefined): boolean =>
        (event === undefined || isAt((opened ?? "") + path, event)) && (eventId === undefined || id === eventId);
      return this.#explain(record, isMeant, opened);
    }
    const explanation = this.#explain(record, this.#wanted, opened);
    const isShort = explanation.events.length + explanation.others <= MAX_IN_FULL;
    return line !== undefined && isShort ? this.#explain(record, "all", opened) : explanation;
  }

  #explain({ bytes, line }: NumberedRecord, wanted: Wanted, opened?: string): RecordExplanation {
    return { ...(opened !== undefined && { opened }), ...this.#explainer.explain(bytes, line, wanted) };
  }

  #count({ events, others, ofService, unreadable, isPartial }: RecordExplanation, line: number): void {
    const totals = this.totals;
    totals.records++;
    totals.events += events.length;
    totals.others += others;
    totals.ofService += ofService;
    if (unreadable !== undefined) totals.unreadable++;
    else if (events.length + others === 0) totals.empty++;
    const problem = isPartial ? EXPLANATIONS.readInPart : FAILURES[unreadable?.reason ?? ""];
    if (problem === undefined) return;
    this.#warn(line, problem);
  }

  /** Reports that a record names an action but no event was found in it; returns whether that is so. */
  #tellUnread({ bytes, line }: NumberedRecord, { events, others, unreadable }: RecordExplanation): boolean {
    if (events.length + others > 0 || !namesAction(bytes)) return false;
    this.#warnUnread(line, unreadable === undefined ? Reading.unknown : Reading.notJson);
    return true;
  }

  #warnUnread(line: number, reading: Reading): void {
    this.#warn(line, RECORDS.unread(unreadReason(reading) ?? ""));
  }

  #hasNoEvent(): boolean {
    return this.totals.events + this.totals.others === 0;
  }

  #report({ line, lastLine }: Omit<NumberedRecord, "bytes">, explanation: RecordExplanation): void {
    this.#write(this.#reporter.record(line, lastLine, explanation));
  }

  #warn(line: number, reason: string): void {
    this.#messages.warning(`${this.#options.name}:${line}: ${reason}`);
    this.#code = EXIT_TROUBLE;
  }

  #trouble(text: string): void {
    this.#messages.line(text);
    this.#code = EXIT_TROUBLE;
  }

  #write(text: string): void {
    this.#output.append(Buffer.from(text));
  }
}

/** Returns the columns of the terminal, or COLUMNS if standard output is not one. */
function terminalWidth(): number {
  const { columns } = process.stdout as { columns?: number };
  const asked = columns ?? Number(process.env.COLUMNS);
  return Number.isInteger(asked) && asked > 0 ? Math.max(asked, MIN_WIDTH) : USUAL_WIDTH;
}
