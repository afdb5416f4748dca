/** Builds the blocks of a guide. */
import type { Finding } from "../engine/finding.js";
import type { Block, Section } from "./guide.js";
import { commandLine } from "../aws/shell.js";
import { explainPlaceholder, PLACEHOLDERS } from "./subject.js";

/** Longer than anything that AWS writes; longer values are cut, and their length shown. */
const LONGEST_VALUE = 2048;

/** Returns a table of known values: rows without a value are left out, and so is an empty table. */
export function facts(...rows: [label: string, value: string | undefined][]): Block[] {
  const known = rows.flatMap(([label, value]) =>
    value === undefined || value === "" ? [] : [{ label, value: shorten(value) }],
  );
  return known.length === 0 ? [] : [{ kind: "facts", rows: known }];
}

export function text(text: string): Block {
  return { kind: "text", text };
}

/** Returns an AWS CLI command; `words`: what follows `aws`. */
export function aws(why: string, ...words: string[]): Block & { kind: "command" } {
  return { kind: "command", why, command: commandLine(["aws", ...words]) };
}

/** Returns a section that ends by explaining its placeholders; nothing if it has no blocks. */
export function section(title: string, finding: Finding, blocks: Block[]): Section[] {
  if (blocks.length === 0) return [];
  const commands = blocks.flatMap((block) => (block.kind === "command" ? [block.command] : []));
  const used = PLACEHOLDERS.filter((placeholder) => commands.some((command) => command.includes(placeholder)));
  return [
    { title, blocks: [...blocks, ...used.map((placeholder) => text(explainPlaceholder(placeholder, finding, used)))] },
  ];
}

function shorten(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  // Does not cut a surrogate pair.
  const kept = value.slice(0, LONGEST_VALUE).replace(/[\ud800-\udbff]$/, "");
  return `${kept}… (${value.length} characters)`;
}
