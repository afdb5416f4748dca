/** The table at the end of a run: the fates of the mutants of each folder. */
import { dirname } from "node:path";
import type { Mutant } from "./mutants.js";
import type { Tried } from "./try.js";

/** A mutant's fate, and why it may survive if it did. */
export interface Result extends Tried {
  mutant: Mutant;
  explained?: string;
}

const COLUMNS = ["mutants", "equivalent", "by records", "by specs", "by counts", "survived", "explained", "score"];

/** Formats the share of killed mutants among those with an effect; explained survivors have none that can be observed. */
export function table(results: readonly Result[]): string {
  const folders = new Map<string, Result[]>();
  for (const result of results) {
    const folder = folderOf(result.mutant.file);
    folders.set(folder, [...(folders.get(folder) ?? []), result]);
  }
  const rows = [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, of]) => [folder, ...cells(of)]);
  const all = [["folder", ...COLUMNS], ...rows, ["all", ...cells(results)]];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .join("\n");
}

/** Formats one line of a run: where the mutant is, what it changes, and its fate. */
export function tell({ mutant, fate, how, explained }: Result): string {
  const { id, file, line, column, change } = mutant;
  const told = how === undefined ? fate : `${fate}: ${how}`;
  const reason = explained === undefined ? "" : `\n  ${explained}`;
  return `${id} ${file}:${line}:${column}: ${change}\n  ${told}${reason}`;
}

function cells(results: readonly Result[]): string[] {
  const count = (isOne: (result: Result) => boolean): number => results.filter(isOne).length;
  const mutants = count(({ fate }) => fate !== "invalid");
  const equivalent = count(({ fate }) => fate === "equivalent");
  const by = (["records", "specs", "counts"] as const).map((name) => count(({ fate }) => fate === name));
  const killed = by.reduce((sum, one) => sum + one, 0);
  const survived = count(({ fate }) => fate === "survived");
  const explained = count((result) => result.fate === "survived" && result.explained !== undefined);
  const meant = killed + survived - explained;
  // Rounded down, so that 100 means all.
  const score = meant === 0 ? "-" : `${(Math.floor((killed * 1000) / meant) / 10).toFixed(1)} %`;
  return [mutants, equivalent, ...by, survived, explained].map(String).concat(score);
}

function folderOf(file: string): string {
  return dirname(file).split("/").slice(0, 2).join("/");
}
