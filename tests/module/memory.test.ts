/** Memory: never more than twice the largest record plus 192 KiB, and at most 256 MiB. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { isThorough } from "../settings.js";

const MATCH = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const KIB = 1024;
const MIB = 1024 * KIB;
/** Size of a large record in MiB, and how many records one instance has to stand. */
const [LARGE, MANY] = isThorough ? [32, 1_000_000] : [8, 100_000];

function bound(recordLength: number): number {
  return 2 * recordLength + 192 * KIB;
}

/** Tags a match in a new instance; checks the ends of the result and the memory used. */
async function tagLarge(record: string): Promise<void> {
  const module = await loadModule();
  const result = new FluentBitHost(module).filter("tag", record);
  assert.equal(result.outcome, "modified");
  const output = Buffer.from((result as { record: Uint8Array }).record).toString();
  const brace = record.lastIndexOf("}");
  // assert.ok: a diff of strings of this size would take minutes.
  assert.ok(output.startsWith(record.slice(0, brace)), "the record's bytes come first");
  assert.ok(output.endsWith(record.slice(brace)), "the record's bytes come last");
  assert.equal((JSON.parse(output) as { keyward: { matches: number } }).keyward.matches, 1);
  const size = module.memory.buffer.byteLength;
  assert.ok(size <= bound(Buffer.byteLength(record)), `${size} bytes of memory for ${record.length} of record`);
}

test("a small match takes at most 192 KiB", () => tagLarge(`{${MATCH}}`));

test(`a match of ${LARGE} MiB stays within the bound`, () => tagLarge(`{"pad":"${"x".repeat(LARGE * MIB)}",${MATCH}}`));

test("a match that is almost completely copied into the annotation stays within the bound", async () => {
  await tagLarge(`{"userAgent":"${"x".repeat(LARGE * MIB)}",${MATCH}}`);
  await tagLarge(`{"userAgent":"${"x".repeat(5 * MIB)}",${MATCH}}${" ".repeat(5 * MIB)}`);
});

test("a huge key identifier is not written twice", () =>
  tagLarge(`{"responseElements":{"keyId":"arn:aws:kms:a:1:key/${"x".repeat(MIB)}"},${MATCH}}`));

test("a match of 200 MiB is tagged within 256 MiB", async () => {
  const module = await loadModule();
  const record = Buffer.alloc(200 * MIB, "x");
  record.write('{"pad":"', 0);
  record.write(`",${MATCH}}`, record.length - MATCH.length - 3);
  const result = new FluentBitHost(module).filter("tag", record);
  assert.equal(result.outcome, "modified");
  assert.ok(module.memory.buffer.byteLength <= 256 * MIB);
});

test("a match after 100,000 open brackets is found", async () => {
  for (const [open, close] of [
    ["[", "]"],
    ['{"a":', "}"],
  ] as const) {
    const inside = open === "[" ? "" : "1";
    await tagLarge(`{"deep":${open.repeat(100_000)}${inside}${close.repeat(100_000)},${MATCH}}`);
  }
});

test("a record of brackets that never close is passed on", async () => {
  const module = await loadModule();
  const host = new FluentBitHost(module);
  const record = `{${MATCH},"deep":${"[".repeat(3 * MIB)}`;
  assert.equal(host.filter("tag", record).outcome, "kept");
  assert.equal(host.filter("keep", record).outcome, "kept");
  assert.ok(module.memory.buffer.byteLength <= bound(record.length));
});

for (const free of [true, false]) {
  test(`${MANY} records in one instance, ${free ? "freed" : "never freed"}, need no more memory`, async () => {
    const module = await loadModule();
    const host = new FluentBitHost(module, { free });
    const plain = Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"Decrypt","eventID":"1"}');
    const match = Buffer.from(`{${MATCH},"eventID":"1"}`);
    const size = module.memory.buffer.byteLength;
    let matches = 0;
    for (let count = 0; count < MANY; count++) {
      const result = host.filter("tag", count % 50 === 0 ? match : plain);
      if (result.outcome === "modified") matches++;
    }
    assert.equal(matches, MANY / 50);
    assert.equal(module.memory.buffer.byteLength, size);
  });
}

test("alternating large and small records need no more than the largest", async () => {
  const module = await loadModule();
  const host = new FluentBitHost(module, { free: false });
  const large = `{"pad":"${"x".repeat(MIB)}",${MATCH}}`;
  for (let count = 0; count < (isThorough ? 200 : 50); count++) {
    assert.equal(host.filter("tag", large).outcome, "modified");
    assert.equal(host.filter("tag", '{"a":1}').outcome, "kept");
  }
  assert.ok(module.memory.buffer.byteLength <= bound(large.length));
});

test("malloc returns 0 when memory cannot grow, and keeps working", async () => {
  const module = await loadModule();
  for (const size of [256 * MIB, 0x7fffffff, -1]) assert.equal(module.malloc(size), 0, String(size));
  const address = module.malloc(100);
  assert.notEqual(address, 0);
  assert.equal(address % 8, 0);
  assert.equal(new FluentBitHost(module).filter("tag", `{${MATCH}}`).outcome, "modified");
});

test("malloc and free without a call in between do not use up memory", async () => {
  const module = await loadModule();
  for (let count = 0; count < 10_000; count++) {
    const address = module.malloc(MIB);
    assert.notEqual(address, 0);
    module.free(address);
  }
  assert.ok(module.memory.buffer.byteLength <= bound(MIB));
});

test("several records can wait in memory, and one can be judged again", async () => {
  const module = await loadModule();
  const place = (text: string): [number, number] => {
    const bytes = Buffer.from(text);
    const address = module.malloc(bytes.length + 1);
    new Uint8Array(module.memory.buffer).set([...bytes, 0], address);
    return [address, bytes.length];
  };
  const [first, firstLength] = place(`{${MATCH}}`);
  const [second, secondLength] = place(`{${MATCH},"eventID":"2"}`);
  const read = (address: number): string => {
    const bytes = Buffer.from(module.memory.buffer);
    return bytes.subarray(address, bytes.indexOf(0, address)).toString();
  };
  const once = read(module.tag(0, 0, 0, 0, first, firstLength));
  assert.match(read(module.tag(0, 0, 0, 0, second, secondLength)), /"id":"2"/);
  assert.equal(read(module.tag(0, 0, 0, 0, first, firstLength)), once);
});
