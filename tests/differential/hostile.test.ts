import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { judge, type Verdict } from "../oracle/rule.js";
import { isThorough } from "../settings.js";
import { disagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const REST = '"provider":"kms.amazonaws.com","outcome":"success","dataset":"aws.cloudtrail"';
const DEPTH = isThorough ? 30_000 : 10_000;
const MANY = isThorough ? 100_000 : 4000;
/** Milliseconds per call. Not a speed limit: the calls take about ten, and rereading bytes again and again takes hours. */
const PATIENCE = 60_000;

const nest = (open: string, inside: string, close: string, depth = DEPTH) =>
  open.repeat(depth) + inside + close.repeat(depth);
const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join();

/** Records that are expensive to judge by recursion, backtracking, or rereading the same bytes. */
const RECORDS: [what: string, verdict: Verdict, record: string][] = [
  ["a blank error in many objects", "match", `{${RAW},"errorCode":${nest('{"a":', "null", "}")}}`],
  ["an error in many objects", "no match", `{${RAW},"errorCode":${nest('{"a":', "0", "}")}}`],
  ["an error overridden over and over", "match", `{${RAW},${'"errorCode":"x",'.repeat(MANY)}"errorCode":null}`],
  ["an error of many blanks", "match", `{${RAW},"errorCode":{${list(MANY, (index) => `"k${index}":null`)}}}`],
  ["an error of many failures", "no match", `{${RAW},"errorCode":{${list(MANY, (index) => `"k${index}":0`)}}}`],
  ["failures overridden inside an error", "match", `{${RAW},"errorCode":{${'"a":1,'.repeat(150)}"a":null}}`],
  ["a failure overridden on every level", "match", `{${RAW},"errorCode":${nest('{"a":1,"a":', "null", "}", 80)}}`],
  ["a name overridden over and over", "match", `{${'"eventName":"x",'.repeat(MANY)}${RAW}}`],
  ["an event in many arrays", "match", `{"event":${nest("[", `{${REST},"action":"DisableKey"}`, "]")}}`],
  ["an action in many arrays", "match", `{"event":{${REST},"action":${nest("[", '"DisableKey"', "]")}}}`],
  ["many events", "match", `{"event":[${list(MANY, () => `{${REST}}`)},{"action":"DisableKey"}]}`],
  ["an event overridden over and over", "no match", `{${list(MANY, () => `"event":{${REST}}`)}}`],
  ["a path of many names", "match", `{"${"event.".repeat(MANY)}action":"x",${RAW}}`],
  ["tags in many arrays", "match", `{${RAW},"tags":${nest("[", '"aws-kms-key-loss"', "]")}}`],
  ["many tags", "match", `{${RAW},"tags":[${list(MANY, () => '"aws-kms-key-los"')}]}`],
  ["objects and arrays in turn", "match", `{"x":${nest('[{"a":', "1", "}]")},${RAW}}`],
  ["one bracket of the wrong kind", "not understood", `{"x":${nest('[{"a":', "1", "}]", DEPTH - 1)}[{"a":1]},${RAW}}`],
  ["a long run of escapes", "match", `{"x":"${"\\u0044isableKey".repeat(MANY)}",${RAW}}`],
  ["a long run of backslashes", "match", `{"x":"${"\\\\".repeat(MANY * 10)}",${RAW}}`],
  ["a long run of whitespace", "match", `{${" \n".repeat(MANY * 10)}${RAW}}`],
];

describe("the module on hostile records", () => {
  for (const [what, verdict, record] of RECORDS) {
    it(`judges ${what} quickly`, async () => {
      const host = new FilterHost(await compileModule(MODULE_PATH));
      const bytes = new TextEncoder().encode(record);
      assert.equal(judge(bytes).verdict, verdict);
      const start = performance.now();
      host.filter("tag", bytes);
      const took = performance.now() - start;
      assert.equal(disagreement(host, bytes), undefined);
      assert.ok(took < PATIENCE, `${bytes.length} bytes took ${took.toFixed(0)} ms`);
    });
  }
});
