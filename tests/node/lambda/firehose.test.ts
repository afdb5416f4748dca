/** A Firehose transformation: the result for each record, and that nothing is lost. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import type { FirehoseResult } from "#keyward/lambda/events.js";
import { firehoseHandler, type FirehoseOptions } from "#keyward/lambda/index.js";
import { firehoseEvent, logsMessage, MATCH, OTHER } from "./aws-events.js";

const UNREAD = '{"eventName":"DisableKey"}';
const BROKEN_GZIP = gzipSync(MATCH).subarray(0, 30);

interface Run {
  results: FirehoseResult[];
  /** The decoded data of each result. */
  data: (Buffer | undefined)[];
  problems: string[];
}

async function run(records: readonly (string | Uint8Array)[], options: FirehoseOptions = {}): Promise<Run> {
  const problems: string[] = [];
  const onProblem = ({ source, reason }: { source: string; reason: string }): void =>
    void problems.push(`${source}: ${reason}`);
  const event = firehoseEvent(records);
  const { records: results } = await firehoseHandler({ onProblem, ...options })(event);
  assert.deepEqual(
    results.map(({ recordId }) => recordId),
    event.records.map(({ recordId }) => recordId),
  );
  return {
    results,
    data: results.map(({ data }) => (data === undefined ? undefined : Buffer.from(data, "base64"))),
    problems,
  };
}

function statusesOf({ results }: Run): string[] {
  return results.map(({ result }) => result);
}

function idsIn(text = ""): unknown[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => {
    const { eventID, keyward } = JSON.parse(line) as { eventID?: string; keyward?: { verdict: string } };
    return [eventID, keyward?.verdict];
  });
}

describe("firehoseHandler, annotated", () => {
  it("returns each record as it came, annotated if it has a verdict", async () => {
    const inputs = [OTHER, MATCH, "text", gzipSync(OTHER), gzipSync(MATCH), logsMessage([OTHER, MATCH])];
    const { results, data, problems } = await run(inputs);
    assert.ok(results.every(({ result }) => result === "Ok"));
    for (const index of [0, 2, 3]) assert.ok(data[index]?.equals(Buffer.from(inputs[index] as string)));
    assert.deepEqual(idsIn(data[1]?.toString()), [["1", "match"]]);
    assert.deepEqual(idsIn(gunzipSync(data[4] ?? "").toString()), [["1", "match"]]);
    assert.deepEqual(idsIn(gunzipSync(data[5] ?? "").toString()), [[undefined, "match"]]);
    assert.deepEqual(problems, []);
  });

  it("passes what it cannot judge or open, and reports it", async () => {
    const { data, problems, ...ran } = await run([UNREAD, BROKEN_GZIP]);
    assert.deepEqual(statusesOf({ data, problems, ...ran }), ["Ok", "Ok"]);
    assert.ok(data[0]?.equals(Buffer.from(UNREAD)) && data[1]?.equals(BROKEN_GZIP));
    assert.match(problems.join("\n"), /^firehose:record0: names an action.*\nfirehose:record1: the gzip cannot be/);
  });
});

describe("firehoseHandler, opened", () => {
  it("writes an event per line, without gzip and CloudWatch Logs envelope", async () => {
    const { data } = await run([logsMessage([OTHER, MATCH]), MATCH, `${OTHER}\n`], { output: "opened" });
    const expected = [
      ["2", undefined],
      ["1", "match"],
      ["1", "match"],
      ["2", undefined],
    ];
    assert.deepEqual(idsIn(Buffer.concat(data.map((one) => one ?? Buffer.alloc(0))).toString()), expected);
  });

  it("drops only control messages, and fails what it cannot open", async () => {
    const ran = await run([logsMessage([], "CONTROL_MESSAGE"), BROKEN_GZIP, "text"], { output: "opened" });
    assert.deepEqual(statusesOf(ran), ["Dropped", "ProcessingFailed", "Ok"]);
    assert.equal(ran.problems.length, 1);
  });
});

describe("firehoseHandler, alerts", () => {
  it("writes a line for each alert, and drops what was read and is not one", async () => {
    const ran = await run([OTHER, `${MATCH}\n${MATCH.replace('"1"', '"3"')}`, logsMessage([OTHER, MATCH])], {
      output: "alerts",
    });
    assert.deepEqual(statusesOf(ran), ["Dropped", "Ok", "Ok"]);
    const lines = ran.data.flatMap((data) => data?.toString().trimEnd().split("\n") ?? []);
    const alerts = lines.map((line) => JSON.parse(line) as { file: string; line: number; id: string });
    assert.deepEqual(
      alerts.map(({ file, line, id }) => [file, line, id]),
      [
        ["firehose:record1", 1, "1"],
        ["firehose:record1", 2, "3"],
        ["firehose:record2", 2, "1"],
      ],
    );
  });

  it("fails what it could not judge, so that Firehose keeps it, and reports it", async () => {
    const ran = await run([UNREAD, BROKEN_GZIP, `${UNREAD}\n${MATCH}`], { output: "alerts" });
    assert.deepEqual(statusesOf(ran), ["ProcessingFailed", "ProcessingFailed", "Ok"]);
    assert.equal(ran.problems.length, 3);
  });

  it("uses the configured verdicts", async () => {
    const config = { denied: "annotate" };
    const denied = MATCH.replace("}", ',"errorCode":"AccessDenied"}');
    assert.deepEqual(statusesOf(await run([denied, MATCH], { config, output: "alerts" })), ["Dropped", "Ok"]);
    const verdicts = ["denied"] as const;
    assert.deepEqual(statusesOf(await run([denied, MATCH], { config, verdicts, output: "alerts" })), ["Ok", "Dropped"]);
  });
});

describe("a response of Firehose's handler", () => {
  const sizeOf = (results: FirehoseResult[]): number => Buffer.byteLength(JSON.stringify({ records: results }));
  const most = 6_291_556;

  it("never exceeds Lambda's limit: matches keep their annotation, others come back without", async () => {
    const config = { denied: "annotate" };
    const denied = MATCH.replace("}", ',"errorCode":"AccessDenied"}');
    // The request just fits.
    const count = 15_000;
    const records = Array.from({ length: count }, (_, index) => (index % 20 === 0 ? MATCH : denied));
    const { results, data, problems } = await run(records, { config });
    assert.ok(sizeOf(results) <= most && sizeOf(results) > most - 4096, `${sizeOf(results)}`);
    assert.ok(results.every(({ result }) => result === "Ok"));
    data.forEach((one, index) => {
      if (index % 20 === 0) assert.ok(one?.includes('"verdict":"match"'));
    });
    const bare = data.filter((one) => one?.includes('"keyward"') === false).length;
    assert.ok(bare > 0 && bare < count);
    assert.equal(problems.filter((problem) => problem.includes("is returned without its annotation")).length, bare);
  });

  it("returns ProcessingFailed for what opens to more, and reports it", async () => {
    const large = logsMessage(Array.from({ length: 3 }, () => `{"a":"${"x".repeat(1_000_000)}"}`));
    const ran = await run([large, large, logsMessage([MATCH])], { output: "opened" });
    assert.deepEqual(statusesOf(ran), ["Ok", "ProcessingFailed", "Ok"]);
    assert.ok(sizeOf(ran.results) <= most);
    assert.match(
      ran.problems.join(),
      /^firehose:record1: a response of 6 MB has no room for the record: it is marked Proc/,
    );
  });
});

describe("a handler with an invalid configuration", () => {
  it("reports it once and in every annotation, and uses the plain rule", async (t: TestContext) => {
    const error = t.mock.method(console, "error", () => undefined);
    const handler = firehoseHandler({ config: { denied: "x" } });
    for (let count = 0; count < 2; count++) {
      const { records } = await handler(firehoseEvent([MATCH]));
      const text = Buffer.from(records[0]?.data ?? "", "base64").toString();
      assert.match(text, /"config_error":"\/denied: x is invalid/);
    }
    assert.deepEqual(
      error.mock.calls.map(({ arguments: [line] }) => line as string),
      ["keyward: the configuration is ignored: /denied: x is invalid; use ignore, annotate"],
    );
  });
});
