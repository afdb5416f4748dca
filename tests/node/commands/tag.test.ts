import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { few, itThoroughly } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assemble, guestText } from "../support/wat.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"ScheduleKeyDeletion"}';
const OTHER = '{"eventSource":"kms.amazonaws.com","eventName":"Decrypt"}';

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, "a.ndjson"), `${OTHER}\n${MATCH}\n`);
  await writeFile(join(folder, "a.ndjson.gz"), gzipSync(`${OTHER}\n${MATCH}\n`));
  await writeFile(join(folder, "open.ndjson"), `${OTHER}\n\n{"last":1}`);
});

/** Returns standard output as lines, with "match" for an annotated one. */
function lines(stdout: Buffer): string[] {
  return stdout
    .toString()
    .split("\n")
    .map((line) => (line.startsWith(MATCH.slice(0, -1)) && line.includes('"keyward":{') ? "match" : line));
}

describe("keyward tag", () => {
  it("reads a file and writes its records in order", async () => {
    const { code, stdout, stderr } = await runCli(["tag", "a.ndjson"], { cwd: folder });
    assert.deepEqual(lines(stdout), [OTHER, "match", ""]);
    assert.equal(stderr, "keyward: 2 records, 1 match, 0 dropped, 0 not JSON, N s\n");
    assert.equal(code, 0);
  });

  it("reads standard input, with - or without, gzip or not", async () => {
    const cases: [args: string[], input: string | Buffer][] = [
      [["tag", "-"], `${MATCH}\n`],
      [["tag"], `${MATCH}\n`],
      [["tag", "-q"], gzipSync(`${MATCH}\n`)],
    ];
    for (const [args, input] of few(cases, 1)) {
      const { code, stdout } = await runCli(args, { input });
      assert.deepEqual(lines(stdout), ["match", ""]);
      assert.equal(code, 0);
    }
  });

  it("reads several files, gzip under any name, and separates them with a newline if one lacks it", async () => {
    await writeFile(join(folder, "no-ending"), gzipSync(OTHER));
    const { stdout } = await runCli(["tag", "open.ndjson", "a.ndjson.gz", "no-ending", "open.ndjson"], { cwd: folder });
    assert.deepEqual(lines(stdout), [OTHER, "", '{"last":1}', OTHER, "match", OTHER, OTHER, "", '{"last":1}']);
  });

  it("keeps only matches, and what it cannot read, with --keep", async () => {
    const { stdout, stderr } = await runCli(["tag", "--keep"], { input: `${OTHER}\nno json\n${MATCH}\n` });
    assert.deepEqual(lines(stdout), ["no json", "match", ""]);
    assert.equal(stderr, "keyward: 3 records, 1 match, 1 dropped, 1 not JSON, N s\n");
  });

  it("passes everything else byte for byte", async () => {
    const odd = Buffer.concat([
      Buffer.from('\ufeff{ "a" : 1.0 }\r\n\n  \nnot json\n{"a":'),
      Buffer.of(0xff, 0x00, 0x0a),
      Buffer.from('{"eventName":"Disable\\u004bey"}\n[1]\n"x"\n{"a":1}{"b":2}'),
    ]);
    const { stdout, stderr } = await runCli(["tag"], { input: odd });
    assert.ok(stdout.equals(odd));
    const unread = "names an action of the rule and could not be judged";
    assert.equal(
      stderr,
      `keyward: standard input:6: ${unread}: no CloudTrail event is recognized in it\n` +
        "keyward: no CloudTrail event was recognized in 7 records\n" +
        "keyward: 7 records, 0 matches, 0 dropped, 3 not JSON, 1 not judged, N s\n",
    );
  });

  it("reads a pretty-printed document as one record", async () => {
    const input = `${JSON.stringify(JSON.parse(MATCH), null, 2)}\n`;
    const { stdout, stderr } = await runCli(["tag"], { input });
    assert.ok(stdout.toString().startsWith(input.slice(0, input.lastIndexOf("\n}"))));
    assert.ok(stdout.toString().endsWith("\n"));
    assert.equal((JSON.parse(stdout.toString()) as { keyward: { matches: number } }).keyward.matches, 1);
    assert.match(stderr, /^keyward: 1 record, 1 match, /);
  });

  it("prints nothing with --quiet", async () => {
    const { stdout, stderr } = await runCli(["tag", "-q"], { input: MATCH });
    assert.deepEqual(lines(stdout), ["match"]);
    assert.equal(stderr, "");
  });

  it("does not report an empty input as a log in which nothing happened", async () => {
    const { code, stdout, stderr } = await runCli(["tag"]);
    assert.deepEqual([code, stdout.length], [2, 0]);
    const nothing = "keyward: no CloudTrail event was recognized in 0 records\n";
    assert.equal(stderr, nothing + "keyward: 0 records, 0 matches, 0 dropped, 0 not JSON, N s\n");
  });
});

describe("keyward tag --output", () => {
  it("writes to the file, replacing its content", async () => {
    await writeFile(join(folder, "out"), "x".repeat(10_000));
    const { code, stdout } = await runCli(["tag", "a.ndjson", "-o", "out"], { cwd: folder });
    assert.deepEqual([code, stdout.length], [0, 0]);
    assert.deepEqual(lines(await readFile(join(folder, "out"))), [OTHER, "match", ""]);
  });

  it("refuses an input as the output, under any name, and leaves it unchanged", async () => {
    const content = await readFile(join(folder, "a.ndjson"));
    const shellLines = [
      "ln -sf a.ndjson link; keyward tag open.ndjson a.ndjson -o link",
      "keyward tag a.ndjson -o a.ndjson",
      "keyward tag -o a.ndjson < a.ndjson",
      "keyward tag a.ndjson >> a.ndjson",
    ];
    for (const line of few(shellLines, 1)) {
      const { code, stderr } = await runShell(line, folder);
      assert.match(stderr, /^keyward: (a\.ndjson|standard input): is the output too; write to another file\n$/, line);
      assert.equal(code, 2);
      assert.ok(content.equals(await readFile(join(folder, "a.ndjson"))), line);
    }
  });

  it("says in one line why it cannot write", async () => {
    const cases: [output: string, reason: string][] = [
      [".", "is a directory"],
      ["a.ndjson/out", "a part of the path is not a directory"],
      ["none/out", "no such file"],
      ["/dev/full", "no space left on device"],
    ];
    for (const [output, reason] of few(cases, 1)) {
      const { code, stderr } = await runCli(["tag", "a.ndjson", "-o", output], { cwd: folder });
      assert.deepEqual([code, stderr], [2, `keyward: ${output}: ${reason}\n`]);
    }
  });

  itThoroughly("reports a full standard output", async () => {
    const { code, stderr } = await runShell("keyward tag a.ndjson > /dev/full", folder);
    assert.deepEqual([code, stderr], [2, "keyward: standard output: no space left on device\n"]);
  });
});

describe("keyward tag on inputs that cannot be read", () => {
  const SUMMARY = "keyward: 2 records, 1 match, 0 dropped, 0 not JSON, N s\n";

  it("reports path and reason, goes on with the others, and exits with 2", async () => {
    await writeFile(join(folder, "text.gz"), `${MATCH}\n`);
    await writeFile(join(folder, "empty.gz"), "");
    const reasons = {
      "none.ndjson": "no such file",
      "a.ndjson/x": "a part of the path is not a directory",
      "text.gz": "not in gzip format",
      "empty.gz": "empty, so not in gzip format",
    };
    const { code, stdout, stderr } = await runCli(["tag", ...Object.keys(reasons), "a.ndjson"], { cwd: folder });
    assert.deepEqual(lines(stdout), [OTHER, "match", ""]);
    const told = Object.entries(reasons).map(([input, reason]) => `keyward: ${input}: ${reason}\n`);
    assert.equal(stderr, told.join("") + SUMMARY);
    assert.equal(code, 2);
  });

  it("writes everything that a truncated or broken gzip file still yields", async () => {
    const whole = gzipSync(`${OTHER}\n${MATCH}\n`);
    await writeFile(join(folder, "truncated.gz"), whole.subarray(0, -6));
    await writeFile(join(folder, "broken.gz"), Buffer.from(whole).fill(0, whole.length - 8));
    const cases = [
      ["broken.gz", "broken gzip data (incorrect data check)"],
      ["truncated.gz", "truncated gzip data"],
    ] as const;
    for (const [input, reason] of few(cases, 1)) {
      const { code, stdout, stderr } = await runCli(["tag", input], { cwd: folder });
      assert.deepEqual(lines(stdout), [OTHER, "match", ""]);
      assert.equal(stderr, `keyward: ${input}: ${reason}\n${SUMMARY}`);
      assert.equal(code, 2);
    }
  });

  it("starts a new line after an input that broke off", async () => {
    await writeFile(join(folder, "cut.gz"), gzipSync(`${OTHER}\n{"cut":`, { level: 0 }).subarray(0, -8));
    const { stdout } = await runCli(["tag", "cut.gz", "a.ndjson"], { cwd: folder });
    assert.deepEqual(lines(stdout), [OTHER, '{"cut":', OTHER, "match", ""]);
  });
});

describe("keyward tag --module", () => {
  it("uses that module, and survives its traps", async () => {
    const filter = `(if (i32.eq (i32.load8_u offset=1 (local.get $record)) (i32.const 0x78)) (then unreachable)) (local.get $record)`;
    await writeFile(join(folder, "traps.wasm"), assemble(guestText(filter)));
    await writeFile(join(folder, "x.ndjson"), `${MATCH}\n{x}\n{}\n`);
    const { code, stdout, stderr } = await runCli(["tag", "-m", "traps.wasm", "x.ndjson", "x.ndjson"], { cwd: folder });
    assert.equal(stdout.toString(), `${MATCH}\n{x}\n{}\n`.repeat(2));
    const warning = "keyward: x.ndjson:2: the module trapped (unreachable); the record passes unchanged\n";
    const summary = "keyward: 6 records, 0 matches, 0 dropped, 0 not JSON, 2 that the module failed on, N s\n";
    assert.equal(stderr, warning + warning + summary);
    assert.equal(code, 2);
  });

  it("says what is wrong with a module, before touching the output", async () => {
    await writeFile(join(folder, "kept"), "kept");
    const cases: [module: string, message: RegExp][] = [
      ["a.ndjson", /^keyward: a\.ndjson: not a WASM module \(.*\)\n$/],
      ["none.wasm", /^keyward: none\.wasm: no such file\n$/],
    ];
    for (const [module, message] of few(cases, 1)) {
      const { code, stderr } = await runCli(["tag", "-m", module, "a.ndjson", "-o", "kept"], { cwd: folder });
      assert.match(stderr, message);
      assert.equal(code, 2);
      assert.equal(await readFile(join(folder, "kept"), "utf8"), "kept");
    }
  });
});
