/** Runs Benthos or Bento with the `wasm` processor: records go in with metadata, and everything that comes out is read. */
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../node/support/files.js";
import type { Program } from "./programs.js";

export interface Message {
  bytes: Uint8Array;
  metadata: Record<string, string>;
}

export interface Processed extends Message {
  /** The processor's error for the message, if it failed. */
  error: string | null;
}

export interface BenthosOptions {
  module: string;
  /** The export to call; default: the processor's own, `process`. */
  function?: string;
  /** Threads of the pipeline: with one, messages keep their order. */
  threads?: number;
  /** Messages per batch. */
  batch?: number;
}

/** Without it, lines of the file are limited to 64 KiB. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Runs the messages through the processor. Throws Benthos's log if it fails as a whole. */
export async function runBenthos(
  program: Program,
  options: BenthosOptions,
  messages: readonly Message[],
): Promise<{ processed: Processed[]; log: string }> {
  const folder = await temporaryFolder();
  const [input, output] = [join(folder, "input"), join(folder, "output")];
  const lines = messages.map(({ bytes, metadata }) =>
    JSON.stringify({ content: Buffer.from(bytes).toString("base64"), metadata }),
  );
  writeFileSync(input, lines.map((line) => `${line}\n`).join(""));
  const config = join(folder, "pipeline.json");
  writeFileSync(config, JSON.stringify(pipeline(options, input, output)));
  const log = await runToEnd(program, ["--config", config], folder);
  const processed = readFileSync(output, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Processed => {
      const { content, metadata, error } = JSON.parse(line) as Omit<Processed, "bytes"> & { content: string };
      return { bytes: Buffer.from(content, "base64"), metadata, error };
    });
  return { processed, log };
}

/** Returns a Benthos configuration for records of any bytes, in base64 on the way in and out. */
function pipeline(
  { module, threads = 1, batch = 1, ...options }: BenthosOptions,
  input: string,
  output: string,
): object {
  const lines = { lines: { max_buffer_size: LONGEST_LINE } };
  return {
    http: { enabled: false },
    logger: { level: "WARN" },
    input: {
      broker: { inputs: [{ file: { paths: [input], scanner: lines } }], batching: { count: batch, period: "50ms" } },
    },
    pipeline: {
      threads,
      processors: [
        { mapping: 'root = this.content.decode("base64")\nmeta = this.metadata' },
        { wasm: { module_path: module, ...(options.function !== undefined && { function: options.function }) } },
        { mapping: 'root.content = content().encode("base64")\nroot.metadata = @\nroot.error = error()' },
      ],
    },
    output: { file: { path: output, codec: "lines" } },
  };
}

/** Runs a program to its end. Resolves to its output, in order; throws if its exit code is not 0. */
export function runToEnd(program: Program, options: readonly string[], cwd?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, [...program.options, ...options], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...program.env },
      ...(cwd !== undefined && { cwd }),
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${program.command} ${options.join(" ")} ended with ${code ?? signal ?? ""}:\n${said}`));
    });
  });
}
