/** The mutants of the sources: each is the whole source with one mistake in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { Random } from "../oracle/random.js";
import { changesOf, isLeftAlone, type Change } from "./operators.js";

export interface Mutant extends Change {
  /** Its number among all mutants of all sources, from 1; constant until a source changes. */
  id: number;
  /** Path of the source from the project's root. */
  file: string;
  /** Line of the change, from 1. */
  line: number;
  column: number;
  /** Text of that line, trimmed. */
  text: string;
  /** The change, as "old → new" on one line. */
  change: string;
  /** Its number among equal changes on equal lines of the file, from 1. */
  nth: number;
}

const FOLDERS = /^assembly\/((annotate|bytes|config|event|finding|json|policy|rule|search)\/.*|pipeline)\.ts$/;

/** Returns the paths of all sources with mutants, in order. */
export function mutatedFiles(): string[] {
  return filesBelow(join(PROJECT_ROOT, "assembly"))
    .map((path) => `assembly/${path}`)
    .filter((path) => FOLDERS.test(path) && !path.includes("/generated/"));
}

/** Returns all mutants of the sources, in order. */
export function allMutants(): Mutant[] {
  let id = 0;
  return mutatedFiles().flatMap((file) =>
    mutantsOf(file, readFileSync(join(PROJECT_ROOT, file), "utf8")).map((mutant) => ({ ...mutant, id: ++id })),
  );
}

/** Returns the mutants of a source, ordered by position, numbered from 1. */
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

/** Returns the source with the mistake in it. */
export function mutated(source: string, { start, end, by }: Change): string {
  return source.slice(0, start) + by + source.slice(end);
}

/** Returns a random sample of each file's mutants, or all if there are fewer, in order. */
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

/** A deleted statement leaves a semicolon. */
function toldAs(by: string): string {
  return by === "" || by === ";" ? "nothing" : onOneLine(by);
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
