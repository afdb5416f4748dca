/** The mutants of the sources: each is the whole source with one mistake in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { Random } from "../oracle/random.js";
import { changesOf, isLeftAlone, type Change } from "./operators.js";

export interface Mutant extends Change {
  /** Its number among all mutants of all sources, from 1 on; the same until a source changes. */
  id: number;
  /** The path of the source, from the project's root on. */
  file: string;
  /** Where the change begins, from 1 on. */
  line: number;
  column: number;
  /** The text of that line, without the white space around it. */
  text: string;
  /** What is changed into what, each on one line. */
  change: string;
  /** Which one it is of those with the same change in a line of that text in the file, from 1 on. */
  nth: number;
}

const FOLDERS = /^assembly\/((annotate|bytes|config|event|finding|json|policy|rule|search)\/.*|pipeline)\.ts$/;

/** The paths of all sources that have mutants, in order. */
export function mutatedFiles(): string[] {
  return filesBelow(join(PROJECT_ROOT, "assembly"))
    .map((path) => `assembly/${path}`)
    .filter((path) => FOLDERS.test(path) && !path.includes("/generated/"));
}

/** All mutants of the sources, in order. */
export function allMutants(): Mutant[] {
  let id = 0;
  return mutatedFiles().flatMap((file) =>
    mutantsOf(file, readFileSync(join(PROJECT_ROOT, file), "utf8")).map((mutant) => ({ ...mutant, id: ++id })),
  );
}

/** The mutants of a source, in order of their places, numbered from 1 on. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const lines = source.split("\n");
  const seen = new Map<string, number>();
  return changesIn(parsed)
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((change, index) => {
      const { line, character } = parsed.getLineAndCharacterOfPosition(change.start);
      const text = lines[line]?.trim() ?? "";
      const told = `${onOneLine(source.slice(change.start, change.end))} → ${toldAs(change.by)}`;
      const key = `${text}\n${told}`;
      const nth = (seen.get(key) ?? 0) + 1;
      seen.set(key, nth);
      return { ...change, id: index + 1, file, line: line + 1, column: character + 1, text, change: told, nth };
    });
}

/** The source with the mistake in it. */
export function mutated(source: string, { start, end, by }: Change): string {
  return source.slice(0, start) + by + source.slice(end);
}

/** So many mutants of each file, picked at random, or all where there are fewer; in their order. */
export function sample(mutants: readonly Mutant[], each: number, seed: number): Mutant[] {
  const random = new Random(seed);
  const files = new Map<string, Mutant[]>();
  for (const mutant of mutants) files.set(mutant.file, [...(files.get(mutant.file) ?? []), mutant]);
  return [...files.values()].flatMap((of) => random.shuffle([...of]).slice(0, each)).sort((a, b) => a.id - b.id);
}

function changesIn(node: ts.Node): Change[] {
  if (isLeftAlone(node)) return [];
  const changes = changesOf(node);
  ts.forEachChild(node, (child) => {
    changes.push(...changesIn(child));
  });
  return changes;
}

/** A statement that is taken away leaves a semicolon. */
function toldAs(by: string): string {
  return by === "" || by === ";" ? "nothing" : onOneLine(by);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
