/** The examples that send alerts: each posts what its vendor documents, and the trail is complete. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { startReceivers, type Received } from "../emulators/alert-receivers.js";
import { runExample } from "../emulators/fluent-bit-pipeline.js";

const FOLDER = new URL("../../../examples/fluent-bit/", import.meta.url);
const MODULES = fileURLToPath(new URL("../../", import.meta.url));
const KEYS = readFileSync(new URL("cloudtrail.ndjson", FOLDER), "utf8").trimEnd().split("\n");
/** Number of matches in cloudtrail.ndjson. */
const MATCHES = 3;

const ENV = {
  ALERT_HOST: "127.0.0.1",
  ALERT_TLS: "off",
  SLACK_PATH: "/services/T0/B0/x",
  PAGERDUTY_ROUTING_KEY: "0123456789abcdef0123456789abcdef",
  WEBHOOK_TOKEN: "token",
  AWS_REGION: "eu-west-1",
  ES_USER: "elastic",
  ES_PASSWORD: "changeme",
  CANARY_PATH: "/ping/keyward",
};

/** Runs an example against the stand-ins; returns what they were sent, and the resulting statuses and files. */
async function run(name: string, env: Partial<typeof ENV> = {}) {
  const received: Received[] = [];
  const { port, close } = await startReceivers((one) => received.push(one));
  try {
    const variables = { ...ENV, ...env, ALERT_PORT: String(port) };
    const outcomes = await runExample(new URL(name, FOLDER), MODULES, variables);
    const statuses = outcomes.flatMap(({ status }) => status ?? []);
    const trail = outcomes.find(({ file }) => file === "trail.out")?.lines ?? [];
    return { received, statuses, trail };
  } finally {
    await close();
  }
}

function assertTaken(received: readonly Received[], vendor: string, count: number): void {
  assert.deepEqual(
    received.map((one) => [one.vendor, one.problems]),
    Array.from({ length: count }, () => [vendor, []]),
  );
}

describe("the examples for alerts", () => {
  it("alert-slack.yaml posts a message for each", async () => {
    const { received, statuses, trail } = await run("alert-slack.yaml");
    assertTaken(received, "Slack", MATCHES);
    assert.deepEqual(statuses, [200, 200, 200]);
    assert.equal(trail.length, KEYS.length);
    const { text } = JSON.parse(received[0]?.body ?? "") as { text: string };
    assert.match(text, /^\w+ of KMS key .*\.\nUndo: aws kms [^\n]*\nRunbook: https:/);
  });

  it("alert-pagerduty.yaml triggers an incident for each", async () => {
    const { received, statuses, trail } = await run("alert-pagerduty.yaml");
    assertTaken(received, "PagerDuty", MATCHES);
    assert.deepEqual(statuses, [202, 202, 202]);
    assert.equal(trail.length, KEYS.length);
    const events = received.map(({ body }) => JSON.parse(body) as { dedup_key: string; payload: { severity: string } });
    assert.equal(new Set(events.map(({ dedup_key: key }) => key)).size, MATCHES);
    assert.equal(events[0]?.payload.severity, "warning");
  });

  it("alert-webhook.yaml posts alerts unchanged", async () => {
    const { received, statuses, trail } = await run("alert-webhook.yaml");
    assertTaken(received, "webhook", 1);
    assert.deepEqual(statuses, [200]);
    assert.equal((JSON.parse(received[0]?.body ?? "") as unknown[]).length, MATCHES);
    assert.equal(trail.filter((line) => line.includes('"keyward":{"verdict":"match"')).length, MATCHES);
  });

  it("alert-sns.yaml puts an EventBridge event for each", async () => {
    const { received, statuses } = await run("alert-sns.yaml");
    assertTaken(received, "EventBridge", MATCHES);
    assert.deepEqual(statuses, [200, 200, 200]);
    const { Entries: entries } = JSON.parse(received[0]?.body ?? "") as { Entries: { Detail: string }[] };
    const detail = JSON.parse(entries[0]?.Detail ?? "") as Record<string, string>;
    assert.deepEqual(Object.keys(detail), ["text", "undo", "severity", "dedup_key"]);
  });

  it("alert-elasticsearch.yaml indexes the trail and the alerts, each alert once", async () => {
    const { received } = await run("alert-elasticsearch.yaml");
    assertTaken(received, "Elasticsearch", 2);
    const [trail = [], alerts = []] = received.map(({ body }) => body.trimEnd().split("\n"));
    assert.deepEqual([trail.length, alerts.length], [2 * KEYS.length, 2 * MATCHES]);
    const lines = alerts.map((line) => JSON.parse(line) as { index?: { _id: string }; dedup_key?: string });
    assert.deepEqual(lines[0]?.index?._id, lines[1]?.dedup_key);
  });

  it("canary.yaml sends the canary through every stage, to the monitor and nowhere else", async () => {
    const { received, trail } = await run("canary.yaml");
    assert.deepEqual(
      received.map(({ vendor, problems }) => [vendor, problems]),
      [
        ["webhook", []],
        ["monitor", []],
      ],
    );
    const [alerts = "", canary = ""] = received.map(({ body }) => body);
    assert.equal((JSON.parse(alerts) as unknown[]).length, MATCHES);
    const [alert, ...more] = JSON.parse(canary) as { text: string; keyward: { verdict: string } }[];
    assert.deepEqual([alert?.keyward.verdict, more], ["match", []]);
    assert.match(alert?.text ?? "", /user\/keyward-canary/);
    assert.ok(trail.length === KEYS.length && !trail.some((line) => line.includes("keyward-canary")));
  });

  it("canary.rules.yaml pages on the canary's output", () => {
    const { groups } = parse(readFileSync(new URL("canary.rules.yaml", FOLDER), "utf8")) as {
      groups: { rules: { alert: string; expr: string }[] }[];
    };
    const names = groups.flatMap(({ rules }) => rules).flatMap(({ expr }) => expr.match(/name="(\w+)"/g) ?? []);
    assert.deepEqual(new Set(names), new Set(['name="canary"']));
    const { pipeline } = parse(readFileSync(new URL("canary.yaml", FOLDER), "utf8")) as {
      pipeline: { outputs: { alias?: string }[] };
    };
    assert.deepEqual(
      pipeline.outputs.flatMap(({ alias }) => alias ?? []),
      ["canary"],
    );
  });
});

describe("the stand-ins", () => {
  it("reject what the vendor rejects", async () => {
    const { received, statuses } = await run("alert-slack.yaml", { SLACK_PATH: "/elsewhere" });
    assert.deepEqual([received[0]?.vendor, statuses], ["nobody", [404, 404, 404]]);
    const pagerDuty = await run("alert-pagerduty.yaml", { PAGERDUTY_ROUTING_KEY: "short" });
    assert.deepEqual(pagerDuty.received[0]?.problems, ["routing_key has not 32 characters"]);
    assert.deepEqual(pagerDuty.statuses, [400, 400, 400]);
    assert.deepEqual((await run("alert-webhook.yaml", { WEBHOOK_TOKEN: "" })).statuses, [422]);
  });

  const REFUSED: [what: string, path: string, headers: Record<string, string>, body: string][] = [
    ["a mention", "/services/x", {}, '{"text":"<!channel>"}'],
    ["no text", "/services/x", {}, '{"summary":"x"}'],
    ["two messages", "/services/x", {}, '{"text":"a"}{"text":"b"}'],
    ["the alert itself", "/v2/enqueue", {}, '{"text":"a","summary":"b"}'],
    ["a severity of another's", "/v2/enqueue", {}, '{"payload":{"summary":"a","source":"b","severity":"high"}}'],
    [
      "a detail that is no text",
      "/",
      { "x-amz-target": "AWSEvents.PutEvents" },
      '{"Entries":[{"Source":"a","DetailType":"b","Detail":{}}]}',
    ],
    ["no newline at the end", "/_bulk", {}, '{"index":{"_index":"a"}}\n{}'],
    ["a type", "/_bulk", {}, '{"index":{"_index":"a","_type":"_doc"}}\n{}\n'],
    ["half an alert", "/webhook", { authorization: "Bearer x" }, '[{"text":"a"}]'],
  ];
  for (const [what, path, headers, body] of REFUSED) {
    it(`reject ${what}`, async () => {
      const received: Received[] = [];
      const { port, close } = await startReceivers((one) => received.push(one));
      try {
        await fetch(`http://127.0.0.1:${port}${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body,
        });
      } finally {
        await close();
      }
      assert.ok((received[0]?.problems.length ?? 0) > 0 && received[0]?.vendor !== "nobody", JSON.stringify(received));
    });
  }
});
