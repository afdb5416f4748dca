/** Covers lines that other tests do not reach: the host has no memory left, or grows it unnoticed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compileModule, loadModule } from "#keyward/module-files.js";
import type { KeywardModule } from "#keyward/module.js";
import { embedConfig } from "#keyward/config/embed.js";
import { Guest } from "#keyward/hosts/guest.js";
import { Wasi } from "#keyward/wasi.js";
import { isCore } from "#keyward/engine/core-module.js";
import { CORE_MODULE, readModule } from "#keyward/module-files.js";
import { bound, fill, largestBlock, PAGE } from "./little-memory.js";

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const TAG = Buffer.from("cloudtrail");
const NO_TIME = { seconds: 0, nanoseconds: 0 };
const EXCEPTION = {
  exceptions: [
    { id: "a", reason: "b", when: { "actor.arn": ["arn:aws:iam::*"], "key.id": ["*"], source_ip: ["192.0.2.0/24"] } },
  ],
};

/** Returns the integers from one number up to another (exclusive). */
function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / by) }, (_, index) => Math.floor(from) + index * by);
}

const ACTOR = '"userIdentity":{"arn":"arn:aws:iam::111122223333:user/a"},"sourceIPAddress":"192.0.2.1"';
const KEY = '"requestParameters":{"keyId":"arn:aws:kms:us-east-1:111122223333:key/1"}';
const PLAIN = `{${RAW},${ACTOR},${KEY}}`;
/** Its request is a text. */
const OCSF_EVENT = JSON.stringify({
  class_uid: 6003,
  metadata: { product: { name: "CloudTrail", vendor_name: "AWS" } },
  api: { operation: "DisableKey", service: { name: "kms.amazonaws.com" }, request: { data: '{"keyId":"1"}' } },
  cloud: { provider: "AWS" },
  status: "Success",
});
const IN_LOG = JSON.stringify({ log: PLAIN });
const DEEP = `{${RAW},"deep":${"[".repeat(12_000)}${"]".repeat(12_000)}}`;
const DEEP_OBJECTS = `{${RAW},"deep":${'[{"a":'.repeat(4000)}1${"}]".repeat(4000)}}`;

for (const [name, config, record] of [
  ["a plain match", undefined, PLAIN],
  ["a match in a string", undefined, IN_LOG],
  ["a match with texts in it", undefined, OCSF_EVENT],
  ["a match that is nested deeply", undefined, DEEP],
  ["a match that is nested deeply in objects", undefined, DEEP_OBJECTS],
  ["a match with an exception", EXCEPTION, PLAIN],
  ["a match in a string with an exception", EXCEPTION, IN_LOG],
] as const) {
  test(`${name} passes unchanged or annotated, whatever room is left`, async () => {
    const files = config === undefined ? {} : { files: { "keyward.json": JSON.stringify(config) } };
    const module = await loadModule(undefined, files);
    const guest = new Guest(module);
    const { room } = bound(module);
    const found = { kept: 0, annotated: 0 };
    // White space after the record takes all room but this many bytes: a result fits in the record's place, but not where a text
    // of it was decoded.
    const lefts = [...steps(16, 700, 1), ...steps(700, 3500, 13), ...steps(room / 2 - 1500, room / 2 + 2000, 11)];
    for (const left of lefts) {
      const length = room - left - TAG.length;
      const bytes = Buffer.alloc(length, " ");
      bytes.write(record);
      for (const filter of [module.tag, module.keep]) {
        const call = guest.call(filter, TAG, bytes, NO_TIME);
        assert.ok(call.recordAddress !== 0 && call.result !== 0, `${left} bytes left`);
        const text = guest.readString(call.result)?.toString() ?? "";
        if (call.result === call.recordAddress) {
          assert.equal(text, bytes.toString(), `${left} bytes left`);
          found.kept++;
        } else {
          const { keyward } = JSON.parse(text) as { keyward: { verdict: string; events: unknown[] } };
          // An exception is not met without room to compare: then it is still an alert.
          assert.ok(keyward.verdict === "match" || config !== undefined, text.trim());
          assert.equal(keyward.events.length, 1);
          found.annotated++;
        }
        guest.free(call);
      }
    }
    assert.ok(found.kept > 0 && found.annotated > 0, JSON.stringify(found));
  });
}

test("memory that the host grew is not used as the module's own", async () => {
  const module = await loadModule();
  const guest = new Guest(module);
  for (let round = 0; round < 20; round++) {
    const before = module.memory.grow(1) * PAGE;
    const bytes = Buffer.from(PLAIN.replace("user/a", `user/${"a".repeat(round * 20_000)}`));
    new Uint8Array(module.memory.buffer).fill(0x78, before, before + PAGE);
    const call = guest.call(module.tag, TAG, bytes, NO_TIME);
    assert.ok(guest.readString(call.result)?.includes('"verdict":"match"'), `round ${round}`);
    const others = Buffer.from(module.memory.buffer, before, PAGE);
    assert.ok(others.equals(Buffer.alloc(PAGE, "x")), `round ${round}: the page of somebody else was written to`);
    guest.free(call);
  }
});

test("malloc returns 0 for what is too large, even if the host has grown the memory", async () => {
  const module = await loadModule();
  module.memory.grow(1);
  assert.equal(module.malloc(-1), 0);
  assert.equal(module.malloc(0x7fffffff), 0);
  assert.notEqual(module.malloc(100_000), 0);
});

test("a configuration takes effect even if the host grows the memory while it is read", async () => {
  const wasi = new Wasi({
    files: { "keyward.json": JSON.stringify(EXCEPTION) },
    stderr: (text) => {
      assert.equal(text, "");
    },
  });
  const imports = wasi.imports.wasi_snapshot_preview1;
  const { fd_close: close } = imports;
  let memory: WebAssembly.Memory | undefined;
  imports.fd_close = (...values) => {
    memory?.grow(1);
    return close?.(...values) ?? -1;
  };
  const { module } = await compileModule();
  const exports = (await WebAssembly.instantiate(module, wasi.imports)).exports as unknown as Started;
  wasi.attach((memory = exports.memory));
  exports._initialize();
  const guest = new Guest(exports);
  const call = guest.call(exports.tag, TAG, Buffer.from(PLAIN), NO_TIME);
  assert.ok(
    guest.readString(call.result)?.includes('"verdict":"suppressed"'),
    guest.readString(call.result)?.toString(),
  );
});

const REMEMBERS = {
  duplicates: { window_seconds: 60 },
  cap: { count: 1, period_seconds: 60 },
  escalate: { distinct_keys: 3, window_seconds: 600, severity: "high", risk_score: 73 },
};

/** What happens between instantiation and reading a configuration is up to the host. */
async function filledFirst(
  left: number,
  source: Uint8Array | undefined,
  config?: object,
): Promise<{ exports: Started; said: string[] }> {
  const said: string[] = [];
  const files = config === undefined ? {} : { files: { "keyward.json": JSON.stringify(config) } };
  const wasi = new Wasi({ ...files, stderr: (text) => said.push(text) });
  const { module } = await compileModule(source);
  const exports = (await WebAssembly.instantiate(module, wasi.imports)).exports as unknown as Started;
  wasi.attach(exports.memory);
  fill(exports.memory, left);
  exports._initialize();
  return { exports, said };
}

type Started = KeywardModule & { _initialize: () => void };

async function carrying(config: object): Promise<Uint8Array> {
  const { name, bytes } = await readModule();
  return embedConfig(name, bytes, Buffer.from(JSON.stringify(config)));
}

for (const [what, left, source, config, reason] of [
  [
    "to check it",
    0,
    await carrying(REMEMBERS),
    undefined,
    "there is no memory to check the configuration; use a smaller one",
  ],
  ["to remember", 5, await carrying(REMEMBERS), undefined, "there is no memory for duplicates, cap or escalate"],
  ["to read a file", 0, undefined, EXCEPTION, "the file cannot be read; use a file of at most 262144 bytes"],
] as const) {
  test(`without memory ${what} the plain rule is in effect, with the reason reported`, async () => {
    const { exports, said } = await filledFirst(left, source, config);
    assert.equal(said.length, 1);
    assert.ok(said[0]?.startsWith(`keyward: keyward.json: ${reason}; `) && said[0].endsWith("\n"), said[0]);
    const guest = new Guest(exports);
    // Twice: nothing is remembered, so the second is not a duplicate.
    for (let round = 0; round < 2; round++) {
      const call = guest.call(exports.tag, TAG, Buffer.from(PLAIN), NO_TIME);
      const text = guest.readString(call.result)?.toString() ?? "";
      const { keyward } = JSON.parse(text) as { keyward: Record<string, unknown> };
      // There may be no memory for the record either.
      assert.ok(keyward.verdict === "match" || keyward.verdict === "lost", text);
      assert.equal(keyward.config_error, reason);
      guest.free(call);
    }
  });
}

test("a valid configuration is never called invalid for lack of memory", async () => {
  const arns = Array.from({ length: 50 }, (_, index) => `arn:aws:iam::111122223333:role/${"a".repeat(4000)}${index}*`);
  const source = await carrying({ exceptions: [{ id: "a", reason: "b", when: { "actor.arn": arns } }] });
  const told = new Set<string>();
  for (let left = 0; left < 12; left++) for (const line of (await filledFirst(left, source)).said) told.add(line);
  assert.equal(told.size, 1, [...told].join(""));
  assert.match([...told].join(""), /^keyward: keyward\.json: there is no memory to check the configuration; /);
});

test("the memory of a history that could not start is freed", async () => {
  const { exports, said } = await filledFirst(5, await carrying(REMEMBERS));
  assert.equal(said.length, 1);
  assert.ok(largestBlock(exports) >= PAGE);
});

test("a configuration is checked whatever room is left, or the lack of room is reported", async () => {
  const module = await loadModule();
  const guest = new Guest(module);
  const { room } = bound(module);
  const lines = new Set<string>();
  const pattern = `"exceptions":[{"id":"a","reason":"b","when":{"actor.arn":["${"a".repeat(40)}*"]}},{"id":"b","reason":"c","when":{"account":["1"]}}]`;
  for (let left = 8; left < 12_000; left += left < 600 ? 1 : 29) {
    const text = Buffer.alloc(room - left, " ");
    text.write(`{"x":1,${pattern}}`);
    const address = module.malloc(text.length);
    assert.notEqual(address, 0);
    guest.bytes().set(text, address);
    const result = module.check(address, text.length);
    if (result === 0) lines.add("0");
    else for (const line of guest.readString(result)?.toString().trim().split("\n") ?? []) lines.add(line);
    // Frees what was allocated for the lines.
    module.free(address);
    guest.free(guest.call(module.tag, TAG, Buffer.from("{}"), NO_TIME));
  }
  const none = "there is no memory to check the configuration; use a smaller one";
  assert.deepEqual([...lines].sort(), ["0", none]);
});

test("a chunk is 0 if there is no memory for it", async () => {
  const module = await loadModule(CORE_MODULE);
  assert.ok(isCore(module));
  assert.equal(module.chunk(-1), 0);
  assert.equal(module.chunk(0x7fffffff), 0);
  assert.notEqual(module.chunk(1024), 0);
});
