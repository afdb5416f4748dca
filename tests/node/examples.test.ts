/** The recorded outputs of the examples are the module's current results for their inputs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { originLine } from "../emulators/origin.js";

const FOLDER = new URL("../../../examples/fluent-bit/", import.meta.url);

function lines(name: string): string[] {
  return readFileSync(new URL(name, FOLDER), "utf8").trimEnd().split("\n");
}

test("tag.yaml: the real host's output is the module's, byte for byte", async () => {
  const host = new FluentBitHost(await loadModule());
  const expected = lines("cloudtrail.ndjson").map((line) => {
    const result = host.filter("tag", line);
    assert.notEqual(result.outcome, "dropped");
    return Buffer.from((result as { record: Uint8Array }).record).toString();
  });
  assert.deepEqual(lines("tag.output.ndjson"), expected);
});

test("configured.yaml: the real host's output is the module's with that configuration, byte for byte", async () => {
  const files = { "keyward.json": readFileSync(new URL("settings/keyward.json", FOLDER)) };
  const host = new FluentBitHost(
    await loadModule(undefined, {
      files,
      stderr: (text) => {
        assert.equal(text, originLine(files["keyward.json"]));
      },
    }),
  );
  const verdicts: string[] = [];
  const expected = lines("cloudtrail.ndjson").map((line) => {
    const result = host.filter("tag", line);
    assert.notEqual(result.outcome, "dropped");
    const text = Buffer.from((result as { record: Uint8Array }).record).toString();
    const { keyward } = JSON.parse(text) as { keyward?: { verdict: string; severity?: string } };
    if (keyward) verdicts.push([keyward.verdict, keyward.severity].join(" ").trim());
    return text;
  });
  assert.deepEqual(lines("configured.output.ndjson"), expected);
  assert.deepEqual(verdicts, ["suppressed", "denied", "match medium", "match high"]);
});

test("high-volume.yaml: alerts and trail together hold the same records", () => {
  const isMatch = (line: string): boolean => line.includes('"keyward":{"verdict":"match"');
  const all = lines("tag.output.ndjson");
  assert.deepEqual(lines("high-volume.alerts.ndjson").sort(), all.filter(isMatch).sort());
  assert.deepEqual(lines("high-volume.trail.ndjson").sort(), all.filter((line) => !isMatch(line)).sort());
  assert.equal(all.filter(isMatch).length, 3);
  assert.equal(all.length, 6);
});

test("aws: events that pass EventBridge's rule and Kafka's input are found", async () => {
  const host = new FluentBitHost(await loadModule());
  const template = readFileSync(new URL("../aws/eventbridge.yaml", FOLDER), "utf8");
  const list = (name: string): string[] => new RegExp(`${name}: \\[(.*)\\]`).exec(template)?.[1]?.split(", ") ?? [];
  assert.deepEqual([list("eventName").length, list("detail-type").length], [2, 2]);
  for (const eventName of list("eventName")) {
    for (const type of list("detail-type")) {
      const detail = { eventSource: list("eventSource")[0], eventName };
      const event = JSON.stringify({ source: list("source")[0], "detail-type": type, detail });
      for (const [record, path] of [
        [event, "/detail"],
        [JSON.stringify({ topic: "cloudtrail", payload: event }), "/payload#/detail"],
      ] as const) {
        const result = host.filter("tag", record);
        assert.equal(result.outcome, "modified");
        const { keyward } = JSON.parse(Buffer.from(result.record).toString()) as {
          keyward: { events: { path: string }[] };
        };
        assert.deepEqual([keyward.events.length, keyward.events[0]?.path], [1, path]);
      }
    }
  }
});

test("the configurations name only exports of the module and options in the README", async () => {
  const module = await loadModule();
  for (const name of [
    "tag.yaml",
    "configured.yaml",
    "high-volume.yaml",
    "../aws/in-http.yaml",
    "../aws/in-kafka.yaml",
  ]) {
    const text = lines(name).join("\n");
    const functions = [...text.matchAll(/function_name: (\w+)/g)].map(([, value]) => value ?? "");
    assert.ok(functions.length > 0);
    for (const value of functions) assert.ok(value in module, value);
    assert.doesNotMatch(text, /processors:|event_format: msgpack|wasm_stack_size|wasm_heap_size/);
  }
});
