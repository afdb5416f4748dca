/** The mutants that may survive because they have no observable effect: tests/mutation/explained.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../oracle/project.js";
import type { Mutant } from "./mutants.js";

/** Survivors with a common reason, and why they have no effect. */
export interface Explanation {
  file: string;
  /** Texts of their lines, trimmed: every line of the file with this text is meant. */
  lines: readonly string[];
  /** The changes, as a run prints them. */
  changes: readonly string[];
  /** Which of the equal changes on equal lines are meant, from 1; default: all. */
  nth?: readonly number[];
  reason: string;
}

export const EXPLAINED_PATH = "tests/mutation/explained.json";

export function readExplained(): Explanation[] {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, EXPLAINED_PATH), "utf8")) as Explanation[];
}

/** Returns why a mutant may survive; undefined if nothing explains it. */
export function explanationOf(mutant: Mutant, explained: readonly Explanation[]): string | undefined {
  return explained.find((one) => isMeant(mutant, one))?.reason;
}

/** Returns lines and changes that no longer belong to any mutant. */
export function outOfDate(mutants: readonly Mutant[], explained: readonly Explanation[]): string[] {
  return explained.flatMap((one) => {
    const meant = mutants.filter((mutant) => isMeant(mutant, one));
    const lines = one.lines.filter((line) => !meant.some(({ text }) => text === line));
    const changes = one.changes.filter((change) => !meant.some((mutant) => mutant.change === change));
    return [...lines, ...changes].map((gone) => `${one.file}: ${gone}`);
  });
}

function isMeant({ file, text, change, nth }: Mutant, one: Explanation): boolean {
  const isThere = file === one.file && one.lines.includes(text) && one.changes.includes(change);
  return isThere && (one.nth?.includes(nth) ?? true);
}
