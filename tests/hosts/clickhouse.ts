/** ClickHouse (chdb) with Keyward's WASM functions. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../oracle/project.js";
import type { Program } from "./programs.js";

const EXAMPLE = join(PROJECT_ROOT, "examples", "clickhouse");
const MODULE = join(PROJECT_ROOT, "build", "keyward.clickhouse.wasm");

/** The result of an SQL text: the answer of its last statement, as tab-separated values with names, or the error. */
export interface Answer {
  answer?: string;
  error?: string;
  /** Wall-clock and processor time of all of it, in seconds. */
  seconds: number;
  processor: number;
}

/** Returns a file of examples/clickhouse. */
export function exampleSql(name: string): string {
  return readFileSync(join(EXAMPLE, name), "utf8");
}

/** Runs SQL texts in a folder, one after the other, with Keyward's functions; `module`: another file with them. */
export function runSql(program: Program, folder: string, texts: readonly string[], module = MODULE): Answer[] {
  copyFileSync(module, join(folder, "keyward.clickhouse.wasm"));
  const { command, options, env } = program;
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd: folder,
    input: JSON.stringify([exampleSql("functions.sql"), ...texts]),
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  const answers = stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Answer);
  const [created, ...rest] = answers;
  if (status !== 0 || created?.error !== undefined || rest.length !== texts.length) {
    throw new Error(`ClickHouse ended with ${status ?? ""}:\n${created?.error ?? ""}${stderr}`);
  }
  return rest;
}

/** Returns the rows of an answer, without names. Throws if there is an error instead. */
export function rowsOf({ answer, error }: Answer): string[][] {
  if (answer === undefined) throw new Error(error);
  return answer
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split("\t"));
}
