/** Builds the Kafka Connect transform (connect/) with Maven, and runs records through it in a JVM. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { FilterName } from "#keyward/records/judge.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import type { Program } from "./programs.js";

const PROJECT = join(PROJECT_ROOT, "connect");
const TARGET = join(PROJECT, "target");
/** The folder for a worker's `plugin.path`, made by `buildTransform`. */
export const PLUGINS = join(TARGET, "plugins");

/** Builds the transform with Maven and runs its unit tests. Throws if that fails. */
export function buildTransform(): void {
  runMaven(["verify"]);
}

/**
 * Builds the transform without its tests, in a separate folder, since two builds may run at once. Returns the folder for
 * `plugin.path`.
 */
export function packageTransform(folder: string): string {
  runMaven(["-DskipTests", `-Dtarget.folder=${folder}`, "package"]);
  return join(folder, "plugins");
}

function runMaven(goals: readonly string[]): void {
  const options = ["--quiet", "--batch-mode", ...goals];
  const { status, stdout, stderr, error } = spawnSync("mvn", options, {
    cwd: PROJECT,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`mvn ${options.join(" ")} failed:\n${String(error ?? "")}${stdout}${stderr}`);
}

/** The result for a record. */
export interface Transformed {
  value: Buffer | null;
  headers: Record<string, string>;
}

export interface TransformOptions {
  /** Settings, as in a connector. */
  settings: Record<string, string>;
  filter: FilterName;
  /** Whether values are strings. */
  isText: boolean;
}

/** Runs values through the transform; undefined for dropped ones. `log`: its log output. */
export function runTransform(
  kafka: Program,
  values: readonly (Uint8Array | null)[],
  { settings, filter, isText }: TransformOptions,
): { transformed: (Transformed | undefined)[]; log: string } {
  const classes = ["test-classes", "classes", join("plugins", "keyward-kafka-connect", "*")].map((name) =>
    join(TARGET, name),
  );
  const [, jars = ""] = kafka.options;
  const { status, stdout, stderr } = spawnSync(
    kafka.command,
    [
      ...["-cp", [...classes, jars].join(":"), "io.github.keyward.connect.Pipe", `mode=${filter}`],
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
      ...(isText ? ["--text"] : []),
    ],
    {
      input: Buffer.concat(values.flatMap(frame)),
      maxBuffer: 1 << 30,
      env: { ...process.env, ...kafka.env, LC_ALL: "C.UTF-8" },
    },
  );
  if (status !== 0) throw new Error(`the transform ended with ${status ?? ""}:\n${stderr.toString()}`);
  const frames = new Frames(stdout);
  const transformed = values.map((): Transformed | undefined => {
    const value = frames.take();
    if (value === undefined) return undefined;
    const lines = (frames.take() ?? Buffer.alloc(0)).toString().split("\n").slice(0, -1);
    return { value, headers: Object.fromEntries(lines.map((line) => line.split("=") as [string, string])) };
  });
  frames.end();
  return { transformed, log: stderr.toString() };
}

function frame(value: Uint8Array | null): Uint8Array[] {
  const length = Buffer.alloc(4);
  length.writeInt32BE(value?.length ?? -1);
  return value === null ? [length] : [length, value];
}

class Frames {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  /** Returns the next value; undefined if it was dropped. */
  take(): Buffer | null | undefined {
    const length = this.bytes.readInt32BE(this.#at);
    this.#at += 4;
    if (length < 0) return length === -1 ? null : undefined;
    return this.bytes.subarray(this.#at, (this.#at += length));
  }

  end(): void {
    if (this.#at !== this.bytes.length) throw new RangeError(`${this.bytes.length - this.#at} bytes too many`);
  }
}
