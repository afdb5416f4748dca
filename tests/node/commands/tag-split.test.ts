/** `keyward tag --keep --split`: a line for each kept event. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, inTurn, isThorough, itThoroughly } from "../../settings.js";
import { runCli, type Finished } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

const folder = await temporaryFolder();

function event(id: string, eventName: string, more: object = {}): object {
  const eventTime = "2026-03-01T00:00:00Z";
  return { eventSource: "kms.amazonaws.com", eventName, eventID: id, eventTime, ...more };
}

const DISABLE = event("e-1", "DisableKey", { requestParameters: { keyId: "k-1" } });
const DECRYPT = event("e-2", "Decrypt");
const DELETE = event("e-3", "ScheduleKeyDeletion", { userAgent: 'a "b"\n\u00e9', requestParameters: { keyId: "k-2" } });
const FILE = { Records: [DISABLE, DECRYPT, DELETE] };
const IN_STRINGS = {
  Records: [
    {
      ...{ messageId: "m", eventSource: "aws:sqs" },
      body: JSON.stringify({ Type: "Notification", Message: JSON.stringify(FILE) }),
    },
  ],
};

/** The kept events of FILE, as if each had come alone. */
let aloneInFile = "";
before(async () => {
  aloneInFile = await alone(FILE.Records);
});

async function split(input: string, ...options: string[]): Promise<Finished & { text: string }> {
  const finished = await runCli(["tag", "--keep", "--split", ...options], { input, cwd: folder });
  return { ...finished, text: finished.stdout.toString() };
}

/** Returns the kept events, a line each, as if each had come alone. */
async function alone(events: object[], ...options: string[]): Promise<string> {
  const input = events.map((one) => `${JSON.stringify(one)}\n`).join("");
  return (await runCli(["tag", "-q", "--keep", ...options], { input, cwd: folder })).stdout.toString();
}

/** Returns for each line the event's id, or `record` if it is not an event, and the verdicts in its annotation. */
function idsOf(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { eventID = "record", keyward } = JSON.parse(line) as {
        eventID?: string;
        keyward?: { events: { verdict: string }[] };
      };
      return [eventID, ...(keyward?.events ?? []).map(({ verdict }) => verdict)].join(" ");
    });
}

describe("keyward tag --keep --split", () => {
  const forms: [what: string, input: string][] = [
    ["a file of S3", JSON.stringify(FILE)],
    ["a file over several lines", JSON.stringify(FILE, null, 2)],
    ["a file over several lines that end with CR and LF", JSON.stringify(FILE, null, 2).replaceAll("\n", "\r\n")],
    ["an array", JSON.stringify(FILE.Records)],
    ["SNS in SQS, in strings", JSON.stringify(IN_STRINGS)],
    ["text before the record", `2026-03-01 host app: ${JSON.stringify(FILE)}`],
    ["an event twice in a record", JSON.stringify({ Records: [DISABLE, DISABLE, DECRYPT, DELETE] })],
    ["a comma after the record", `${JSON.stringify(FILE)},`],
  ];
  for (const [index, [what, input]] of few(forms, 2).entries()) {
    it(`writes each kept event as if it had come alone: ${what}`, async () => {
      for (const end of inTurn(["\n", ""], index)) {
        const { code, text, stderr } = await split(input + end);
        if (input.includes("\n")) assert.deepEqual(parsed(text), parsed(aloneInFile));
        else assert.equal(text, aloneInFile);
        assert.deepEqual(idsOf(text), ["e-1 match", "e-3 match"]);
        assert.equal(stderr, "keyward: 1 record, 2 matches, 0 dropped, 0 not JSON, N s\n");
        assert.equal(code, 0);
      }
    });
  }

  it("writes bare events like --keep", async () => {
    const { text, stderr } = await split(FILE.Records.map((one) => `${JSON.stringify(one)}\n`).join(""));
    assert.equal(text, aloneInFile);
    assert.equal(stderr, "keyward: 3 records, 2 matches, 1 dropped, 0 not JSON, N s\n");
  });

  it("writes a line per event, also with several records on a line, and between files", async () => {
    const file = JSON.stringify(FILE);
    await writeFile(join(folder, "a.json"), `${file} ${file}`);
    await writeFile(join(folder, "b.json"), `not JSON\n{"other":1}${file}\n\n${file}tail`);
    const { stdout } = await runCli(["tag", "--keep", "--split", "-q", "a.json", "b.json", "a.json"], { cwd: folder });
    const two = aloneInFile;
    assert.equal(stdout.toString(), `${two}${two}not JSON\n${two}\n${two}tail\n${two}${two}`);
  });

  it("drops a record of which no event is kept", async () => {
    const { code, text, stderr } = await split(`${JSON.stringify({ Records: [DECRYPT, DECRYPT] })}\n`);
    assert.deepEqual([code, text], [0, ""]);
    assert.equal(stderr, "keyward: 1 record, 0 matches, 1 dropped, 0 not JSON, N s\n");
  });

  itThoroughly("leaves a record with a possible match whole: alone, it would be a match", async () => {
    const input = `${JSON.stringify({ odd: { even: DISABLE }, Records: [DELETE] })}\n`;
    const { text, stderr } = await split(input);
    assert.deepEqual(idsOf(text), ["record possible match"]);
    assert.equal(text, (await runCli(["tag", "-q", "--keep"], { input })).stdout.toString());
    assert.equal(stderr, "keyward: 1 record, 1 match, 1 possible, 0 dropped, 0 not JSON, N s\n");
  });

  it("leaves a record whole if one of its events would differ alone", async () => {
    const annotated = { ...DISABLE, keyward: { verdict: "match", matches: 1, events: [] } };
    const attributes = { "rpc.system": "aws-api", "rpc.method": "kms.amazonaws.com/DisableKey" };
    const telemetry = {
      resource: { attributes: { "cloud.account.id": "111122223333", "cloud.region": "us-east-1" } },
      scopeLogs: [
        { logRecords: [{ attributes }, { attributes: { ...attributes, "aws.cloudtrail.event_id": "e-5" } }] },
      ],
    };
    const input = `${JSON.stringify({ Records: [annotated, DELETE] })}\n${JSON.stringify({ resourceLogs: [telemetry] })}\n`;
    const { text } = await split(input);
    assert.deepEqual(idsOf(text), ["record match match", "record match match"]);
    if (!isThorough) return;
    assert.equal(text, (await runCli(["tag", "-q", "--keep"], { input })).stdout.toString());
  });

  it("passes what it cannot judge unchanged, and reports it", async () => {
    const file = JSON.stringify(FILE);
    const cases: [input: string, told: string][] = [
      ['{"note":"DisableKey"}\n', "no CloudTrail event is recognized in it"],
      [`${inStrings("DisableKey", 8)}\n`, "it is larger or deeper than is looked into"],
      ['{"a":DisableKey}\n', "it is not JSON"],
    ];
    for (const [input, told] of few(cases, 1)) {
      const { code, text, stderr } = await split(`${input}${file}\n`);
      assert.equal(text, input + aloneInFile);
      assert.ok(
        stderr.startsWith(`keyward: standard input:1: names an action of the rule and could not be judged: ${told}\n`),
      );
      assert.equal(code, 2);
    }
  });

  itThoroughly("writes the whole events of a truncated record, and the rest unchanged", async () => {
    const { code, text, stderr } = await split(JSON.stringify(FILE).slice(0, -20));
    const [head = "", first = "", ...rest] = text.split("\n");
    assert.equal(head, '{"Records":[');
    assert.equal(`${first}\n`, await alone([DISABLE]));
    assert.ok(JSON.stringify(FILE).includes(rest.join("\n")));
    assert.match(stderr, /the record is cut off: its complete parts were judged, the rest was not\n/);
    assert.equal(code, 2);
  });

  it("counts each event once for duplicates, cap and escalate", async () => {
    const again = { ...DISABLE, eventTime: "2026-03-01T00:00:10Z" };
    const third = event("e-4", "DisableKey", { requestParameters: { keyId: "k-3" } });
    const configs = [
      { duplicates: { window_seconds: 3600 } },
      { cap: { count: 1, period_seconds: 3600 } },
      { escalate: { distinct_keys: 2, window_seconds: 600, severity: "high", risk_score: 73 } },
      { denied: "annotate", exceptions: [{ id: "x", reason: "y", when: { "key.id": ["k-1"] } }] },
    ];
    for (const config of few(configs, 1)) {
      await writeFile(join(folder, "keyward.json"), JSON.stringify(config));
      const options = ["--config", "keyward.json"];
      const records = [FILE, IN_STRINGS, { Records: [DISABLE, again, third] }, { odd: DECRYPT }, { Records: [DELETE] }];
      const { text } = await split(records.map((one) => `${JSON.stringify(one)}\n`).join(""), ...options);
      const events = [...FILE.Records, ...FILE.Records, DISABLE, again, third, DELETE];
      assert.notEqual(text, "", JSON.stringify(config));
      assert.equal(text, await alone(events, ...options), JSON.stringify(config));
    }
    if (!isThorough) return;
    await writeFile(join(folder, "keyward.json"), '{"duplicates":{"window_seconds":3600}}');
    const { text } = await split(`${JSON.stringify(FILE)}\n`.repeat(2), "-c", "keyward.json");
    assert.deepEqual(idsOf(text), ["e-1 match", "e-3 match", "e-1 duplicate", "e-3 duplicate"]);
  });

  itThoroughly("writes lines in which scan finds the same", async () => {
    const { text } = await split(JSON.stringify(IN_STRINGS));
    const { code, stderr } = await runCli(["scan", "-"], { input: text });
    assert.equal(stderr.split("\n")[1], "keyward: 2 matches, 2 annotated before, N s");
    assert.equal(code, 0);
  });

  it("splits an annotated record with --again, and leaves it whole without", async () => {
    const input = `${JSON.stringify(FILE)}\n`;
    const tagged = (await runCli(["tag", "-q"], { input })).stdout.toString();
    assert.equal((await split(tagged)).text, tagged);
    const { text, stderr } = await split(tagged, "--again");
    assert.equal(text, aloneInFile);
    assert.equal(stderr, "keyward: 1 record, 2 matches, 0 dropped, 0 not JSON, 1 annotated before, N s\n");
    if (!isThorough) return;
    const other = await split(
      tagged.replace('"verdict":"match","id":"e-3"', '"verdict":"denied","id":"e-3"'),
      "--again",
    );
    assert.match(
      other.stderr,
      /^keyward: standard input:1: the annotation has 1 match, 1 denied, the event has 2 match: /,
    );
  });

  it("requires --keep", async () => {
    await writeFile(join(folder, "out"), "kept");
    const { code, stdout, stderr } = await runCli(["tag", "--split", "-o", "out"], { input: "{}", cwd: folder });
    assert.deepEqual([code, stdout.length], [2, 0]);
    assert.equal(stderr, "keyward: --split needs --keep: add --keep, or remove --split\n");
    assert.equal(await readFile(join(folder, "out"), "utf8"), "kept");
  });

  it("reports a module for another host", async () => {
    const module = join(import.meta.dirname, "../../../keyward.wasm");
    const { code, stderr } = await split(JSON.stringify(FILE), "--module", module);
    assert.match(stderr, /^keyward: .*keyward\.wasm: not the module for Node\n$/);
    assert.equal(code, 2);
  });
});

/** Nests a text in a string in an object, this many times. */
function inStrings(text: string, times: number): string {
  return times === 0 ? text : JSON.stringify({ text: inStrings(text, times - 1) });
}

function parsed(text: string): unknown[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}
