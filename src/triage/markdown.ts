/** Formats a guide as Markdown (CommonMark) for a ticket, wiki or pull request. Text of the event is never interpreted as markup. */
import { escapeForTerminal } from "../terminal/escape.js";
import type { Block, Guide } from "./guide.js";

/** Markup anywhere in a line, in CommonMark or GitHub's dialect. Prose begins with a word and is on one line. */
const MARKUP = /[\\`*_[\]<>&~|@$]/g;

/** Renders the guide, with headings from `level` on. */
export function renderMarkdown({ title, sections }: Guide, level = 1): string {
  const parts = [`${"#".repeat(level)} ${escapeProse(title)}`];
  for (const { title, blocks } of sections) {
    parts.push(`${"#".repeat(level + 1)} ${escapeProse(title)}`, ...blocks.map(renderBlock));
  }
  return `${parts.join("\n\n")}\n`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "facts":
      return block.rows.map(({ label, value }) => `- **${escapeProse(label)}** ${codeSpan(value)}`).join("\n");
    case "text":
      return escapeProse(block.text);
    case "command":
      return `${escapeProse(block.why)}:\n\n${fence("sh", block.command)}`;
    case "code":
      return fence(block.language, block.text);
  }
}

/** Renders one line of text as a code span, so that nothing in it is markup or becomes a link. */
export function codeSpan(text: string): string {
  const line = escapeForTerminal(text);
  const ticks = "`".repeat(longestRun(line) + 1);
  // CommonMark strips one space on each side.
  const padding = /^[ `]|[ `]$/.test(line) ? " " : "";
  return ticks + padding + line + padding + ticks;
}

function escapeProse(text: string): string {
  return escapeForTerminal(text).replace(MARKUP, "\\$&");
}

/** Puts lines in a fence that is longer than any run of backticks in them. */
function fence(language: string, text: string): string {
  const ticks = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}${language}\n${text.split("\n").map(escapeForTerminal).join("\n")}\n${ticks}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
