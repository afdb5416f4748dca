/** The module for Kafka Connect's transform: configurations, reports about a record, and little memory. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { ConnectTask } from "../../emulators/kafka-connect.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { builtModule, moduleOfPages } from "./module-memory.js";

const EVENT = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = Buffer.from(`{${EVENT}}`);

describe("the module for Kafka Connect", async () => {
  const module = await builtModule("kafka-connect");

  it("reports verdict and matches of annotated records, and nothing for others", () => {
    const task = new ConnectTask(module, "tag");
    const { bytes, verdict, matches } = task.judge(MATCH) ?? assert.fail();
    assert.deepEqual([verdict, matches], ["match", 1]);
    assert.match(Buffer.from(bytes).toString(), /"keyward":\{"verdict":"match"/);
    for (const text of ["", "{}", "text", '{"eventName":"EnableKey"}']) {
      const record = Buffer.from(text);
      assert.deepEqual(task.judge(record), { bytes: record, verdict: "", matches: undefined });
    }
    const both = Buffer.from(`{"Records":[{${EVENT}},{${EVENT},"eventID":"2"}]}`);
    assert.equal(task.judge(both)?.matches, 2);
  });

  it("says why a record is unread", () => {
    for (const filter of ["tag", "keep"] as const) {
      const task = new ConnectTask(module, filter);
      assert.equal(task.judge(MATCH.subarray(0, -1))?.verdict, "unread");
      assert.equal(task.unreadReason(), "is not a JSON object or array");
      assert.equal(task.judge(MATCH)?.verdict, "match");
      assert.equal(task.judge(Buffer.from('{"a":"DisableKey"}'))?.verdict, "unread");
      assert.equal(task.unreadReason(), "holds no CloudTrail event that Keyward recognizes");
    }
  });

  it("applies the given configuration, or else its own", async () => {
    const severity = (config: string | undefined, of: WebAssembly.Module): string => {
      const text = Buffer.from(new ConnectTask(of, "tag", config).judge(MATCH)?.bytes ?? []).toString();
      return /"severity":"(\w+)"/.exec(text)?.[1] ?? "none";
    };
    const binary = await readFile(modulePath("kafka-connect"));
    const carrying = new WebAssembly.Module(
      Uint8Array.from(embedConfig("module", binary, Buffer.from('{"severity":"low"}'))),
    );
    assert.deepEqual(
      [severity(undefined, module), severity(undefined, carrying), severity('{"severity":"high"}', carrying)],
      ["medium", "low", "high"],
    );
  });

  it("lists every error of a configuration, given or its own", async () => {
    const config = '{"severity":"lo","cap":1}';
    const binary = await readFile(modulePath("kafka-connect"));
    const carrying = new WebAssembly.Module(Uint8Array.from(embedConfig("module", binary, Buffer.from(config))));
    const lines = /^\/severity: lo [^\n]*\n\/cap: 1 [^\n]*\n$/;
    for (const make of [() => new ConnectTask(module, "tag", config), () => new ConnectTask(carrying, "tag")]) {
      assert.throws(make, ({ message }: Error) => lines.test(message));
    }
    assert.throws(() => new ConnectTask(module, "tag", ""));
  });

  it("remembers matches, whatever the size of the records in between", () => {
    const task = new ConnectTask(module, "tag", '{"duplicates":{"window_seconds":60}}');
    const event = Buffer.from(`{${EVENT},"eventID":"e","eventTime":"2026-12-05T10:00:00Z"}`);
    assert.equal(task.judge(event)?.verdict, "match");
    for (const size of [10, 100_000, 10, 3_000_000]) task.judge(Buffer.from(`{${EVENT},"x":"${"y".repeat(size)}"}`));
    assert.equal(task.judge(event)?.verdict, "duplicate");
  });

  it("passes what does not fit in memory as unread, and goes on", async () => {
    const task = new ConnectTask(await moduleOfPages("kafka-connect", 6), "keep");
    const large = Buffer.from(`{${EVENT},"x":"${"y".repeat(400_000)}"}`);
    assert.deepEqual(task.judge(large), { bytes: large, verdict: "unread", matches: undefined });
    const nested = Buffer.from(
      JSON.stringify({ log: JSON.stringify({ log: `{${EVENT},"x":"${"y".repeat(130_000)}"}` }) }),
    );
    assert.deepEqual(task.judge(nested), { bytes: nested, verdict: "unread", matches: undefined });
    assert.equal(task.unreadReason(), "needs more memory than there is");
    assert.equal(task.judge(MATCH)?.verdict, "match");
    const little = await moduleOfPages("kafka-connect", 5);
    const config = JSON.stringify({
      duplicates: { window_seconds: 60 },
      cap: { count: 1, period_seconds: 60 },
      escalate: { distinct_keys: 2, window_seconds: 60, severity: "high", risk_score: 73 },
    });
    assert.throws(
      () => new ConnectTask(little, "tag", config),
      /^Error: there is no memory to check the configuration; /,
    );
  });

  it("has the version of the project, and so has its transform", async () => {
    const pom = await readFile(join(PROJECT_ROOT, "connect", "pom.xml"), "utf8");
    const { version } = JSON.parse(await readFile(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
    assert.equal(/<artifactId>keyward-kafka-connect<\/artifactId>\s*<version>(.*?)<\/version>/.exec(pom)?.[1], version);
  });
});
