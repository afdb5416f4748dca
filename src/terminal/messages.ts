import type { Counts } from "../records/counts.js";
import { escapeForTerminal } from "./escape.js";
import { speech } from "./speech.js";
import { counted, formatNumber } from "./numbers.js";
import { RECORDS } from "../messages/records.js";

/** Maximum number of warnings; a stream that is wrong throughout would bury everything else. */
const MAX_WARNINGS = 20;

/** Writes Keyward's lines to standard error, each as `keyward: …`. */
export class Messages {
  #warnings = 0;
  readonly #write: (text: string) => void;
  /** Called before each line, to clear something unfinished (a progress bar) from the terminal. */
  beforeLine: () => void = () => undefined;

  constructor(write: (text: string) => void = (text) => process.stderr.write(text)) {
    this.#write = write;
  }

  line(text: string): void {
    this.beforeLine();
    const line = escapeForTerminal(text);
    this.#write(
      speech.isJson ? `${JSON.stringify({ time: new Date().toISOString(), message: line })}\n` : `keyward: ${line}\n`,
    );
  }

  /** Writes a line for verbose output only. */
  detail(text: string): void {
    if (speech.isVerbose) this.line(text);
  }

  /** Writes a line that may occur for every record: only the first ones are shown. */
  warning(text: string): void {
    this.#warnings++;
    if (speech.isVerbose || this.#warnings <= MAX_WARNINGS) this.line(text);
    if (!speech.isVerbose && this.#warnings === MAX_WARNINGS) this.line(RECORDS.notShown);
  }
}

/** Returns the summary of a run, without the name in front. */
export function summaryText(counts: Counts, seconds: number): string {
  const parts = [
    counted(counts.records, "record", "records"),
    counted(counts.matches, "match", "matches"),
    ...Object.entries(counts.marked).map(([verdict, count]) => `${formatNumber(count)} ${verdict}`),
    `${formatNumber(counts.dropped)} dropped`,
    `${formatNumber(counts.notJson)} not JSON`,
  ];
  if (counts.unread > 0) parts.push(`${formatNumber(counts.unread)} not judged`);
  if (counts.annotated > 0) parts.push(`${formatNumber(counts.annotated)} annotated before`);
  if (counts.tooLarge > 0) parts.push(`${formatNumber(counts.tooLarge)} too large to judge`);
  if (counts.failed > 0) parts.push(`${formatNumber(counts.failed)} that the module failed on`);
  parts.push(`${seconds.toFixed(1)} s`);
  return parts.join(", ");
}
