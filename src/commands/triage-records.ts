import type { Finding } from "../findings/finding.js";
import type { FindingsFinder } from "../findings/find-findings.js";
import { inputName, STANDARD_INPUT } from "../io/input.js";
import type { NumberedRecord } from "../records/each-record.js";
import { isJson } from "../records/is-json.js";
import { colors } from "../terminal/colors.js";
import { escapeForTerminal } from "../terminal/escape.js";
import type { Messages } from "../terminal/messages.js";
import { counted } from "../terminal/numbers.js";
import { buildGuide } from "../triage/build-guide.js";
import { codeSpan, renderMarkdown } from "../triage/markdown.js";
import { commandLine } from "../triage/shell.js";
import { renderText } from "../triage/text.js";
import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { noRecordAt } from "./file-line.js";

/** Where the width of the terminal is not known. */
const USUAL_WIDTH = 80;
/** Longer lines are hard to read. */
const MOST_WIDTH = 100;
const NOTHING = "no finding: nothing in it disables a KMS key or schedules the deletion of one";

export interface TriageRun {
  path: string;
  /** The line whose record is meant; without it all are. */
  line: number | undefined;
  /** In milliseconds since 1970. */
  now: number;
  format: "text" | "md";
  /** Whether the records before the one that is meant have to be judged, too. */
  hasMemory: boolean;
}

/** Writes a guide for each finding of the records that it is given, and says what it did not find. */
export class Triage {
  readonly #run: TriageRun;
  readonly #finder: FindingsFinder;
  readonly #output: { append: (bytes: Buffer) => void };
  readonly #messages: Messages;
  #records = 0;
  #guides = 0;
  #hasTrouble = false;
  /** The record at the line that was asked for has been seen. */
  isDone = false;
  /** How many lines the file has, where it was read to its end. */
  lines: number | undefined;

  constructor(run: TriageRun, finder: FindingsFinder, output: { append: (bytes: Buffer) => void }, messages: Messages) {
    this.#run = run;
    this.#finder = finder;
    this.#output = output;
    this.#messages = messages;
  }

  record({ bytes, line, lastLine }: NumberedRecord): void {
    this.#records++;
    const wanted = this.#run.line;
    const isWanted = wanted === undefined || (line <= wanted && wanted <= lastLine);
    // What is behind it is of no interest, and what is before it only to a configuration.
    if (wanted !== undefined && line > wanted) {
      this.isDone = true;
      this.#tellNoRecord(wanted, line);
      return;
    }
    if (!isWanted && !this.#run.hasMemory) return;
    const { findings, unlisted, configError } = this.#finder.find(bytes, inputName(this.#run.path), line);
    if (!isWanted) return;
    for (const finding of findings) this.#write(finding);
    const where = `${inputName(this.#run.path)}:${line}`;
    if (unlisted > 0) {
      const reason = "more matches in the record have no guide: its annotation does not list them";
      this.#messages.warning(`${where}: ${unlisted} ${reason}`);
    }
    if (configError !== undefined) {
      this.#messages.warning(`${where}: its annotation says that the configuration was ignored: ${configError}`);
    }
    if (wanted === undefined) return;
    this.isDone = true;
    if (findings.length > 0) return;
    this.#messages.line(
      `${where}: ${isJson(bytes) ? NOTHING + this.#explain(String(line)) : "no finding: it is not JSON"}`,
    );
  }

  oversize(line: number): void {
    this.#records++;
    const wanted = this.#run.line;
    if (wanted !== undefined && line < wanted) return;
    this.isDone = wanted !== undefined;
    if (wanted !== undefined && line > wanted) {
      this.#tellNoRecord(wanted, line);
      return;
    }
    this.#hasTrouble = true;
    this.#messages.warning(`${inputName(this.#run.path)}:${line}: the record is too long to be judged`);
  }

  /** Says what was not there; the exit code. */
  finish(): number {
    const { path, line } = this.#run;
    const name = inputName(path);
    if (this.lines === undefined || this.isDone) return this.#hasTrouble ? EXIT_TROUBLE : EXIT_OK;
    if (line !== undefined) {
      this.#tellNoRecord(line, this.lines);
    } else if (this.#guides === 0 && !this.#hasTrouble) {
      const records = counted(this.#records, "record", "records");
      const nothing = this.#records === 0 ? "no records" : `no finding in ${records}${this.#explain("LINE")}`;
      this.#messages.line(`${name}: ${nothing}`);
    }
    return this.#hasTrouble ? EXIT_TROUBLE : EXIT_OK;
  }

  #write(finding: Finding): void {
    const text = this.#run.format === "md" ? this.#markdown(finding) : this.#text(finding);
    this.#output.append(Buffer.from(this.#guides === 0 ? text : `\n${text}`));
    this.#guides++;
  }

  #markdown(finding: Finding): string {
    const heading = placeOf(finding).map(codeSpan).join(" ");
    return `# ${heading}\n\n${renderMarkdown(buildGuide(finding, this.#run.now), 2)}`;
  }

  #text(finding: Finding): string {
    const heading = colors.dim(escapeForTerminal(placeOf(finding).join(" ")));
    const { isTTY, columns } = process.stdout;
    // A terminal that does not know its width says 0.
    const width = Math.min(isTTY && columns > 0 ? columns : USUAL_WIDTH, MOST_WIDTH);
    return `${heading}\n\n${renderText(buildGuide(finding, this.#run.now), { width, colors })}`;
  }

  /** Which command says more, where it can read the same again. */
  #explain(line: string): string {
    const { path } = this.#run;
    return path === STANDARD_INPUT ? "" : `; ${commandLine(["keyward", "explain", `${path}:${line}`])} says why`;
  }

  #tellNoRecord(line: number, lines: number): void {
    this.#trouble(noRecordAt(inputName(this.#run.path), line, lines));
  }

  #trouble(text: string): void {
    this.#hasTrouble = true;
    this.#messages.line(text);
  }
}

/** Where a finding is: its file and line, and the path to it in the record, if it has one. */
function placeOf({ file, line, path }: Finding): string[] {
  return [`${file}:${line}`, path].filter((part) => part !== "");
}
