/**
 * Runs a real Fluent Bit, if `KEYWARD_FLUENT_BIT` gives its command: the path, and options before the configuration's, such as
 * `/opt/fluent-bit/bin/fluent-bit -e /opt/fluent-bit/lib/filter_lua.so`.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface FluentBit {
  command: string;
  options: readonly string[];
  /** For example `5.1.1`. */
  version: string;
}

/** Returns the Fluent Bit of the variable; undefined without it. Throws if that does not run. */
export function findFluentBit(): FluentBit | undefined {
  const [command, ...options] = (process.env.KEYWARD_FLUENT_BIT ?? "").split(" ").filter((part) => part !== "");
  if (command === undefined) return undefined;
  const { stdout, error } = spawnSync(command, ["--version"], { encoding: "utf8" });
  const version = /^Fluent Bit v(\S+)/m.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`KEYWARD_FLUENT_BIT: no Fluent Bit at ${command} ${String(error ?? "")}`);
  return { command, options, version };
}

/** A running Fluent Bit, and its output so far. */
export interface Running {
  said: () => string;
  child: ChildProcess;
  /** Ends it like an operator, and waits for that. Resolves to its exit code. */
  stop: () => Promise<number | null>;
}

export function startFluentBit(
  { command, options }: FluentBit,
  args: readonly string[],
  folder: string,
  env: Record<string, string> = {},
): Running {
  const child = spawn(command, [...options, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const closed = once(child, "close");
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await closed;
    return child.exitCode;
  };
  return { child, said: () => said, stop };
}
