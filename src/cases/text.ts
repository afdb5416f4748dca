/** Results of cases for people: a line per case, and a summary. */
import { colors } from "../terminal/colors.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { counted, formatNumber } from "../terminal/numbers.js";
import { countOutcomes, type FileResults } from "./results.js";
import type { CaseResult } from "./run-cases.js";

const LABELS: Record<CaseResult["outcome"], string> = { passed: "ok   ", failed: "FAIL ", error: "ERROR" };

/** `isColored`: for a terminal. */
export function textOf(files: readonly FileResults[], isColored: boolean): string {
  const lines = files.flatMap(({ path, results }) => results.map((result) => resultLine(path, result, isColored)));
  return [...lines, summary(files)].map((line) => `${line}\n`).join("");
}

function resultLine(path: string, { testCase, outcome, message }: CaseResult, isColored: boolean): string {
  const text = `${path}:${testCase.line}: ${testCase.name}${message === undefined ? "" : `: ${message}`}`;
  const paint = outcome === "passed" ? colors.green : colors.red;
  return `${isColored ? paint(LABELS[outcome]) : LABELS[outcome]} ${escapeForTerminal(text)}`;
}

function summary(files: readonly FileResults[]): string {
  const { passed, failed, error } = countOutcomes(files);
  const parts = [`${formatNumber(passed)} passed`, `${formatNumber(failed)} failed`];
  if (error > 0) parts.push(`${formatNumber(error)} not judged`);
  return `${counted(passed + failed + error, "case", "cases")}: ${parts.join(", ")}`;
}
