/** The command line on a terminal made by script(1) of util-linux. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { CLI_PATH } from "#bench/project.js";

/**
 * Runs it to its end; returns standard output and error as the terminal gets them, with plain line ends. Throws if there is no
 * script(1).
 */
export async function runTerminal(
  args: readonly string[],
  cwd: string,
  { columns = 100, env = {} }: { columns?: number; env?: Record<string, string> } = {},
): Promise<{ code: number | null; text: string }> {
  const words = [process.execPath, CLI_PATH, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const line = `stty cols ${columns} rows 40 -onlcr; ${words.join(" ")}`;
  const child = spawn("script", ["-qefc", line, "/dev/null"], {
    cwd,
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text: Buffer.concat(chunks).toString().replaceAll("\r\n", "\n") };
}
