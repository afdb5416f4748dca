import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { DEFAULT_SEED, few, isThorough } from "../settings.js";
import { disagreement } from "./compare.js";

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = `{${RAW}}`;
const MISS = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKeyRotation"}';
/** `npm test` uses a fraction. */
const SCALE = isThorough ? 1 : 0.02;
const MANY = 50_000 * SCALE;
const OFTEN = isThorough ? 5000 : 500;
/** Log records: as many squared. */
const SCOPES = isThorough ? 200 : 50;
const MIB = 1024 * 1024;
/** Milliseconds per call. Not a speed limit: the calls take about ten, and rereading bytes again and again takes hours. */
const PATIENCE = 60_000;
/** Memory limit for a record: a multiple of its size, plus a constant. */
const MEMORY = { times: 4, beside: 256 * 1024 };

const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join();
const text = (json: string) => JSON.stringify(json);
/** Returns the text nested in `log` members, this many strings deep. */
const inLogs = (json: string, levels: number): string =>
  levels === 0 ? json : `{"log":${text(inLogs(json, levels - 1))}}`;
/** Returns an event in four strings; at nesting `level`, `what` is its raw user agent. */
const atLevel = (level: number, what: string): string =>
  inLogs(
    inLogs(`{${RAW},"userAgent":"@"}`, 4 - level).replace("@", () => what),
    level,
  );
const nest = (open: string, inside: string, close: string, depth: number) =>
  open.repeat(depth) + inside + close.repeat(depth);
/** Returns five texts with five texts in each, and so on, with an event at the end of each path. */
const fan = (levels: number): string =>
  levels === 0
    ? MATCH
    : `{${["log", "message", "Message", "event"].map((name) => `"${name}":${text(fan(levels - 1))}`).join()}}`;
const attribute = (key: string, value: string) => `{"key":"${key}","value":{"stringValue":"${value}"}}`;
const OTEL = `${attribute("rpc.service", "kms.amazonaws.com")},${attribute("rpc.method", "DisableKey")}`;
const LONG = "x".repeat(20 * MIB * SCALE);
/** Repeats the word at all distances: wherever a search starts, it meets some of them. */
const beginnings = (word: string) =>
  Array.from({ length: 250_000 * SCALE }, (_, index) => word + "-".repeat(index % 11)).join("");

/** Records that are expensive to judge by recursion, backtracking, or decoding the same text repeatedly. */
const RECORDS: [what: string, matches: number, record: () => string, possible?: number][] = [
  ["very many events in a log file", MANY, () => `{"Records":[${list(MANY, () => MATCH)}]}`],
  ["very many events in a bare array", MANY, () => `[${list(MANY, () => MATCH)}]`],
  ["very many events in a text", MANY, () => `{"Message":${text(`[${list(MANY, () => MATCH)}]`)}}`],
  [
    "very many messages, few of which match",
    10,
    () => `{"Records":[${list(MANY, (index) => `{"body":${text(index % (MANY / 10) === 7 ? MATCH : MISS)}}`)}]}`,
  ],
  [
    "very many messages that are broken, but for one",
    1,
    () => `{"Messages":[${list(MANY, () => `{"Body":"{${text(RAW).slice(1)}}`)},{"Body":${text(MATCH)}}]}`,
  ],
  ["very many envelopes of nothing", 1, () => `{"Records":[${list(MANY, () => '{"event":{"event":{}}}')},${MATCH}]}`],
  [
    "very many log records",
    1,
    () =>
      `{"resourceLogs":[${list(SCOPES, () => `{"scopeLogs":[${list(SCOPES, () => '{"logRecords":[{}]}')}]}`)},{"scopeLogs":[{"logRecords":[{"attributes":[${OTEL}]}]}]}]}`,
  ],
  [
    "very many attributes",
    1,
    () => `{"attributes":[${list(MANY, (index) => attribute(`k${index}`, "rpc.method"))},${OTEL}]}`,
  ],
  [
    "very many values of one attribute",
    1,
    () => `{"attributes":[${OTEL},${list(MANY, () => attribute("rpc.method", "EnableKey"))}]}`,
  ],
  ["attributes overridden over and over", 1, () => `{${list(MANY, () => '"attributes":[{}]')},"attributes":[${OTEL}]}`],
  ["a long text with a match", 1, () => `{"log":${text(`{"pad":"${LONG}",${RAW}}`)}}`],
  ["a long text without a match", 0, () => `{"log":${text(`{"pad":"${LONG}","eventName":"DisableKey"}`)}}`],
  ["a long text that is broken at its end", 0, () => `{"log":${text(`{"pad":"${LONG}",${RAW},}`)}}`],
  ["a long text that is all copied into the annotation", 1, () => `{"log":${text(`{"userAgent":"${LONG}",${RAW}}`)}}`],
  ["beginnings of an escaped name, and nothing else", 0, () => `{"a":"${beginnings("leKey")}"}`],
  ["beginnings of an escaped name, and a match", 1, () => `{"a":"${beginnings("leKey")}",${RAW}}`],
  ["beginnings of an escaped name in a text", 0, () => `{"log":"${beginnings("leKey")}","x":"DisableKey"}`],
  ["beginnings of an escaped mark, and nothing else", 0, () => `{"a":"${beginnings("eward")}"}`],
  ["a long text of escapes, four strings deep", 1, () => inLogs(`{"x":"${'\\"'.repeat(20_000)}",${RAW}}`, 4)],
  [
    "a broken text among good ones",
    2,
    () => `{"Records":[{"body":${text(MATCH)}},{"body":${text(`{${MATCH}`)}},{"body":${text(MATCH)}}]}`,
  ],
  ["four strings", 1, () => inLogs(MATCH, 4)],
  ["five strings", 0, () => inLogs(MATCH, 5)],
  ["fifteen strings", 0, () => inLogs(MATCH, 15)],
  ["five strings beside an event", 1, () => `{"log":${text(inLogs(MATCH, 4))},"Records":[${MATCH}]}`],
  ["an event in sixteen others", 1, () => nest('{"event":', MATCH, "}", 16)],
  ["an event in ten thousand others", 0, () => nest('{"event":', MATCH, "}", 10_000)],
  ["a text in ten thousand arrays", 1, () => `{"event":${nest("[", text(MATCH), "]", 10_000)},"log":${text(MATCH)}}`],
  ["a text of ten thousand arrays", 0, () => `{"log":"${nest("[", MATCH.replaceAll('"', '\\"'), "]", 10_000)}"}`],
  ["log files overridden over and over", 1, () => `{${list(OFTEN, () => `"Records":[${MISS}]`)},"Records":[${MATCH}]}`],
  [
    "log files overridden by one without a match",
    0,
    () => `{${list(OFTEN, () => `"Records":[${MATCH}]`)},"Records":[]}`,
    OFTEN,
  ],
  ["texts overridden over and over", 1, () => `{${list(OFTEN, () => `"log":${text(MISS)}`)},"log":${text(MATCH)}}`],
  [
    "conditions overridden over and over",
    0,
    () => `{"detail":${MATCH},${list(OFTEN, () => '"detail-type":"AWS API Call via CloudTrail"')},"detail-type":""}`,
    1,
  ],
  ["texts in texts that spread", 4 ** 4, () => fan(4)],
  ["texts in texts that spread too deep", 0, () => fan(5)],
  ["a text of nothing but backslashes", 1, () => `{"log":"${"\\\\".repeat(MIB * SCALE)}","message":${text(MATCH)}}`],
  ["a text of nothing but escapes", 0, () => `{"log":"${"\\u005c".repeat(MIB * SCALE)}","x":"DisableKey"}`],
  ["a text of nothing but quotes", 0, () => `{"log":"${'\\"'.repeat(MIB * SCALE)}","x":"DisableKey"}`],
  ["a text of nothing but white space", 0, () => `{"log":"${"\\n ".repeat(MIB * SCALE)}","x":"DisableKey"}`],
  [
    "an event in escapes alone",
    1,
    () => `{"log":"${[...Buffer.from(MATCH)].map((byte) => `\\u00${byte.toString(16)}`).join("")}"}`,
  ],
  ...few([0, 1, 2, 3], 2).flatMap((depth): [string, number, () => string][] => [
    [`half a surrogate pair in the text at level ${4 - depth}`, 1, () => atLevel(4 - depth, "a\ud800b")],
    [`the other half in the text at level ${4 - depth}`, 1, () => atLevel(4 - depth, "\udc00\udc00\ud800")],
    [`NUL in the text at level ${4 - depth}`, 0, () => atLevel(4 - depth, "\0")],
    [`NUL as an escape in the text at level ${4 - depth}`, depth === 0 ? 1 : 0, () => atLevel(4 - depth, "\\u0000")],
  ]),
  ["half a surrogate pair in a name of the rule", 0, () => inLogs(MATCH.replace("DisableKey", "DisableKey\ud800"), 2)],
  [
    "half a surrogate pair in a name on the way",
    0,
    () => `{"\\ud800log":${text(MATCH)},"log\\udc00":${text(MATCH)}}`,
    2,
  ],
  ["very many events at no place", 0, () => `{"x":[${list(MANY, () => MATCH)}]}`, MANY],
  ["very many texts with an event at no place", 0, () => `{"x":[${list(MANY, () => text(MATCH))}]}`, MANY],
  ["very many texts in a text", MANY, () => `{"log":${text(list(MANY, () => MATCH).replaceAll("},{", "}{"))}}`],
  ["very many braces in a text", 0, () => `{"log":"${"{".repeat(MIB * SCALE)}","x":"DisableKey"}`],
  ["very many empty texts in a text", 1, () => `{"log":"${"{}".repeat(MIB * SCALE)}","message":${text(MATCH)}}`],
  ["very many broken texts", 0, () => `{"x":[${list(MANY, () => text(`{"a":${MATCH}`))}]}`],
  ["very many events of one id", 1, () => `[${list(MANY, () => `{${RAW},"eventID":"1"}`)}]`],
  ["very many names on the way to nothing", 0, () => `{${list(MANY, (index) => `"n${index}":{"a":["DisableKey"]}`)}}`],
];

describe("the module on hostile records in envelopes", () => {
  for (const [what, matches, make, possible = 0] of RECORDS) {
    it(`judges ${what}, quickly and in little memory`, async () => {
      const bytes = new TextEncoder().encode(make());
      const judgement = judge(bytes);
      assert.equal(judgement.verdict, matches > 0 ? "match" : possible > 0 ? "possible" : "no match");
      const have = (verdict: string): number => judgement.events.filter((event) => event.verdict === verdict).length;
      assert.deepEqual([have("match"), have("possible")], [matches, possible]);

      const module = await loadModule(MODULE_PATH);
      const host = new FluentBitHost(module);
      const start = performance.now();
      const result = host.filter("tag", bytes);
      const took = performance.now() - start;
      const told = disagreement(host, bytes, judgement);
      // The full report of such a record would fill the screen.
      assert.equal(told?.slice(0, 1000), undefined);
      if (matches + possible > 0) assert.equal(listedIn(result), Math.min(matches + possible, 100));
      assert.ok(took < PATIENCE, `${bytes.length} bytes took ${took.toFixed(0)} ms`);
      const size = module.memory.buffer.byteLength;
      assert.ok(size <= MEMORY.times * bytes.length + MEMORY.beside, `${size} bytes of memory for ${bytes.length}`);
    });
  }
});

function listedIn(result: FilterResult): number {
  assert.equal(result.outcome, "modified");
  const { record } = result as { record: Uint8Array };
  return (JSON.parse(Buffer.from(record).toString()) as { keyward: { events: unknown[] } }).keyward.events.length;
}

describe("the module on one record in an envelope after another", () => {
  const records = Array.from({ length: 200 }, (_, index) => generateShape(DEFAULT_SEED, index).bytes);
  const ROUNDS = isThorough ? 50 : 4;

  for (const free of [true, false]) {
    it(`needs no more memory after ${ROUNDS} rounds of ${records.length}, ${free ? "freed" : "never freed"}`, async () => {
      const module = await loadModule(MODULE_PATH);
      const host = new FluentBitHost(module, { free });
      const first = records.map((record) => host.filter("tag", record));
      const size = module.memory.buffer.byteLength;
      const largest = Math.max(...records.map(({ length }) => length));
      assert.ok(size <= MEMORY.times * largest + MEMORY.beside, `${size} bytes of memory for ${largest} at most`);
      assert.ok(first.filter(({ outcome }) => outcome === "modified").length >= records.length / 4);
      for (let round = 1; round < ROUNDS; round++) {
        records.forEach((record, index) => {
          const again = host.filter(round % 2 === 0 ? "tag" : "keep", record);
          if (round % 2 === 0 || again.outcome === "modified") assert.deepEqual(again, first[index]);
        });
      }
      assert.equal(module.memory.buffer.byteLength, size);
    });
  }
});
