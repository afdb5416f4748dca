/** Runs a WASI command in each engine, with real streams: files, or pipes. */
import { withoutOrigin } from "../emulators/origin.js";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../node/support/files.js";
import { isThorough } from "../settings.js";
import { programFor, type Program } from "./programs.js";

export interface Engine {
  name: "wasmtime" | "wazero" | "node:wasi";
  /** Returns the program that runs it; undefined, with the test skipped, if there is none. */
  find: (t: TestContext) => Promise<Program | undefined>;
  /** Returns the program's command line for a module and its arguments; `directory`: the one to open. */
  options: (module: string, commandOptions: readonly string[], directory?: string) => string[];
}

const ALL_ENGINES: readonly Engine[] = [
  {
    name: "wasmtime",
    find: (t) => programFor(t, "wasmtime"),
    options: (module, options, directory) => [
      ...(directory === undefined ? [] : ["--dir", directory]),
      module,
      ...options,
    ],
  },
  {
    name: "wazero",
    find: (t) => programFor(t, "wazero"),
    options: (module, options, directory) => [
      "run",
      ...(directory === undefined ? [] : [`-mount=${directory}:/:ro`]),
      module,
      ...options,
    ],
  },
  {
    name: "node:wasi",
    find: () => Promise.resolve(NODE),
    options: (module, options, directory) => [
      ...(directory === undefined ? [] : ["--dir", directory]),
      "--",
      module,
      ...options,
    ],
  },
];

/** The engines of this run: in `npm test`, only the one that is always there. */
export const ENGINES = ALL_ENGINES.filter(({ name }) => isThorough || name === "node:wasi");

const NODE: Program = {
  command: process.execPath,
  options: ["--no-warnings", fileURLToPath(new URL("node-wasi.js", import.meta.url))],
  env: {},
};

export interface CommandRun {
  output: Buffer;
  said: string;
  code: number | null;
}

/** A command: the engine's program and its command line. */
export interface Command {
  program: Program;
  options: readonly string[];
}

/** Runs a command with files for its input and output. */
export async function runOnFiles({ program, options }: Command, input: Uint8Array): Promise<CommandRun> {
  const folder = await temporaryFolder();
  const paths = [join(folder, "input"), join(folder, "output")] as const;
  writeFileSync(paths[0], input);
  const streams = [openSync(paths[0], "r"), openSync(paths[1], "w")];
  const { status, stderr } = spawnSync(program.command, [...program.options, ...options], {
    stdio: [...streams, "pipe"],
    env: { ...process.env, ...program.env },
    encoding: "utf8",
  });
  for (const stream of streams) closeSync(stream);
  return { output: readFileSync(paths[1]), said: withoutOrigin(stderr), code: status };
}

/** Starts a command between pipes. */
export function startCommand({ program, options }: Command): ChildProcess {
  return spawn(program.command, [...program.options, ...options], {
    stdio: "pipe",
    env: { ...process.env, ...program.env },
  });
}

/** Runs a command between pipes; `pieces` are written one after the other. */
export async function runOnPipes(command: Command, pieces: Iterable<Uint8Array>): Promise<CommandRun> {
  const { stdin, stdout, stderr, ...child } = streamsOf(startCommand(command));
  const output: Buffer[] = [];
  let said = "";
  stdout.on("data", (bytes: Buffer) => output.push(bytes));
  stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  for (const piece of pieces) {
    if (!stdin.write(piece)) await new Promise((resolve) => stdin.once("drain", resolve));
  }
  stdin.end();
  const code = await child.end;
  return { output: Buffer.concat(output), said: withoutOrigin(said), code };
}

/** Returns the three streams of a child, and how it ends: its exit code, or null if a signal ended it. */
export function streamsOf(child: ChildProcess): {
  stdin: NonNullable<ChildProcess["stdin"]>;
  stdout: NonNullable<ChildProcess["stdout"]>;
  stderr: NonNullable<ChildProcess["stderr"]>;
  end: Promise<number | null>;
} {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("a stream is not a pipe");
  const end = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { stdin, stdout, stderr, end };
}
