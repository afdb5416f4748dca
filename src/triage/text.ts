/** Formats a guide for a terminal. */
import { escapeForTerminal } from "../terminal/escape.js";
import { textWidth } from "../terminal/width.js";
import type { Block, Guide } from "./guide.js";

/** The colors used from picocolors. */
export interface Colors {
  bold: (text: string) => string;
  dim: (text: string) => string;
  cyan: (text: string) => string;
}

export interface TextOptions {
  /** Width in columns; text wraps to it, except for longer words. */
  width: number;
  colors: Colors;
}

/** Narrower text is unreadable. */
const MIN_WIDTH = 30;
/** Room for a key's id next to its label; with less, labels go above their values. */
const MIN_VALUE = 36;
/** Indents commands and code, which are copied as whole lines. */
const INDENT = "    ";
/** Renders a guide: text wrapped, and everything that could move the cursor escaped. Commands and code are never wrapped. */
export function renderText({ title, sections }: Guide, { width, colors }: TextOptions): string {
  const columns = Math.max(width, MIN_WIDTH);
  const lines = wrap(title, columns).map(colors.bold);
  for (const { title, blocks } of sections) {
    lines.push("", ...wrap(title, columns).map(colors.bold));
    let before: Block["kind"] | undefined;
    for (const block of blocks) {
      // Between paragraphs and commands; a table comes directly below its title.
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

/** Wraps a text into lines of at most `width` columns. */
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
