import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readdirSync, readlinkSync } from "node:fs";
import { appendFile, mkdir, open, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { InputError } from "#keyward/file-errors.js";
import { openSources } from "#keyward/input/open-sources.js";
import type { Source } from "#keyward/input/source.js";
import { inTurn, isThorough } from "../../settings.js";
import { temporaryFolder } from "../support/files.js";
import { assertPulled, expectedOf, pull, pullAll } from "./pulling.js";

const SCRIPT = fileURLToPath(new URL("pull-to-output.js", import.meta.url));
const TEXT = "0123456789\n".repeat(100_000);
const noPipes = process.platform === "win32" && "has no named pipes";
const noProc = process.platform !== "linux" && "looks for open files in /proc";

/** Returns the files that this process has open. */
function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

async function openOne(path: string, onRead: (bytes: number) => void = () => undefined): Promise<Source> {
  const { value } = await openSources([path], onRead).next();
  assert.ok(value);
  return value.source;
}

/** Runs the script that writes inputs to its output; `input`: a file descriptor, or the bytes of a pipe. */
async function run(args: string[], input: Buffer | number): Promise<{ bytes: Buffer; errors: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    stdio: [typeof input === "number" ? input : "pipe", "pipe", "pipe"],
  });
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const [bytes, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (chunk: Buffer) => bytes.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  assert.deepEqual(await once(child, "close"), [0, null]);
  return { bytes: Buffer.concat(bytes), errors: Buffer.concat(errors).toString() };
}

describe("a source", () => {
  it("returns a file's bytes, gzip or not, and reports how many were read", async () => {
    const path = join(await temporaryFolder(), "text");
    for (const content of [Buffer.from(TEXT), gzipSync(TEXT), Buffer.of(0x1f), Buffer.alloc(0)]) {
      await writeFile(path, content);
      for (const targetBytes of content.length > 1 ? [1009, 65_536, 5_000_000] : [1, 10]) {
        let read = 0;
        const source = await openOne(path, (bytes) => (read += bytes));
        const bytes = content.length > 1 ? Buffer.from(TEXT) : content;
        assertPulled(await pull(source, targetBytes), { bytes, error: undefined }, `${targetBytes} bytes at a time`);
        assert.equal(read, content.length);
      }
    }
  });

  it("returns exactly what zlib can of a broken file, also byte by byte", async () => {
    const path = join(await temporaryFolder(), "broken");
    const whole = Buffer.concat([gzipSync("first\n".repeat(20)), gzipSync("second\n")]);
    for (let at = 2; at < whole.length; at++) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0x10;
      for (const bytes of [whole.subarray(0, at), broken]) {
        await writeFile(path, bytes);
        const { bytes: prefix, error } = expectedOf(bytes);
        const expected = { bytes: prefix, error: error && `${path}: ${error}` };
        for (const targetBytes of [1, 1000]) {
          assertPulled(await pull(await openOne(path), targetBytes), expected, `byte ${at}`);
        }
      }
    }
  });

  it("reads a plain file synchronously, and leaves the rest of the target unchanged", async () => {
    const path = join(await temporaryFolder(), "text");
    await writeFile(path, TEXT);
    const source = await openOne(path);
    const target = Buffer.alloc(TEXT.length + 1, 0xee);
    let filled = await source.read(target);
    for (let bytes = -1; bytes !== 0; filled += bytes) {
      const result = source.read(target.subarray(filled));
      assert.ok(typeof result === "number");
      bytes = result;
    }
    assert.ok(target.equals(Buffer.from(`${TEXT}\xee`, "latin1")));
    assert.equal(await source.read(target.subarray(0, 0)), 0);
    source.close();
  });

  it("reads a growing file to its end at that time, and handles a shrinking one", async () => {
    const path = join(await temporaryFolder(), "text");
    await writeFile(path, "a".repeat(10_000));
    const growing = await openOne(path);
    const target = Buffer.alloc(4096);
    assert.equal(await growing.read(target), 4096);
    await appendFile(path, "b");
    assert.equal((await pull(growing)).bytes.toString(), `${"a".repeat(10_000 - 4096)}b`);
    const shrinking = await openOne(path);
    assert.equal(await shrinking.read(target), 4096);
    await truncate(path, 10);
    const error = new InputError(path, "became shorter while it was read");
    assertPulled(await pull(shrinking), { bytes: Buffer.alloc(0), error: error.message }, "shrunk");
  });

  it("opens nothing before its first read, and fails there with an InputError", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "text.gz"), "text");
    await writeFile(join(folder, "empty.gz"), "");
    await mkdir(join(folder, "folder"));
    for (const [name, reason] of [
      ["missing", "no such file"],
      ["folder", "is a directory"],
      ["text.gz/below", "a part of the path is not a directory"],
      ["text.gz", "not in gzip format"],
      ["empty.gz", "empty, so not in gzip format"],
    ] as const) {
      const path = join(folder, name);
      const source = await openOne(path);
      await assert.rejects(async () => source.read(Buffer.alloc(10)), new InputError(path, reason));
      source.close();
    }
    const path = join(folder, "made later");
    const source = await openOne(path);
    await writeFile(path, "x");
    assert.equal((await pull(source)).bytes.toString(), "x");
  });

  it("closes its file when it is left early", { skip: noProc }, async () => {
    const path = join(await temporaryFolder(), "text");
    for (const content of [TEXT, gzipSync(TEXT), gzipSync(TEXT).subarray(0, 1000)]) {
      await writeFile(path, content);
      for await (const { source } of openSources([path, path], () => undefined)) {
        assert.ok((await source.read(Buffer.alloc(10))) > 0 && openFiles().includes(path));
        break;
      }
      assert.ok(!openFiles().includes(path));
      const source = await openOne(path);
      await source.read(Buffer.alloc(10));
      source.close();
      source.close();
      assert.equal(await source.read(Buffer.alloc(10)), 0);
      assert.ok(!openFiles().includes(path));
    }
  });
});

describe("a named pipe", { skip: noPipes }, () => {
  it("is read as it is written, without blocking other work", { timeout: 20_000 }, async () => {
    for (const encode of [(text: string) => Buffer.from(text), (text: string) => gzipSync(text)]) {
      const path = join(await temporaryFolder(), "pipe");
      execFileSync("mkfifo", [path]);
      const source = await openOne(path);
      const target = Buffer.alloc(100);
      const first = source.read(target);
      await setTimeout(50);
      const writer = createWriteStream(path);
      for (const [n, text] of ["one\n", "two\n"].entries()) {
        writer.write(encode(text));
        const bytes = await (n === 0 ? first : source.read(target));
        assert.equal(target.toString("latin1", 0, bytes), text);
      }
      writer.end();
      assert.equal(await source.read(target), 0);
      source.close();
    }
  });

  it("is distinguished from gzip even if its first byte comes alone", { timeout: 20_000 }, async () => {
    const path = join(await temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const pulled = pullAll([path]);
    const writer = await open(path, "w");
    const bytes = gzipSync("text");
    await writer.write(bytes.subarray(0, 1));
    await setTimeout(50);
    await writer.write(bytes.subarray(1));
    await writer.close();
    assertPulled((await pulled)[0], { bytes: Buffer.from("text"), error: undefined }, "in two writes");
  });

  it("returns everything before a break", { timeout: 20_000 }, async () => {
    const path = join(await temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const broken = Buffer.concat([gzipSync(TEXT), Buffer.from("garbage")]);
    const pulled = pullAll([path]);
    await writeFile(path, broken);
    const error = `${path}: ${expectedOf(broken).error ?? ""}`;
    assertPulled((await pulled)[0], { bytes: Buffer.from(TEXT), error }, "broken");
  });

  it("can be closed during a read", { timeout: 20_000 }, async () => {
    const path = join(await temporaryFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const source = await openOne(path);
    const first = source.read(Buffer.alloc(10));
    const writer = await open(path, "w");
    await writer.write("ab");
    assert.equal(await first, 2);
    const pending = source.read(Buffer.alloc(10));
    source.close();
    assert.equal(await pending, 0);
    await writer.close();
  });
});

describe("a device", { skip: noPipes }, () => {
  it("is read, and closed", async () => {
    assertPulled(await pull(await openOne("/dev/null")), { bytes: Buffer.alloc(0), error: undefined }, "/dev/null");
    const zeros = await openOne("/dev/zero");
    const target = Buffer.alloc(100_000, 1);
    for (let n = 0; n < 3; n++) {
      const bytes = await zeros.read(target);
      assert.ok(bytes > 0 && target.subarray(0, bytes).equals(Buffer.alloc(bytes)));
    }
    zeros.close();
    assert.equal(await zeros.read(target), 0);
    if (noProc === false) assert.ok(!openFiles().includes("/dev/zero"));
  });
});

describe("standard input", () => {
  const broken = Buffer.concat([gzipSync(TEXT), gzipSync(TEXT).fill(0, 900, 910)]);
  const cases = [Buffer.from(TEXT), gzipSync(TEXT), broken, gzipSync(TEXT).subarray(0, 500), Buffer.alloc(0)];

  it("is read like a file, from a pipe and from a file", { timeout: 30_000 }, async () => {
    const path = join(await temporaryFolder(), "text");
    for (const [n, input] of cases.entries()) {
      const expected = n === 0 ? { bytes: input, error: undefined } : expectedOf(input);
      if (input.length === 0) expected.error = undefined;
      await writeFile(path, input);
      const handle = await open(path);
      for (const from of inTurn([input, handle.fd], n)) {
        const { bytes, errors } = await run(["-"], from);
        const message = expected.error === undefined ? "" : `standard input: ${expected.error}\n`;
        assert.equal(errors.replace(/peak \d+\n$/, ""), message);
        assert.ok(bytes.equals(expected.bytes), `case ${n}: ${bytes.length} of ${expected.bytes.length}`);
      }
      await handle.close();
    }
  });

  it("is handed out as it comes, and the process ends even if it stays open", { timeout: 20_000 }, async () => {
    for (const encode of [(text: string) => Buffer.from(text), (text: string) => gzipSync(text)]) {
      const child = spawn(process.execPath, [SCRIPT, "-"]);
      for (const text of ["one\n", "two\n"]) {
        child.stdin.write(encode(text));
        const [chunk] = (await once(child.stdout, "data")) as [Buffer];
        assert.equal(chunk.toString(), text);
      }
      child.stdin.end();
      assert.deepEqual(await once(child, "close"), [0, null]);
      const early = spawn(process.execPath, [SCRIPT, "--first", "-"]);
      early.stdin.write(encode("one\n"));
      assert.deepEqual(await once(early, "close"), [0, null]);
    }
  });
});

describe("many gzip files", () => {
  it("take bounded memory, and do not delay the end", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const line = Buffer.from(`{"eventName":"Decrypt","pad":"${"x".repeat(300)}"}\n`);
    const content = Buffer.concat(Array<Buffer>(18_000).fill(line));
    const paths = Array.from({ length: isThorough ? 60 : 24 }, (_, n) => join(folder, `${n}.gz`));
    const compressed = gzipSync(content, { level: 1 });
    for (const path of paths) await writeFile(path, compressed);
    const { bytes, errors } = await run(paths, Buffer.alloc(0));
    assert.equal(bytes.length, paths.length * content.length);
    const peak = Number(/^peak (\d+)\n$/.exec(errors)?.[1]) * 1024;
    assert.ok(peak < 130 * 1024 * 1024, `${errors}, for ${bytes.length} bytes`);
    const first = await run(["--first", ...paths], Buffer.alloc(0));
    assert.ok(first.bytes.length > 0 && first.bytes.equals(content.subarray(0, first.bytes.length)));
  });
});
