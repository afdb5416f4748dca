/** The mutants that may survive, since they change nothing that anybody could see: tests/mutation/explained.json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../oracle/project.js";
import type { Mutant } from "./mutants.js";

/** Survivors that have one reason, and why nothing comes of them. */
export interface Explanation {
  file: string;
  /** The texts of their lines, without the white space around them: every line of the file that reads so is meant. */
  lines: readonly string[];
  /** What is changed into what, as a run tells it. */
  changes: readonly string[];
  /** Which of those with the same change in lines that read the same are meant, from 1 on; without it all of them. */
  nth?: readonly number[];
  reason: string;
}

export const EXPLAINED_PATH = "tests/mutation/explained.json";

export function readExplained(): Explanation[] {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, EXPLAINED_PATH), "utf8")) as Explanation[];
}

/** Why a mutant may survive; undefined where nothing explains it. */
export function explanationOf(mutant: Mutant, explained: readonly Explanation[]): string | undefined {
  return explained.find((one) => isMeant(mutant, one))?.reason;
}

/** The lines and the changes that no mutant of the sources is of any more. */
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
