import assert from "node:assert/strict";
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { fileURLToPath } from "node:url";
import { unknownLines } from "./messages.js";

const CLI = fileURLToPath(new URL("../../../node/cli.js", import.meta.url));

export interface Finished {
  code: number | null;
  stdout: Buffer;
  /** Standard error, with the seconds in a summary as `N s`. */
  stderr: string;
}

/** Starts the command line in its own process. */
export function startCli(args: string[], cwd?: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [CLI, ...args], { cwd });
}

/** Runs the command line to its end, with this standard input. */
export async function runCli(
  args: string[],
  options: { input?: string | Buffer; cwd?: string } = {},
): Promise<Finished> {
  const child = startCli(args, options.cwd);
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  return finished(child);
}

/** Runs a shell line in which `keyward` is the command line. */
export async function runShell(line: string, cwd: string): Promise<Finished> {
  const script = `keyward() { "$NODE" "$CLI" "$@"; }; ${line}`;
  // As standard input is a socket, bash would read ~/.bashrc, as for a remote shell.
  const child = spawn("bash", ["--norc", "-c", script], { cwd, env: { ...process.env, NODE: process.execPath, CLI } });
  child.stdin.end();
  return finished(child);
}

async function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const errors = Buffer.concat(stderr).toString();
  assert.deepEqual(unknownLines(errors), [], "lines that no message of src/messages or of the documents makes");
  return { code, stdout: Buffer.concat(stdout), stderr: errors.replace(/\d+\.\d s$/gm, "N s") };
}
