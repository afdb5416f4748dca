/** Embedding a configuration in the module's binary. */
import { isOrigin } from "../../emulators/origin.js";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import "../support/liftoff.js";
import binaryen from "binaryen";
import { embedConfig, embeddedConfig } from "#keyward/config/embed.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { BUILT_MODULE } from "../support/files.js";
import { assemble } from "../support/wat.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const plain = await readFile(BUILT_MODULE);

function config(size: number): Buffer {
  const text = '{"severity":"high"}';
  return Buffer.from(text.padEnd(size, " "));
}

async function severityOf(binary: Uint8Array, files: Record<string, string>): Promise<string | undefined> {
  const module = await loadModule(binary, {
    files,
    stderr: (text) => {
      assert.ok(isOrigin(text), text);
    },
  });
  const result = new FluentBitHost(module).filter("tag", MATCH);
  assert.equal(result.outcome, "modified");
  return (JSON.parse(Buffer.from(result.record).toString()) as { keyward: { severity?: string } }).keyward.severity;
}

describe("embedConfig", () => {
  for (const size of [0, 100, 65_535, 65_536, 65_537, 262_144]) {
    it(`embeds a configuration of ${size} bytes, which can be extracted and is in effect`, async () => {
      const text = config(size);
      const binary = embedConfig("module", plain, text);
      assert.deepEqual(Buffer.from(embeddedConfig("module", binary) ?? []), text);
      const parsed = binaryen.readBinary(binary);
      parsed.setFeatures(binaryen.Features.All);
      assert.equal(parsed.validate(), 1);
      parsed.dispose();
      assert.equal(await severityOf(binary, {}), "high");
      // The file is then ignored.
      assert.equal(await severityOf(binary, { "keyward.json": '{"severity":"low"}' }), "high");
    });
  }

  it("leaves room after the configuration for large records, and many of them", async () => {
    const text = config(100_000);
    const module = await loadModule(embedConfig("module", plain, text));
    const host = new FluentBitHost(module, { free: false });
    const record = `{"pad":"${"x".repeat(500_000)}",${MATCH.slice(1)}`;
    for (let count = 0; count < 20; count++) assert.equal(host.filter("tag", record).outcome, "modified");
    const result = host.filter("tag", MATCH);
    assert.match(Buffer.from((result as { record: Uint8Array }).record).toString(), /"severity":"high"/);
    assert.ok(module.memory.buffer.byteLength <= 2 * record.length + 128 * 1024 + 2 * 1024 * 1024);
  });

  it("rejects a module that cannot hold one", () => {
    const refused = (binary: Uint8Array, message: RegExp) => {
      assert.throws(() => embedConfig("m", binary, config(1)), { name: "ModuleError", message });
      assert.throws(() => embeddedConfig("m", binary), { name: "ModuleError", message });
    };
    refused(assemble("(module)"), /^m: not a Keyward module that can carry a configuration \(it has no section 7\)$/);
    refused(assemble('(module (memory (export "memory") 1))'), /does not export the global config/);
    refused(plain.subarray(0, 1000), /the binary ends too early/);
    assert.throws(
      () => embedConfig("m", embedConfig("m", plain, config(1)), config(1)),
      /carries a configuration already/,
    );
  });

  it("reports a module without one", () => {
    assert.equal(embeddedConfig("m", plain), undefined);
  });
});
