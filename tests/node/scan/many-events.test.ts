/** Records with more events than an annotation lists: all are found, each with its own path. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { compileModule, CORE_MODULE } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { FindingReader } from "#keyward/scan/finding-reader.js";
import { FindingSink } from "#keyward/scan/finding-sink.js";
import type { FileResult } from "#keyward/scan/result.js";
import { otherEvent, rawEvent } from "../support/logs.js";

let compiled: CompiledModule;

before(async () => {
  compiled = await compileModule(CORE_MODULE);
});

function resultOf(record: string): FileResult {
  const sink = new FindingSink(compiled, new FindingReader({ what: "findings", until: Infinity }));
  sink.begin("file");
  sink.record(Buffer.from(record), { before: Buffer.alloc(0), path: "" });
  return sink.finish();
}

/** Returns matching events, among as many that do not match. */
function manyEvents(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => [otherEvent(`o-${index}`), rawEvent({ id: `e-${index}` })]).flat();
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `e-${index}`);
}

/** Asserts that all events are found, each at its path. */
function assertAll(record: unknown, count: number, result = resultOf(JSON.stringify(record))): FileResult {
  assert.deepEqual(
    result.findings.map(({ id }) => id),
    ids(count),
  );
  assert.equal(result.records, 1);
  for (const { details } of result.findings) assert.equal(details.caller_account, "111122223333");
  return result;
}

describe("a record with many events", () => {
  it("lists all events of an S3 file, a bare array and strings", () => {
    for (const count of [99, 100, 101, 250]) {
      assertAll({ Records: manyEvents(count) }, count);
      assertAll(manyEvents(count), count);
    }
    const body = (events: object[]): object => ({ body: JSON.stringify({ Message: JSON.stringify(events) }) });
    assertAll({ Records: manyEvents(120).map((event) => body([event])) }, 120);
    const logEvents = manyEvents(130).map((event, id) => ({ id, message: JSON.stringify(event) }));
    assertAll({ messageType: "DATA_MESSAGE", owner: "111122223333", logEvents, logGroup: "trail" }, 130);
  });

  it("goes on inside an element that holds too many by itself", () => {
    const files = [0, 1].map((file) => ({ Records: manyEvents(260).slice(file * 260, (file + 1) * 260) }));
    assertAll(files, 260);
    const inner = manyEvents(140).map((event) => ({ Records: [event] }));
    assertAll({ Records: [{ Records: inner }] }, 140);
  });

  it("lists events elsewhere in the record once", () => {
    const events = manyEvents(110);
    const [before, inside, after] = [events.slice(0, 10), events.slice(10, 210), events.slice(210)];
    const record = {
      detail: undefined,
      Events: before.map((event) => ({ CloudTrailEvent: JSON.stringify(event) })),
      Records: inside,
      Messages: after.map((event) => ({ Body: JSON.stringify(event) })),
    };
    const result = resultOf(JSON.stringify(record));
    assert.deepEqual(new Set(result.findings.map(({ id }) => id)), new Set(ids(110)));
    assert.equal(result.findings.length, 110);
  });

  it("reads names with escapes, the last of two, and white space", () => {
    const events = manyEvents(105);
    const text = `  { "Records" : [ ${JSON.stringify(rawEvent({ id: "not this" }))} ] , "a\\"]" : "[\\\\" ,
      "Rec\\u006frds" : [ ${events.map((event) => JSON.stringify(event, undefined, 1)).join(" , \t")} ] } `;
    const result = resultOf(text.replaceAll("\n", " "));
    // The events in the value that does not count are elsewhere, and listed once.
    const possible = result.findings.filter(({ verdict }) => verdict === "possible");
    assert.deepEqual(
      possible.map(({ id, path }) => [id, path]),
      [["not this", "/Records/0"]],
    );
    const findings = result.findings.filter(({ verdict }) => verdict !== "possible");
    assertAll({ Records: events }, 105, { ...result, findings });
  });

  it("lists all of one string, and next to megabytes of other content", () => {
    assertAll({ log: JSON.stringify({ Records: manyEvents(130) }) }, 130);
    assertAll({ filler: "x".repeat(2_000_000), Records: manyEvents(130) }, 130);
  });

  it("finds the same in a record of megabytes, without parsing it", () => {
    const padding = Array.from({ length: 2000 }, (_, index) => ({
      ...otherEvent(`p-${index}`),
      filler: "y".repeat(1000),
    }));
    const events = [
      ...padding.slice(0, 1500),
      rawEvent({ id: "e-0" }),
      ...padding.slice(1500),
      rawEvent({ id: "e-1" }),
    ];
    const { parse } = JSON;
    let longest = 0;
    JSON.parse = (text, reviver) => {
      longest = Math.max(longest, text.length);
      return parse(text, reviver) as unknown;
    };
    try {
      const { findings } = resultOf(JSON.stringify({ Records: events }));
      assert.deepEqual(
        findings.map((finding) => [finding.path, finding.details.caller_account]),
        [
          ["/Records/1500", "111122223333"],
          ["/Records/2001", "111122223333"],
        ],
      );
    } finally {
      JSON.parse = parse;
    }
    assert.ok(longest < 10_000, `a text of ${longest} bytes was parsed`);
  });
});
