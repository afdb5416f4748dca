/** The WASI command: arguments, lines of every length, the configuration file, and streams that end or fail. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isOrigin, originLine } from "../../emulators/origin.js";
import { runCommand, type CommandOptions, type CommandRun } from "../../emulators/wasi-command.js";
import { Wasi, WasiExit } from "#keyward/wasi.js";
import { inTurn, isThorough } from "../../settings.js";
import { builtModule, moduleOfPages } from "./module-memory.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const OTHER = '{"eventName":"Decrypt"}';
const MIB = 1024 * 1024;

const module = await builtModule("wasi");
const run = (input: string, options?: CommandOptions): CommandRun => runCommand(module, Buffer.from(input), options);

/** Returns the numbers of annotated lines. */
function annotated(output: Buffer): number[] {
  return output
    .toString()
    .split("\n")
    .flatMap((line, index) => (line.includes('"keyward":{"verdict":"match"') ? [index] : []));
}

/** Returns a match of this size. */
function long(size: number): string {
  return MATCH.replace("{", `{"pad":"${"x".repeat(size - MATCH.length - 9)}",`);
}

describe("the command", () => {
  it("tags, and with --keep drops what does not match", () => {
    const input = `${OTHER}\n${MATCH}\n\ntext\n${MATCH}`;
    const tagged = run(input);
    assert.deepEqual([tagged.code, tagged.told, annotated(tagged.output)], [0, "", [1, 4]]);
    const stripped = tagged.output.toString().replace(/,"tags":.*?"module":"[^"]*"\}\}(?=\n|$)/g, "}");
    assert.equal(stripped, input);
    for (const option of ["--keep", "-k"]) {
      const kept = run(input, { args: [option] }).output;
      assert.equal(kept.toString(), tagged.output.toString().slice(OTHER.length + 1));
    }
  });

  it("prints help, and rejects unknown arguments", () => {
    for (const option of ["--help", "-h"]) {
      const { output, code, told } = run("", { args: [option] });
      assert.match(
        output.toString(),
        /^keyward \[--keep\] < RECORDS > TAGGED\n[^]*\n {2}-h, --help {2}[^]*Exit codes: [^]*\n$/,
      );
      assert.deepEqual([code, told], [0, ""]);
    }
    for (const argument of ["--kee", "--keepx", "keep", "", "records.ndjson", "\u001b[31m", "x".repeat(5000)]) {
      const { output, code, told } = run(`${MATCH}\n`, { args: ["--keep", argument] });
      assert.deepEqual([code, output.length], [2, 0]);
      assert.match(told, /^keyward: unknown argument '[ -~]{0,68}'; use --keep, --help\. .*\n$/);
    }
  });

  it("judges lines of every length around a chunk's, in twice the longest line's memory", () => {
    const sizes = [1000, 262_143, 262_144, 262_145, 524_287, 524_288, 524_289, 524_290, 3 * MIB];
    for (const size of isThorough ? [...sizes, 20 * MIB] : sizes) {
      for (const portion of [undefined, (most: number) => Math.min(most, 65_536)]) {
        const input = `${OTHER}\n${long(size)}\n${MATCH}\n${long(size)}`;
        const { output, code, told, memoryBytes } = run(input, { ...(portion && { portion }) });
        assert.deepEqual([code, told, annotated(output)], [0, "", [1, 2, 3]], `${size}`);
        assert.ok(memoryBytes <= Math.max(2 * MIB, 2 * size + 1.5 * MIB), `${size}: ${memoryBytes} bytes`);
      }
    }
  });

  it("passes a line that does not fit in memory in pieces, unjudged, and says so", async () => {
    const small = await moduleOfPages("wasi", 64);
    const input = Buffer.from(`${MATCH}\n${long(9 * MIB)}\n${MATCH}\n${OTHER}\n${long(10 * MIB)}`);
    for (const [index, args] of [[], ["--keep"]].entries()) {
      for (const portion of inTurn([undefined, (most: number) => Math.min(most, 65_536)], index)) {
        const { output, code, told, memoryBytes } = runCommand(small, input, { args, ...(portion && { portion }) });
        assert.deepEqual([code, annotated(output)], [2, [0, 2]]);
        assert.match(told, /^(keyward: standard input: a line of \d+ bytes and more passes in pieces: .*\n){2}$/);
        assert.ok(memoryBytes <= 64 * 65_536);
        const left = output.toString().replace(/,"tags":.*?"module":"[^"]*"\}\}\n/g, "}\n");
        assert.ok(left === input.toString().replace(args.length > 0 ? `${OTHER}\n` : "", ""), "other bytes");
      }
    }
  });

  it("passes a match unchanged if only its annotation does not fit, and says so", async () => {
    const small = await moduleOfPages("wasi", 16);
    // The chunks take 590 KB of the module's 1 MiB.
    const input = Buffer.from(`${long(250_000)}\n`);
    const { output, code, told } = runCommand(await moduleOfPages("wasi", 13), input);
    assert.ok(output.equals(input));
    assert.equal(code, 2);
    assert.match(told, /^keyward: 1 record names .* The last one, of 250000 bytes, needs more memory than there is\n$/);
    assert.deepEqual(annotated(runCommand(small, input).output), [0]);
  });

  it("ends silently when its output has no reader any more", () => {
    const input = `${OTHER}\n${MATCH}\n`.repeat(50_000);
    for (const readerTakes of [0, 1, 100, 1_000_000]) {
      const { output, code, told } = run(input, { readerTakes });
      assert.deepEqual([code, told, output.length], [0, "", readerTakes]);
    }
  });

  it("reports a failing stream, and retries a call that was only too early", () => {
    const tryWith = (
      read: () => Uint8Array | number,
      write: () => number,
      stdoutKind = 0,
    ): [string, number | undefined] => {
      let told = "";
      const stderr = (text: string): void => {
        if (!isOrigin(text)) told += text;
      };
      const wasi = new Wasi({ args: ["k"], stdin: read, stdout: write, stderr, stdoutKind });
      const { exports } = new WebAssembly.Instance(module, wasi.imports);
      wasi.attach(exports.memory as WebAssembly.Memory);
      try {
        (exports._start as () => void)();
        return [told, 0];
      } catch (error) {
        if (!(error instanceof WasiExit)) throw error;
        return [told, error.code];
      }
    };
    const line = Buffer.from(`${OTHER}\n`);
    const answers =
      (...given: (Uint8Array | number)[]) =>
      () =>
        given.shift() ?? Buffer.alloc(0);
    assert.deepEqual(
      tryWith(answers(line, 29), () => line.length),
      ["keyward: standard input: error 29 of WASI preview 1\n", 2],
    );
    assert.deepEqual(
      tryWith(answers(line), () => -51),
      ["keyward: standard output: error 51 of WASI preview 1\n", 2],
    );
    // A failing disk or device is reported; a pipe without a reader gives the same error in some hosts.
    for (const [kind, said] of [
      [0, ["", 0]],
      [6, ["", 0]],
      ...[1, 2, 4].map((failing) => [failing, ["keyward: standard output: error 29 of WASI preview 1\n", 2]] as const),
    ] as const) {
      assert.deepEqual(
        tryWith(answers(line), () => -29, kind),
        said,
      );
    }
    const early = [-6, -27, -6, line.length];
    assert.deepEqual(
      tryWith(answers(6, 27, 6, line), () => early.shift() ?? -51),
      ["", 0],
    );
    assert.equal(early.length, 0);
  });

  it("reads keyward.json in the directory that the host opens, and remembers earlier lines", () => {
    const event = MATCH.replace("}", ',"eventID":"e","eventTime":"2026-03-04T09:03:41Z"}');
    const files = { "keyward.json": '{"severity":"low","duplicates":{"window_seconds":60}}' };
    const { output, origin, told } = run(`${event}\n${event}\n`, { files });
    assert.equal(origin, originLine(files["keyward.json"]));
    assert.equal(run("").origin, originLine(0));
    assert.equal(run("", { files: {} }).origin, originLine(1));
    const [first, second] = output
      .toString()
      .trim()
      .split("\n")
      .map((text) => JSON.parse(text) as { keyward: Record<string, unknown> });
    assert.deepEqual(
      [first?.keyward.severity, first?.keyward.verdict, second?.keyward.verdict, told],
      ["low", "match", "duplicate", ""],
    );
    const broken = run(`${event}\n`, { files: { "keyward.json": '{"severity":"lo"}' } });
    assert.match(broken.told, /^keyward: keyward\.json: \/severity: lo is invalid; .*\n$/);
    assert.match(broken.output.toString(), /"config_error":"\/severity: lo is invalid/);
  });

  it("needs no more memory for 100 MB than for 1 MB", () => {
    const part = `${OTHER}\n`.repeat(2000) + `${MATCH}\n`;
    const few = run(part.repeat(20)).memoryBytes;
    assert.equal(run(part.repeat(2000)).memoryBytes, few);
    assert.ok(few <= MIB, `${few} bytes`);
  });
});
