/** Inputs that are truncated, change while being read, or hold no records: everything readable is written, and the rest reported. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { Random } from "../../oracle/random.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertBeginning, numberedLines, run, type Stream } from "./streams.js";

const random = new Random(Number(process.env.KEYWARD_SEED ?? 1));

let folder = "";
let stream: Stream;

before(async () => {
  folder = await temporaryFolder();
  stream = await numberedLines(isThorough ? 20_000 : 6000);
  await writeFile(join(folder, "in.ndjson"), stream.input);
  await writeFile(join(folder, "in.ndjson.gz"), gzipSync(stream.input));
});

/** Returns the whole lines of `output`, which may end anywhere. */
function wholeLines(output: Buffer): Buffer {
  return output.subarray(0, output.lastIndexOf(0x0a) + 1);
}

describe("keyward tag on truncated gzip", () => {
  it("writes every whole line before the break, from a file, a pipe and among others", async () => {
    const compressed = readFileSync(join(folder, "in.ndjson.gz"));
    for (let round = 0; round < (isThorough ? 8 : 2); round++) {
      const at = 30 + random.below(compressed.length - 60);
      await writeFile(join(folder, "cut.gz"), compressed.subarray(0, at));
      const name = round % 2 === 0 ? "cut.gz" : "standard input";
      const line = round % 2 === 0 ? "keyward tag cut.gz" : "cat cut.gz | keyward tag";
      const { code, stdout, stderr } = await runShell(line, folder);
      assert.equal(code, 2);
      assert.ok(stderr.startsWith(`keyward: ${name}: truncated gzip data\nkeyward: `), stderr);
      // What zlib itself still yields, in its own way.
      const inflated = gunzipSync(compressed.subarray(0, at), { finishFlush: 2 });
      const whole = wholeLines(inflated).toString().split("\n").length - 1;
      const lines = Buffer.concat(stream.outputLines.slice(0, whole));
      assertBeginning(lines, stdout, `cut at byte ${at}: its whole lines`);
      assert.ok(stdout.subarray(lines.length).equals(inflated.subarray(wholeLines(inflated).length)), `cut at ${at}`);
    }
  });

  it("goes on with the next file, on a new line, and hands out each file once", async () => {
    const compressed = readFileSync(join(folder, "in.ndjson.gz"));
    const broken = Buffer.from(compressed);
    const half = compressed.length >> 1;
    broken.fill(0xff, half, half + 40);
    await writeFile(join(folder, "broken.gz"), broken);
    const names = ["in.ndjson.gz", "broken.gz", "none.gz", "in.ndjson.gz"];
    const { code, stdout, stderr } = await runCli(["tag", ...names], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^keyward: broken\.gz: broken gzip data \(.*\)\nkeyward: none\.gz: no such file\nkeyward: /);
    const { length } = stream.output;
    assert.ok(stdout.subarray(0, length).equals(stream.output), "the first file");
    assert.ok(stdout.subarray(-length).equals(stream.output), "the last file");
    const between = stdout.subarray(length, -length);
    assert.equal(between.at(-1), 0x0a);
    // After the break, the decoder may still make something of the broken bytes.
    const whole = wholeLines(gunzipSync(compressed.subarray(0, half), { finishFlush: 2 })).toString();
    const lines = Buffer.concat(stream.outputLines.slice(0, whole.split("\n").length - 1));
    assertBeginning(lines, between, "the whole lines of the broken file");
  });

  it("reports a member after zero bytes, which zlib takes for padding", async () => {
    const hidden = Buffer.concat([gzipSync("1\n"), Buffer.alloc(512), gzipSync('{"eventName":"DisableKey"}\n')]);
    await writeFile(join(folder, "hidden.gz"), hidden);
    const commands = [
      ["tag", "-q"],
      ["scan", "-f", "json"],
    ];
    for (const command of few(commands, 1)) {
      const { code, stderr } = await runCli([...command, "hidden.gz"], { cwd: folder });
      assert.equal(code, 2);
      assert.match(stderr, /^keyward: hidden\.gz: broken gzip data \(more of it follows zero bytes\)$/m);
    }
  });

  it("reports anything after the last member", async () => {
    await writeFile(join(folder, "appended.gz"), Buffer.concat([gzipSync("1\n"), Buffer.from('{"a":1}\n')]));
    const { code, stdout, stderr } = await runCli(["tag", "-q", "appended.gz"], { cwd: folder });
    assert.deepEqual([code, stdout.toString()], [2, "1\n"]);
    assert.equal(
      stderr,
      "keyward: appended.gz: broken gzip data (incorrect header check)\n" +
        "keyward: no CloudTrail event was recognized in 1 record\n",
    );
  });
});

/** Runs tag on a file, and changes the file once the first output has come and the pipe is full. */
async function changeUnder(
  name: string,
  change: (path: string) => void,
): Promise<Awaited<ReturnType<typeof run>["ended"]>> {
  const { child, ended } = run(["tag", "-q", name], folder);
  await once(child.stdout, "data");
  child.stdout.pause();
  change(join(folder, name));
  child.stdout.resume();
  return ended;
}

describe("keyward tag on a file that changes", () => {
  it("reads a growing file to its end at that time", { timeout: 20_000 }, async () => {
    await writeFile(join(folder, "grows"), stream.input);
    const more = '{"more":1}\n{"no newline":2}';
    const { code, stdout, stderr } = await changeUnder("grows", (path) => {
      appendFileSync(path, more);
    });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.ok(stdout.equals(Buffer.concat([stream.output, Buffer.from(more)])));
  });

  it("reports a truncated file, and writes once what it still had", { timeout: 20_000 }, async () => {
    for (const size of few([0, stream.input.length - 4096], 1)) {
      await writeFile(join(folder, "shrinks"), stream.input);
      const { code, stdout, stderr } = await changeUnder("shrinks", (path) => {
        truncateSync(path, size);
      });
      assert.deepEqual([code, stderr], [2, "keyward: shrinks: became shorter while it was read\n"]);
      assert.ok(stdout.length > 0);
      assertBeginning(wholeLines(stdout), stream.output, `shrunk to ${size}`);
    }
  });

  itThoroughly("does the same for standard input and gzip", { timeout: 20_000 }, async () => {
    // Nothing shrinks here: the size of a file without one must not count.
    const { code, stderr } = await runShell("keyward tag -q /proc/self/status > out; keyward tag -q < out", folder);
    // It holds no event, and nothing else is reported about it.
    assert.equal(code, 2);
    assert.match(stderr, /^(keyward: no CloudTrail event was recognized in \d+ records\n){2}$/);
    // A waiting reader keeps the process in the middle of the file.
    const line =
      "cp in.ndjson s; { keyward tag -q < s; echo $? > code; } | { head -c 1000; sleep 0.7; truncate -s 5 s; cat; } > out; cat code";
    const shrunk = await runShell(line, folder);
    assert.deepEqual(
      [shrunk.stdout.toString(), shrunk.stderr],
      ["2\n", "keyward: standard input: became shorter while it was read\n"],
    );
    assertBeginning(wholeLines(readFileSync(join(folder, "out"))), stream.output, "standard input");
  });
});

describe("keyward tag on what is not a file of records", () => {
  it("passes any bytes unchanged", async () => {
    // Without braces: with --keep, what is in them after text is a record, and is dropped if it names no action.
    const bytes = Buffer.from(Array.from({ length: isThorough ? 300_000 : 50_000 }, () => random.below(256))).map(
      (byte) => (byte === 0x7b ? 0 : byte),
    );
    await writeFile(join(folder, "bytes"), bytes);
    for (const args of few([["tag", "--keep"], ["tag"]], 1)) {
      const { code, stdout, stderr } = await runCli([...args, "bytes"], { cwd: folder });
      assert.equal(code, 2);
      assert.ok(stdout.equals(bytes));
      assert.match(
        stderr,
        /^keyward: no CloudTrail event was recognized in ([\d,]+) records\nkeyward: \1 records, 0 matches, 0 dropped, \1 not JSON, N s\n$/,
      );
    }
  });

  it("reads an empty file as one without records", async () => {
    await writeFile(join(folder, "empty"), "");
    const { code, stdout } = await runCli(["tag", "empty", "in.ndjson", "empty"], { cwd: folder });
    assert.equal(code, 0);
    assert.ok(stdout.equals(stream.output));
  });

  it("says why it cannot read something, reads the others, and exits with 2", async () => {
    mkdirSync(join(folder, "folder"));
    const line = "ln -sf loop loop; cp in.ndjson closed; chmod 0 closed";
    await runShell(line, folder);
    const inputs: [string, string][] = [
      ["folder", "it has no file to read"],
      ["none", "no such file"],
      ["in.ndjson/x", "a part of the path is not a directory"],
      ["loop", "too many symbolic links"],
      ["x".repeat(300), "file name too long"],
      ["", "no such file"],
      ["/proc/self/mem", "i/o error"],
    ];
    const lines = isThorough ? stream.inputLines.length : 100;
    await writeFile(join(folder, "good"), Buffer.concat(stream.inputLines.slice(0, lines)));
    const names = inputs.flatMap(([name]) => [name, "good"]);
    const { code, stdout, stderr } = await runCli(["tag", "-q", "--", ...names], { cwd: folder });
    assert.equal(stderr, inputs.map(([name, reason]) => `keyward: ${name}: ${reason}\n`).join(""));
    assert.equal(code, 2);
    const output = Buffer.concat(stream.outputLines.slice(0, lines));
    assert.ok(stdout.equals(Buffer.concat(inputs.map(() => output))));
  });

  itThoroughly("does the same for standard input", async () => {
    for (const [line, reason] of [
      ["keyward tag -q < folder", "is a directory"],
      ["keyward tag -q 0> written", "bad file descriptor"],
    ] as const) {
      const { code, stderr } = await runShell(line, folder);
      assert.deepEqual([code, stderr], [2, `keyward: standard input: ${reason}\n`], line);
    }
  });

  it("reports a file that it may not read", async () => {
    // Root can read every file unless it drops its capabilities first.
    const asAnybody = process.getuid?.() === 0 ? "setpriv --inh-caps=-all --bounding-set=-all" : "";
    const { code, stderr } = await runShell(`${asAnybody} "$NODE" "$CLI" tag -q closed`, folder);
    assert.deepEqual([code, stderr], [2, "keyward: closed: permission denied\n"]);
  });
});
