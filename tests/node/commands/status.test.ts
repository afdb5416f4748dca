/** `keyward status` as a process: options, formats, exit codes, and messages. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { before, describe, it } from "node:test";
import type { KeyStatus } from "#keyward/keys/key-status.js";
import type { StatusReport } from "#keyward/status/report.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, runShell, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

const KEYS = [1, 2, 3, 4, 5].map((number) => `0000000${number}-1111-4111-a111-111111111111`);
const ALICE = "arn:aws:iam::111122223333:user/alice";
const CI = "arn:aws:sts::444455556666:assumed-role/ci/run-1";
let folder = "";

function event(key: number, name: string, time: string, members: object = {}): string {
  const account = key === 5 ? "444455556666" : "111122223333";
  return JSON.stringify({
    eventSource: "kms.amazonaws.com",
    eventName: name,
    eventID: `${key}-${name}`,
    eventTime: `2026-03-${time}Z`,
    awsRegion: "eu-west-1",
    recipientAccountId: account,
    userIdentity: { type: "IAMUser", arn: key === 5 ? CI : ALICE },
    requestParameters: { keyId: KEYS[key - 1] },
    responseElements: { keyId: `arn:aws:kms:eu-west-1:${account}:key/${KEYS[key - 1] ?? ""}` },
    ...members,
  });
}

const days = (key: number, pendingWindowInDays: number): object => ({
  requestParameters: { keyId: KEYS[key - 1], pendingWindowInDays },
});

before(async () => {
  folder = await temporaryFolder();
  mkdirSync(join(folder, "logs"));
  const lines = [
    event(1, "ScheduleKeyDeletion", "01T00:00:00", days(1, 7)),
    event(2, "ScheduleKeyDeletion", "01T00:00:00", days(2, 20)),
    event(3, "DisableKey", "01T00:00:00"),
    event(4, "ScheduleKeyDeletion", "01T00:00:00", days(4, 7)),
    event(5, "DisableKey", "01T00:00:00"),
  ];
  const later = [
    event(4, "CancelKeyDeletion", "02T00:00:00"),
    event(4, "EnableKey", "02T00:00:01"),
    event(3, "EnableKey", "03T00:00:00", { errorCode: "AccessDenied", errorMessage: "no" }),
  ];
  // Read in the order of their names: later events first.
  writeFileSync(join(folder, "logs/b.ndjson"), lines.map((line) => `${line}\n`).join(""));
  writeFileSync(join(folder, "logs/a.json.gz"), gzipSync(`{"Records":[${later.join(",")}]}`));
  writeFileSync(
    join(folder, "config.json"),
    JSON.stringify({
      exceptions: [{ id: "ci", reason: "CI's own keys\n; rm -rf /", when: { "actor.arn": [CI] } }],
    }),
  );
});

function status(...args: string[]): Promise<Finished> {
  return runCli(["status", "--as-of", "2026-03-04", ...args], { cwd: folder });
}

async function keysOf(...args: string[]): Promise<string> {
  const { stdout, code } = await status("--format", "ndjson", "--quiet", "logs", ...args);
  assert.equal(code, 0);
  const keys = stdout
    .toString()
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as KeyStatus);
  return keys.map(({ key, state }) => `${key.id[7] ?? ""} ${state}`).join(", ");
}

const ALL = "1 pending deletion, 2 pending deletion, 3 disabled, 5 disabled, 4 enabled again";

describe("keyward status", () => {
  it("has a row for each key, from all files, most urgent first", async () => {
    assert.equal(await keysOf(), ALL);
  });

  it("applies the filters", async () => {
    const cases: [args: string[], keys: string][] = [
      [["--pending"], "1 pending deletion, 2 pending deletion"],
      [["--within", "7d"], "1 pending deletion"],
      [["--within", "17d"], "1 pending deletion, 2 pending deletion"],
      [["--account", "444455556666"], "5 disabled"],
      [["--account", "444455556666,111122223333"], ALL],
      [["--region", "us-east-1"], ""],
      [["--actor", "*/ci/*"], "5 disabled"],
      [["--actor", ALICE, "--key", "00000003*"], "3 disabled"],
      [["--key", KEYS[1] ?? ""], "2 pending deletion"],
      [["--key", "*0000002"], ""],
    ];
    for (const [args, keys] of few(cases, 3)) {
      assert.equal(await keysOf(...args), keys, args.join(" "));
    }
  });

  it("shows what was known at a given time", async () => {
    const { stdout } = await runCli(["status", "-f", "json", "--as-of", "2026-03-01T12:00", "logs"], { cwd: folder });
    const report = JSON.parse(stdout.toString()) as StatusReport;
    assert.deepEqual(report.totals, { "pending deletion": 3, disabled: 2 });
    const [first] = report.keys;
    assert.deepEqual(
      [first?.deadline, first?.seconds_left, first?.deadline_computed],
      ["2026-03-08T00:00:00Z", 6.5 * 86_400, true],
    );
    // The account's logs continue: everything up to the time was read.
    assert.equal(first?.as_of, "2026-03-01T12:00:00Z");
  });

  it("does not offer to cancel after the deadline has passed", async () => {
    const { stdout } = await runCli(["status", "--commands", "--as-of", "2026-03-10", "--pending", "logs"], {
      cwd: folder,
    });
    // What can still be saved comes first.
    const [two = "", one = ""] = stdout.toString().split(`${KEYS[0] ?? ""}\n`);
    assert.match(one, /passed 2 d ago[^]*describe-key/);
    assert.match(one, /describe-key shows whether the key still exists/);
    assert.doesNotMatch(one, /cancel-key-deletion|enable-key/);
    assert.match(two, /pending deletion, 11 d \(2026-03-21T00:00:00Z\)/);
    assert.match(two, /describe-key[^]*cancel-key-deletion[^]*enable-key/);
  });

  it("writes commands that a shell reads correctly, and none for what is expected", async () => {
    const { stdout } = await status("--commands", "-c", "config.json", "logs");
    writeFileSync(join(folder, "undo.sh"), stdout);
    const { stdout: run, stderr, code } = await runShell('aws() { echo "$# $2"; }; . ./undo.sh', folder);
    assert.deepEqual([code, stderr], [0, ""]);
    const cancel = "6 describe-key\n6 cancel-key-deletion\n6 enable-key\n";
    assert.equal(run.toString(), `${cancel}${cancel}6 describe-key\n6 enable-key\n`);
    assert.match(stdout.toString(), /# Expected by the exception ci: CI's own keys\\u000a; rm -rf \/\n# aws kms/);
  });

  itThoroughly("has the verdict and the exception of a configuration", async () => {
    const { stdout } = await status("-c", "config.json", "logs");
    assert.match(stdout.toString(), /^disabled \(suppressed\) .*run-1/m);
    assert.match(stdout.toString(), /: expected by the exception ci: /);
  });

  it("writes CSV with a row per key and without formulas", async () => {
    const { stdout } = await status("--format", "csv", "logs");
    const rows = stdout.toString().trimEnd().split("\n");
    assert.equal(rows.length, 6);
    assert.match(rows[0] ?? "", /^state,deadline,deadline_computed,key_id,/);
    assert.match(rows[1] ?? "", /^pending deletion,2026-03-08T00:00:00Z,yes,00000001/);
  });

  it("exits with 1 for a key that can still be saved, with --fail-on-open", async () => {
    const cases: [code: number, args: string[]][] = [
      [1, ["--fail-on-open"]],
      [0, []],
      [0, ["--fail-on-open", "--key", "00000004*"]],
    ];
    for (const [code, args] of few(cases, 2)) assert.equal((await status(...args, "logs")).code, code);
  });

  it("never claims that nothing is lost if something could not be judged", async () => {
    const broken = `${event(1, "EnableKey", "01T00:00:00").slice(0, -2)}\n${event(3, "Decrypt", "01T00:00:00")}\n`;
    const { code, stdout, stderr } = await runCli(["status", "--fail-on-open", "-"], { cwd: folder, input: broken });
    assert.equal(code, 2);
    assert.match(stderr, /standard input:1: names an event of a key and could not be judged: it is not JSON/);
    assert.match(
      stdout.toString(),
      /^no key was disabled, deleted or scheduled for deletion in the part that was judged: .*1 record names an event of a key and could not/,
    );
    const nothing = await runCli(["status", "-"], { cwd: folder, input: "{}\n" });
    assert.equal(nothing.code, 2);
    assert.match(nothing.stdout.toString(), /no CloudTrail event was recognized .*: result unknown/);
    if (!isThorough) return;
    const harmless = await runCli(["status", "-q", "-"], { input: `${event(3, "Decrypt", "01T00:00:00")}\n` });
    assert.deepEqual([harmless.code, harmless.stderr], [0, ""]);
    assert.match(harmless.stdout.toString(), /^no key was disabled, deleted or scheduled for deletion in 1 event /);
  });

  it("explains invalid options, and never overwrites an input", async () => {
    const cases: [args: string[], line: RegExp][] = [
      [["--within", "soon"], /--within: soon is invalid; use a duration like/],
      [["--as-of", "soon"], /--as-of: soon is invalid; use 2026-03-04/],
      [["-o", "logs/b.ndjson"], /b\.ndjson/],
      [["--account", "12"], /--account: 12 is invalid/],
    ];
    for (const [args, line] of few(cases, 2)) {
      const { code, stderr } = await runCli(["status", ...args, "logs"], { cwd: folder });
      assert.equal(code, 2);
      assert.match(stderr, line);
    }
  });
});
