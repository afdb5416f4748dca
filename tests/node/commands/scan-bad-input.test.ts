/** `keyward scan` on what is unreadable, cyclic, hostile or not CloudTrail: everything else is found, and the rest reported. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, runShell, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent, rawEvent, s3File, writeLog } from "../support/logs.js";

const MATCH = `${JSON.stringify(rawEvent({ id: "a", time: "2026-03-04T09:03:41Z" }))}\n`;

let folder = "";

beforeEach(async () => {
  folder = await temporaryFolder();
  writeLog(folder, "logs/good.ndjson", MATCH);
});

function scan(...args: string[]): Promise<Finished> {
  return runCli(["scan", ...args], { cwd: folder });
}

const READ_ONE = "keyward: read 1 event (1 of KMS), 2026-03-04T09:03:41Z, 1 account, 1 region";
const READ_TWO = "keyward: read 2 events (2 of KMS), 2026-03-04T09:03:41Z, 1 account, 1 region";

/** Returns the locations of the findings, in order. */
function placesOf({ stdout }: Finished): string[] {
  return stdout
    .toString()
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const { file, line: number, path } = JSON.parse(line) as { file: string; line: number; path: string };
      return `${file}:${number}${path}`;
    });
}

describe("keyward scan on folders", () => {
  it("follows links without cycles, and reads no file twice", { timeout: 20_000 }, async () => {
    mkdirSync(join(folder, "elsewhere"));
    writeLog(folder, "elsewhere/far.json", JSON.stringify(rawEvent({ id: "far" })));
    symlinkSync("..", join(folder, "logs/up"));
    symlinkSync(".", join(folder, "logs/self"));
    symlinkSync("../elsewhere", join(folder, "logs/a-link"));
    symlinkSync("good.ndjson", join(folder, "logs/again.ndjson"));
    symlinkSync("circle", join(folder, "logs/circle"));
    const result = await scan("--format", "ndjson", "logs", "logs/good.ndjson", "logs");
    assert.deepEqual(placesOf(result), ["logs/good.ndjson:1", "logs/a-link/far.json:1"]);
    assert.equal(result.stderr, `${READ_TWO}, 2 files\nkeyward: 2 matches, 1 other file left out, N s\n`);
    assert.equal(result.code, 0);
  });

  it("lists a dangling link if it is named like a log, and leaves out others", async () => {
    symlinkSync("gone", join(folder, "logs/lock"));
    symlinkSync("gone", join(folder, "logs/b.json.gz"));
    const { code, stderr } = await scan("logs");
    assert.equal(code, 2);
    assert.equal(
      stderr,
      `keyward: logs/b.json.gz: no such file\n${READ_ONE}, 1 file\nkeyward: 1 match, 1 other file left out, 1 problem, N s\n`,
    );
  });

  it("never waits for a pipe or a socket in a folder", { timeout: 20_000 }, async () => {
    const script =
      'mkfifo logs/pipe.json && { "$NODE" -e \'require("net").createServer().listen("logs/socket.json", () => setTimeout(() => process.exit(), 5000))\' & sleep 0.5; keyward scan logs; code=$?; kill %1; exit $code; }';
    const { code, stderr } = await runShell(script, folder);
    assert.deepEqual([code, stderr], [0, `${READ_ONE}, 1 file\nkeyward: 1 match, 2 other files left out, N s\n`]);
  });

  it("reads a pipe that is named", async () => {
    const { stdout } = await runShell(
      "keyward scan -q --format ndjson <(cat logs/good.ndjson) logs/good.ndjson",
      folder,
    );
    assert.match(stdout.toString(), /"file":"\/dev\/fd\/\d+","line":1,.*"seen":2/);
  });

  it("lists what it may not read, and goes on", async () => {
    writeLog(folder, "logs/closed/in.ndjson", MATCH);
    writeLog(folder, "logs/secret.ndjson", MATCH);
    writeLog(folder, "logs/z.ndjson", MATCH);
    // Root can look everywhere unless it drops its capabilities first.
    const asAnybody = process.getuid?.() === 0 ? "setpriv --inh-caps=-all --bounding-set=-all" : "";
    const line = `chmod 0 logs/closed logs/secret.ndjson; ${asAnybody} "$NODE" "$CLI" scan --jobs 2 logs; c=$?; chmod 700 logs/closed; exit $c`;
    const { code, stdout, stderr } = await runShell(line, folder);
    assert.equal(code, 2);
    assert.match(stdout.toString(), /logs\/good\.ndjson:1 \(seen 2 times\)\n/);
    assert.match(
      stderr,
      /^keyward: logs\/closed: permission denied\nkeyward: logs\/secret\.ndjson: permission denied\nkeyward: read 2 events .*, 3 files\n/,
    );
  });

  it("lists missing files, and an output that may be one of the inputs", async () => {
    const { code, stderr } = await scan("-q", "none", "logs/good.ndjson/x", "", "logs");
    assert.equal(code, 2);
    const reasons = [
      "none: no such file",
      "logs/good.ndjson/x: a part of the path is not a directory",
      ": no such file",
    ];
    assert.equal(stderr, reasons.map((reason) => `keyward: ${reason}\n`).join(""));
  });
});

describe("keyward scan on files", () => {
  itThoroughly("finds what precedes a break in gzip, line by line and in a truncated record", async () => {
    const events = Array.from({ length: 400 }, (_, index) =>
      index % 100 === 50 ? rawEvent({ id: `e-${index}` }) : { ...otherEvent(`o-${index}`), noise: noise(index) },
    );
    const lines = gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const record = gzipSync(s3File(events));
    const bare = gzipSync(JSON.stringify(events));
    writeLog(folder, "cut/lines.ndjson.gz", "");
    for (const [name, bytes] of [
      ["lines.ndjson.gz", lines],
      ["record.json.gz", record],
      ["bare.json.gz", bare],
    ] as const) {
      writeFileSync(join(folder, "cut", name), bytes.subarray(0, Math.floor(bytes.length / 2)));
    }
    const result = await scan("--format", "ndjson", "cut");
    assert.equal(result.code, 2);
    const reasons = ["bare.json", "lines.ndjson", "record.json"].map(
      (name) => `keyward: cut/${name}.gz: truncated gzip data\n`,
    );
    assert.ok(result.stderr.startsWith(reasons.join("")), result.stderr);
    // Each event is in all three, and the first location is the bare array's.
    assert.deepEqual(placesOf(result), ["cut/bare.json.gz:1/Records/50", "cut/bare.json.gz:1/Records/150"]);
    const places = {
      "cut/record.json.gz": ["cut/record.json.gz:1/Records/50", "cut/record.json.gz:1/Records/150"],
      "cut/lines.ndjson.gz": ["cut/lines.ndjson.gz:51", "cut/lines.ndjson.gz:151"],
    };
    for (const [file, expected] of Object.entries(places)) {
      assert.deepEqual(placesOf(await scan("-q", "--format", "ndjson", file)), expected);
    }
  });

  it("lists gzip that is broken or empty, and reads an empty file as one without records", async () => {
    writeFileSync(join(folder, "logs/a.json.gz"), "");
    writeFileSync(join(folder, "logs/b.json.gz"), "{}");
    writeFileSync(join(folder, "logs/c.json"), "");
    const { code, stderr } = await scan("logs");
    assert.equal(code, 2);
    assert.equal(
      stderr,
      "keyward: logs/a.json.gz: empty, so not in gzip format\nkeyward: logs/b.json.gz: not in gzip format\n" +
        `${READ_ONE}, 4 files\nkeyward: 1 match, 2 problems, N s\n`,
    );
  });

  it("reports what names an action but is not CloudTrail, or not JSON", async () => {
    writeFileSync(join(folder, "logs/a.json"), '{"eventName":"DisableKey"}\n{"Records":[{"s3":{}}]}');
    writeFileSync(join(folder, "logs/b.log"), "DisableKey on kms.amazonaws.com\n{broken DisableKey}\n\u0000\u0001");
    writeFileSync(join(folder, "logs/c.json"), JSON.stringify({ a: [{ eventName: "DisableKey" }] }, undefined, 2));
    const { code, stderr } = await scan("logs");
    const unread = "names an action of the rule and could not be judged";
    assert.equal(code, 2);
    assert.equal(
      stderr,
      `keyward: logs/a.json:1: ${unread}: no CloudTrail event is recognized in it\n` +
        `keyward: logs/b.log:1: ${unread}: it is not JSON (and 1 more record of this file)\n` +
        `keyward: logs/c.json:1: ${unread}: no CloudTrail event is recognized in it\n` +
        `${READ_ONE}, 4 files\nkeyward: 1 match, 4 not judged, 3 not JSON, N s\n`,
    );
  });

  itThoroughly("judges annotated records again, and reports a configuration error from an annotation", async () => {
    const input = readFileSync(join(folder, "logs/good.ndjson"));
    const annotated = (await runCli(["tag", "-q"], { input })).stdout.toString();
    const suppressed = annotated
      .replaceAll('"verdict":"match"', '"verdict":"suppressed"')
      .replace('"matches":1', '"matches":0');
    writeFileSync(
      join(folder, "earlier.ndjson"),
      suppressed.replace('"matches"', '"config_error":"/cap: wrong","matches"'),
    );
    const { stdout, stderr } = await scan("earlier.ndjson");
    assert.match(stdout.toString(), /^2026-03-04T09:03:41Z {2}match /m);
    assert.equal(
      stderr,
      "keyward: records were annotated with an invalid configuration: /cap: wrong\n" +
        "keyward: earlier.ndjson:1: the annotation has suppressed, the event has match: the event counts\n" +
        `${READ_ONE}, 1 file\nkeyward: 1 match, 1 annotated before, N s\n`,
    );
    const both = await scan("-q", "--format", "ndjson", "earlier.ndjson", "logs");
    assert.deepEqual(placesOf(both), ["earlier.ndjson:1"]);
    assert.match(both.stdout.toString(), /"seen":2,"also":\[\{"file":"logs\/good.ndjson","line":1\}\]/);
  });

  it("escapes hostile text in every format", async () => {
    const evil = "\u001b]0;owned\u0007\u009b2J\u202e\nkeyward: ok";
    const name = "logs/\u001b[31m\nx.ndjson";
    const event = rawEvent({ id: evil, time: evil, region: evil, actor: `=cmd|' /C calc'!A0${evil}` });
    writeLog(folder, name, `${JSON.stringify(event)}\n`);
    for (const format of few(["csv", "table", "json", "ndjson"], 1)) {
      const { stdout, stderr } = await scan("--format", format, name, "no\u001b[2Jne");
      // eslint-disable-next-line no-control-regex -- what must not be there
      assert.doesNotMatch(stdout.toString() + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/, format);
      if (format === "json") continue;
      const lines = stdout.toString().split("\n");
      assert.equal(lines.filter((line) => line.includes("owned") && line.includes("DisableKey")).length, 1, format);
      assert.ok(!lines.some((line) => line.startsWith("keyward: ok")), format);
      if (format === "csv")
        assert.ok(
          lines.some((line) => line.includes(`,'=cmd|' /C calc'!A0\\u001b`)),
          lines[1] ?? "",
        );
    }
    if (!isThorough) return;
    const { stderr } = await scan("-q", "no\u001b[2J\nne");
    assert.equal(stderr, "keyward: no\\u001b[2J\\u000ane: no such file\n");
  });
});

/** Returns text that hardly compresses. */
function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 40 }, () => (state = (state * 48271) % 0x7fffffff).toString(36)).join("");
}
