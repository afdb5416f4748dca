/** What is not understood passes byte for byte; what the host could not hand over is told of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FluentBitHost, loadModule } from "#keyward/index.js";

const EVENT = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';

const NOT_RECORDS: Record<string, string> = {
  "an empty record": "",
  "white space": " \t\r\n",
  "no JSON": "DisableKey",
  "a truncated object": EVENT.slice(0, -1),
  "trailing garbage": `${EVENT} x`,
  "two objects": `${EVENT}${EVENT}`,
  "an array that is not closed": `[${EVENT}`,
  "an array and more": `[${EVENT}],`,
  "a top-level string": '"DisableKey"',
  "a top-level number": "47",
  "a top-level null": "null",
  "a comma too many": EVENT.replace("}", ",}"),
  "single quotes": EVENT.replaceAll('"', "'"),
  "a control character in a string": EVENT.replace("DisableKey", "DisableKey\n"),
  "a byte order mark": `\ufeff${EVENT}`,
  "a NUL between members": EVENT.replace(",", ",\0"),
  "a NUL in a string": EVENT.replace("kms", "kms\0"),
  "a leading zero": EVENT.replace("{", '{"n":01,'),
  NaN: EVENT.replace("{", '{"n":NaN,'),
};

for (const [name, text] of Object.entries(NOT_RECORDS)) {
  test(`tag and keep return ${name} as it came`, async () => {
    const host = new FluentBitHost(await loadModule());
    assert.equal(host.filter("tag", text).outcome, "kept");
    assert.equal(host.filter("keep", text).outcome, "kept");
  });
}

test("tag and keep return invalid UTF-8 as it came", async () => {
  const host = new FluentBitHost(await loadModule());
  for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    const record = Buffer.concat([Buffer.from('{"userAgent":"'), Buffer.from(bad), Buffer.from(`",${EVENT.slice(1)}`)]);
    assert.equal(host.filter("tag", record).outcome, "kept", String(bad));
    assert.equal(host.filter("keep", record).outcome, "kept", String(bad));
  }
});

test("a match cut off after any byte is passed on", async () => {
  const host = new FluentBitHost(await loadModule());
  assert.equal(host.filter("tag", EVENT).outcome, "modified");
  for (let length = 0; length < EVENT.length; length++) {
    assert.equal(host.filter("tag", EVENT.slice(0, length)).outcome, "kept", EVENT.slice(0, length));
  }
});

test("keep drops unread what cannot match, and only that", async () => {
  const host = new FluentBitHost(await loadModule());
  assert.deepEqual(host.filter("keep", '{"eventName":"Decrypt"}'), { outcome: "dropped", reason: "null" });
  assert.deepEqual(host.filter("keep", '{"eventName":"DisableKey"}'), { outcome: "dropped", reason: "null" });
  assert.deepEqual(host.filter("keep", "{not JSON, and no name of the rule}"), { outcome: "dropped", reason: "null" });
});

test("an annotated record is unchanged by both filters", async () => {
  const host = new FluentBitHost(await loadModule());
  const tagged = host.filter("tag", EVENT);
  assert.equal(tagged.outcome, "modified");
  for (const record of [
    (tagged as { record: Uint8Array }).record,
    '{"keyward":null}',
    `{"key\\u0077ard":1,${EVENT.slice(1)}`,
  ]) {
    assert.equal(host.filter("tag", record).outcome, "kept");
    assert.equal(host.filter("keep", record).outcome, "kept");
  }
  const nested = `{"a":{"keyward":1},${EVENT.slice(1)}`;
  assert.equal(host.filter("tag", nested).outcome, "modified");
  assert.deepEqual(host.filter("keep", '{"a":{"keyward":1}}'), { outcome: "dropped", reason: "null" });
});

test("a record that the host had no memory for leaves word of itself", async () => {
  const module = await loadModule();
  const read = (address: number): unknown => {
    const bytes = Buffer.from(module.memory.buffer);
    return JSON.parse(bytes.subarray(address, bytes.indexOf(0, address)).toString());
  };
  const lost = (bytes: number) => ({
    keyward: { verdict: "lost", bytes, reason: "the host had no memory to hand the record to the filter" },
  });
  for (const filter of [module.tag, module.keep]) {
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 123_456)), lost(123_456));
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 0)), lost(0));
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 0x7fffffff)), lost(0x7fffffff));
    // An address outside memory is as good as none.
    assert.deepEqual(read(filter(0, 0, 0, 0, 0x7ffffff0, 16)), lost(16));
    assert.deepEqual(read(filter(0, 0, 0, 0, 8, -1)), lost(0xffffffff));
  }
});

test("the emulator reports a lost record as a host that cannot allocate would see it", async () => {
  const module = await loadModule();
  const host = new FluentBitHost({ ...module, malloc: () => 0 });
  const result = host.filter("tag", EVENT);
  assert.equal(result.outcome, "modified");
  const { keyward } = JSON.parse(Buffer.from((result as { record: Uint8Array }).record).toString()) as {
    keyward: { verdict: string; bytes: number };
  };
  assert.equal(keyward.verdict, "lost");
  assert.equal(keyward.bytes, EVENT.length);
});
