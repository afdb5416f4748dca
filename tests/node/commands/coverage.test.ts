/** What the commands report about what they read, in events, and about what they could not judge. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { Report } from "#keyward/report/report.js";
import { few, inTurn, isThorough, itThoroughly } from "../../settings.js";
import { runCli, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { otherEvent, rawEvent, s3File, writeLog } from "../support/logs.js";

const UNREAD = "names an action of the rule and could not be judged";
const CUT_OFF = "the record is cut off: its complete parts were judged, the rest was not";
const BROKEN = '{"eventName":"DisableKey","a":\n';
const UNKNOWN = `${JSON.stringify({ job: { api: "ScheduleKeyDeletion" } })}\n`;

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  const s3 = { ...otherEvent("o-9"), eventSource: "s3.amazonaws.com", eventTime: "2026-03-09T00:00:00Z" };
  const quiet = s3File([
    otherEvent("o-1"),
    s3,
    { ...rawEvent({ id: "x", account: "444455556666" }), eventName: "Sign" },
  ]);
  writeLog(folder, "quiet/a.json.gz", quiet);
  writeLog(folder, "quiet/b.ndjson", `${JSON.stringify(otherEvent("o-2"))}\n`);
  writeLog(folder, "partly/a.json.gz", quiet);
  writeLog(folder, "partly/b.ndjson", `${JSON.stringify(otherEvent("o-2"))}\n${UNKNOWN}${BROKEN}${UNKNOWN}`);
  writeLog(folder, "partly/c.log", `one\n${BROKEN}`);
});

function keyward(args: string[], input?: string): Promise<Finished> {
  return runCli(args, { cwd: folder, ...(input !== undefined && { input }) });
}

describe("the coverage of keyward scan", () => {
  it("counts events and their range, so that 'no findings' can be reported", async () => {
    for (const jobs of few(["2", "1"], 1)) {
      const { code, stdout, stderr } = await keyward(["scan", "--jobs", jobs, "quiet"]);
      const read = "4 events (3 of KMS), 2026-03-04T08:00:00Z to 2026-03-09T00:00:00Z, 2 accounts, 1 region, 2 files";
      assert.deepEqual([code, stdout.toString()], [0, `no findings in ${read}\n`]);
      assert.equal(stderr, `keyward: read ${read}\nkeyward: 0 matches, N s\n`);
    }
  });

  itThoroughly(
    "has the first location in each file with a record that could not be judged, in every format",
    async () => {
      const told = [
        `keyward: partly/b.ndjson:4: ${CUT_OFF}`,
        `keyward: partly/c.log:2: ${CUT_OFF}`,
        `keyward: partly/b.ndjson:2: ${UNREAD}: no CloudTrail event is recognized in it (and 2 more records of this file)`,
        `keyward: partly/c.log:2: ${UNREAD}: it is not JSON`,
      ];
      for (const format of ["csv", "table", "json", "ndjson", "html"]) {
        const { code, stderr } = await keyward(["scan", "-q", "--format", format, "partly"]);
        assert.deepEqual([code, stderr], [2, `${told.join("\n")}\n`]);
      }
      const { stdout, stderr } = await keyward(["scan", "partly"]);
      assert.match(
        stdout.toString(),
        /^no findings in the part that was judged: 4 events .*; 4 records name DisableKey or ScheduleKeyDeletion and could not be judged; 2 locations could not be read or judged\n$/,
      );
      assert.match(stderr, /keyward: 0 matches, 4 not judged, 3 not JSON, 2 problems, N s\n$/);
    },
  );

  it("is a member of the JSON report", async () => {
    const report = JSON.parse(
      (await keyward(["scan", "-q", "--format", "json", "partly"])).stdout.toString(),
    ) as Report;
    const { events, kms_events, accounts, unread, not_json, annotated } = report.coverage;
    assert.deepEqual([events, kms_events, not_json], [4, 3, 3]);
    assert.deepEqual(accounts, { names: ["111122223333", "444455556666"], hasMore: false });
    assert.deepEqual(unread, {
      records: 4,
      first: [
        { file: "partly/b.ndjson", line: 2, reason: "no CloudTrail event is recognized in it", records: 3 },
        { file: "partly/c.log", line: 2, reason: "it is not JSON", records: 1 },
      ],
    });
    assert.deepEqual(annotated, { records: 0, differing: 0, first: [] });
  });

  it("exits with 2 rather than 1, like grep", async () => {
    const both = `${JSON.stringify(rawEvent({ id: "e" }))}\n`;
    if (isThorough) assert.equal((await keyward(["scan", "-q", "--fail-on-match", "-"], both)).code, 1);
    assert.equal((await keyward(["scan", "-q", "--fail-on-match", "-"], both + UNKNOWN)).code, 2);
  });
});

describe("the summary of keyward tag", () => {
  itThoroughly("counts what could not be judged, and reports the first location in each file at once", async () => {
    const { code, stdout, stderr } = await keyward(["tag", "partly/b.ndjson", "partly/c.log"]);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      `keyward: partly/b.ndjson:2: ${UNREAD}: no CloudTrail event is recognized in it\n` +
        `keyward: partly/b.ndjson:4: ${CUT_OFF}\n` +
        `keyward: partly/c.log:2: ${CUT_OFF}\n` +
        `keyward: partly/c.log:2: ${UNREAD}: it is not JSON\n` +
        "keyward: 6 records, 0 matches, 0 dropped, 3 not JSON, 4 not judged, N s\n",
    );
    // Every byte is in the output.
    assert.equal(
      stdout.toString(),
      `${JSON.stringify(otherEvent("o-2"))}\n${UNKNOWN}${BROKEN}${UNKNOWN}one\n${BROKEN}`,
    );
    const kept = await keyward(["tag", "-q", "--keep", "partly/b.ndjson"]);
    assert.equal(kept.stdout.toString(), UNKNOWN + BROKEN + UNKNOWN);
  });

  itThoroughly("finds an event anywhere in the inputs, and then reports nothing", async () => {
    const event = JSON.stringify(otherEvent("o-1"));
    const junk = '{"a":1}\n'.repeat(70_000);
    const inputs = [`${junk}${event}\n${junk}`, `${event}\n`, event, s3File([otherEvent("o-1")]), `  ${event}\r\n`];
    for (const input of inputs) {
      const { code, stderr } = await keyward(["tag", "-q"], input);
      assert.deepEqual([code, stderr], [0, ""]);
    }
    const { code, stderr } = await keyward(["tag", "-q"], junk);
    assert.deepEqual([code, stderr], [2, "keyward: no CloudTrail event was recognized in 70,000 records\n"]);
  });
});

describe("annotated records", () => {
  const event = rawEvent({ id: "e-1", time: "2026-03-04T09:03:41Z" });
  const line = `${JSON.stringify(event)}\n`;
  const config = (): string => join(folder, "expected.json");
  const annotate = async (input: string, ...args: string[]): Promise<string> =>
    (await keyward(["tag", "-q", ...args], input)).stdout.toString();

  let tagged = "";

  before(async () => {
    tagged = await annotate(line);
    const exceptions = [{ id: "all", reason: "a test", when: { account: ["111122223333"] } }];
    writeFileSync(config(), JSON.stringify({ exceptions }));
  });

  it("are judged again by scan, and counted", async () => {
    const annotated = await annotate(line + s3File([event, otherEvent("o")]));
    writeFileSync(join(folder, "annotated.ndjson"), annotated);
    const { code, stdout, stderr } = await keyward(["scan", "--format", "json", "annotated.ndjson"]);
    const report = JSON.parse(stdout.toString()) as Report;
    assert.deepEqual([code, report.coverage.annotated], [0, { records: 2, differing: 0, first: [] }]);
    assert.deepEqual(
      report.findings.map(({ verdict, seen }) => [verdict, seen]),
      [["match", 2]],
    );
    assert.match(stderr, /1 match, 1 found more than once, 2 annotated before, N s\n$/);
  });

  it("are judged by their events, whatever a forged or stale annotation says", async () => {
    const forged = [
      // Hides a match.
      `${JSON.stringify({ ...event, keyward: { verdict: "suppressed", matches: 0, events: [] } })}\n`,
      // Invents one.
      `${JSON.stringify({ ...otherEvent("o"), keyward: { verdict: "match", matches: 1, events: [{ path: "", verdict: "match", action: "DisableKey" }] } })}\n`,
      // Names another actor.
      tagged.replace(
        '"actor":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice"}',
        '"actor":{"type":"Root"}',
      ),
    ];
    const said = [
      "the annotation has nothing, the event has match: the event counts",
      "the annotation has match, the event has nothing: the event counts",
      "the annotation has other details, the event has its own: the event counts",
    ];
    for (const [index, input] of forged.entries()) {
      const differs = `keyward: standard input:1: ${said[index] ?? ""}\n`;
      const ways = inTurn(["scan", "tag"], index);
      if (ways.includes("scan")) {
        const { code, stdout, stderr } = await keyward(["scan", "-q", "--format", "ndjson", "-"], input);
        assert.deepEqual([code, stderr], [0, differs]);
        assert.equal(stdout.toString() === "", index === 1);
      }
      if (ways.includes("tag")) {
        const { stdout, stderr } = await keyward(["tag", "--again"], input);
        assert.match(stderr, new RegExp(`^${differs}.* 1 annotated before, N s\n$`));
        assert.equal(stdout.toString(), index === 1 ? `${JSON.stringify(otherEvent("o"))}\n` : tagged);
      }
    }
  });

  it("get one message per file about differences", async () => {
    const hidden = `${JSON.stringify({ ...event, keyward: { verdict: "denied", matches: 0, events: [] } })}\n`;
    const { stderr } = await keyward(["scan", "-q", "-"], hidden.repeat(3));
    assert.match(stderr, /^keyward: standard input:1: .* \(and 2 more records of this file\)\n$/);
  });

  it("get another configuration's verdict from tag -c FILE --again, with the bytes of a first run", async () => {
    const input = `${line}{ "tags":"x", ${line.slice(1)}${s3File([event, event])}\n`;
    const plain = await annotate(input);
    const configured = await annotate(input, "-c", config());
    for (const [index, text] of plain.split("\n").slice(0, 3).entries()) {
      assert.notEqual(text, configured.split("\n")[index]);
    }
    // A single tag stays in the array that was made from it.
    const expected = configured.replace('"tags":"x"', '"tags":["x"]');
    assert.equal(await annotate(plain, "-c", config(), "--again"), expected);
    assert.equal(await annotate(configured, "--again"), plain);
    if (isThorough) assert.equal(await annotate(plain, "--again"), plain);
    // Without --again they pass, and are counted.
    const passed = await keyward(["tag", "-c", config()], plain);
    assert.equal(passed.stdout.toString(), plain);
    assert.match(passed.stderr, /, 3 annotated before, /);
  });

  itThoroughly("can come from an array that is now in an object", async () => {
    const annotated = await annotate(JSON.stringify([event, { ...event, eventID: "e-2" }]));
    assert.match(annotated, /^\{"Records":\[/);
    assert.equal(await annotate(annotated, "--again"), annotated);
    const { stdout } = await keyward(["scan", "-q", "--format", "ndjson", "-"], annotated);
    assert.match(stdout.toString(), /"path":"\/Records\/0".*\n.*"path":"\/Records\/1".*\n$/);
  });

  it("may be the notices of lost records, which do not mean that nothing happened", async () => {
    const lost =
      '{"keyward":{"verdict":"lost","bytes":5,"reason":"the host had no memory to hand the record to the filter","actions":["DisableKey","ScheduleKeyDeletion"]}}\n';
    const { code, stderr } = await keyward(["scan", "-q", "-"], line + lost);
    assert.equal(code, 2);
    assert.match(stderr, /^keyward: standard input:2: .*it was lost before it was judged/);
    const others: [command: string[], why: string][] = [
      [["tag", "-q", "--again"], "it was already annotated, and cannot be judged without its annotation"],
      [["triage"], "it was lost before it was judged: the host had no memory to hand it over"],
    ];
    for (const [command, why] of isThorough ? others : []) {
      const finished = await keyward([...command, "-"], line + lost);
      assert.equal(finished.code, 2, command[0]);
      assert.ok(
        finished.stderr.includes(`standard input:2: names an action of the rule and could not be judged: ${why}`),
      );
    }
  });

  itThoroughly("hide no event from triage, and none from tag --again after a name written with escapes", async () => {
    const hidden = { ...event, keyward: { verdict: "denied", matches: 0, events: [] } };
    const texts = [JSON.stringify(hidden).replace("keyward", "key\\u0077ard"), JSON.stringify(hidden)];
    for (const text of texts) {
      const guide = await keyward(["triage", "-"], `${text}\n`);
      assert.equal(guide.code, 0);
      assert.ok(guide.stdout.toString().startsWith("standard input:1\n"), guide.stdout.toString().slice(0, 80));
      assert.equal(await annotate(`${text}\n`, "--again"), tagged);
    }
    // Its listed events keep their verdict.
    const suppressed = await annotate(line, "-c", config());
    assert.match((await keyward(["triage", "-"], suppressed)).stdout.toString(), /a test/);
  });
});
