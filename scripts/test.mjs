/**
 * `npm test`: as-pect on the specs of assembly/, next to the build and Node's runner on everything else except
 * `*.thorough.test.ts`. `npm run test:thorough`: Node's runner on all of its tests, with long seeds (tests/settings.ts). With `--
 * <text>` after either, only files whose path contains the text run. Both runners always run; the exit code is 1 if either fails.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { listFiles, root, tools } from "./project.mjs";
import { build, prepare } from "./build.mjs";

/** How long one file of tests may take: some three times the longest one on two cores. One that hangs fails, and the rest goes on. */
const MAX_FILE_MILLISECONDS = 20 * 60_000;

const isThorough = process.argv[2] === "--thorough";
const only = process.argv[isThorough ? 3 : 2] ?? "";
const specs = isThorough ? [] : selected(listFiles("tests/assembly"), ".spec.ts");

await prepare();
const asPectEnds = specs.length > 0 ? runAsPect() : { code: 0, summary: "" };
await build();
const tests = selected(listFiles("build/tests"), ".test.js").filter(
  (path) => isThorough || !path.endsWith(".thorough.test.js"),
);
if (specs.length + tests.length === 0) {
  console.error(`keyward: no test file has "${only}" in its path; npm run test:thorough has more files than npm test`);
  process.exit(1);
}
if (only === "" && ((specs.length === 0 && !isThorough) || tests.length === 0)) {
  console.error("keyward: no specs under tests/assembly, or no tests under tests/: something is missing");
  process.exit(1);
}
const nodeCode = tests.length > 0 ? await runNodeTests() : 0;
const asPect = await asPectEnds;
// Repeats the summary of the specs, so that both are at the end.
if (tests.length > 0 && asPect.summary !== "") console.log(`as-pect${asPect.summary}`);
process.exit(asPect.code === 0 && nodeCode === 0 ? 0 : 1);

function selected(paths, ending) {
  return paths.filter((path) => path.endsWith(ending) && path.includes(only));
}

/**
 * Runs Node's tests, each file in its own process, on every core: Node's default leaves one idle. One more than cores, since many
 * wait: for a browser, for a process.
 */
async function runNodeTests() {
  if (isThorough) process.env.KEYWARD_THOROUGH = "true";
  let code = 0;
  const events = run({
    files: tests.map((path) => join(root, path)),
    concurrency: availableParallelism() + (isThorough ? 0 : 1),
    timeout: MAX_FILE_MILLISECONDS,
  });
  events.on("test:fail", ({ todo }) => {
    if (todo === undefined || todo === false) code = 1;
  });
  await pipeline(events, new spec(), process.stdout, { end: false });
  return code;
}

/** Runs as-pect; prints its output in one piece at the end, and resolves to its exit code and summary. */
function runAsPect() {
  // An absolute path: otherwise the compiler does not find the project's transform.
  const args = [join(root, tools.asPect), "--as-config", join(root, "as-pect.asconfig.json")];
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...color, KEYWARD_TEST_ONLY: only },
  });
  // A failing build ends this process.
  process.on("exit", () => child.kill());
  let output = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text) => (output += text));
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(String(error));
      resolve({ code: 1, summary: "" });
    });
    child.on("close", (code) => {
      process.stdout.write(output);
      const start = output.lastIndexOf("\n  [Summary]");
      resolve({ code: code ?? 1, summary: start < 0 ? "" : output.slice(start).trimEnd() });
    });
  });
}
