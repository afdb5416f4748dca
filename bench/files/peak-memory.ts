/** Measures the peak memory of a Node process. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run, type Command } from "../processes/run.js";

/**
 * Runs in the measured process, at its end. Linux has the program's own peak in /proc; elsewhere the system's figure is used,
 * which there excludes the parent process. Worker threads share the figure and print nothing.
 */
const HOOK = `
import { isMainThread } from "node:worker_threads";
import { readFileSync, writeFileSync } from "node:fs";
if (isMainThread) process.on("exit", () => {
  let kilobytes = process.resourceUsage().maxRSS;
  try { kilobytes = Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]); } catch {}
  writeFileSync(process.env.KEYWARD_BENCH_PEAK, String(kilobytes));
});`;

/** Returns the peak resident memory of a Node script, in MiB. `input`: a command whose output it reads. */
export async function peakMemory(script: readonly string[], folder: string, input?: Command): Promise<number> {
  const path = join(folder, "peak");
  const hook = `data:text/javascript;base64,${Buffer.from(HOOK).toString("base64")}`;
  const node: Command = [process.execPath, "--import", hook, ...script];
  const environment: Command = ["env", `KEYWARD_BENCH_PEAK=${path}`];
  // Quoted by bash: every argument is one word.
  const piped: Command =
    input === undefined
      ? [...environment, ...node]
      : [...environment, "bash", "-c", `"\${@:2:$1}" | "\${@:$1+2}"`, "bash", String(input.length), ...input, ...node];
  await run(piped);
  return Number(readFileSync(path, "utf8")) / 1024;
}
