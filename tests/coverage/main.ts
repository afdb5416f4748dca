/**
 * `npm run coverage`: reports which lines of assembly/ the tests of the compiled modules execute. Each module is compiled without
 * optimization, so that each line keeps its code, with a source map, and instrumented. They replace the real ones in a copy of
 * build/, where the tests then run. The exit code is 1 if a test fails there.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { instrumentBlocks, type Instrumented } from "./blocks.js";
import type { Hits } from "./recorder.js";
import { coverageOf, table, type Covered, type FileCoverage } from "./report.js";
import { readSourceMap, type Segment } from "./source-map.js";

const MODULES = [
  { name: "release", adapter: "assembly/abi/fluent-bit.ts", file: "keyward.wasm" },
  { name: "alert", adapter: "assembly/abi/alert.ts", file: "keyward.alert.wasm" },
  { name: "core", adapter: "assembly/abi/core.ts", file: "keyward.core.wasm" },
  { name: "connect", adapter: "assembly/abi/connect.ts", file: "keyward.connect.wasm" },
  { name: "bento", adapter: "assembly/abi/bento.ts", file: "keyward.bento.wasm" },
  { name: "redpanda", adapter: "assembly/abi/redpanda.ts", file: "keyward.redpanda.wasm" },
  { name: "kafka-connect", adapter: "assembly/abi/kafka-connect.ts", file: "keyward.kafka-connect.wasm" },
  { name: "clickhouse", adapter: "assembly/abi/clickhouse.ts", file: "keyward.clickhouse.wasm" },
  { name: "wasi", adapter: "assembly/abi/command/wasi.ts", file: "keyward.wasi.wasm" },
  { name: "wasi-plain", adapter: "assembly/abi/command/wasi.ts", file: "keyward.wasi-plain.wasm" },
] as const;

/** The tests that run the modules; most others inspect the module itself or the command line. */
const TESTS =
  /^(differential\/.*|node\/hosts\/.*|module\/(alert|bad-input|memory|no-room|coverage-.*))(\.thorough)?\.test\.js$/;
const REPORT = join(PROJECT_ROOT, "build", "coverage");

interface Compiled extends Instrumented {
  segments: Segment[];
}

const folder = mkdtempSync(join(tmpdir(), "keyward-coverage-"));
try {
  process.exitCode = main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function main(): number {
  const compiled = MODULES.map(({ name, adapter, file }) => ({ name, file, ...compile(name, adapter) }));
  const project = standIn();
  for (const { file, binary } of compiled) writeFileSync(join(project, "build", file), binary);
  const status = runTests(project);
  const hits = readHits();
  const covered = compiled.map(({ name, blocks, segments }): Covered => {
    const words = hits.get(name) ?? [];
    const executed = (block: number): boolean => ((words[block >>> 6] ?? 0n) & (1n << BigInt(block & 63))) !== 0n;
    return { blocks, segments, executed };
  });
  report(coverageOf(covered, "assembly/"));
  if (status !== 0) console.error("keyward: a test failed with the modules that are not optimized");
  return status;
}

/** Compiles a module like the release, but without optimization, and instruments it. */
function compile(name: string, adapter: string): Compiled {
  const output = join(folder, `${name}.wasm`);
  const asc = join(PROJECT_ROOT, "node_modules", "assemblyscript", "bin", "asc.js");
  const plain = ["--optimizeLevel", "0", "--shrinkLevel", "0", "--sourceMap", "--outFile", output];
  const { status, stderr } = spawnSync(process.execPath, [asc, adapter, "--target", name, ...plain], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`asc ${adapter} failed: ${stderr}`);
  const segments = readSourceMap(readFileSync(`${output}.map`, "utf8"));
  return { ...instrumentBlocks(readFileSync(output), name), segments };
}

/** Makes the project in the temporary folder: links to its files, and a copy of build/ without the modules. Returns its path. */
function standIn(): string {
  const project = join(folder, "keyward");
  mkdirSync(project);
  for (const name of readdirSync(PROJECT_ROOT)) {
    if (name !== "build" && name !== ".git") symlinkSync(join(PROJECT_ROOT, name), join(project, name));
  }
  for (const part of ["node", "bench", "tests"]) {
    cpSync(join(PROJECT_ROOT, "build", part), join(project, "build", part), { recursive: true });
  }
  // Real events, if there are any.
  const shared = join(PROJECT_ROOT, "..", "shared");
  if (existsSync(shared)) symlinkSync(shared, join(folder, "shared"));
  return project;
}

function runTests(project: string): number {
  const tests = join(project, "build", "tests");
  const files = filesBelow(tests).filter((path) => TESTS.test(path));
  if (files.length < 10) throw new Error(`only ${files.length} test files were found`);
  const recorder = new URL("recorder.js", import.meta.url);
  const { status } = spawnSync(process.execPath, ["--test", ...files.map((path) => join(tests, path))], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      KEYWARD_COVERAGE: folder,
      KEYWARD_THOROUGH: "true",
      NODE_OPTIONS: `--import=${recorder.href}`,
    },
  });
  return status ?? 1;
}

/** Returns what all processes executed of each module, as 64-bit words. */
function readHits(): Map<string, bigint[]> {
  const all = new Map<string, bigint[]>();
  for (const file of readdirSync(folder).filter((name) => name.startsWith("hits-"))) {
    const hits = JSON.parse(readFileSync(join(folder, file), "utf8")) as Hits;
    for (const [name, words] of Object.entries(hits)) {
      const sum = all.get(name) ?? [];
      words.forEach((word, index) => (sum[index] = (sum[index] ?? 0n) | BigInt(`0x${word}`)));
      all.set(name, sum);
    }
  }
  for (const { name } of MODULES) if (!all.has(name)) throw new Error(`no test ran the module ${name}`);
  return all;
}

function report(files: Map<string, FileCoverage>): void {
  mkdirSync(REPORT, { recursive: true });
  const path = join(REPORT, "coverage.json");
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(files), null, 2)}\n`);
  console.log(`\n${table(files)}\n`);
  for (const [file, { missed, partial }] of files) {
    const source = readFileSync(join(PROJECT_ROOT, file), "utf8").split("\n");
    for (const line of missed) console.log(`not reached: ${file}:${line}  ${source[line - 1]?.trim() ?? ""}`);
    for (const { line, columns } of partial) {
      const [column = 1] = columns;
      console.log(`in part:     ${file}:${line}:${column}  ${source[line - 1]?.slice(column - 1).trim() ?? ""}`);
    }
  }
  console.log(`\nwritten to ${path}`);
}
