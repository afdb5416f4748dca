/** `keyward test`: each case gets the verdict of `keyward tag`, or its line says what it gets instead. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, isThorough } from "../../settings.js";
import { runCli, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent, rawEvent, s3File, writeLog } from "../support/logs.js";

const CI = "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-1";
const CONFIG = {
  denied: "annotate",
  exceptions: [
    { id: "ci", reason: "CI", when: { "actor.arn": [CI.replace("run-1", "*")] } },
    { id: "tests", reason: "tests", when: { account: ["999988887777"] } },
  ],
  duplicates: { window_seconds: 3600 },
  cap: { count: 1, period_seconds: 3600 },
};
const TIME = "2026-03-04T09:00:00Z";
const byCi = rawEvent({ id: "e-1", time: TIME, actor: CI, account: "444455556666" });
const byAlice = rawEvent({ id: "e-2", time: TIME });

let folder = "";
before(async () => {
  folder = await temporaryFolder();
  writeFileSync(join(folder, "keyward.json"), JSON.stringify(CONFIG));
  writeFileSync(join(folder, "plain.json"), "{}");
  writeFileSync(join(folder, "wrong.json"), '{"denied":"yes"}');
  writeLog(folder, "logs/two.json.gz", s3File([byCi, otherEvent("o"), byAlice]));
  const tagged = await runCli(["tag", "-q"], { input: `${JSON.stringify(byCi)}\n` });
  writeLog(folder, "logs/tagged.ndjson", tagged.stdout);
  writeLog(folder, "logs/broken.ndjson", '{"eventName":"DisableKey",\n');
  writeLog(folder, "logs/empty.json", "{}");
});

/** Runs cases, written as JSON. */
function run(cases: object[], ...args: string[]): Promise<Finished> {
  writeFileSync(join(folder, "t.json"), JSON.stringify({ cases }));
  return runCli(["test", ...args, "t.json"], { cwd: folder });
}

/** Returns the message for each case, by number, and the exit code. */
async function runAll(cases: readonly object[], ...args: string[]): Promise<[string[], number | null]> {
  const named = cases.map((one, index) => ({ name: `${index}`, ...one }));
  const { code, stdout, stderr } = await run(named, ...args);
  assert.equal(stderr, "");
  const lines = stdout.toString().split("\n").slice(0, cases.length);
  return [
    lines.map((line, index) =>
      line
        .replace(`t.json:1: ${index}`, "")
        .replace(/ +:? */, " ")
        .trimEnd(),
    ),
    code,
  ];
}

describe("keyward test", () => {
  it("passes expected results, and fails others with the actual result", async () => {
    const none = "no CloudTrail event is recognized in it";
    const table = [
      [{ event: byCi, verdict: "suppressed" }, "ok"],
      [{ event: byCi, verdict: "suppressed", exception: "ci" }, "ok"],
      [
        { event: byCi, verdict: "suppressed", exception: "tests" },
        "FAIL expected suppressed (exception tests), got suppressed (exception ci)",
      ],
      [{ event: byCi, verdict: "match" }, "FAIL expected match, got suppressed (exception ci)"],
      [
        { event: byAlice, verdict: "suppressed", exception: "ci" },
        "FAIL expected suppressed (exception ci), got match",
      ],
      [{ event: byAlice, verdict: "none" }, "FAIL expected none, got match"],
      [{ event: otherEvent("o"), verdict: "none" }, "ok"],
      [{ event: otherEvent("o"), verdict: "match" }, "FAIL expected match, got none"],
      [{ event: { ...byAlice, errorCode: "AccessDenied" }, verdict: "denied" }, "ok"],
      [{ event: { Records: [byCi, byAlice] }, verdict: ["suppressed", "match"] }, "ok"],
      [
        { event: { Records: [byCi, byAlice] }, verdict: "match" },
        "FAIL expected match, got suppressed (exception ci), match",
      ],
      [{ event: { Records: [byAlice] }, verdict: ["match", "match"] }, "FAIL expected match, match, got match"],
      [{ events: [byAlice, byAlice], verdict: ["match", "duplicate"] }, "ok"],
      [{ events: [byAlice, { ...byAlice, eventID: "e-3" }], verdict: ["match", "capped"] }, "ok"],
      [{ file: "logs/two.json.gz", verdict: ["suppressed", "match"] }, "ok"],
      // An annotation is a claim: the event counts.
      [{ file: "logs/tagged.ndjson", verdict: "suppressed", exception: "ci" }, "ok"],
      // Otherwise, what holds no event would look like an event that does not match.
      [{ event: { eventName: "DisableKey" }, verdict: "none" }, `ERROR ${none}`],
      [{ event: { note: "typed by hand" }, verdict: "none" }, `ERROR ${none}`],
      [{ file: "logs/empty.json", verdict: "none" }, `ERROR logs/empty.json: ${none}`],
      [{ file: "logs/none.json", verdict: "match" }, "ERROR logs/none.json: no such file"],
      [
        { file: "logs/broken.ndjson", verdict: "none" },
        "ERROR logs/broken.ndjson:1: the record is cut off: its complete parts were judged, the rest was not",
      ],
    ] as const;
    const [lines] = await runAll(table.map(([one]) => one));
    assert.deepEqual(
      lines,
      table.map(([, line]) => line),
    );
  });

  it("exits with 0, 1 or 2, depending on the worst case", async () => {
    const passing = { event: byCi, verdict: "suppressed" };
    const failing = { event: byCi, verdict: "match" };
    const unread = { event: {}, verdict: "none" };
    const all = [[failing, unread, passing], [failing, passing], [passing]];
    for (const cases of few(all, 1)) {
      const code = cases.includes(unread) ? 2 : cases.includes(failing) ? 1 : 0;
      assert.equal((await runAll(cases))[1], code);
    }
  });

  it("judges each case by itself", async () => {
    const { code, stdout } = await run([
      { name: "once", event: byAlice, verdict: "match" },
      { name: "and again", event: byAlice, verdict: "match" },
    ]);
    assert.deepEqual([code, stdout.toString().trimEnd().split("\n").at(-1)], [0, "2 cases: 2 passed, 0 failed"]);
  });

  it("tests another configuration with --config", async () => {
    const one = { event: byCi, verdict: "suppressed" };
    for (const option of few(["-c", "--config"], 1))
      assert.deepEqual(await runAll([one], option, "plain.json"), [["FAIL expected suppressed, got match"], 1]);
    if (!isThorough) return;
    const { stdout } = await run(
      [
        { name: "a", ...one },
        { name: "b", event: {}, verdict: "match" },
      ],
      "-c",
      "plain.json",
    );
    assert.equal(stdout.toString().split("\n")[2], "2 cases: 0 passed, 1 failed, 1 not judged");
  });

  it("reports invalid test files and configurations, and runs the others", async () => {
    writeFileSync(join(folder, "good.yaml"), "cases: [{name: g, file: logs/tagged.ndjson, verdict: suppressed}]");
    writeFileSync(join(folder, "bad.yaml"), "cases:\n- name: b\n  file: x\n  verdict: maybe\n");
    writeFileSync(join(folder, "config.yaml"), "config: wrong.json\ncases: [{name: g, file: x, verdict: none}]");
    writeFileSync(join(folder, "lost.yaml"), "config: lost.json\ncases: [{name: g, file: x, verdict: none}]");
    const files = ["bad.yaml", "config.yaml", "lost.yaml", "nothing.yaml", "good.yaml"];
    const { code, stdout, stderr } = await runCli(["test", ...files], { cwd: folder });
    assert.equal(stdout.toString(), "ok    good.yaml:1: g\n5 cases: 1 passed, 0 failed, 4 not judged\n");
    assert.deepEqual(stderr.trimEnd().split("\n"), [
      "keyward: bad.yaml:4: verdict: its value is invalid; use match, possible, capped, duplicate, suppressed, denied, none, or a list without none",
      "keyward: wrong.json:1: /denied: yes is invalid; use ignore, annotate",
      "keyward: lost.json: no such file",
      "keyward: nothing.yaml: no such file",
    ]);
    assert.equal(code, 2);
  });

  it("writes JUnit's XML, to a file too, with the same exit code", async () => {
    const cases = [
      { name: "<a>", event: byCi, verdict: "match" },
      { name: "b", event: byAlice, verdict: "match" },
    ];
    const printed = await run(cases, "--format", "junit");
    assert.equal(printed.code, 1);
    assert.match(printed.stdout.toString(), /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /);
    assert.match(
      printed.stdout.toString(),
      /<testcase name="&lt;a&gt;" .*\n {6}<failure message="expected match, got suppressed \(exception ci\)">/,
    );
    const { code, stdout } = await run(cases, "-f", "junit", "-o", "results.xml");
    assert.deepEqual([code, stdout.toString()], [1, ""]);
    const times = / time="[\d.]+"/g;
    const written = readFileSync(join(folder, "results.xml"), "utf8");
    assert.equal(written.replace(times, ""), printed.stdout.toString().replace(times, ""));
    if (!isThorough) return;
    const same = await run(cases, "-o", "t.json");
    assert.deepEqual([same.code, same.stderr], [2, "keyward: t.json: is the output too; write to another file\n"]);
    assert.ok(existsSync(join(folder, "t.json")));
  });

  it("escapes a hostile name, on one line", async () => {
    const { stdout } = await run([{ name: "a\n\u001b[31m\u202e", event: byAlice, verdict: "match" }]);
    assert.equal(stdout.toString().split("\n")[0], "ok    t.json:1: a\\u000a\\u001b[31m\\u202e");
  });
});
