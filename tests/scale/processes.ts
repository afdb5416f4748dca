/** Servers and clients, each in its own process group; none outlives this process, however it ends (except by SIGKILL). */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Program } from "../hosts/programs.js";

/** Characters kept of a program's output, from its end. */
const KEPT = 4096;
/** Time for a program to end by itself, in milliseconds. */
const GRACE = 15_000;

export interface StartOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Gets each line of standard output, which is then not kept. */
  onLine?: (line: string) => void;
}

const running = new Set<Running>();

/** Ends everything at once, including what a failed row left running: while anything lives, so does this process. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.kill()));
}

// Before the folders that they write to are removed.
process.prependListener("exit", () => {
  for (const one of running) one.signal("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** A running program. Its standard input stays open until it ends. */
export class Running {
  private readonly child;
  private text = "";
  /** Settles when it has ended and all its output has been read. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  hasEnded = false;

  constructor(
    readonly name: string,
    { command, options, env }: Program,
    args: readonly string[],
    { cwd, env: more, onLine }: StartOptions = {},
  ) {
    this.child = spawn(command, [...options, ...args], {
      cwd,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...env, ...more },
      detached: true,
    });
    running.add(this);
    const keep = (text: string): void => {
      this.text = (this.text + text).slice(-KEPT);
    };
    this.child.stderr.setEncoding("utf8").on("data", keep);
    this.child.stdout.setEncoding("utf8").on("data", onLine === undefined ? keep : linesTo(onLine));
    // An ended program reads no more; its output has the reason.
    this.child.stdin.on("error", () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => {
        keep(String(error));
        this.hasEnded = true;
        running.delete(this);
        resolve(null);
      });
      this.child.on("close", (code, signal) => {
        this.hasEnded = true;
        running.delete(this);
        resolve(code ?? signal);
      });
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get input(): NodeJS.WritableStream {
    return this.child.stdin;
  }

  /** The end of its output. */
  get said(): string {
    return this.text;
  }

  /** Sends a signal to its whole group. */
  signal(name: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, name);
    } catch {
      // It has ended.
    }
  }

  /** Kills it at once, as when the machine is lost. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }

  /** Stops it like an operator; kills it if it does not end by itself. */
  async stop(): Promise<void> {
    this.signal("SIGTERM");
    const patience = new AbortController();
    const late = setTimeout(GRACE, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.ended, late]);
    patience.abort();
    if (!this.hasEnded) await this.kill();
  }
}

function linesTo(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  };
}

/**
 * Waits until a condition holds. Throws, with the last output of everything that runs, if it does not hold in time or one of
 * these programs has ended.
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds: number,
  programs: readonly Running[] = [],
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  const all = (): string =>
    [...new Set([...programs, ...running])].map(({ name, said }) => `\n${name}:\n${said}`).join("");
  while (!(await isSo())) {
    for (const { name, hasEnded } of programs) {
      if (hasEnded) throw new Error(`${name} ended before ${what}${all()}`);
    }
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}${all()}`);
    await setTimeout(50);
  }
}
