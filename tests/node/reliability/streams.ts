/** An input with matches, its expected output, and the command line run to any end. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { startCli } from "../support/cli.js";

const NEWLINE = Buffer.of(0x0a);

export interface Stream {
  input: Buffer;
  /** The expected output of `keyward tag`, made line by line with the filter for Fluent Bit. */
  output: Buffer;
  /** The same, one per line, with newlines. */
  inputLines: Buffer[];
  outputLines: Buffer[];
}

/** Returns numbered lines: every fortieth is a match, some are long or not JSON. */
export async function numberedLines(count: number): Promise<Stream> {
  const host = new FluentBitHost(await loadModule());
  const inputLines: Buffer[] = [];
  const outputLines: Buffer[] = [];
  for (let n = 0; n < count; n++) {
    const line = lineOf(n);
    const result = host.filter("tag", line);
    const isMatch = n % 40 === 7;
    assert.equal(result.outcome, isMatch ? "modified" : "kept");
    inputLines.push(Buffer.from(`${line}\n`));
    const output = result.outcome === "modified" ? result.record : Buffer.from(line);
    outputLines.push(Buffer.concat([output, NEWLINE]));
  }
  return { input: Buffer.concat(inputLines), output: Buffer.concat(outputLines), inputLines, outputLines };
}

function lineOf(n: number): string {
  if (n % 40 === 7) return `{"n":${n},"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"e-${n}"}`;
  if (n % 101 === 0) return `line ${n} is no JSON`;
  const pad = "x".repeat(n % 997 === 0 ? 100_000 : n % 400);
  return `{"n":${n},"eventSource":"s3.amazonaws.com","eventName":"GetObject","pad":"${pad}"}`;
}

/** Asserts that the bytes are a prefix of the expected ones: nothing is missing, out of order or repeated. */
export function assertBeginning(actual: Buffer, expected: Buffer, what: string): void {
  assert.ok(actual.length <= expected.length, `${what}: ${actual.length} bytes of ${expected.length}`);
  if (actual.equals(expected.subarray(0, actual.length))) return;
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.fail(`${what}: parts at byte ${at} of ${actual.length}: ${actual.subarray(at, at + 80).toString()}`);
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: Buffer;
  stderr: string;
}

/** Starts the command line with standard input left open, and collects its output until it ends in any way. */
export function run(args: string[], cwd: string): { child: ReturnType<typeof startCli>; ended: Promise<Ended> } {
  const child = startCli(args, cwd);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const ended = once(child, "close").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr).toString(),
  }));
  return { child, ended };
}
