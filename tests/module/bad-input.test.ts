/** What is not understood passes byte for byte; what the host could not hand over is reported. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { VERSION } from "../oracle/project.js";

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
  test(`tag and keep return ${name} unchanged`, async () => {
    const host = new FluentBitHost(await loadModule());
    assert.equal(host.filter("tag", text).outcome, "kept");
    assert.equal(host.filter("keep", text).outcome, "kept");
  });
}

const ILL_FORMED = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];

test("a match with invalid UTF-8 in a string is annotated, with those bytes unchanged", async () => {
  const host = new FluentBitHost(await loadModule());
  for (const bad of ILL_FORMED) {
    const head = Buffer.concat([Buffer.from('{"pad":"'), Buffer.from(bad), Buffer.from(`",${EVENT.slice(1, -1)}`)]);
    for (const filter of ["tag", "keep"]) {
      const result = host.filter(filter, Buffer.concat([head, Buffer.from("}")]));
      assert.equal(result.outcome, "modified", String(bad));
      const record = Buffer.from((result as { record: Uint8Array }).record);
      assert.ok(record.subarray(0, head.length).equals(head), String(bad));
      const { keyward } = JSON.parse(record.toString()) as { keyward: { verdict: string } };
      assert.equal(keyward.verdict, "match", String(bad));
    }
  }
});

test("tag and keep return invalid UTF-8 outside strings unchanged", async () => {
  const host = new FluentBitHost(await loadModule());
  for (const bad of ILL_FORMED) {
    for (const [before, after] of [
      ["{", EVENT.slice(1)],
      [`${EVENT.slice(0, -1)},"n":`, "}"],
      ["", EVENT],
    ] as const) {
      const record = Buffer.concat([Buffer.from(before), Buffer.from(bad), Buffer.from(after)]);
      assert.equal(host.filter("tag", record).outcome, "kept", String(bad));
      assert.equal(host.filter("keep", record).outcome, "kept", String(bad));
    }
  }
});

test("a match cut off after any byte is passed on", async () => {
  const host = new FluentBitHost(await loadModule());
  assert.equal(host.filter("tag", EVENT).outcome, "modified");
  for (let length = 0; length < EVENT.length; length++) {
    assert.equal(host.filter("tag", EVENT.slice(0, length)).outcome, "kept", EVENT.slice(0, length));
  }
});

test("keep drops unread records only if they name no action", async () => {
  const host = new FluentBitHost(await loadModule());
  assert.deepEqual(host.filter("keep", '{"eventName":"Decrypt"}'), { outcome: "dropped", reason: "null" });
  assert.deepEqual(host.filter("keep", "{not JSON, and no name of the rule}"), { outcome: "dropped", reason: "null" });
  assert.equal(host.filter("keep", '{"eventName":"DisableKey"}').outcome, "kept");
  assert.equal(host.filter("keep", '{"text":"DisableKey"}').outcome, "kept");
  assert.equal(host.filter("keep", "{not JSON, and a name of the rule: DisableKey}").outcome, "kept");
  const other = '{"eventSource":"kms.amazonaws.com","eventName":"EnableKey","userAgent":"DisableKey"}';
  assert.deepEqual(host.filter("keep", other), { outcome: "dropped", reason: "null" });
});

test("an annotated record is unchanged by both filters", async () => {
  const host = new FluentBitHost(await loadModule());
  const tagged = host.filter("tag", EVENT);
  assert.equal(tagged.outcome, "modified");
  const annotation = '{"verdict":"match","events":[]}';
  for (const record of [
    (tagged as { record: Uint8Array }).record,
    `{"keyward":${annotation},${EVENT.slice(1)}`,
    `{"key\\u0077ard":${annotation},${EVENT.slice(1)}`,
    `{"keyward":null,"keyward":${annotation},${EVENT.slice(1)}`,
    `{"keyward":{"verdict":"lost"},${EVENT.slice(1)}`,
  ]) {
    assert.equal(host.filter("tag", record).outcome, "kept");
    assert.equal(host.filter("keep", record).outcome, "kept");
  }
  const nested = `{"a":{"keyward":${annotation}},${EVENT.slice(1)}`;
  assert.equal(host.filter("tag", nested).outcome, "modified");
  assert.deepEqual(host.filter("keep", '{"a":{"keyward":1}}'), { outcome: "dropped", reason: "null" });
});

test("a keyward member that is not an annotation is renamed, and the record judged", async () => {
  const host = new FluentBitHost(await loadModule());
  for (const value of [
    ...["null", "{}", '"match"', '{"verdict":"match"}', '{"verdict":"match","events":{}}'],
    ...['{"verdict":"none","events":[]}', '[{"verdict":"match","events":[]}]'],
  ]) {
    for (const filter of ["tag", "keep"]) {
      const result = host.filter(filter, `{"keyward":${value},${EVENT.slice(1)}`);
      assert.equal(result.outcome, "modified", value);
      const text = Buffer.from((result as { record: Uint8Array }).record).toString();
      assert.ok(text.startsWith(`{"keyward_original":${value},`), text);
      const { keyward } = JSON.parse(text) as { keyward: { verdict: string } };
      assert.equal(keyward.verdict, "match", value);
    }
  }
  assert.deepEqual(host.filter("keep", '{"keyward":null}'), { outcome: "dropped", reason: "null" });
});

test("a record that did not fit in the host's memory leaves a notice", async () => {
  const module = await loadModule();
  const read = (address: number): unknown => {
    const bytes = Buffer.from(module.memory.buffer);
    return JSON.parse(bytes.subarray(address, bytes.indexOf(0, address)).toString());
  };
  const lost = (bytes: number) => ({
    keyward: {
      verdict: "lost",
      bytes,
      reason: "the host had no memory to hand the record to the filter",
      actions: ["DisableKey", "ScheduleKeyDeletion"],
      module: VERSION,
    },
  });
  for (const filter of [module.tag, module.keep]) {
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 123_456)), lost(123_456));
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 0)), lost(0));
    assert.deepEqual(read(filter(0, 0, 0, 0, 0, 0x7fffffff)), lost(0x7fffffff));
    // An address outside memory counts as none.
    assert.deepEqual(read(filter(0, 0, 0, 0, 0x7ffffff0, 16)), lost(16));
    assert.deepEqual(read(filter(0, 0, 0, 0, 8, -1)), lost(0xffffffff));
  }
  // A second filter passes the notice on.
  const notice = JSON.stringify(lost(1));
  const host = new FluentBitHost(module);
  assert.equal(host.filter("tag", notice).outcome, "kept");
  assert.equal(host.filter("keep", notice).outcome, "kept");
});

test("the emulator reports a lost record like a host that cannot allocate", async () => {
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
