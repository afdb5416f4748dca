/**
 * Runs every test: as-pect on the specs of assembly/, then Node's runner on the rest. `npm test -- <text>` runs only the
 * files whose path holds the text. Both runners always run; the exit code is 1 when either fails.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { listFiles, root, runNode, tools } from "./project.mjs";
import { build } from "./build.mjs";

const only = process.argv[2] ?? "";
const specs = selected(listFiles("tests/assembly"), ".spec.ts");
build();
const tests = selected(listFiles("build/tests"), ".test.js");

if (specs.length + tests.length === 0) {
  console.error(`keyward: no test file has "${only}" in its path`);
  process.exit(1);
}
if (only === "" && (specs.length === 0 || tests.length === 0)) {
  console.error("keyward: no specs under tests/assembly, or no tests under tests/: something is missing");
  process.exit(1);
}

const asPect = specs.length > 0 ? await runAsPect() : { code: 0, summary: "" };
const nodeCode = tests.length > 0 ? runNodeTests() : 0;
// The specs ran first; their summary is shown again so that both stand at the end.
if (tests.length > 0 && asPect.summary !== "") console.log(`as-pect${asPect.summary}`);
process.exit(asPect.code === 0 && nodeCode === 0 ? 0 : 1);

function selected(paths, ending) {
  return paths.filter((path) => path.endsWith(ending) && path.includes(only));
}

function runNodeTests() {
  return runNode(["--test", "--test-reporter=spec", ...tests], { KEYWARD_TEST_ONLY: only });
}

/** Runs as-pect with its output on this terminal; resolves to its exit code and the summary it ends with. */
function runAsPect() {
  // The path is absolute because the compiler finds a transform of the project only from an absolute place.
  const args = [join(root, tools.asPect), "--as-config", join(root, "as-pect.asconfig.json")];
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...color, KEYWARD_TEST_ONLY: only },
  });
  let output = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text) => {
    process.stdout.write(text);
    output += text;
  });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(String(error));
      resolve({ code: 1, summary: "" });
    });
    child.on("close", (code) => {
      const start = output.lastIndexOf("\n  [Summary]");
      resolve({ code: code ?? 1, summary: start < 0 ? "" : output.slice(start).trimEnd() });
    });
  });
}
