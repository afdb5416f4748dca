/** The recording: a line of JSON for each group of outputs, and the outputs of commands as files beside it. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CommandOutcome } from "./commands.js";
import type { Outcome } from "./modules.js";

/** One group of outputs. */
export interface Line {
  /** What it is of; no two lines have the same. */
  group: string;
  /** The module or command: differences are counted by it. */
  subject: string;
  sha256: string;
  /** Of a module, so many hexadecimal digits of each output's checksum, one after the other. */
  each?: string;
  /** Of a module, what it said besides. */
  told?: string;
}

const DIGITS = 8;

export function lineOfModule(group: string, subject: string, { each, told }: Outcome): Line {
  const all = createHash("sha256");
  let digits = "";
  for (const output of each) {
    const digest = createHash("sha256").update(output).digest();
    all.update(digest);
    digits += digest.toString("hex").slice(0, DIGITS);
  }
  return { group, subject, sha256: all.update(told).digest("hex"), each: digits, told };
}

export function lineOfCommand(group: string, subject: string, outcome: CommandOutcome): Line {
  return { group, subject, sha256: sha256(textOf(outcome)) };
}

/** The outcome as one text, to be read. */
export function textOf({ code, stdout, stderr }: CommandOutcome): string {
  return `exit code ${code}\n--- standard error\n${stderr}--- standard output\n${stdout}`;
}

/** The index of the first output of a module's that is another one; -1 where only what it said besides differs. */
export function firstDifference(before: Line, after: Line): number {
  const [left = "", right = ""] = [before.each, after.each];
  for (let at = 0; at < Math.max(left.length, right.length); at += DIGITS) {
    if (left.slice(at, at + DIGITS) !== right.slice(at, at + DIGITS)) return at / DIGITS;
  }
  return -1;
}

export function readLines(path: string): Map<string, Line> {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((text) => JSON.parse(text) as Line).map((line) => [line.group, line]));
}

export function writeLines(path: string, lines: readonly Line[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** The folder beside a recording. */
export function folderOf(recording: string): string {
  return `${recording}.d`;
}

/** Where the inputs of a recording are. */
export function inputsOf(recording: string): string {
  return join(folderOf(recording), "inputs");
}

/** Where the text of a command's outcome is, below a folder. */
export function textPath(folder: string, group: string): string {
  const words = group.replaceAll(/[^\w.-]+/g, "_").slice(0, 100);
  return join(folder, `${words}-${sha256(group).slice(0, DIGITS)}.txt`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "latin1").digest("hex");
}
