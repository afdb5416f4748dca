/** How the module reads its configuration from a host: where from, once, and what it reports if it cannot. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { Wasi } from "#keyward/wasi.js";
import { isOrigin, originLine } from "../../emulators/origin.js";
import { VERSION } from "../../oracle/project.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';

async function run(
  files: Record<string, string> | undefined,
): Promise<{ keyward: Record<string, unknown>; told: string[] }> {
  const told: string[] = [];
  const module = await loadModule(undefined, { ...(files && { files }), stderr: (text) => told.push(text) });
  const host = new FluentBitHost(module);
  for (let count = 0; count < 3; count++) host.filter("tag", '{"a":1}');
  const result = host.filter("tag", MATCH);
  assert.equal(result.outcome, "modified");
  const record = JSON.parse(Buffer.from(result.record).toString()) as { keyward: Record<string, unknown> };
  return { keyward: record.keyward, told };
}

describe("the module's configuration file", () => {
  it("is keyward.json in the directory that the host opens", async () => {
    const { keyward, told } = await run({ "keyward.json": '{"severity":"low"}', "other.json": "x" });
    assert.deepEqual([keyward.severity, told], ["low", [originLine('{"severity":"low"}')]]);
  });

  it("is optional: without directory or file, the plain rule is in effect", async () => {
    for (const files of [undefined, {}, { "keyward.jso": '{"severity":"low"}' }]) {
      const { keyward, told } = await run(files);
      const line = originLine(files === undefined ? 0 : 1);
      assert.deepEqual([keyward.severity, keyward.config_error, told], ["medium", undefined, [line]]);
      assert.deepEqual([keyward.module, keyward.config], [VERSION, undefined]);
    }
  });

  it("is reported once, as soon as the host has freed a second record", async () => {
    const config = '{"severity":"low"}';
    for (const [free, tag, expected] of [
      [true, "tag", [originLine(config)]],
      [true, "keep", [originLine(config)]],
      // Before 4.1, an instance ends with its chunk, of which there are many, and frees nothing before.
      [false, "tag", []],
    ] as const) {
      const told: string[] = [];
      const options = { files: { "keyward.json": config }, stderr: (text: string) => told.push(text) };
      const host = new FluentBitHost(await loadModule(undefined, options), { free });
      host.filter(tag, "{}");
      assert.deepEqual(told, [], "a host whose instance ends here frees as much");
      for (let count = 0; count < 100; count++) host.filter(tag, count % 2 === 0 ? MATCH : "{}");
      assert.deepEqual(told, expected);
    }
  });

  it("is named in every annotation, by the start of its SHA-256", async () => {
    const { keyward } = await run({ "keyward.json": '{"severity":"low"}\n' });
    // printf '{"severity":"low"}\n' | sha256sum
    assert.deepEqual([keyward.module, keyward.config], [VERSION, "ec1f853505c33dfc"]);
  });

  it("is ignored as a whole if invalid, and reported once and in every annotation", async () => {
    const { keyward, told } = await run({ "keyward.json": '{"severity":"low","cap":{"count":1,"period_seconds":0}}' });
    const mistake = "/cap/period_seconds: 0 is invalid; use an integer from 1 to 604800";
    assert.deepEqual([keyward.severity, keyward.config_error, told.length], ["medium", mistake, 2]);
    assert.ok(
      isOrigin(told[1] ?? "") && told[1]?.includes(`"config_error":"${mistake}","module":"${VERSION}"}\n`),
      told[1],
    );
    assert.match(told[0] ?? "", /^keyward: keyward\.json: \/cap\/period_seconds: .*\n$/);
  });

  it("may be as large as 256 KiB, and no larger", async () => {
    const fits = await run({ "keyward.json": '{"severity":"low"}'.padEnd(262_144) });
    assert.deepEqual([fits.keyward.severity, fits.told], ["low", [originLine('{"severity":"low"}'.padEnd(262_144))]]);
    const large = await run({ "keyward.json": '{"severity":"low"}'.padEnd(262_145) });
    assert.equal(large.keyward.severity, "medium");
    assert.equal(large.keyward.config_error, "the configuration is too large; use at most 262144 bytes");
    const empty = await run({ "keyward.json": "" });
    assert.match(String(empty.keyward.config_error), /^the configuration is not JSON/);
  });

  it("is reported if it cannot be opened or read", async () => {
    for (const [call, code] of [
      ["path_open", 2],
      ["path_open", 76],
      ["fd_read", 29],
    ] as const) {
      const told: string[] = [];
      const wasi = new Wasi({ files: { "keyward.json": '{"severity":"low"}' }, stderr: (text) => told.push(text) });
      wasi.imports.wasi_snapshot_preview1[call] = () => code;
      const module = await loadModule(undefined, { wasi });
      const result = new FluentBitHost(module).filter("tag", MATCH);
      assert.match(
        Buffer.from((result as { record: Uint8Array }).record).toString(),
        /"config_error":"the file cannot be/,
      );
      assert.equal(told.length, 1);
    }
  });

  it("takes at most 2 MiB of memory, once", async () => {
    const plain = await loadModule();
    const text = `{"duplicates":{"window_seconds":60},"cap":{"count":9,"period_seconds":60},"escalate":
      {"distinct_keys":2,"window_seconds":60,"severity":"high","risk_score":73}}`.padEnd(262_144);
    const module = await loadModule(undefined, { files: { "keyward.json": text } });
    const host = new FluentBitHost(module);
    const size = module.memory.buffer.byteLength;
    assert.ok(size - plain.memory.buffer.byteLength <= 2 * 1024 * 1024, `${size} bytes`);
    for (let count = 0; count < 20_000; count++) {
      host.filter("tag", `${MATCH.slice(0, -1)},"eventID":"${count}","eventTime":"2026-01-01T00:00:00Z"}`);
    }
    assert.equal(module.memory.buffer.byteLength, size);
  });
});
