/** examples/fluent-bit/high-volume.yaml in the emulator: what it routes to the module, and what it says it misses. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { runExample } from "../emulators/fluent-bit-pipeline.js";
import { rawEvent } from "./support/logs.js";

const EXAMPLE = new URL("../../../examples/fluent-bit/high-volume.yaml", import.meta.url);
const MODULES = fileURLToPath(new URL("../../", import.meta.url));

const EVENT = rawEvent({ id: "e-1" });
const OTHER = { ...EVENT, eventName: "Decrypt" };
const bridge = (event: object): object => ({
  source: "aws.kms",
  "detail-type": "AWS API Call via CloudTrail",
  detail: event,
});
const text = (value: object): string => JSON.stringify(value);
/** Escapes a letter of the name, as another encoder may. */
const escaped = (value: string): string => value.replace("DisableKey", "\\u0044isableKey");

/** Returns records with the event at each path that the rules name. */
function routed(event: object): object[] {
  const within = [event, bridge(event)].flatMap((one) => [
    one,
    text(one),
    escaped(text(one)),
    escaped(text({ message: text(one) })),
  ]);
  const lists = [text({ Records: [event] }), text([bridge(event)]), `2026-03-04T09:03:41Z ${text(event)}`];
  return [
    event,
    bridge(event),
    {
      event: {
        action: (event as typeof EVENT).eventName,
        provider: "kms.amazonaws.com",
        dataset: "aws.cloudtrail",
        outcome: "success",
      },
    },
    ...["log", "message", "payload"].flatMap((name) => [...within, ...lists].map((value) => ({ [name]: value }))),
  ];
}

/** What the example's comment says it misses. */
const MISSED: Record<string, object> = {
  Records: { Records: [EVENT] },
  logEvents: { logEvents: [{ message: text(EVENT) }] },
  "event.action": {
    "event.action": "DisableKey",
    "event.provider": "kms.amazonaws.com",
    "event.dataset": "aws.cloudtrail",
    "event.outcome": "success",
  },
  "`event`": { event: EVENT },
  _source: { _source: EVENT },
  data: { data: EVENT },
  Message: { Type: "Notification", Message: text(EVENT) },
  body: { body: text(EVENT) },
};

interface Parted {
  trail: string[];
  alerts: string[];
}

async function run(records: readonly object[]): Promise<Parted> {
  const outcomes = await runExample(EXAMPLE, MODULES, {}, records.map(text));
  const lines = (file: string): string[] => outcomes.find((one) => one.file === file)?.lines ?? assert.fail(file);
  return { trail: lines("trail.out"), alerts: lines("standard output") };
}

/** Returns the matching records as `tag` writes them. */
async function tagged(records: readonly object[]): Promise<string[]> {
  const host = new FluentBitHost(await loadModule());
  return records.map((record) => {
    const result = host.filter("tag", text(record));
    assert.ok(result.outcome === "modified", text(record));
    return text(JSON.parse(Buffer.from(result.record).toString()) as object);
  });
}

describe("high-volume.yaml", () => {
  it("finds in EventBridge's events, log, message and payload what tag finds", async () => {
    const records = routed(EVENT);
    assert.equal(records.length, 36);
    const { trail, alerts } = await run(records);
    assert.deepEqual([trail, alerts.sort()], [[], (await tagged(records)).sort()]);
  });

  it("leaves in the trail what does not match, also of what it routes", async () => {
    const denied = { ...EVENT, errorCode: "AccessDenied" };
    const records = [
      ...routed(OTHER).slice(0, 2),
      ...routed(denied).slice(0, 2),
      { log: `"\\u0061"` },
      { log: "x" },
      { a: 1 },
    ];
    const { trail, alerts } = await run(records);
    assert.deepEqual([trail.sort(), alerts], [records.map(text).sort(), []]);
  });

  it("says what it misses: the trail has it, unjudged, and tag finds it", async () => {
    const records = Object.values(MISSED);
    const { trail, alerts } = await run(records);
    assert.deepEqual([trail.sort(), alerts], [records.map(text).sort(), []]);
    assert.equal((await tagged(records)).length, records.length);
    const comment = readFileSync(EXAMPLE, "utf8").split("\nservice:")[0] ?? "";
    for (const name of Object.keys(MISSED)) assert.ok(comment.includes(name), name);
  });
});
