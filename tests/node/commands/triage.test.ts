/** `keyward triage` as a process: golden files over fixtures, and messages if there is no finding. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { cloudTrailLines, PROJECT_ROOT } from "../../oracle/project.js";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, startCli, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertGolden } from "../support/golden.js";
import { otherEvent } from "../support/logs.js";

const FIXTURES = join(PROJECT_ROOT, "tests", "fixtures", "triage");
const NOW = ["--now", "2026-03-06T00:00:00Z"];
const EVENTS = readFileSync(join(FIXTURES, "events.ndjson"), "utf8");
const folder = await temporaryFolder();

/** Runs `keyward triage` in the folder of the fixtures. */
async function triage(args: string[], input?: string | Buffer): Promise<Finished & { text: string }> {
  const finished = await runCli(["triage", ...args], { cwd: FIXTURES, ...(input !== undefined && { input }) });
  return { ...finished, text: finished.stdout.toString() };
}

const runs = new Map<string, ReturnType<typeof triage>>();

/** Returns the same for fixtures that several tests look at, from one run. */
function triageOnce(...args: string[]): ReturnType<typeof triage> {
  const key = args.join(" ");
  const run = runs.get(key) ?? triage([...args, ...NOW]);
  runs.set(key, run);
  return run;
}

/** Writes a file with this text; returns its full path. */
function fileWith(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function headings(text: string): string[] {
  return text.split("\n").filter((line) => /^(?:- )?.*events\.ndjson:\d/.test(line) && !line.startsWith("  "));
}

describe("keyward triage", () => {
  const goldens: [string, string[]][] = [
    ["every-finding.txt", ["events.ndjson"]],
    ["every-finding.md", ["--format", "md", "events.ndjson"]],
    ["configured.txt", ["--config", "keyward.json", "events.ndjson"]],
    ["one-line.txt", ["events.ndjson:2"]],
  ];
  for (const [golden, args] of few(goldens, 2)) {
    it(`writes ${golden}`, async () => {
      const { code, text, stderr } = await triageOnce(...args);
      assert.deepEqual([code, stderr], [0, ""]);
      assertGolden(`triage/${golden}`, text);
    });
  }

  it("guides through every finding, in order, each under its location", async () => {
    const { text } = await triageOnce("--config", "keyward.json", "events.ndjson");
    const at = "/Records/N/body#/Message#/detail";
    assert.deepEqual(headings(text), [
      "events.ndjson:1",
      "events.ndjson:2",
      `events.ndjson:5#${at.replace("N", "0")}`,
      `events.ndjson:5#${at.replace("N", "1")}`,
      "events.ndjson:6",
    ]);
    const { text: markdown } = await triage(["-f", "md", "-c", "keyward.json", "events.ndjson:5", ...NOW]);
    assert.deepEqual(markdown.match(/^# .*$/gm), [
      `# \`events.ndjson:5#${at.replace("N", "0")}\``,
      `# \`events.ndjson:5#${at.replace("N", "1")}\``,
    ]);
  });

  itThoroughly("reads standard input, gzip, a document over several lines, and single lines of each", async () => {
    const [first = ""] = EVENTS.split("\n");
    const document = JSON.stringify({ Records: [JSON.parse(first)] }, undefined, 2);
    const cases: [string[], string | Buffer | undefined, RegExp][] = [
      [["-:2"], gzipSync(EVENTS), /^standard input:2\n/],
      [["-"], EVENTS, /^standard input:1\n/],
      [[fileWith("a.json.gz", gzipSync(document))], undefined, /a\.json\.gz:1 \/Records\/0\n/],
      [[`${fileWith("a.json", document)}:7`], undefined, /a\.json:1 \/Records\/0\n/],
    ];
    for (const [args, input, heading] of cases) {
      const { code, text, stderr } = await triage([...args, ...NOW], input);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(text, heading);
    }
  });

  it("guides through several files and folders, and uses all their events for the keys", async () => {
    const folderOfTwo = await temporaryFolder();
    writeFileSync(join(folderOfTwo, "a.ndjson"), EVENTS);
    writeFileSync(join(folderOfTwo, "b.ndjson"), `${EVENTS.split("\n")[0] ?? ""}\n`);
    const one = await triageOnce("events.ndjson");
    const all = await triage([...NOW, folderOfTwo]);
    const count = (text: string): number => text.split("What happened").length - 1;
    assert.deepEqual([all.code, all.stderr], [0, ""]);
    assert.equal(count(all.text), count(one.text) + 1);
    if (!isThorough) return;
    const twice = await triage([...NOW, join(folderOfTwo, "a.ndjson"), join(folderOfTwo, "b.ndjson:1")]);
    assert.equal(twice.text, all.text);
  });

  itThoroughly("reports once for several files that they hold no finding, unless quiet", async () => {
    const [a, b] = [fileWith("quiet-a.ndjson", JSON.stringify(otherEvent("a"))), fileWith("quiet-b.ndjson", "[]")];
    const docs = join(PROJECT_ROOT, "docs");
    const cases: [args: string[], code: number, stderr: string][] = [
      [[a, b], 0, "keyward: no finding in 2 records of 2 files\n"],
      [["-q", a, b], 0, ""],
      [[b, b], 2, "keyward: no CloudTrail event was recognized in 2 records\n"],
      [[docs], 2, `keyward: ${docs}: it has no file to read\n`],
    ];
    for (const [args, expected, told] of cases) {
      const { code, stderr } = await triage(args);
      assert.deepEqual([code, stderr], [expected, told]);
    }
  });

  it("writes JSON, and to a file", async () => {
    const output = join(folder, "guides.json");
    const { code, stdout } = await triage([...NOW, "-f", "json", "-o", output, "events.ndjson"]);
    assert.deepEqual([code, stdout.length], [0, 0]);
    const guides = JSON.parse(readFileSync(output, "utf8")) as { finding: { line: number }; title: string }[];
    const text = (await triageOnce("events.ndjson")).text.replaceAll(/\s+/g, " ");
    assert.equal(guides.length, text.split("What happened").length - 1);
    for (const { title } of guides) assert.ok(text.includes(title), title);
    const none = await triage(["-f", "json", fileWith("none.ndjson", JSON.stringify(otherEvent("a")))]);
    assert.equal(none.text, "[]\n");
    if (!isThorough) return;
    const same = await triage(["-o", output, output]);
    assert.match(same.stderr, /is the output too/);
  });

  itThoroughly("uses an existing annotation", async () => {
    const config = { cwd: FIXTURES };
    const tagged = (await runCli(["tag", "--config", "keyward.json", "-q", "events.ndjson"], config)).stdout;
    assert.match((await triage(["-:2", ...NOW], tagged)).text, /\n {2}verdict +suppressed\n[^]*console-work/);
    // Another configuration then changes nothing.
    assert.match((await triage(["-:1", "-c", "keyward.json", ...NOW], tagged)).text, /\n {2}verdict +match\n/);
  });

  it("judges the records before a line if the configuration remembers", async () => {
    const [first = ""] = EVENTS.split("\n");
    const path = fileWith("twice.ndjson", `${first}\n${first}\n`);
    const config = fileWith("duplicates.json", '{"duplicates":{"window_seconds":60}}');
    const cases: [args: string[], verdict: string][] = [
      [["--config", config], "duplicate"],
      [[], "match"],
    ];
    for (const [args, verdict] of few(cases, 1)) {
      const { text } = await triage([`${path}:2`, ...args]);
      assert.match(text, new RegExp(`\\n {2}verdict +${verdict}\\n`));
    }
  });

  it("stops reading after the requested line", { timeout: 60_000 }, async () => {
    const child = startCli(["triage", "-:1", ...NOW], FIXTURES);
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${EVENTS}\n`);
    // Standard input stays open: nobody ends it.
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    child.stdin.destroy();
    assert.equal(code, 0);
    assert.deepEqual(text.match(/^standard input:\d+$/gm), ["standard input:1"]);
  });

  it("says where there is no finding, and which command explains why", async () => {
    const quiet = fileWith("it's quiet.ndjson", `{"a":1}\n${JSON.stringify(otherEvent("o"))}\n`);
    const quoted = quiet.replace("'", "'\\''");
    const nothing = "no finding: nothing in it disables a KMS key or schedules the deletion of one";
    const cases: [code: number, target: string, message: string, input?: string][] = [
      [0, "events.ndjson:3", `events.ndjson:3: ${nothing}; keyward explain events.ndjson:3 says why`],
      [0, `${quiet}:2`, `${quiet}:2: ${nothing}; keyward explain '${quoted}:2' says why`],
      [0, quiet, `${quiet}: no finding in 2 records; keyward explain '${quoted}:LINE' says why`],
      [0, "-", "standard input: no finding in 1 record", JSON.stringify(otherEvent("o"))],
      // What is not an event says nothing about keys.
      [
        2,
        `${quiet}:1`,
        `${quiet}:1: no finding: no CloudTrail event is recognized in it; keyward explain '${quoted}:1' says why`,
      ],
      [2, fileWith("text.log", "GET / 200\n") + ":1", `${join(folder, "text.log")}:1: no finding: it is not JSON`],
      [2, fileWith("empty", "\n\n"), `${join(folder, "empty")}: no CloudTrail event was recognized in 0 records`],
      [2, "-", "standard input: no CloudTrail event was recognized in 1 record", '{"a":1}'],
    ];
    for (const [expected, target, message, input] of few(cases, 2)) {
      const { code, text, stderr } = await triage([target], input);
      assert.deepEqual({ code, text, stderr }, { code: expected, text: "", stderr: `keyward: ${message}\n` });
    }
  });

  it("reports a missing line or file and an invalid time", async () => {
    const broken = fileWith("broken.json", '{"denied":1}');
    const cases: [string[], string][] = [
      [["events.ndjson:4"], "events.ndjson:4: the line is blank"],
      [["events.ndjson:7"], "events.ndjson: there is no line 7: it has 6"],
      [[`${fileWith("void", "")}:1`], `${join(folder, "void")}: there is no line 1: it has 0`],
      [[`${fileWith("blank", '{"a":1}\n\n')}:2`], `${join(folder, "blank")}:2: the line is blank`],
      [[`${fileWith("last", '{"a":1}\n\n \n{}')}:3`], `${join(folder, "last")}:3: the line is blank`],
      [["none.json"], "none.json: no such file"],
      [["events.ndjson", "--now", "soon"], "--now: soon is invalid; use now, or a time like 2026-03-04T10:00:00Z"],
      [["none.json:5"], "none.json: no such file"],
      [
        ["events.ndjson", "--now", "1772616788"],
        "--now: 1772616788 is invalid; use now, or a time like 2026-03-04T10:00:00Z",
      ],
      [["events.ndjson", "--config", broken], `${broken}:1: /denied: 1 is invalid; use ignore, annotate`],
      [["events.ndjson", "--config", "none.json"], "none.json: no such file"],
      [["\u001b[2J"], "\\u001b[2J: no such file"],
    ];
    for (const [args, message] of few(cases, 2)) {
      const { code, text, stderr } = await triage(args);
      assert.deepEqual({ code, text, stderr }, { code: 2, text: "", stderr: `keyward: ${message}\n` });
    }
    for (const args of few([["events.ndjson", "--format", "html"], []], 1)) assert.equal((await triage(args)).code, 2);
  });

  itThoroughly("guides through what is readable in a broken file, and exits with 2", async () => {
    const whole = gzipSync(EVENTS.repeat(30));
    const path = fileWith("cut.ndjson.gz", whole.subarray(0, whole.length - 9));
    const { code, text, stderr } = await triage([path, ...NOW]);
    assert.deepEqual([code, stderr], [2, `keyward: ${path}: truncated gzip data\n`]);
    assert.ok((text.match(/^What happened$/gm)?.length ?? 0) > 100);
  });

  itThoroughly(
    "guides through all matches of a record, and reports a configuration error from its annotation",
    async () => {
      const [first = ""] = EVENTS.split("\n");
      const many = JSON.stringify({
        Records: Array.from({ length: 103 }, (_, index) => ({
          ...(JSON.parse(first) as object),
          eventID: `e-${index}`,
        })),
      });
      const { code, text, stderr } = await triage(["-:1", ...NOW], many);
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.equal(text.match(/^What happened$/gm)?.length, 103);
      const annotation = {
        verdict: "match",
        matches: 1,
        config_error: "/a\u001b: b",
        events: [{ path: "", verdict: "match" }],
      };
      const mistaken = await triage(["-"], JSON.stringify({ ...(JSON.parse(first) as object), keyward: annotation }));
      assert.match(mistaken.stderr, /:1: its annotation says that the configuration was ignored: \/a\\u001b: b\n$/);
    },
  );

  it("ends silently when its reader has enough", async () => {
    const child = startCli(["triage", "-"], FIXTURES);
    child.stdin.on("error", () => undefined);
    child.stdin.end(EVENTS.repeat(isThorough ? 500 : 100));
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    assert.equal(await new Promise((resolve) => child.on("close", resolve)), 0);
    assert.equal(stderr, "");
  });

  it("prints no control character, whatever an event contains", async () => {
    const { text } = await triageOnce("events.ndjson");
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  itThoroughly("guides through the ten matches of the real events", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const { code, text, stderr } = await triage(
      ["-", ...NOW],
      `${lines.map(({ bytes }) => Buffer.from(bytes).toString()).join("\n")}\n`,
    );
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(text.match(/^What happened$/gm)?.length, 10);
  });
});
