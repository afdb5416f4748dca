/** Runs whole processes and measures their time. */
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

export interface RunOptions {
  /** The file for standard input; default: empty input. */
  input?: string;
  /** The file for standard output, created or truncated; default: discarded. */
  output?: string;
  cwd?: string;
}

export interface Usage {
  /** Seconds from start to end. */
  wall: number;
  /** Seconds of processor time, user and system, of the process and the children that it waited for. */
  cpu: number;
}

/** bash measures what it has waited for to the millisecond; its figures come through a separate pipe. */
const MEASURE = `TIMEFORMAT='%3R %3U %3S'; { time "$@" 2>&3 3>&- 4>&-; } 2>&4`;

/** Runs a command to its end. Rejects, with its standard error, if it cannot be started or fails. */
export async function run(command: Command, options: RunOptions = {}): Promise<Usage> {
  const input = openSync(options.input ?? "/dev/null", "r");
  const output = openSync(options.output ?? "/dev/null", "w");
  try {
    const child = spawn("bash", ["-c", MEASURE, "bash", ...command], {
      cwd: options.cwd,
      stdio: [input, output, "ignore", "pipe", "pipe"],
    });
    const [errors, figures] = [collect(child.stdio[3]), collect(child.stdio[4])];
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (code !== 0) throw new Error(`${command.join(" ")} failed with ${code ?? "a signal"}: ${errors.text()}`);
    const [wall, user, system] = figures.text().trim().split(" ").map(Number);
    if (wall === undefined || user === undefined || system === undefined) throw new Error("bash did not measure");
    return { wall, cpu: user + system };
  } finally {
    closeSync(input);
    closeSync(output);
  }
}

function collect(stream: unknown): { text: () => string } {
  const chunks: Buffer[] = [];
  (stream as NodeJS.ReadableStream).on("data", (chunk: Buffer) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString() };
}
