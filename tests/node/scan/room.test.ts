/** A scan keeps as much as fits in memory, and reports what it did not keep. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createGzip } from "node:zlib";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { CLI_PATH } from "#bench/project.js";
import type { Finding } from "#keyward/engine/finding.js";
import { FindingReader } from "#keyward/scan/finding-reader.js";
import { ROOM_BYTES } from "#keyward/scan/room.js";
import { weightOf } from "#keyward/engine/weight.js";
import { emptyResult, Results } from "#keyward/scan/result.js";
import { formatNumber } from "#keyward/terminal/numbers.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";

/** More than are kept in a heap of this many MiB; in a thorough run, enough of them to exceed it. */
const MATCHES = isThorough ? 30_000 : 10_000;
const HEAP_MIB = 64;
/** At most the room for findings in that heap. */
const HEAP_ROOM = (HEAP_MIB * 2 ** 20) / 12;
let folder = "";

before(async () => {
  folder = await temporaryFolder();
  await pipeline(
    function* () {
      for (let index = 0; index < MATCHES; index++) {
        yield `${JSON.stringify(rawEvent({ id: `e-${index}`, time: "2026-03-04T09:03:41Z", key: keyId(index), region: index < 5 ? "us-east-1" : "eu-west-1" }))}\n`;
      }
    },
    createGzip(),
    createWriteStream(join(folder, "many.ndjson.gz")),
  );
  writeLog(folder, "other.ndjson", `${JSON.stringify(rawEvent({ id: "other" }))}\n`);
});

function keyId(index: number): string {
  return `8e21c7b4-50d3-4f6a-b8e9-${String(index).padStart(12, "0")}`;
}

function keyward(...args: string[]): { code: number | null; lines: string[]; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MIB}`, CLI_PATH, ...args],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1024 * 1024 * 1024,
    },
  );
  return { code: status, lines: stdout.split("\n").slice(0, -1), stderr };
}

describe("more matches than fit in memory", () => {
  for (const jobs of few(["2", "1"], 1)) {
    it(
      `are written as far as they are kept, with a line that says where that ends: ${jobs} threads`,
      { timeout: 100_000 },
      () => {
        const { code, lines, stderr } = keyward(
          "scan",
          "--jobs",
          jobs,
          "-f",
          "ndjson",
          "many.ndjson.gz",
          "other.ndjson",
        );
        const [, line = "", count = ""] =
          /^keyward: many\.ndjson\.gz:(\d+): not kept from here on: ([\d,]+) events; there is no memory for more/m.exec(
            stderr,
          ) ?? [];
        assert.equal(code, 2, stderr);
        assert.ok(lines.length > 1000 && lines.length < MATCHES, `${lines.length} findings`);
        // The findings from the beginning are kept, in order.
        const ids = lines.map((text) => (JSON.parse(text) as Finding).id);
        const own = ids.filter((id) => id !== "other");
        assert.deepEqual(
          own,
          own.map((_, index) => `e-${index}`),
        );
        // There may be room for fewer keys.
        assert.ok(Number(line) > 1000 && Number(line) <= own.length + 1, line);
        assert.ok(Number(count.replaceAll(",", "")) >= MATCHES - own.length);
        assert.ok(stderr.includes(`read ${formatNumber(MATCHES + 1)} events`), stderr);
      },
    );
  }

  itThoroughly("do not displace those that are asked for", { timeout: 100_000 }, () => {
    const { lines } = keyward("scan", "-f", "ndjson", "--region", "us-east-1", "many.ndjson.gz");
    assert.equal(lines.length, 5);
  });

  it("of many keys lead to a status that says so", { timeout: 100_000 }, () => {
    const { code, lines, stderr } = keyward("status", "-f", "ndjson", "many.ndjson.gz");
    assert.equal(code, 2);
    assert.ok(lines.length > 1000 && lines.length < MATCHES);
    assert.match(stderr, /many\.ndjson\.gz:\d+: not kept from here on: [\d,]+ events;/);
  });

  it("are reported even if nothing else of their file is kept", () => {
    writeLog(folder, "denied.json", '{"denied":"annotate"}');
    const failed = {
      ...rawEvent({ id: "long" }),
      errorCode: "AccessDenied",
      userAgent: "x".repeat(HEAP_MIB * 2 ** 17),
    };
    writeLog(folder, "failed/a.json", JSON.stringify({ ...failed, eventName: "Decrypt", userAgent: "" }));
    writeLog(folder, "failed/b.json", JSON.stringify(failed));
    const { code, stderr } = keyward("scan", "-j", "1", "-c", "denied.json", "failed");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^keyward: failed\/b\.json:1: not kept from here on: 1 event;/m);
  });

  it("of several files, each of which fits, are reported too", { timeout: 100_000 }, () => {
    const perFile = Math.floor((HEAP_ROOM * 0.6) / 100_000);
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      const events = Array.from({ length: perFile }, (_, index) =>
        JSON.stringify({ ...rawEvent({ id: `${name}-${index}`, key: keyId(1) }), userAgent: "x".repeat(100_000) }),
      );
      writeLog(folder, `long/${name}.json`, events.join("\n"));
    }
    const { code, lines, stderr } = keyward("scan", "--jobs", "1", "-f", "ndjson", "long");
    assert.equal(code, 2, stderr);
    assert.ok(lines.length > perFile && lines.length < 5 * perFile, `${lines.length} of ${6 * perFile}`);
    assert.match(stderr, /^keyward: long\/f\.json:1: not kept from here on: /m);
  });

  it("in one record are reported as not judged", { timeout: 100_000 }, () => {
    const events = Array.from({ length: MATCHES }, (_, index) => rawEvent({ id: `e-${index}` }));
    writeLog(folder, "one.json", JSON.stringify({ Records: events }));
    const { code, lines, stderr } = keyward("scan", "-f", "ndjson", "one.json");
    assert.equal(code, 2);
    assert.ok(lines.length > 1000 && lines.length < MATCHES, stderr);
    assert.match(
      stderr,
      /one\.json:1: names an action of the rule and could not be judged: more events than fit in memory: \d+/,
    );
  });
});

describe("FindingReader", () => {
  it("gives the sizes of what it keeps", () => {
    const reader = new FindingReader({ what: "findings", until: Infinity });
    for (const id of ["e-1", "e-2"]) {
      reader.take({
        ...{ file: "f", line: 1, path: "", verdict: "match", details: {}, action: "DisableKey", id },
        time: "2026-03-04T09:03:41Z",
        key: { id: `k-${id}`, arn: `arn:aws:kms:eu-west-1:111122223333:key/${keyId(id.length)}` },
      });
    }
    const { findings, lives, weights } = reader.finish();
    assert.equal(findings.length, 2);
    assert.equal(weights.findings, weightOf(findings) - weightOf([]));
    assert.ok(
      lives.length > 0 && weights.lives >= weightOf(lives) - weightOf([]),
      `${weights.lives} of ${weightOf(lives)}`,
    );
  });
});

describe("FindingReader, with findings that do not fit", () => {
  it("keeps the first ones, whose size is all that it gives", () => {
    const reader = new FindingReader({ what: "findings", until: Infinity });
    for (let line = 1; line <= 40; line++) {
      // After the first finding that does not fit, none is kept, even if it would fit.
      const user_agent = "x".repeat(line === 20 ? 1 : ROOM_BYTES / 8);
      reader.take({ file: "f", line, path: "", verdict: "match", details: {}, action: "DisableKey", user_agent });
    }
    const { findings, weights, count } = reader.finish();
    assert.deepEqual(
      findings.map(({ line }) => line),
      [1, 2, 3, 4, 5, 6, 7],
    );
    assert.deepEqual([weights.findings, count], [weightOf(findings) - weightOf([]), 40]);
    const results = new Results();
    results.add(0, { ...emptyResult(), findings, count, weights });
    assert.equal(results.all[0]?.findings.length, 7);
  });
});

describe("Results", () => {
  it("keeps the first files, in whatever order they come", () => {
    const finding = (line: number): Finding => ({
      ...{ file: "f", line, path: "", verdict: "match", details: {}, id: `e-${line}` },
      user_agent: "x".repeat(ROOM_BYTES / 8),
    });
    const perFile = 3;
    const most = Math.floor(ROOM_BYTES / weightOf(finding(1)));
    const files = 4;
    assert.ok(most < perFile * files);
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ]) {
      const results = new Results();
      for (const index of order) {
        const findings = Array.from({ length: perFile }, (_, at) => finding(at + 1));
        const weights = { findings: findings.reduce((sum, one) => sum + weightOf(one), 0), lives: 0 };
        results.add(index, { ...emptyResult(), findings, count: perFile, weights });
      }
      assert.deepEqual(
        results.all.map(({ findings }) => findings.length),
        Array.from({ length: files }, (_, index) => Math.max(0, Math.min(perFile, most - index * perFile))),
      );
      const beyond = results.all.map((result) => result.beyond);
      assert.equal(
        beyond.reduce((sum, one) => sum + (one?.records ?? 0), 0),
        perFile * files - most,
      );
    }
  });
});
