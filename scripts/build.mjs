/**
 * Builds everything in build/: the rule's generated code, the modules, the Node side and its tests, the HTML report's page, and
 * the checksums. Does nothing if neither inputs nor outputs have changed since the last build. Independent steps run in parallel.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { generateDefaultRule } from "./generate-default-rule.mjs";
import { generateDetails } from "./generate-details.mjs";
import { generateShapes } from "./generate-shapes.mjs";
import { generateVersion } from "./generate-version.mjs";
import { listFiles, root, startNode, tools } from "./project.mjs";
import { setUp } from "./setup.mjs";

const STAMP = "build/stamp.json";
const READ_FOLDERS = ["assembly", "bench", "page", "rules", "scripts", "src", "tests"];
const READ_FILES = ["asconfig.json", "package.json", "package-lock.json", "tsconfig.base.json", "tsconfig.json"];
/** Written by the build, although among the sources. */
const GENERATED = [
  "assembly/config/generated",
  "assembly/event/generated",
  "assembly/explain/generated",
  "assembly/finding/generated",
  "assembly/table/generated",
  "src/rules/generated",
];
/** Measurements of what was built, and their working folders: not part of it. */
const BESIDE = ["build/coverage/", "build/fuzz/", "build/hosts/", "build/mutation/", "build/outputs/"];
/** Results of the benchmark: the build does not depend on them. */
const RECORDED = /^bench\/(results\/|counts\.json$)/;

/** Set by the first `prepare`: what it does is done once in a process. */
let prepared;

/**
 * Prepares a clone for the compilers: its dependencies, and the sources generated with the compiled src/rules. Ends the process
 * if that fails.
 */
export function prepare() {
  return (prepared ??= prepareOnce());
}

async function prepareOnce() {
  setUp();
  // Without the compiler's build info, it writes every file again, even one deleted by hand.
  if (readStamp().read === undefined) rmSync(join(root, buildInfoOf("node")), { force: true });
  await generateDefaultRule();
  await generateDetails();
  await generateShapes();
  await generateVersion();
  endOn([(await step(tools.tsc, ["-b", "src"])) ?? (await step("scripts/generate-rule.mjs"))]);
}

/** Builds what is out of date. Ends the process with the failing tool's exit code if a step fails. */
export async function build() {
  await prepare();
  const before = readStamp();
  const read = digest(readPaths());
  if (before.read === read && before.written === digest(writtenPaths())) return;

  // A build that fails halfway must not look finished.
  rmSync(join(root, STAMP), { force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  console.error("keyward: building …");
  endOn(await Promise.all([buildModules(), buildNode(before.read === undefined)]));
  // The module and the code in one file.
  endOn([(await step("scripts/write-inline-module.mjs")) ?? (await step("scripts/bundle-browser.mjs"))]);
  writeFileSync(join(root, STAMP), `${JSON.stringify({ read, written: digest(writtenPaths()) }, null, 2)}\n`);
}

function buildInfoOf(folder) {
  return `build/${folder}/.tsbuildinfo`;
}

/** Ends the process with the exit code of the first failed step, if any. */
function endOn(results) {
  const failures = results.filter((failure) => failure !== undefined);
  for (const { command } of failures) console.error(`keyward: the build failed at ${command}`);
  if (failures.length > 0) process.exit(failures[0].code);
}

/** Builds the modules and their checksums. Resolves to the failed step, if any; so do the next two. */
async function buildModules() {
  const failure = await step("scripts/compile-modules.mjs");
  if (failure === undefined) writeChecksums();
  return failure;
}

/** Builds the TypeScript for Node and the browser, and the page. `isFirst`: `prepare` has just written all of src. */
async function buildNode(isFirst) {
  for (const folder of ["page", "bench", "tests", ...(isFirst ? [] : ["node"])])
    rmSync(join(root, buildInfoOf(folder)), { force: true });
  // The tests compile against these types; the code is written once the module exists.
  mkdirSync(join(root, "build/node/inline"), { recursive: true });
  copyFileSync(join(root, "src/inline/core-module.d.ts"), join(root, "build/node/inline/core-module.d.ts"));
  const failure = await step(tools.tsc, ["-b"]);
  if (failure !== undefined) return failure;
  removeOrphans("src", "build/node");
  removeOrphans("page", "build/page/page");
  removeOrphans("src", "build/page/src");
  removeOrphans("bench", "build/bench");
  removeOrphans("tests", "build/tests");
  return step("scripts/bundle-page.mjs");
}

async function step(script, args = []) {
  const code = await startNode([script, ...args]);
  return code === 0 ? undefined : { command: [script, ...args].join(" "), code };
}

function readPaths() {
  return [...READ_FOLDERS.flatMap(listFiles), ...READ_FILES].filter(
    (path) => !GENERATED.some((folder) => path.startsWith(folder)) && !RECORDED.test(path),
  );
}

function writtenPaths() {
  return [...listFiles("build"), ...GENERATED.flatMap(listFiles)].filter(
    (path) => path !== STAMP && !BESIDE.some((folder) => path.startsWith(folder)),
  );
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(join(root, STAMP), "utf8"));
  } catch {
    return {};
  }
}

/** Returns one digest of the names and contents of files. */
function digest(paths) {
  const all = createHash("sha256");
  for (const path of paths) all.update(`${path}\0${sha256(path)}\n`);
  return all.digest("hex");
}

function sha256(path) {
  return createHash("sha256")
    .update(readFileSync(join(root, path)))
    .digest("hex");
}

/** Writes checksums of the modules in the format of sha256sum. */
function writeChecksums() {
  const modules = listFiles("build").filter((path) => /^build\/[^/]+\.wasm$/.test(path));
  const lines = modules.map((path) => `${sha256(path)}  ${path.slice("build/".length)}\n`);
  writeFileSync(join(root, "build/SHA256SUMS"), lines.join(""));
}

/** Removes compiled files without a source: a deleted test must not run again. */
function removeOrphans(sources, outputs) {
  for (const path of listFiles(outputs)) {
    const same = path.replace(outputs, sources);
    const source = same.replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
    if (source.endsWith(".ts") && ![same, source].some((one) => existsSync(join(root, one)))) rmSync(join(root, path));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await build();
