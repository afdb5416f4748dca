/** The recording: a line of JSON for each group of outputs, and the outputs of commands as files next to it. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CommandOutcome } from "./commands.js";
import type { Outcome } from "./modules.js";

/** One group of outputs. */
export interface Line {
  /** Its unique name. */
  group: string;
  /** The module or command, by which differences are counted. */
  subject: string;
  sha256: string;
  /** For a module: the first hex digits of each output's checksum, concatenated. */
  each?: string;
  /** For a module: its other output. */
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

/** Returns the outcome as one text, for reading. */
export function textOf({ code, stdout, stderr }: CommandOutcome): string {
  return `exit code ${code}\n--- standard error\n${stderr}--- standard output\n${stdout}`;
}

/** Returns the index of a module's first different output; -1 if only its other output differs. */
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

/** Returns the folder next to a recording. */
export function folderOf(recording: string): string {
  return `${recording}.d`;
}

/** Returns the path of a recording's inputs. */
export function inputsOf(recording: string): string {
  return join(folderOf(recording), "inputs");
}

/** Returns the path of a command's outcome below a folder. */
export function textPath(folder: string, group: string): string {
  const words = group.replaceAll(/[^\w.-]+/g, "_").slice(0, 100);
  return join(folder, `${words}-${sha256(group).slice(0, DIGITS)}.txt`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "latin1").digest("hex");
}
