/**
 * The engines for the modules, in `build/hosts/`: Go programs, Python packages, Kafka's jars and other JavaScript runtimes, made
 * from what the folders next to this file pin, if missing or out of date.
 *
 * The first time takes minutes and downloads, so `npm test` needs none of them. `npm run test:thorough` leaves an engine out,
 * with a message, if the tool that makes it is missing; with `CI=true` that is a failure.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";

const SOURCES = join(PROJECT_ROOT, "tests", "hosts");
const MADE = join(PROJECT_ROOT, "build", "hosts");

/** How to start a program: command, fixed arguments, and environment. */
export interface Program {
  command: string;
  options: readonly string[];
  env: Record<string, string>;
}

export type ProgramName =
  | "benthos"
  | "bento"
  | "wazero"
  | "transform"
  | "wasmtime"
  | "wasmtime-transform"
  | "actionlint"
  | "kustomize"
  | "cfn-lint"
  | "kubernetes-validate"
  | "aws-store"
  | "clickhouse"
  | "kafka"
  | "bun"
  | "deno"
  | "esbuild"
  | "lambda";

interface Recipe {
  /** The tool that makes it, and its name for people. */
  tool: string;
  needs: string;
  /** The folder with its sources and pinned versions. */
  folder: string;
  /** Programs that are made together share one. */
  stamp: string;
  make: () => [command: string, options: string[]];
  program: Program;
}

const GO_OPTIONS = ["-p", "2", "-trimpath", "-ldflags=-s -w", "-o", `${MADE}/`];
const RECIPES: Record<ProgramName, Recipe> = {
  benthos: goRecipe("benthos", "benthos", "."),
  bento: goRecipe("bento", "bento", "."),
  wazero: goRecipe("wazero", "wazero", "github.com/tetratelabs/wazero/cmd/wazero"),
  transform: goRecipe("transform", "wazero", "./transform"),
  lambda: goRecipe(
    "aws-lambda-rie",
    "lambda",
    "github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie",
    "Go 1.26.6 or newer",
  ),
  actionlint: goRecipe("actionlint", "actionlint", "github.com/rhysd/actionlint/cmd/actionlint"),
  kustomize: goRecipe("kustomize", "kustomize", "sigs.k8s.io/kustomize/kustomize/v5"),
  wasmtime: pythonRecipe("wasmtime", [join(SOURCES, "wasmtime", "command.py")]),
  "wasmtime-transform": pythonRecipe("wasmtime", [join(SOURCES, "wasmtime", "transform.py")]),
  "cfn-lint": pythonRecipe("aws", ["-c", "from cfnlint.runner import main; main()"]),
  "kubernetes-validate": pythonRecipe("kubernetes", ["-m", "kubernetes_validate"]),
  "aws-store": pythonRecipe("aws", [join(SOURCES, "aws", "store.py")]),
  clickhouse: pythonRecipe("clickhouse", [join(SOURCES, "clickhouse", "query.py")]),
  kafka: mavenRecipe("kafka"),
  bun: runtimeRecipe(`@oven/bun-${platform("aarch64")}/bin/bun`),
  deno: runtimeRecipe(`@deno/${platform("arm64")}${process.platform === "linux" ? "-glibc" : ""}/deno`, ["run"]),
  esbuild: runtimeRecipe(`@esbuild/${platform("arm64")}/bin/esbuild`),
};

function goRecipe(name: string, folder: string, target: string, needs = "Go 1.25 or newer"): Recipe {
  return {
    tool: "go",
    needs,
    folder,
    stamp: name,
    make: () => ["go", ["build", "-C", join(SOURCES, folder), ...GO_OPTIONS, target]],
    program: { command: join(MADE, name), options: [], env: {} },
  };
}

/** Starts Python with the packages that the folder pins, taken from the index as they are, so that none runs a script. */
function pythonRecipe(folder: string, options: readonly string[]): Recipe {
  const packages = join(MADE, `${folder}-python`);
  return {
    tool: "python3",
    needs: "Python 3.11 or newer with pip",
    folder,
    stamp: `${folder}-python`,
    make: () => [
      "python3",
      [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--upgrade",
      ].concat(["--target", packages, "--requirement", join(SOURCES, folder, "requirements.txt")]),
    ],
    program: {
      command: "python3",
      options,
      env: { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
    },
  };
}

/** Starts Java with the jars in the folder's pom and their dependencies; the first argument is the class to run. */
function mavenRecipe(folder: string): Recipe {
  const jars = join(MADE, folder);
  return {
    tool: "mvn",
    needs: "Maven with Java 17 or newer",
    folder,
    stamp: folder,
    make: () => {
      // A leftover jar of another version would be on the class path too.
      rmSync(jars, { recursive: true, force: true });
      const pom = join(SOURCES, folder, "pom.xml");
      return [
        "mvn",
        ["--quiet", "--batch-mode", "--file", pom, "dependency:copy-dependencies"].concat(`-DoutputDirectory=${jars}`),
      ];
    },
    program: { command: "java", options: ["-cp", `${join(SOURCES, folder)}:${join(jars, "*")}`], env: {} },
  };
}

/** Returns the platform in the names of npm packages; `arm`: their name for that processor. */
function platform(arm: string): string {
  return `${process.platform}-${process.arch === "arm64" ? arm : process.arch}`;
}

/** Takes a program from a package for this platform. The packages' install scripts, which may download, do not run. */
function runtimeRecipe(path: string, options: readonly string[] = []): Recipe {
  const folder = "runtimes";
  const made = join(MADE, folder);
  return {
    tool: "npm",
    needs: "npm",
    folder,
    stamp: folder,
    make: () => {
      mkdirSync(made, { recursive: true });
      for (const name of ["package.json", "package-lock.json"]) {
        copyFileSync(join(SOURCES, folder, name), join(made, name));
      }
      return ["npm", ["ci", "--prefix", made, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]];
    },
    program: { command: join(made, "node_modules", path), options, env: {} },
  };
}

/**
 * Returns the program for a test, made if needed. If it is left out, the test is skipped with the reason and the result is
 * undefined; if it is required, that is a failure. Throws the tool's message if it cannot be made.
 */
export async function programFor(t: TestContext, name: ProgramName): Promise<Program | undefined> {
  const reason = whyMissing(name);
  if (reason === undefined) return madeProgram(name);
  if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands it`);
  t.skip(reason);
  return undefined;
}

/** Returns why the program cannot be made here, in one line; undefined if it can. */
export function whyMissing(name: ProgramName): string | undefined {
  const { tool, needs } = RECIPES[name];
  if (spawnSync(tool, ["version"]).error === undefined) return undefined;
  return `no ${tool} on the path (${needs}): the module was not run in ${name}`;
}

/** Returns the program, made if needed. Throws the tool's message if it cannot be made. */
export async function madeProgram(name: ProgramName): Promise<Program> {
  await make(name, RECIPES[name]);
  return RECIPES[name].program;
}

function stampOf(name: ProgramName): string {
  return join(MADE, `${RECIPES[name].stamp}.stamp`);
}

async function make(name: ProgramName, recipe: Recipe): Promise<void> {
  mkdirSync(MADE, { recursive: true });
  const digest = digestOf(join(SOURCES, recipe.folder));
  const stamp = stampOf(name);
  const unlock = await lock(`${stamp}.lock`);
  try {
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
    const [command, options] = recipe.make();
    const { status, stdout, stderr, error } = spawnSync(command, options, { encoding: "utf8", maxBuffer: 1 << 26 });
    if (status !== 0) {
      throw new Error(`${command} ${options.join(" ")} failed:\n${String(error ?? "")}${stdout}${stderr}`);
    }
    writeFileSync(stamp, digest);
  } finally {
    unlock();
  }
}

/** Returns one digest of everything that a program is made from. */
function digestOf(folder: string): string {
  const all = createHash("sha256");
  for (const path of filesBelow(folder)) {
    if (/\.(go|mod|sum|txt|json|xml)$/.test(path)) all.update(`${path}\0`).update(readFileSync(join(folder, path)));
  }
  return all.digest("hex");
}

/** Test files run in parallel, and two of them may want the same program: the second waits for the first. */
async function lock(path: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => {
        rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!isHeld(path)) rmSync(path, { force: true });
      await setTimeout(200);
    }
  }
}

/** Reports whether the process that made the lock still exists; a killed one leaves its lock. */
function isHeld(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, "utf8"));
    return holder === 0 || process.kill(holder, 0);
  } catch {
    return false;
  }
}
