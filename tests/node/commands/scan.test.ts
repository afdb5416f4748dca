/** `keyward scan` as a process: its recorded formats, filters, exit codes and messages. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Report } from "#keyward/report/report.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, runShell, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertGolden } from "../support/golden.js";
import { otherEvent, rawEvent, SAMPLE_CONFIG, writeLog, writeSampleLogs } from "../support/logs.js";

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  writeSampleLogs(join(folder, "logs"));
  await writeFile(join(folder, "keyward.json"), JSON.stringify(SAMPLE_CONFIG));
});

function scan(...args: string[]): Promise<Finished> {
  return runCli(["scan", ...args], { cwd: folder });
}

let quietRun: Promise<Finished> | undefined;
/** Returns what several tests look at, from one run. */
function quiet(): Promise<Finished> {
  quietRun ??= scan("-q", "logs");
  return quietRun;
}

/** Returns the ids of the findings, in order. */
async function idsOf(...args: string[]): Promise<string> {
  const { stdout, stderr } = await scan("--format", "ndjson", "--quiet", "logs", ...args);
  assert.equal(stderr.replace(/^keyward: 1 finding has no readable time: .*\n/, ""), "");
  const lines = stdout.toString().split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { id: string }).id).join(" ");
}

describe("keyward scan", () => {
  const goldens = { table: "table.txt", json: "report.json", ndjson: "findings.ndjson", csv: "findings.csv" };
  for (const [index, [format, name]] of Object.entries(goldens).entries()) {
    it(`writes ${format} as recorded, whatever the number of threads`, async () => {
      // One format with threads, which take time to start.
      for (const jobs of few(index === 0 ? ["3", "1"] : ["1", "3"], 1)) {
        const { code, stdout } = await scan("--jobs", jobs, "-c", "keyward.json", "--format", format, "logs");
        assert.equal(code, 0);
        // What differs from day to day, or with the version of zlib.
        const output = stdout.toString().replace(/^ {2}"(version|scanned_at|bytes)": [^,]*/gm, '  "$1": "…"');
        assertGolden(`scan/${name}`, output);
      }
    });
  }

  itThoroughly("prints a summary on standard error, and nothing with --quiet", async () => {
    const { stderr } = await scan("-c", "keyward.json", "logs");
    const read = "9 events (9 of KMS), 2026-03-04T08:00:00Z to 2026-03-05T23:59:59Z, 2 accounts, 2 regions, 4 files";
    const counts = "3 matches, 1 suppressed, 1 denied, 1 found more than once, 1 other file left out";
    assert.equal(stderr, `keyward: read ${read}\nkeyward: ${counts}, N s\n`);
    assert.equal((await quiet()).stderr, "");
  });

  it("says plainly that nothing was found, and in what", async () => {
    writeLog(folder, "quiet/a.ndjson", `${JSON.stringify(otherEvent("o-1"))}\n{"b":2}\n`);
    const { code, stdout } = await scan("quiet", "--since", "2026-01-01", "--account", "111122223333");
    assert.equal(code, 0);
    const asked = "since 2026-01-01T00:00:00.000Z; account 111122223333";
    assert.equal(
      stdout.toString(),
      `no findings in 1 event (1 of KMS), 2026-03-04T08:00:00Z, 1 account, 1 region, 1 file (${asked})\n`,
    );
    for (const format of isThorough ? ["json", "ndjson"] : []) {
      const text = (await scan("--format", format, "quiet")).stdout.toString();
      if (format === "ndjson") assert.equal(text, "");
      else {
        const { findings, records, files } = JSON.parse(text) as Report;
        assert.deepEqual([findings, records, files], [[], 2, 1]);
      }
    }
  });

  it("filters by time, including since and excluding until, and never drops events without a time", async () => {
    const cases: [ids: string, ...args: string[]][] = [
      ["e-2 e-4 e-5", "--since", "2026-03-05T09:33:08Z"],
      ["e-4 e-5", "--since", "2026-03-05T09:33:09Z"],
      ["e-1 e-5", "--until", "2026-03-05T09:33:08Z"],
      ["e-5", "--since", "now-60m"],
      ["e-1 e-2 e-5", "--until", "2026-03-05T10:33:09+01:00"],
      ["e-2 e-4 e-5", "--since", "2026-03-05", "--until", "2026-03-06"],
      ["e-1 e-2 e-4 e-5"],
    ];
    for (const [ids, ...args] of few(cases, 2)) assert.equal(await idsOf(...args), ids, args.join(" "));
    const { stderr } = await scan("-q", "--since", "2026-03-05", "logs");
    assert.equal(stderr, "keyward: 1 finding has no readable time: listed regardless of the time window\n");
  });

  itThoroughly("filters by account and region, several of each", async () => {
    const cases: [ids: string, ...args: string[]][] = [
      ["e-1 e-5", "--account", "000000000000,111122223333"],
      ["e-2 e-4", "--account", "444455556666"],
      ["e-1 e-2 e-4 e-5", "--account", "444455556666", "--account", "111122223333"],
      ["e-2 e-4", "--region", "us-east-1"],
      ["", "--region", "eu-west-1", "--account", "444455556666"],
    ];
    for (const [ids, ...args] of cases) assert.equal(await idsOf(...args), ids, args.join(" "));
  });

  itThoroughly("leaves out S3 folders that end a day before the window, and no others", async () => {
    const { stderr } = await scan("--since", "2026-03-06T12:00:00Z", "logs");
    // The 4th ends over a day before the 6th begins, the 5th does not.
    assert.match(
      stderr,
      /2 regions, 3 files\nkeyward: 1 match, 1 other file left out, 1 folder before the window, N s\n$/,
    );
    const all = await scan("--until", "2026-03-01", "logs");
    assert.match(all.stderr, /read 9 events .*, 4 files\n/);
  });

  itThoroughly("reads standard input among files, and numbers its lines", async () => {
    const input = `\n${JSON.stringify(rawEvent({ id: "piped", time: "2026-01-01T00:00:00Z" }))}\n`;
    const { stdout } = await runCli(["scan", "-q", "logs", "-", "--jobs", "2"], { cwd: folder, input });
    const [, first = ""] = stdout.toString().split("\n");
    assert.match(first, /^2026-01-01T00:00:00Z .* standard input:2$/);
    assert.match(stdout.toString(), /\n5 findings: 5 match\n/);
  });

  it("exits with 1 for matches with --fail-on-match, 0 for other findings, and 2 for any trouble", async () => {
    const codes: [code: number, ...args: string[]][] = [
      [1, "--fail-on-match", "logs"],
      [2, "--fail-on-match", "logs", "none"],
    ];
    assert.equal((await quiet()).code, 0);
    for (const [code, ...args] of few(codes, 1)) assert.equal((await scan("-q", ...args)).code, code, args.join(" "));
    const denied = ["-q", "--fail-on-match", "-c", "keyward.json", "--since", "2026-03-05T09:59:00Z"];
    const onlyDenied = await scan(...denied, "--until", "2026-03-05T11:00:00Z", join("logs", "AWSLogs"));
    assert.deepEqual([onlyDenied.code, onlyDenied.stdout.toString().includes(" denied ")], [0, true]);
  });

  itThoroughly("writes to a file, and never to one of its inputs", async () => {
    const { code, stdout } = await scan("-q", "-o", "findings.txt", "logs");
    assert.deepEqual([code, stdout.length], [0, 0]);
    assert.equal(readFileSync(join(folder, "findings.txt"), "utf8"), (await quiet()).stdout.toString());
    const before = readFileSync(join(folder, "logs/stream.ndjson"), "utf8");
    for (const [output, ...args] of [
      ["logs/stream.ndjson", "logs"],
      ["logs/stream.ndjson", "logs/stream.ndjson"],
      ["keyward.json", "logs", "-c", "keyward.json"],
    ] as const) {
      const refused = await scan("-o", output, ...args);
      assert.equal(refused.code, 2);
      assert.equal(refused.stderr, `keyward: ${output}: is the output too; write to another file\n`);
    }
    assert.equal(readFileSync(join(folder, "logs/stream.ndjson"), "utf8"), before);
    const nowhere = await scan("-o", "none/findings.txt", "logs");
    assert.deepEqual([nowhere.code, nowhere.stderr], [2, "keyward: none/findings.txt: no such file\n"]);
  });

  it("does not read an output that the shell has just created in the folder", async () => {
    writeLog(folder, "own/a.ndjson", `${JSON.stringify(rawEvent({ id: "x" }))}\n`);
    const { code, stderr } = await runShell("keyward scan own > own/findings.txt", folder);
    const read = "keyward: read 1 event (1 of KMS), 1 account, 1 region, 1 file";
    assert.deepEqual([code, stderr], [0, `${read}\nkeyward: 1 match, 1 other file left out, N s\n`]);
    assert.match(readFileSync(join(folder, "own/findings.txt"), "utf8"), /1 finding: 1 match/);
  });

  it("explains an invalid option, with what was given and what is valid", async () => {
    const times =
      "2026-03-04, 2026-03-04T09:30, 2026-03-04T09:30:00+01:00, now, now-60m, 30d (units: s, m, h, d, w, mo, y)";
    const cases: [args: string[], line: string][] = [
      [["--since", "yesterday"], `--since: yesterday is invalid; use ${times}`],
      [["--until", ""], `--until: an empty text is invalid; use ${times}`],
      [["--account", "12"], "--account: 12 is invalid; use 12 digits"],
      [["--region", "EU"], "--region: EU is invalid; use a name like eu-west-1"],
      [["--jobs", "0"], "--jobs: 0 is invalid; use a number from 1 to 256"],
      [
        ["--since", "2026-03-05", "--until", "2026-03-05"],
        "--until: 2026-03-05 is invalid; use a time after 2026-03-05T00:00:00.000Z (--since)",
      ],
    ];
    for (const [args, line] of few(cases, 1)) {
      const { code, stdout, stderr } = await scan(...args, "logs");
      assert.deepEqual([code, stdout.length, stderr], [2, 0, `keyward: ${line}\n`]);
    }
    const format = await scan("--format", "xml", "logs");
    assert.equal(format.code, 2);
    assert.match(format.stderr, /^keyward: option '-f, --format <FORMAT>' argument 'xml' is invalid/);
  });

  itThoroughly("reports configuration errors like keyward check, and scans nothing", async () => {
    writeFileSync(join(folder, "wrong.json"), '{"denied":"annotated","cap":{"count":0,"period_seconds":1}}');
    const { code, stdout, stderr } = await scan("-c", "wrong.json", "logs");
    const checked = (await runCli(["check", "wrong.json"], { cwd: folder })).stdout.toString();
    assert.deepEqual([code, stdout.length], [2, 0]);
    assert.equal(stderr, checked.replaceAll(/^/gm, "keyward: ").replace(/keyward: $/, ""));
    assert.match(stderr, /^keyward: wrong\.json:1: \/denied: annotated is invalid; use ignore, annotate\n/);
  });

  it("ends silently when its reader has enough", async () => {
    const { stdout, stderr } = await runShell("keyward scan -q logs | true; echo ${PIPESTATUS[0]}", folder);
    assert.deepEqual([stdout.toString(), stderr], ["0\n", ""]);
  });
});
