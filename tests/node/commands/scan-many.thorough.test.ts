/** `keyward scan` on a bucket of 10,000 files: the right answer for any number of threads, in bounded memory. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { EVENT_EVERY, makeBucket } from "#bench/files/bucket.js";
import { peakMemory } from "#bench/files/peak-memory.js";
import { mixed } from "#bench/cases/streams.js";
import { CLI_PATH } from "#bench/project.js";
import type { ReportedFinding } from "#keyward/report/report.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";

const FILES = 10_000;
/** Number of files in the smaller folder. */
const FEW = 1000;
const READ =
  "1,851,000 events (1,851,000 of KMS), 2026-03-04T09:00:00Z to 2026-03-20T00:00:00Z, 3 accounts, 4 regions, 10,000 files";
/** The names of the files, and room that V8 takes once. */
const MEBIBYTES_OF_GROWTH = 48;
const MAX_MEBIBYTES = 192;

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  for (const [root, count] of [
    ["few", FEW],
    ["many", FILES],
  ] as const) {
    makeBucket(join(folder, root), count, (index) => JSON.stringify(eventOf(index)));
  }
});

function eventOf(index: number): Record<string, unknown> {
  // Later files hold earlier events.
  const time = new Date(Date.UTC(2026, 2, 20) - index * 1000).toISOString();
  return rawEvent({ id: `e-${index}`, time });
}

async function scan(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(["scan", "-f", "ndjson", ...args, "many"], { cwd: folder });
  assert.equal(code, 0);
  assert.equal(stderr, `keyward: read ${READ}\nkeyward: 1,000 matches, N s\n`);
  return stdout.toString();
}

describe("keyward scan on 10,000 files", () => {
  it("finds each event, ordered by time, with the same output for one thread and three", async () => {
    const text = await scan("--jobs", "1");
    const findings = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ReportedFinding);
    const ids = Array.from({ length: FILES / EVENT_EVERY }, (_, index) => `e-${FILES - EVENT_EVERY * (index + 1)}`);
    assert.deepEqual(
      findings.map(({ id }) => id),
      ids,
    );
    for (const { id = "", file, path } of findings) {
      assert.equal(Number(/(\d+)\.json\.gz$/.exec(file)?.[1]), Number(id.slice(2)));
      assert.equal(path, "/Records/0");
    }
    assert.equal(await scan("--jobs", "3"), text);
  });

  it("takes no more memory for 10,000 files than for 1,000", async () => {
    const command = (root: string): string[] => [
      CLI_PATH,
      "scan",
      "-q",
      "-f",
      "ndjson",
      "--jobs",
      "2",
      join(folder, root),
    ];
    const few = await peakMemory(command("few"), folder);
    const many = await peakMemory(command("many"), folder);
    assert.ok(many < few + MEBIBYTES_OF_GROWTH, `${few} MiB, then ${many} MiB`);
    assert.ok(many < MAX_MEBIBYTES, `${many} MiB`);
  });

  it("reads one large file in pieces, and finds the event at its end", async () => {
    const [record = ""] = mixed("line", 1, 0).records.map(String);
    const lines = `${`${record}\n`.repeat(120_000)}${JSON.stringify(eventOf(1))}\n`;
    writeLog(folder, "large/large.ndjson.gz", lines);
    writeLog(folder, "large/large.ndjson", lines);
    const { stdout } = await runCli(["scan", "-q", "-f", "ndjson", "large"], { cwd: folder });
    const finding = JSON.parse(stdout.toString()) as ReportedFinding;
    assert.deepEqual([finding.line, finding.seen], [120_001, 2]);
    const command = [CLI_PATH, "scan", "-q", "--jobs", "1", join(folder, "large")];
    const peak = await peakMemory(command, folder);
    assert.ok(peak < MAX_MEBIBYTES, `${peak} MiB`);
    assert.ok(lines.length > 150_000_000, "large enough to tell");
  });
});
