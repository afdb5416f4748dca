import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { EnvelopeFinder, openRecords } from "#keyward/records/opened-records.js";
import { few, inTurn } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent } from "../support/logs.js";

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const logs = (...messages: unknown[]): string =>
  JSON.stringify({
    messageType: "DATA_MESSAGE",
    logEvents: messages.map((message) => ({ message: JSON.stringify(message) })),
  });
const EVENT = rawEvent({ id: "a" });
const TEXT = JSON.stringify(EVENT);

/** Returns what is opened from a record: `PATH TEXT`, or the path and what is wrong. */
function opened(record: unknown): string[] {
  const text = typeof record === "string" ? record : JSON.stringify(record);
  return Array.from(
    openRecords(Buffer.from(text)),
    ({ path, bytes, problem }) => `${path} ${problem ?? bytes.toString()}`,
  );
}

const KINESIS = (...data: string[]): unknown => ({
  Records: data.map((one) => ({ kinesis: { data: one }, eventSource: "aws:kinesis" })),
});
const FIREHOSE = (...data: string[]): unknown => ({
  requestId: "r",
  timestamp: 1,
  records: data.map((one) => ({ data: one })),
});

describe("envelopes of base64", () => {
  it("are those of CloudWatch Logs, Kinesis and Firehose, with gzip or without", () => {
    assert.deepEqual(opened({ awslogs: { data: base64(gzipSync(logs(1))) } }), [
      `/awslogs/data#base64#gzip ${logs(1)}`,
    ]);
    assert.deepEqual(opened(KINESIS(base64("{}"), base64(gzipSync("[1]\n")))), [
      "/Records/0/kinesis/data#base64 {}",
      "/Records/1/kinesis/data#base64#gzip [1]",
    ]);
    assert.deepEqual(opened(FIREHOSE(base64('{"a":1}\n{"b":2}'))), [
      '/records/0/data#base64 {"a":1}',
      '/records/0/data#base64 {"b":2}',
    ]);
  });

  it("may nest, four deep", () => {
    let text = "{}";
    for (let depth = 0; depth < 6; depth++) text = JSON.stringify(FIREHOSE(base64(text)));
    const all = opened(text);
    assert.equal(all.length, 4);
    assert.ok(all[3]?.startsWith(`${"/records/0/data#base64".repeat(4)} `));
  });

  it("are not found at other paths, names or texts", () => {
    for (const record of [
      { data: base64("{}") },
      { records: [{ Data: base64("{}") }], x: "data" },
      { awslogs: { data: "not base64!" } },
      { awslogs: { data: { a: 1 } } },
      { records: { data: base64("{}") } },
    ]) {
      assert.deepEqual(opened(record), [], JSON.stringify(record));
    }
    assert.deepEqual(opened('{"awslogs":{"data":"e30="}'), []);
  });

  it("report what in them is broken", () => {
    const cut = gzipSync(logs(1)).subarray(0, 30);
    assert.deepEqual(opened({ awslogs: { data: base64(cut) } }), ["/awslogs/data#base64#gzip sealed"]);
    assert.deepEqual(opened(FIREHOSE(base64("text"))), ["/records/0/data#base64 broken"]);
    assert.deepEqual(opened(FIREHOSE(base64('{"a":'))), ["/records/0/data#base64 cut off"]);
    assert.deepEqual(opened(FIREHOSE("H4sI!")), ["/records/0/data#base64#gzip sealed"]);
  });

  it("may span lines, use the other alphabet, and begin with white space", () => {
    const text = base64(gzipSync(logs("???>>>".repeat(40))));
    for (const other of [
      text.replace(/.{76}/g, "$&\r\n"),
      text.replaceAll("+", "-").replaceAll("/", "_"),
      `${text}\n`,
    ]) {
      assert.deepEqual(opened(FIREHOSE(other)), [`/records/0/data#base64#gzip ${logs("???>>>".repeat(40))}`]);
    }
    for (const space of [" ", "\n", "\t{}\n", "\r\n  "]) {
      assert.equal(opened(FIREHOSE(base64(`${space}{"a":1}`))).at(-1), '/records/0/data#base64 {"a":1}');
      const large = JSON.stringify(FIREHOSE(base64(`${space}{"a":1}`), base64(`"${"x".repeat(100_000)}"`)));
      assert.ok(opened(large).length >= 2, space);
    }
  });
});

describe("EnvelopeFinder", () => {
  it("finds gzip in base64 on any line", () => {
    const finder = new EnvelopeFinder();
    const bytes = Buffer.from('{"a":1}\n{"blob":"H4sIAAAA"}\n{"b":1}\n');
    assert.equal(finder.find(bytes, 0, bytes.length), bytes.indexOf("H4sI"));
    assert.equal(finder.find(bytes, 28, bytes.length), -1);
  });

  it("finds other base64 if an input begins with it, and then takes all of its lines", () => {
    const finder = new EnvelopeFinder();
    const bytes = Buffer.from(`${JSON.stringify(FIREHOSE(base64(TEXT)), undefined, 1)}\n{}\n`);
    assert.equal(finder.find(bytes, 0, bytes.length), 0);
    assert.equal(finder.find(bytes, bytes.length - 3, bytes.length), bytes.length - 3);
    finder.begin();
    assert.equal(finder.find(Buffer.from('{"data":"text"}'), 0, 15), -1);
  });
});

describe("the records in envelopes of base64", () => {
  const ENVELOPES: [string, unknown, string][] = [
    [
      "awslogs",
      { awslogs: { data: base64(gzipSync(logs({}, EVENT))) } },
      "/awslogs/data#base64#gzip/logEvents/1/message#",
    ],
    ["kinesis", KINESIS(base64("{}"), base64(TEXT)), "/Records/1/kinesis/data#base64"],
    [
      "kinesis-gzip",
      KINESIS(base64(gzipSync(logs(EVENT)))),
      "/Records/0/kinesis/data#base64#gzip/logEvents/0/message#",
    ],
    ["firehose", { invocationId: "i", records: [{ recordId: "1", data: base64(TEXT) }] }, "/records/0/data#base64"],
    ["firehose-http", FIREHOSE(base64(gzipSync(logs(EVENT)))), "/records/0/data#base64#gzip/logEvents/0/message#"],
  ];

  it("are judged by scan, explain and triage, and not by tag", async () => {
    const folder = await temporaryFolder();
    for (const [index, one] of ENVELOPES.entries()) {
      const [name, envelope, path] = one;
      const texts = [
        JSON.stringify(envelope, undefined, 2),
        `{"before":1}\n${JSON.stringify(envelope)}\n`,
        JSON.stringify(envelope),
      ];
      // Base64 of JSON alone is only searched for in files that begin with it.
      const tried = texts.filter((text) => !text.startsWith('{"before"') || text.includes("H4sI"));
      for (const text of inTurn(tried, index)) {
        const line = text.startsWith('{"before"') ? 2 : 1;
        writeFileSync(join(folder, name), text);
        const { stdout } = await runCli(["scan", "--format", "ndjson", name], { cwd: folder });
        const found = JSON.parse(stdout.toString()) as { line: number; path: string; id: string };
        assert.deepEqual([found.line, found.path, found.id], [line, path, "a"], name);
      }
      if (!few(ENVELOPES, 1).includes(one)) continue;
      writeFileSync(join(folder, name), texts[0] ?? "");
      const explained = await runCli(["explain", "--json", name], { cwd: folder });
      const { records } = JSON.parse(explained.stdout.toString()) as {
        records: { opened?: string; events: { path: string; verdict: string }[] }[];
      };
      assert.deepEqual(
        records.flatMap(({ opened: way = "", events }) => events.map((event) => [way + event.path, event.verdict])),
        [[path, "match"]],
        name,
      );
      const shown = await runCli(["explain", name], { cwd: folder });
      assert.match(shown.stdout.toString(), /opened for you: no filter decodes base64 or gzip/);
      const guide = await runCli(["triage", name], { cwd: folder });
      assert.ok(guide.stdout.toString().startsWith(`${name}:1#${path}\n`), guide.stdout.toString().slice(0, 200));
      const tagged = await runCli(["tag", name], { cwd: folder });
      assert.match(tagged.stderr, /, 0 matches, /);
    }
  });
});
