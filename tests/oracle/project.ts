/**
 * Paths of the project's files and the shared data, relative to the project root, which is searched for upwards from this file,
 * so that the depth of compiled tests does not matter.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { few } from "../settings.js";

const ACTION = /DisableKey|ScheduleKeyDeletion/;
const RULE_FILE = join("rules", "aws-kms-key-loss.json");

export const PROJECT_ROOT = findRoot();

function findRoot(): string {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, RULE_FILE))) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error(`no folder above the tests or the working directory holds ${RULE_FILE}`);
}

/**
 * Returns the paths of all files below a folder, relative to it, with `/`, sorted. Node has an option for that, but not from
 * version 20.0 on.
 */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)).map((path) => `${entry.name}/${path}`) : [entry.name],
    )
    .sort();
}

export interface RuleData {
  id: string;
  name: string;
  version: string;
  author: string[];
  license: string;
  reference: string;
  query: string;
  severity: string;
  risk_score: number;
  threat: {
    framework: string;
    tactic: { id: string[]; name: string[]; reference: string[] };
    technique: { id: string[]; name: string[]; reference: string[] };
  };
}

export const RULE = JSON.parse(readFileSync(join(PROJECT_ROOT, RULE_FILE), "utf8")) as RuleData;

/** The version in the modules. */
export const { version: VERSION } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
  version: string;
};

/** The compiled module under test. */
export const MODULE_PATH = join(PROJECT_ROOT, "build", "keyward.wasm");

export interface DataLine {
  /** File name and line number, to find the event again. */
  where: string;
  bytes: Uint8Array;
}

/**
 * Returns the lines of every file in `../shared/data/cloudtrail`; undefined, with the test skipped for that reason, if the folder
 * is absent, as in a user's clone. With `CI=true` its absence is a failure.
 */
export function cloudTrailLines(t: TestContext): DataLine[] | undefined {
  const folder = resolve(PROJECT_ROOT, "..", "shared", "data", "cloudtrail");
  if (!existsSync(folder)) {
    const reason = "no ../shared/data/cloudtrail beside the project: the real CloudTrail events were not tried";
    if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands them`);
    t.skip(reason);
    return undefined;
  }
  const names = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));
  return names.sort().flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        line === "" ? [] : [{ where: `${name}:${index + 1}`, bytes: new TextEncoder().encode(line) }],
      ),
  );
}

/** Returns the lines that name an action, and `count` of the others; all lines in a thorough run. */
export function actionsAndFew(lines: readonly DataLine[], count: number): readonly DataLine[] {
  const others = new Set(few(lines, count));
  return lines.filter((line) => others.has(line) || ACTION.test(Buffer.from(line.bytes).toString()));
}

export interface Fixture {
  /** For example `raw/disable-key.match.json`. */
  where: string;
  matches: boolean;
  /** Paths of the events that match; empty for a near miss. */
  paths: string[];
  /** Paths of events that would match at a known place; listed only if no match is next to them. */
  possible: string[];
  bytes: Uint8Array;
}

export const FIXTURES = join(PROJECT_ROOT, "tests", "fixtures");

/**
 * Returns the hand-written pairs in `tests/fixtures`: `name.match.json` and its near miss, which is `name.near-miss.json` or a
 * row of near-misses.json: what occurs once in the match, and its replacement in the near miss.
 */
export function fixtures(): Fixture[] {
  // A fixture without an envelope has no list of paths.
  const paths = readFixture("shapes/paths.json") as Record<string, string[]>;
  const possible = readFixture("possible.json") as Record<string, string[]>;
  const nearMisses = readFixture("near-misses.json") as Record<string, [string, string]>;
  return ["raw", "ecs", "shapes"].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder))
      .sort()
      .filter((name) => name.endsWith(".match.json"))
      .flatMap((file) => {
        const name = `${folder}/${file.slice(0, -".match.json".length)}`;
        const listed = folder === "shapes" ? paths[name.slice("shapes/".length)] : [""];
        if (listed === undefined) throw new Error(`${name} has no paths in shapes/paths.json`);
        const match = readFileSync(join(FIXTURES, folder, file));
        const change = nearMisses[name];
        const nearMiss =
          change === undefined
            ? readFileSync(join(FIXTURES, `${name}.near-miss.json`))
            : changed(name, match.toString(), change);
        return [fixture(`${name}.match.json`, match, listed), fixture(`${name}.near-miss.json`, nearMiss)];
      }),
  );

  function fixture(where: string, bytes: Uint8Array, matchPaths?: string[]): Fixture {
    const matches = matchPaths !== undefined;
    return { where, matches, paths: matchPaths ?? [], possible: possible[where] ?? [], bytes: new Uint8Array(bytes) };
  }
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(join(FIXTURES, name), "utf8"));
}

function changed(name: string, text: string, [from, to]: [string, string]): Uint8Array {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${name}: ${from} stands ${parts.length - 1} times in the match`);
  return Buffer.from(parts.join(to));
}
