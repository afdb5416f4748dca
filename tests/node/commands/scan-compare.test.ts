/** `keyward scan --compare OLD NEW`: which verdicts change, which exceptions never applied, and the counts. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Change, Comparison } from "#keyward/report/comparison.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent, rawEvent, SAMPLE_CONFIG, writeLog, writeSampleLogs } from "../support/logs.js";

/** As in `--format json`. */
interface Written extends Omit<Comparison, "changes" | "report"> {
  changes: (Omit<Change, "finding"> & { event: { id?: string; file: string; line: number; verdict?: string } })[];
}

const ALICE = {
  id: "alice",
  reason: "she may",
  when: { "actor.arn": ["arn:aws:iam::111122223333:user/alice"] },
};
const NOBODY = { id: "nobody", reason: "no such account", when: { account: ["999988887777"] } };
/** Denied events are not reported, CI is not expected, and alice and a third account are. */
const NEW = { exceptions: [ALICE, NOBODY], duplicates: { window_seconds: 3600 } };

let folder = "";
before(async () => {
  folder = await temporaryFolder();
  writeSampleLogs(join(folder, "logs"));
  const write = (name: string, config: object): void => {
    writeFileSync(join(folder, name), JSON.stringify(config));
  };
  write("old.json", SAMPLE_CONFIG);
  write("new.json", NEW);
  write("plain.json", {});
  write("taught.json", { places: ["/odd"] });
  write("ignored.json", { elsewhere: "ignore" });
  write("wrong.json", { cap: 1 });
});

function compare(...args: string[]): Promise<Finished> {
  return runCli(["scan", "-q", "--compare", ...args], { cwd: folder });
}

async function compareJson(...args: string[]): Promise<Written> {
  const { code, stdout, stderr } = await compare(...args, "--format", "json");
  assert.deepEqual([code, stderr], [0, ""]);
  return JSON.parse(stdout.toString()) as Written;
}

function changesOf({ changes }: Written): string[] {
  return changes.map(({ before: one, after, event }) =>
    [event.id, one.verdict, one.exception?.id, "to", after.verdict, after.exception?.id]
      .filter((text) => text !== undefined)
      .join(" "),
  );
}

describe("keyward scan --compare", () => {
  let oldToNew: Written;
  before(async () => {
    oldToNew = await compareJson("old.json", "new.json", "logs");
  });

  it("lists findings whose verdict changes, also from none or to none, ordered by time", async () => {
    assert.deepEqual(changesOf(oldToNew), [
      "e-1 match to suppressed alice",
      "e-2 suppressed ci-teardown to match",
      "e-3 denied to none",
      "e-5 match to suppressed alice",
    ]);
    assert.equal(oldToNew.findings, 5);
    // An event shows what both sides have in common.
    const isPlain = ({ event }: Written["changes"][number]): boolean =>
      event.verdict === undefined && event.file.startsWith("logs/");
    assert.ok(oldToNew.changes.every(isPlain));
    if (!isThorough) return;
    const back = await compareJson("new.json", "old.json", "logs");
    assert.deepEqual(changesOf(back), [
      "e-1 suppressed alice to match",
      "e-2 match to suppressed ci-teardown",
      "e-3 none to denied",
      "e-5 suppressed alice to match",
    ]);
    assert.equal(back.findings, 5);
    assert.ok(back.changes.every(isPlain));
  });

  it("counts verdicts and exceptions before and after, also exceptions that never applied", () => {
    const { before: one, after } = oldToNew;
    assert.deepEqual(one, {
      config: "old.json",
      verdicts: { match: 3, suppressed: 1, denied: 1 },
      exceptions: [{ id: "ci-teardown", findings: 1 }],
    });
    assert.deepEqual(after, {
      config: "new.json",
      verdicts: { match: 2, suppressed: 2 },
      exceptions: [
        { id: "alice", findings: 2 },
        { id: "nobody", findings: 0 },
      ],
    });
  });

  it("prints a table for people, with the counts below", async () => {
    const { code, stdout, stderr } = await compare("old.json", "new.json", "logs");
    assert.deepEqual([code, stderr], [0, ""]);
    const [table = "", ...parts] = stdout.toString().split("\n\n");
    assert.deepEqual(
      table.split("\n").map((line) => line.split(/ {2,}/)[1]),
      [
        "verdict",
        "match -> suppressed (alice)",
        "suppressed (ci-teardown) -> match",
        "denied -> none",
        "match -> suppressed (alice)",
      ],
    );
    assert.deepEqual(parts, [
      "4 of 5 findings change their verdicts",
      "verdict     before  after\nmatch            3      2\nsuppressed       1      2\ndenied           1      0",
      "exception    before  after\nci-teardown       1      -\nalice             -      2\nnobody            -      0  never fired\n",
    ]);
  });

  it("finds no change between a configuration and itself", async () => {
    const { stdout } = await compare("new.json", "new.json", "logs");
    assert.match(stdout.toString(), /^0 of 4 findings change their verdicts\n/);
    assert.match(stdout.toString(), /\nalice +2 +2\nnobody +0 +0 {2}never fired\n$/);
  });

  it("exits with 1 for a change with --fail-on-change, and with 2 for what could not be judged", async () => {
    const cases: [code: number, old: string, path: string][] = [
      [1, "old.json", "logs"],
      [0, "new.json", "logs"],
      [2, "old.json", "none"],
    ];
    for (const [code, old, path] of few(cases, 2)) {
      assert.equal((await compare(old, "new.json", path, "--fail-on-change")).code, code);
    }
  });

  itThoroughly("reports what only one of the two could judge", async () => {
    const odd = `${JSON.stringify({ odd: rawEvent({ id: "x" }) })}\n${JSON.stringify(otherEvent("o"))}\n`;
    writeLog(folder, "odd.ndjson", odd);
    const cases: [args: string[], said: string][] = [
      [["taught.json", "ignored.json"], "match to none"],
      [["ignored.json", "taught.json"], "none to match"],
    ];
    for (const [args, said] of cases) {
      const { code, stdout, stderr } = await compare(...args, "odd.ndjson", "--fail-on-change", "-f", "json");
      assert.deepEqual(changesOf(JSON.parse(stdout.toString()) as Written), [`x ${said}`]);
      assert.equal(code, 2);
      assert.match(stderr, /^keyward: odd\.ndjson:1: names an action of the rule and could not be judged: .*\n$/);
    }
    const { code, stdout } = await compare("plain.json", "taught.json", "odd.ndjson", "-f", "json");
    assert.deepEqual([code, changesOf(JSON.parse(stdout.toString()) as Written)], [0, ["x possible to match"]]);
  });

  itThoroughly("distinguishes events without an id by location, and applies the filters", async () => {
    const line = `${JSON.stringify(rawEvent({ time: "2026-03-04T09:00:00Z" }))}\n`;
    writeLog(folder, "no-id.ndjson", line + line);
    const same = await compareJson("plain.json", "new.json", "no-id.ndjson");
    assert.deepEqual(changesOf(same), ["match to suppressed alice", "match to suppressed alice"]);
    assert.deepEqual([same.findings, same.changes.map(({ event }) => event.line)], [2, [1, 2]]);
    const late = await compareJson(
      "old.json",
      "new.json",
      "logs",
      "--since",
      "2026-03-05",
      "--account",
      "444455556666",
    );
    assert.deepEqual([late.findings, changesOf(late).length], [3, 2]);
    assert.deepEqual(
      late.after.exceptions.map(({ findings: count }) => count),
      [0, 0],
    );
  });

  it("writes to a file, and sums up the results of the second configuration", async () => {
    const args = ["scan", "--compare", "old.json", "new.json", "-o", "out.txt", "logs", "--jobs", "2"];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder });
    assert.deepEqual([code, stdout.length], [0, 0]);
    assert.match(readFileSync(join(folder, "out.txt"), "utf8"), /\n4 of 5 findings change their verdicts\n/);
    assert.match(stderr, /^keyward: read .*\nkeyward: 2 matches, 2 suppressed, .* N s\n$/);
    for (const config of isThorough ? ["old.json", "new.json"] : []) {
      const refused = await compare("old.json", "new.json", "-o", config, "logs");
      assert.deepEqual(
        [refused.code, refused.stderr],
        [2, `keyward: ${config}: is the output too; write to another file\n`],
      );
    }
  });

  it("rejects options that cannot be combined", async () => {
    const two = ["--compare", "old.json", "new.json"];
    const cases: [args: string[], message: string][] = [
      [
        ["--fail-on-change", "logs"],
        "--fail-on-change: a scan without --compare is invalid; use with --compare OLD NEW",
      ],
      [["logs", "--compare", "old.json"], "--compare: one configuration is invalid; use two: --compare OLD NEW"],
      [
        [...two, "-c", "old.json", "logs"],
        "--compare: --config is invalid; use OLD, NEW, what is read, and --fail-on-change",
      ],
      ...(["--fail-on-match", "--verdict match", "--sort actor", "--limit 5", "--no-totals"] as const).map(
        (option): [string[], string] => [
          [...two, ...option.split(" "), "logs"],
          `--compare: ${option.split(" ")[0] ?? ""} is invalid; use OLD, NEW, what is read, and --fail-on-change`,
        ],
      ),
      [[...two, "-f", "csv", "logs"], "--format: csv is invalid; use table, json (with --compare)"],
      [[...two, "-"], "--compare: standard input is invalid; use files and folders, which are read twice"],
      [
        ["--compare", "old.json", "wrong.json", "logs"],
        "wrong.json:1: /cap: 1 is invalid; use an object with count, period_seconds",
      ],
      [["--compare", "lost.json", "old.json", "logs"], "lost.json: no such file"],
    ];
    for (const [args, message] of few(cases, 2)) {
      const { code, stdout, stderr } = await runCli(["scan", ...args], { cwd: folder });
      assert.deepEqual([code, stdout.length, stderr], [2, 0, `keyward: ${message}\n`]);
    }
  });
});
