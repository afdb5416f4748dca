/** Writes guides, one after the other, in one of the formats. */
import type { Finding } from "../engine/finding.js";
import type { KeyStatus } from "../keys/key-status.js";
import { eventPlace } from "../findings/places.js";
import { safeJson } from "../report/json.js";
import { colors } from "../terminal/colors.js";
import { escapeForTerminal } from "../terminal/escape.js";
import type { Guide } from "../triage/guide.js";
import { codeSpan, renderMarkdown } from "../triage/markdown.js";
import { renderText } from "../triage/text.js";

/** If the width of the terminal is unknown. */
const USUAL_WIDTH = 80;
/** Longer lines are hard to read. */
const MAX_WIDTH = 100;
/** For output to a file. */
const PLAIN = { bold: asItIs, dim: asItIs, cyan: asItIs };

export class GuideWriter {
  /** Number of guides written. */
  count = 0;
  readonly #format: "text" | "md" | "json";
  readonly #isStandardOutput: boolean;
  readonly #output: { append: (bytes: Buffer) => void };

  constructor(format: "text" | "md" | "json", isStandardOutput: boolean, output: { append: (bytes: Buffer) => void }) {
    this.#format = format;
    this.#isStandardOutput = isStandardOutput;
    this.#output = output;
  }

  write(finding: Finding, guide: Guide, status: KeyStatus | undefined): void {
    const before = this.count === 0 ? (this.#format === "json" ? "[\n" : "") : this.#format === "json" ? ",\n" : "\n";
    this.#append(before + this.#text(finding, guide, status));
    this.count++;
  }

  /** Call it after the last guide. */
  finish(): void {
    if (this.#format === "json") this.#append(this.count === 0 ? "[]\n" : "\n]\n");
  }

  #text(finding: Finding, guide: Guide, status: KeyStatus | undefined): string {
    const place = eventPlace(finding);
    if (this.#format === "json") return safeJson({ finding, ...(status && { status }), ...guide });
    if (this.#format === "md") return `# ${codeSpan(place)}\n\n${renderMarkdown(guide, 2)}`;
    const { isTTY, columns } = process.stdout;
    // A terminal that does not know its width reports 0.
    const isWide = this.#isStandardOutput && isTTY && columns > 0;
    const width = Math.min(isWide ? columns : USUAL_WIDTH, MAX_WIDTH);
    const paint = this.#isStandardOutput ? colors : PLAIN;
    return `${paint.dim(escapeForTerminal(place))}\n\n${renderText(guide, { width, colors: paint })}`;
  }

  #append(text: string): void {
    this.#output.append(Buffer.from(text));
  }
}

function asItIs(text: string): string {
  return text;
}
