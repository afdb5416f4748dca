/** `keyward.wasi.wasm` and its streams: input in pieces, endless or long input, and readers that stop. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, statSync, writeSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { tagRecords } from "../differential/core-lines.js";
import { temporaryFolder } from "../node/support/files.js";
import { generate } from "../oracle/generate.js";
import { MODULE_PATH, PROJECT_ROOT } from "../oracle/project.js";
import { randomFor } from "../oracle/random.js";
import { UNREAD_READINGS, judge } from "../oracle/rule.js";
import { isThorough, runSeed } from "../settings.js";
import { MATCH, ODD_RECORDS, sizedCases } from "./records.js";
import { ENGINES, runOnFiles, runOnPipes, startCommand, streamsOf } from "./wasi-engines.js";
import { withoutOrigin } from "../emulators/origin.js";

const MODULE = join(PROJECT_ROOT, "build", "keyward.wasi.wasm");
const NEWLINE = 0x0a;
const MEBIBYTE = 1024 * 1024;
/** Size of the long stream; it repeats a smaller block. */
const LONG = (isThorough ? 100 : 3) * MEBIBYTE;
const BLOCK = (isThorough ? 1 : 0.15) * MEBIBYTE;
/** Size of a long line in MiB. */
const LINE = isThorough ? 8 : 2;

const MODES = [
  ["tag", []],
  ["keep", ["--keep"]],
] as const;

/** Returns generated records of about this many bytes in total, one per line. */
function blockOf(size: number): Buffer {
  const seed = runSeed();
  const lines: Uint8Array[] = [];
  for (let index = 0, length = 0; length < size; index++) {
    const { bytes } = generate(seed, index);
    if (bytes.includes(NEWLINE)) continue;
    lines.push(bytes, Buffer.of(NEWLINE));
    length += bytes.length + 1;
  }
  return Buffer.concat(lines);
}

/** Yields an input in pieces of random sizes, most of them small. */
function* inPieces(input: Buffer): Generator<Buffer> {
  const random = randomFor(1, input.length);
  for (let at = 0; at < input.length;) {
    const size = 1 + random.below(random.pick([1, 10, 1000, 65_536, 300_000]));
    yield input.subarray(at, at + size);
    at += size;
  }
}

/** Asserts that everything passed, and that unjudged records are reported, in the exit code too. */
function assertPassed(code: number | null, said: string, input: Uint8Array): void {
  const lines = Buffer.from(input).toString("latin1").split("\n");
  const hasUnread = lines.some((line) => UNREAD_READINGS.includes(judge(Buffer.from(line, "latin1")).reading));
  assert.match(said, /^(keyward: .* could not be judged; .*\n)*$/);
  assert.deepEqual([said !== "", code], [hasUnread, hasUnread ? 2 : 0], said);
}

for (const engine of ENGINES) {
  describe(`the streams of keyward.wasi.wasm in ${engine.name}`, () => {
    for (const [mode, options] of MODES) {
      it(`${mode}: ${LONG} bytes from file to file give the same as in small`, async (t) => {
        const program = await engine.find(t);
        if (program === undefined) return;
        const block = blockOf(BLOCK);
        const { output } = tagRecords(await compileModule(MODULE_PATH), mode, block);
        const times = Math.ceil(LONG / block.length);
        const folder = await temporaryFolder();
        const [input, made] = [join(folder, "input"), join(folder, "output")];
        const file = openSync(input, "w");
        for (let count = 0; count < times; count++) writeSync(file, block);
        closeSync(file);

        const streams = [openSync(input, "r"), openSync(made, "w")];
        const { status, stderr } = spawnSync(
          program.command,
          [...program.options, ...engine.options(MODULE, options)],
          { stdio: [...streams, "pipe"], env: { ...process.env, ...program.env }, encoding: "utf8" },
        );
        for (const stream of streams) closeSync(stream);
        assertPassed(status, withoutOrigin(stderr), block);
        assert.equal(statSync(made).size, times * output.length);
        const [expected, actual] = [createHash("sha256"), createHash("sha256")];
        for (let count = 0; count < times; count++) expected.update(output);
        for await (const bytes of createReadStream(made)) actual.update(bytes as Buffer);
        assert.equal(actual.digest("hex"), expected.digest("hex"));
      });

      it(`${mode}: handles lines in pieces, with blank and odd ones among them`, async (t) => {
        const program = await engine.find(t);
        if (program === undefined) return;
        const fluentBit = await compileModule(MODULE_PATH);
        const odd = ODD_RECORDS.flatMap((text) => [text, "", MATCH, " ", `${text}\r`]).join("\n");
        const long = sizedCases(700_000).map(({ bytes }) => Buffer.concat([bytes, Buffer.of(NEWLINE)]));
        const [match = Buffer.alloc(0), nearMiss = Buffer.alloc(0)] = long;
        const inputs = [
          Buffer.alloc(0),
          Buffer.from("\n"),
          Buffer.from(MATCH),
          Buffer.from(odd, "latin1"),
          Buffer.concat([blockOf(BLOCK), match, nearMiss, Buffer.from(`${odd}\n`, "latin1"), match, blockOf(70_000)]),
        ];
        // The last has all of the others in it.
        for (const input of isThorough || mode === "tag" ? inputs : inputs.slice(-1)) {
          const { output, said, code } = await runOnPipes(
            { program, options: engine.options(MODULE, options) },
            inPieces(input),
          );
          assertPassed(code, said, input);
          const expected = tagRecords(fluentBit, mode, input).output;
          assert.ok(output.equals(expected), `${output.length} bytes, not ${expected.length}, or others`);
        }
      });
    }

    it(`annotates a line of ${LINE} MiB, and passes its near miss`, async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      for (const { bytes, judgement } of sizedCases(LINE * MEBIBYTE)) {
        const command = { program, options: engine.options(MODULE, []) };
        const { output, said, code } = await runOnFiles(command, Buffer.concat([bytes, Buffer.from("\n{}\n")]));
        assertPassed(code, said, bytes);
        const isSame = output.equals(Buffer.concat([bytes, Buffer.from("\n{}\n")]));
        assert.equal(isSame, judgement.verdict === "no match");
        if (!isSame)
          assert.match(output.subarray(LINE * MEBIBYTE - 10).toString(), /"keyward":\{"verdict":"match".*\n\{\}\n$/);
      }
    });

    it("writes each line when it arrives, not when the input ends", async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const child = startCommand({ program, options: engine.options(MODULE, []) });
      // It waits for its input: a failed assertion must not keep the test waiting too.
      t.after(() => child.kill());
      const { stdin, stdout, end } = streamsOf(child);
      for (const line of ["{}", MATCH, "x"]) {
        const came = new Promise<Buffer>((resolve) => stdout.once("data", resolve));
        stdin.write(`${line}\n`);
        const text = (await came).toString();
        assert.ok(line === MATCH ? text.includes('"verdict":"match"') : text === `${line}\n`, text);
      }
      stdin.end();
      assert.equal(await end, 0);
    });

    it("ends silently when its output has no reader any more", async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const input = join(await temporaryFolder(), "input");
      const file = openSync(input, "w");
      const block = blockOf(BLOCK);
      for (let count = 0; count < 16; count++) writeSync(file, block);
      closeSync(file);
      // Node itself would use sockets, not pipes.
      const script = '"${@:2}" < "$1" | head -n 1 > /dev/null; echo "${PIPESTATUS[0]}"';
      const options = [input, program.command, ...program.options, ...engine.options(MODULE, [])];
      const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "bash", ...options], {
        env: { ...process.env, ...program.env },
        encoding: "utf8",
      });
      // A Go program may be ended by the signal that others ignore.
      const allowed = engine.name === "wazero" ? ["0", "2", "141"] : ["0", "2"];
      const ended = `${stdout.trim()} ${stderr}`.trim();
      assert.ok(allowed.includes(stdout.trim()), ended);
      // Nothing but reports of unjudged records.
      assert.match(withoutOrigin(stderr), /^(keyward: .* could not be judged; .*\n)*$/, ended);
    });
  });
}
