/** A guide for a terminal. */
import { escapeForTerminal } from "../terminal/escape.js";
import { textWidth } from "../terminal/width.js";
import type { Block, Guide } from "./guide.js";

/** Of picocolors, what is used. */
export interface Colors {
  bold: (text: string) => string;
  dim: (text: string) => string;
  cyan: (text: string) => string;
}

export interface TextOptions {
  /** Columns; text is wrapped to them, except for a word that is longer. */
  width: number;
  colors: Colors;
}

/** Narrower than this nothing is readable any more. */
const MIN_WIDTH = 30;
/** A key's id beside its label; where there is less room labels stand above their values. */
const MIN_VALUE = 36;
/** Before commands and code, which are copied as whole lines. */
const INDENT = "    ";
/** The lines of a guide: wrapped, and with everything that could move the cursor escaped. Commands and code are never wrapped. */
export function renderText({ title, sections }: Guide, { width, colors }: TextOptions): string {
  const columns = Math.max(width, MIN_WIDTH);
  const lines = wrap(title, columns).map(colors.bold);
  for (const { title, blocks } of sections) {
    lines.push("", ...wrap(title, columns).map(colors.bold));
    let before: Block["kind"] | undefined;
    for (const block of blocks) {
      // Between paragraphs and commands; a table stands right under its title.
      if (before !== undefined) lines.push("");
      lines.push(...renderBlock(block, columns, colors));
      before = block.kind;
    }
  }
  return `${lines.join("\n")}\n`;
}

function renderBlock(block: Block, width: number, colors: Colors): string[] {
  switch (block.kind) {
    case "facts":
      return renderFacts(block.rows, width, colors);
    case "text":
      return indent(wrap(block.text, width - 2), "  ");
    case "command":
      return [
        ...indent(wrap(block.why, width - 2), "  ").map(colors.dim),
        INDENT + colors.cyan(escapeForTerminal(block.command)),
      ];
    case "code":
      return indent(block.text.split("\n").map(escapeForTerminal), INDENT);
  }
}

function renderFacts(rows: (Block & { kind: "facts" })["rows"], width: number, colors: Colors): string[] {
  const labels = rows.map(({ label }) => escapeForTerminal(label));
  const longest = Math.max(...labels.map(textWidth));
  const isBeside = width - longest - 4 >= MIN_VALUE;
  return rows.flatMap(({ value }, index) => {
    const label = labels[index] ?? "";
    if (!isBeside) return [`  ${colors.dim(label)}`, ...indent(wrap(value, width - 4), INDENT)];
    const [first = "", ...rest] = wrap(value, width - longest - 4);
    const padding = " ".repeat(longest - textWidth(label) + 2);
    return [`  ${colors.dim(label)}${padding}${first}`, ...indent(rest, " ".repeat(longest + 4))];
  });
}

function indent(lines: string[], by: string): string[] {
  return lines.map((line) => by + line);
}

/** The words of a text in lines of at most so many columns. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let columns = 0;
  for (const word of escapeForTerminal(text).split(" ")) {
    const wordColumns = textWidth(word);
    if (line !== "" && columns + 1 + wordColumns > width) {
      lines.push(line);
      line = word;
      columns = wordColumns;
    } else {
      line = line === "" ? word : `${line} ${word}`;
      columns += wordColumns + (columns === 0 ? 0 : 1);
    }
  }
  return [...lines, line];
}
