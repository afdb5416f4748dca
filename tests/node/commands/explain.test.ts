/** `keyward explain` as a process: its output for each kind of event, as text and JSON, and its messages. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few, inTurn, isThorough, itThoroughly } from "../../settings.js";
import { otherEvent, rawEvent } from "../support/logs.js";
import { temporaryFolder } from "../support/files.js";
import { assertGolden } from "../support/golden.js";

const FIXTURES = join(PROJECT_ROOT, "tests", "fixtures");
const CLI = join(PROJECT_ROOT, "build", "node", "cli.js");

interface Case {
  name: string;
  args: string[];
  columns?: number;
}

const CASES: Case[] = [
  { name: "match", args: ["raw/disable-key.match.json"] },
  { name: "failed-call", args: ["raw/error-code.near-miss.json"] },
  { name: "other-action", args: ["explain/events.ndjson:5"] },
  { name: "other-service", args: ["raw/source.near-miss.json"] },
  { name: "other-event", args: ["shapes/decoy-iam-policy.near-miss.json"] },
  { name: "hostile", args: ["explain/hostile.ndjson"] },
  { name: "ecs-nested", args: ["ecs/nested.match.json"] },
  { name: "ecs-dotted", args: ["ecs/dotted.near-miss.json"] },
  { name: "ecs-mixed", args: ["ecs/mixed.match.json"] },
  { name: "ocsf", args: ["-c", "explain/exceptions.json", "shapes/ocsf-data-text.match.json"] },
  { name: "ecs-several-values", args: ["ecs/several-values.near-miss.json"] },
  { name: "ocsf-failed", args: ["shapes/ocsf-status-id.near-miss.json"] },
  { name: "otel", args: ["shapes/otel-both-places.match.json"] },
  { name: "otlp", args: ["shapes/otlp-method-in-a-list.match.json"] },
  { name: "s3-in-sns-in-sqs", args: ["-c", "explain/remembering.json", "explain/s3-in-sns-in-sqs.json"] },
  { name: "exceptions", args: ["-c", "explain/exceptions.json", "explain/events.ndjson"] },
  { name: "exceptions-narrow", args: ["-c", "explain/exceptions.json", "explain/events.ndjson:1"], columns: 40 },
  { name: "denied", args: ["-c", "explain/denied.json", "explain/events.ndjson"] },
  { name: "annotated", args: ["explain/annotated.ndjson"] },
  { name: "no-events", args: ["explain/no-events.ndjson"] },
  { name: "no-events-all", args: ["--all", "explain/no-events.ndjson"] },
  { name: "no-events-narrow", args: ["--all", "explain/no-events.ndjson"], columns: 40 },
  { name: "decoy", args: ["--all", "shapes/decoy-iam-policy.near-miss.json"] },
  { name: "broken-document", args: ["explain/broken.json"] },
  { name: "line-of-a-document", args: ["explain/pretty.json:5"] },
];

const UNREAD = "names an action of the rule and could not be judged";
/** Messages on standard error, with exit code 2, if no event was found. */
const TOLD: Record<string, readonly string[]> = {
  "no-events": [
    ...[2, 4].map((line) => `explain/no-events.ndjson:${line}: ${UNREAD}: it is not JSON`),
    ...[8, 9, 10].map((line) => `explain/no-events.ndjson:${line}: ${UNREAD}: no CloudTrail event is recognized in it`),
    "explain/no-events.ndjson: no CloudTrail event was recognized in 10 records",
  ],
  "broken-document": [
    `explain/broken.json:1: ${UNREAD}: it is not JSON`,
    "explain/broken.json: no CloudTrail event was recognized in 3 records",
  ],
};

/** Returns the exit code and standard error of a case. */
function told(name: string): [code: number, stderr: string] {
  const lines = TOLD[name.replace(/-(?:all|narrow)$/, "")];
  return lines === undefined ? [0, ""] : [2, lines.map((line) => `keyward: ${line}\n`).join("")];
}

interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

function run(
  args: string[],
  options: { columns?: number; input?: string; cwd?: string } = {},
  command = "explain",
): Promise<Finished> {
  const { columns = 100, input = "", cwd = FIXTURES } = options;
  const env = { ...process.env, COLUMNS: String(columns) };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [CLI, command, ...args],
      { cwd, env, maxBuffer: 2 ** 28 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
      },
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

/** Returns the output of a command that succeeds. */
async function keyward([command = "", ...args]: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(args, { cwd }, command);
  assert.equal(code, 0, stderr);
  return stdout;
}

function assertPrintable(text: string, columns = 100): void {
  for (const line of text.split("\n")) assert.ok(Array.from(line).length <= columns, line);
  assert.doesNotMatch(text, /[^\n\P{Cc}]/u);
}

describe("keyward explain", () => {
  for (const [index, { name, args, columns }] of few(CASES, 5).entries()) {
    const forms = columns === undefined ? inTurn(["text", "JSON"], index) : ["text"];
    for (const form of forms) {
      it(`${name}: as ${form}`, async () => {
        const options = columns === undefined ? {} : { columns };
        const { code, stdout, stderr } = await run([...(form === "JSON" ? ["--json"] : []), ...args], options);
        assert.deepEqual([code, stderr], told(name));
        if (form === "JSON") JSON.parse(stdout);
        else assertPrintable(stdout, columns);
        assertGolden(`explain/golden/${name}.${form === "JSON" ? "json" : "txt"}`, stdout);
      });
    }
  }

  itThoroughly("explains a line by itself as it does among all lines", async () => {
    const all = await run(["--all", "-c", "explain/exceptions.json", "explain/events.ndjson"]);
    const blocks = all.stdout.split(/(?<=\n)\n(?=explain)/);
    assert.equal(blocks.length, 7);
    for (const [index, block] of blocks.entries()) {
      const { code, stdout } = await run(["-c", "explain/exceptions.json", `explain/events.ndjson:${index + 1}`]);
      assert.deepEqual([code, stdout], [0, block]);
    }
  });

  itThoroughly("reads standard input, one of its lines, and gzip", async () => {
    const text = await readFile(join(FIXTURES, "explain", "events.ndjson"), "utf8");
    const fromFile = await run(["explain/events.ndjson:2"]);
    const fromInput = await run(["-:2"], { input: text });
    assert.equal(fromInput.stdout, fromFile.stdout.replace("explain/events.ndjson", "standard input"));
    const folder = await temporaryFolder();
    await writeFile(join(folder, "e.gz"), gzipSync(text));
    const fromGzip = await run(["e.gz:2"], { cwd: folder });
    assert.equal(fromGzip.stdout, fromFile.stdout.replace("explain/events.ndjson", "e.gz"));
    const whole = await run(["-"], { input: text });
    assert.equal((whole.stdout.match(/^standard input:\d /gm) ?? []).length, 6);
    assert.match(whole.stdout, /\n1 other event, 1 of KMS; --all shows it\n$/);
  });

  it("treats a name that ends like a line number as a file, if there is one", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "log:2"), '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}\n');
    const { code, stdout } = await run(["log:2"], { cwd: folder });
    assert.equal(code, 0);
    assert.match(stdout, /^log:2:1 {2}DisableKey \(/);
  });

  itThoroughly("counts the other events, with commas", async () => {
    const other = '{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}\n';
    const none = "no match, and no near miss: no event has one of the rule's actions\n";
    // Why a record holds no event is only explained if no other holds one.
    const mixed =
      `${none}1 other event; --all shows it\n1 record without an event; --all shows it\n` +
      "1 record that is not a JSON object or array; --all shows it\n";
    const cases: [input: string, output: string][] = [
      [other.repeat(1998), `${none}1,998 other events; --all shows them\n`],
      ["", "no records\n"],
      [`{"log":"x"}\n${other}plain text\n`, mixed],
      [other, `${none}1 other event; --all shows it\n`],
    ];
    for (const [input, output] of cases) assert.equal((await run(["-"], { input })).stdout, output);
  });

  it("shows matches and near misses of an S3 file, and sums up the rest", async () => {
    const folder = await temporaryFolder();
    const background = Array.from({ length: 2900 }, (_, index) => otherEvent(`o-${index}`));
    const near = { ...rawEvent({ id: "near" }), eventSource: "ebs.amazonaws.com" };
    const failed = rawEvent({ id: "failed", error: "AccessDenied" });
    const file = {
      Records: [...background.slice(0, 10), rawEvent({ id: "match" }), near, ...background.slice(10), failed],
    };
    await writeFile(join(folder, "s3.json.gz"), gzipSync(JSON.stringify(file)));
    for (const name of few(["s3.json.gz", "s3.json.gz:1"], 1)) {
      const { code, stdout } = await run([name], { cwd: folder });
      assert.equal(code, 0);
      const places = [...stdout.matchAll(/^(s3\S+) /gm)].map(([, place]) => place);
      assert.deepEqual(
        places,
        [10, 11, 2902].map((index) => `s3.json.gz:1#/Records/${index}`),
      );
      assert.match(stdout, /\n\n2,900 other events, 2,900 of KMS; --all shows them\n$/);
    }
    await writeFile(join(folder, "trail.ndjson"), background.map((event) => `${JSON.stringify(event)}\n`).join(""));
    const counts: [args: string[], pattern: RegExp, count: number][] = [
      [["trail.ndjson"], /\n/g, 2],
      [["--all", "s3.json.gz"], /^s3/gm, 2903],
    ];
    for (const [args, pattern, count] of isThorough ? counts : []) {
      const { stdout } = await run(args, { cwd: folder });
      assert.equal(stdout.match(pattern)?.length, count);
    }
  });

  it("takes an event's location as tools print it, or its id, also in folders", async () => {
    const folder = await temporaryFolder();
    const events = ["a", "b", "c"].map((id) => rawEvent({ id }));
    const inner = { Records: [{ body: JSON.stringify({ detail: rawEvent({ id: "d" }) }) }] };
    await writeFile(join(folder, "s3.json"), JSON.stringify({ Records: events }));
    await writeFile(join(folder, "array.json"), JSON.stringify(events));
    await writeFile(join(folder, "sqs.json"), JSON.stringify(inner));
    const scanned = await keyward(["scan", "-q", "--no-totals", "s3.json", "array.json", "sqs.json"], folder);
    const places = ["s3.json:1#/Records/2", "array.json:1#/Records/1", "sqs.json:1#/Records/0/body#/detail"];
    assert.ok(scanned.includes(`${places[0]?.slice(0, -1) ?? ""}0 (seen 2 times)`), scanned);
    assert.ok(scanned.includes(places[2] ?? "?"), scanned);
    if (isThorough) {
      const ndjson = await keyward(["scan", "-q", "-f", "ndjson", "array.json", "sqs.json"], folder);
      assert.ok(ndjson.includes('"path":"/Records/1"'), ndjson);
    }
    const commands = ["explain", "triage"];
    for (const [index, id] of few([...["c", "b", "d"].entries()], 1)) {
      const place = places[index] ?? "";
      for (const [nth, args] of [[place], ["--event-id", id, place.split(":")[0] ?? ""]].entries()) {
        for (const command of inTurn(commands, nth)) {
          const text = await keyward([command, ...args], folder);
          if (command === "explain") {
            assert.equal(text.match(/verdict: (?:match|possible)/g)?.length, 1, text);
            assert.ok(text.replace("json:1#/1", "json:1#/Records/1").startsWith(`${place}  `), text);
          } else {
            assert.ok(text.startsWith(`${place}\n`), text);
            assert.equal(text.match(/^What happened$/gm)?.length, 1);
            assert.match(text, new RegExp(`^ {2}event id +${id}$`, "m"));
          }
        }
      }
    }
    if (isThorough) {
      assert.equal((await keyward(["explain", "--event-id", "d", "."], folder)).match(/^\.\/sqs/gm)?.length, 1);
    }
    const unknown: [args: string[], message: RegExp][] = [
      [["s3.json:1#/Records/3"], /^keyward: s3\.json:1: there is no (event|finding) at \/Records\/3 in the record/],
      [["--event-id", "z", "."], /^keyward: no (event|finding) has the (event )?id z\n$/m],
    ];
    for (const [index, [args, message]] of unknown.entries()) {
      for (const command of inTurn(commands, index)) {
        const { code, stderr } = await run(args, { cwd: folder }, command);
        assert.equal(code, 2);
        assert.match(stderr, message);
      }
    }
  });

  itThoroughly("does not depend on other records", async () => {
    const event =
      '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"a","eventTime":"2026-12-05T23:30:00Z"}\n';
    const { stdout } = await run(["-c", "explain/remembering.json", "-"], { input: event.repeat(4) });
    assert.equal((stdout.match(/^ {2}verdict: match$/gm) ?? []).length, 4);
    assert.match(
      stdout,
      /\n\nduplicates, cap, escalate: also depend on earlier records, but each record was judged alone\n$/,
    );
    const other = await run(["-c", "explain/remembering.json", "-"], { input: event.replace("Disable", "Enable") });
    assert.doesNotMatch(other.stdout, /judged alone/);
  });

  it("lists an event elsewhere as possible, with the line that makes its path a known place", async () => {
    const odd = { notes: [{ text: JSON.stringify({ eventSource: "kms.amazonaws.com", eventName: "DisableKey" }) }] };
    const other = { notes: [{ eventSource: "kms.amazonaws.com", eventName: "EnableKey" }], a: "DisableKey" };
    const { code, stdout } = await run(["-"], { input: JSON.stringify({ odd, other }) });
    assert.equal(code, 0);
    assert.match(stdout, /^standard input:1#\/odd\/notes\/0\/text# {2}DisableKey \(/m);
    assert.match(stdout, /verdict: possible /);
    assert.match(stdout, /add to the configuration: "places": \["\/odd\/notes\/\*\/text#"\]/);
    // What does not match there is not listed.
    assert.doesNotMatch(stdout, /EnableKey/);
  });

  it("survives endless brackets, and a record of many megabytes", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const event = `{"eventSource":"kms.amazonaws.com","a":${deep},"eventName":"DisableKey","errorCode":${deep}}\n`;
    for (const options of few([["--json"], []], 1)) {
      const { code, stdout, stderr } = await run([...options, "-"], {
        input: event + `${deep}\n` + "[".repeat(100_000),
      });
      assert.equal(code, 2);
      assert.match(stderr, /^keyward: standard input:3: the record is cut off: .*\n$/);
      assert.ok(stdout.includes("/errorCode"));
      if (options.length > 0) assert.ok(stdout.includes(`"value":${deep},`));
    }
    if (isThorough) {
      const nested = `{"event":{"provider":"kms.amazonaws.com","action":${"[".repeat(20_000)}"DisableKey"${"]".repeat(20_000)}}}`;
      const { code, stdout } = await run(["--json", "-"], { input: nested });
      assert.equal(code, 0);
      assert.ok(stdout.includes(`"pointer":"/event/action${"/0".repeat(20_000)}","value":"DisableKey"`));
    }
    const large = `{"eventName":"DisableKey","x":"${"y".repeat(isThorough ? 20_000_000 : 4_000_000)}","eventSource":"kms.amazonaws.com"}`;
    assert.match((await run(["-"], { input: large })).stdout, /verdict: match\n$/);
  });

  it("says what is wrong, and exits with 2", async () => {
    const cases: [args: string[], message: string][] = [
      [["explain/events.ndjson:8"], "explain/events.ndjson: there is no line 8: it has 7"],
      [["-:1"], "standard input: there is no line 1: it has 0"],
      [["nothing.json"], "nothing.json: no such file"],
      [["nothing.json:3"], "nothing.json: no such file"],
      [["explain/no-events.ndjson:5"], "explain/no-events.ndjson:5: the line is blank"],
      [["-c", "nothing.json", "explain/events.ndjson"], "nothing.json: no such file"],
      [
        ["-c", "explain/broken.json", "explain/events.ndjson"],
        "explain/broken.json:4: the configuration is not JSON (line 4, column 3); use one object as RFC 8259 has it, in UTF-8",
      ],
    ];
    for (const [args, message] of few(cases, 2)) {
      assert.deepEqual(await run(args), { code: 2, stdout: "", stderr: `keyward: ${message}\n` });
    }
    if (isThorough) {
      const blank = await run(["-:2"], { input: '{"a":1}\n\n{"b":1}\n' });
      assert.deepEqual([blank.code, blank.stderr], [2, "keyward: standard input:2: the line is blank\n"]);
    }
    const wrong = await run(["--nothing"]);
    assert.equal(wrong.code, 2);
  });

  it("reports every error in a configuration, and explains what precedes a broken input's end", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "k.json"), '{"denied":"x","cap":1}');
    const { code, stderr } = await run(["-c", "k.json", "-"], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^keyward: k\.json:1: \/denied: x is invalid.*\nkeyward: k\.json:1: \/cap: 1 is invalid.*\n$/);
    const zipped = gzipSync(await readFile(join(FIXTURES, "explain", "events.ndjson")));
    await writeFile(join(folder, "cut.gz"), zipped.subarray(0, zipped.length - 8));
    const cut = await run(["cut.gz"], { cwd: folder });
    assert.deepEqual([cut.code, cut.stderr], [2, "keyward: cut.gz: truncated gzip data\n"]);
    assert.match(cut.stdout, /^cut\.gz:1 {2}ScheduleKeyDeletion/);
    if (isThorough) {
      const json = await run(["--json", "cut.gz"], { cwd: folder });
      assert.equal((JSON.parse(json.stdout) as { records: unknown[] }).records.length, 6);
    }
    // A program gets a document in any case.
    const missing = await run(["--json", "nothing"], { cwd: folder });
    assert.equal(missing.code, 2);
    assert.deepEqual((JSON.parse(missing.stdout) as { records: unknown[] }).records, []);
  });
});
