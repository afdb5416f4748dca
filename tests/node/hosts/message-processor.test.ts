/** The processors' modules: matches and their metadata, other messages, memory, and configurations. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { MessageProcessor, type ProcessorImports } from "../../emulators/message-processor.js";
import { modulePath, type HostName } from "#keyward/hosts/module-kinds.js";
import { isThorough } from "../../settings.js";
import { builtModule, moduleOfPages } from "./module-memory.js";

const EVENT = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = `{${EVENT}}`;
const HOSTS: [HostName, ProcessorImports][] = [
  ["connect", "benthos_wasm"],
  ["bento", "bento_wasm"],
];

async function carrying(host: HostName, config: object): Promise<WebAssembly.Module> {
  const bytes = await readFile(modulePath(host));
  return new WebAssembly.Module(Uint8Array.from(embedConfig("module", bytes, Buffer.from(JSON.stringify(config)))));
}

for (const [host, imports] of HOSTS) {
  describe(`the processor of ${host}`, async () => {
    const module = await builtModule(host);
    const message = (text: string, metadata = {}) => ({ bytes: Buffer.from(text), metadata });

    it("annotates a match and reports it in the metadata, under either name of the function", () => {
      for (const name of ["process", "tag"]) {
        const out = new MessageProcessor(module, imports, name).process(
          message(MATCH, { keyward_verdict: "x", a: "b" }),
        );
        assert.match(Buffer.from(out.bytes).toString(), /"keyward":\{"verdict":"match"/);
        assert.deepEqual(out.metadata, { a: "b", keyward_verdict: "match", keyward_matches: "1" });
        assert.equal(out.error, undefined);
      }
      assert.throws(() => new MessageProcessor(module, imports, "keep"));
    });

    it("touches neither bytes nor metadata of what does not match", () => {
      const processor = new MessageProcessor(module, imports);
      for (const text of [
        "",
        "{}",
        "text",
        "[]",
        '{"eventSource":"kms.amazonaws.com","eventName":"EnableKey","a":"DisableKey"}',
        '{"keyward":{"verdict":"denied","events":[]},' + EVENT + "}",
      ]) {
        const given = message(text, { keyward_verdict: "x" });
        const out = processor.process(given);
        assert.equal(out.bytes, given.bytes, text);
        assert.deepEqual([out.metadata, out.error], [{ keyward_verdict: "x" }, undefined], text);
      }
    });

    it("reports only in the metadata that a message names an action and could not be judged", () => {
      const processor = new MessageProcessor(module, imports);
      for (const text of ['{"a":"DisableKey"}', MATCH.slice(1), MATCH.slice(0, -1), "ScheduleKeyDeletion"]) {
        const given = message(text, { keyward_verdict: "x", a: "b" });
        const out = processor.process(given);
        assert.equal(out.bytes, given.bytes, text);
        assert.deepEqual([out.metadata, out.error], [{ a: "b", keyward_verdict: "unread" }, undefined], text);
      }
    });

    it("counts the matches of a message, and reports the verdict of one without any", async () => {
      const config = { denied: "annotate", exceptions: [{ id: "x", reason: "r", when: { region: ["r"] } }] };
      const processor = new MessageProcessor(await carrying(host, config), imports);
      const tell = (text: string) => Object.values(processor.process(message(text)).metadata);
      assert.deepEqual(tell(`{"Records":[${`${MATCH},`.repeat(150)}{}]}`), ["match", "150"]);
      assert.deepEqual(tell(`{${EVENT},"awsRegion":"r"}`), ["suppressed", "0"]);
      assert.deepEqual(tell(`{${EVENT},"errorCode":"AccessDenied"}`), ["denied", "0"]);
      assert.deepEqual(tell(`{${EVENT},"awsRegion":"q"}`), ["match", "1"]);
    });

    it("leaves a message that does not fit in memory to the host, which flags it, and goes on", async () => {
      const processor = new MessageProcessor(await moduleOfPages(host, 16), imports);
      // The first makes all memory the module's: the last would then fit there, over everything that the module has.
      assert.equal(processor.process(message(`{"pad":"${"x".repeat(850_000)}"}`)).error, undefined);
      for (const size of [2_000_000, 1_000_000, 1_000_000]) {
        const large = message(MATCH.replace("{", `{"pad":"${"x".repeat(size)}",`), { a: "b" });
        const out = processor.process(large);
        assert.deepEqual([out.bytes, out.metadata], [large.bytes, { a: "b" }]);
        assert.match(out.error ?? "", /^allocating in-bound memory/);
        assert.equal(processor.process(message(MATCH)).metadata.keyward_verdict, "match");
      }
    });

    it("never takes more than twice the largest message and 192 KiB of memory", () => {
      const size = 1024 * 1024;
      const large = message(MATCH.replace("{", `{"pad":"${"x".repeat(size)}",`));
      for (const frees of [true, false]) {
        const processor = new MessageProcessor(module, imports, "process", frees);
        for (let count = 0; count < (isThorough ? 300 : 50); count++) {
          assert.equal(processor.process(large).metadata.keyward_verdict, "match");
          processor.process(message("{}"));
        }
        assert.ok(processor.memoryBytes <= 2 * large.bytes.length + 192 * 1024, `${processor.memoryBytes} bytes`);
      }
    });

    it("remembers no earlier matches, and rejects a configuration that asks for it", async () => {
      const text = `{${EVENT},"eventID":"e","eventTime":"2026-03-04T09:03:41Z"}`;
      const settings = {
        duplicates: { window_seconds: 60 },
        cap: { count: 1, period_seconds: 60 },
        escalate: { distinct_keys: 2, window_seconds: 60, severity: "high", risk_score: 73 },
      };
      for (const [name, setting] of Object.entries(settings)) {
        const processor = new MessageProcessor(await carrying(host, { severity: "low", [name]: setting }), imports);
        for (let count = 0; count < 3; count++) {
          const { bytes } = processor.process(message(text));
          const { keyward } = JSON.parse(Buffer.from(bytes).toString()) as { keyward: Record<string, unknown> };
          const problem = `/${name}: this host keeps no memory of earlier matches; remove ${name}`;
          assert.deepEqual([keyward.verdict, keyward.severity, keyward.config_error], ["match", "medium", problem]);
        }
      }
    });
  });
}
