import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { instantiate, makeGuest, RECORD_ADDRESS, TAG_ADDRESS } from "../support/wat.js";

const RECORD = '{"a":1}';

/** Runs a guest whose filter returns the string at 16, which is `text`. */
function returning(text: string): FilterResult {
  const escaped = [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
  const guest = makeGuest("(i32.const 16)", `(data (i32.const 16) "${escaped}\\00")`);
  return new FluentBitHost(guest).filter("tag", RECORD);
}

function outcomeOf(filter: string): FilterResult {
  return new FluentBitHost(makeGuest(filter)).filter("tag", RECORD);
}

describe("FluentBitHost outcomes", () => {
  it("keeps a record whose own address comes back", () => {
    const result = outcomeOf("(local.get $record)");
    assert.equal(result.outcome, "kept");
    assert.equal(Buffer.from(result.record).toString(), RECORD);
  });

  it("detects a record that was overwritten in place", () => {
    const result = outcomeOf("(i32.store8 (local.get $record) (i32.const 0x20)) (local.get $record)");
    assert.deepEqual(result, { outcome: "dropped", reason: "invalid JSON" });
  });

  it("takes another string as the modified record", () => {
    const result = returning('{"b":"\u00e9"}');
    assert.equal(result.outcome, "modified");
    assert.equal(Buffer.from(result.record).toString(), '{"b":"\u00e9"}');
  });

  it("drops at the address 0", () => {
    assert.deepEqual(outcomeOf("(i32.const 0)"), { outcome: "dropped", reason: "null" });
  });

  it("drops for an empty string", () => {
    assert.deepEqual(returning(""), { outcome: "dropped", reason: "empty" });
  });

  it("drops for an array, a scalar and null", () => {
    for (const text of ["[{}]", '"a"', "1", "null"]) {
      assert.deepEqual(returning(text), { outcome: "dropped", reason: "not an object" }, text);
    }
  });

  it("drops for what is not JSON, two objects included", () => {
    for (const text of ["{", '{"a":1}{"b":2}', "tagged"]) {
      assert.deepEqual(returning(text), { outcome: "dropped", reason: "invalid JSON" }, text);
    }
  });

  it("drops after a trap, and goes on with the next record", () => {
    const guest = makeGuest("(if (i32.eq (local.get $length) (i32.const 2)) (then unreachable)) (local.get $record)");
    const host = new FluentBitHost(guest);
    assert.deepEqual(host.filter("tag", "{}"), { outcome: "dropped", reason: "trap" });
    assert.equal(host.filter("tag", RECORD).outcome, "kept");
  });

  it("drops after endless recursion", () => {
    const endless = `(call $filter (local.get $tag) (local.get $tagLength) (local.get $seconds) (local.get $nanoseconds)
      (local.get $record) (local.get $length))`;
    assert.deepEqual(outcomeOf(endless), { outcome: "dropped", reason: "trap" });
  });

  it("drops for an address outside memory", () => {
    for (const address of [0x10000, 0x7fffffff, -1]) {
      assert.deepEqual(
        outcomeOf(`(i32.const ${address})`),
        { outcome: "dropped", reason: "bad address" },
        `${address}`,
      );
    }
  });

  it("drops for a string without a NUL before the end of memory", () => {
    const result = outcomeOf("(i32.store8 (i32.const 0xffff) (i32.const 0x7b)) (i32.const 0xffff)");
    assert.deepEqual(result, { outcome: "dropped", reason: "bad address" });
  });

  it("drops if the function is not exported", () => {
    const host = new FluentBitHost(makeGuest("(local.get $record)"));
    assert.deepEqual(host.filter("other", RECORD), { outcome: "dropped", reason: "missing export" });
    assert.deepEqual(host.filter("memory", RECORD), { outcome: "dropped", reason: "missing export" });
  });
});

describe("FluentBitHost calls", () => {
  it("copies tag and record in with a NUL outside their lengths, and passes the time", () => {
    const guest = makeGuest(`
      (i32.store (i32.const 0) (local.get $tag)) (i32.store (i32.const 4) (local.get $tagLength))
      (i32.store (i32.const 8) (local.get $seconds)) (i32.store (i32.const 12) (local.get $nanoseconds))
      (i32.store (i32.const 16) (local.get $record)) (i32.store (i32.const 20) (local.get $length))
      (local.get $record)`);
    new Uint8Array(guest.memory.buffer).fill(0xff, TAG_ADDRESS, RECORD_ADDRESS + 1024);
    const host = new FluentBitHost(guest, { tag: "aws.trail" });
    host.filter("tag", '{"\u00e9":1}', { seconds: 1700000000, nanoseconds: 5 });
    const seen = new Int32Array(guest.memory.buffer, 0, 6);
    assert.deepEqual([...seen], [TAG_ADDRESS, 9, 1700000000, 5, RECORD_ADDRESS, 8]);
    const memory = Buffer.from(guest.memory.buffer);
    assert.equal(memory.toString("utf8", TAG_ADDRESS, TAG_ADDRESS + 10), "aws.trail\0");
    assert.equal(memory.toString("utf8", RECORD_ADDRESS, RECORD_ADDRESS + 9), '{"\u00e9":1}\0');
  });

  it("frees tag and record after each call, also when the record is dropped", () => {
    for (const filter of ["(local.get $record)", "(i32.const 0)"]) {
      const guest = makeGuest(filter);
      new FluentBitHost(guest).filter("tag", RECORD);
      assert.equal(guest.frees(), 2);
    }
  });

  it("never frees if configured like Fluent Bit 4.1.0", () => {
    const guest = makeGuest("(local.get $record)");
    new FluentBitHost(guest, { free: false }).filter("tag", RECORD);
    assert.equal(guest.frees(), 0);
  });

  it("passes the address 0 and the true length when malloc has no memory", () => {
    const guest = instantiate(`(module
      (memory (export "memory") 1)
      (data (i32.const 16) "{\\"lost\\":0}\\00")
      (func (export "malloc") (param i32) (result i32) (i32.const 0))
      (func (export "free") (param i32) unreachable)
      (func (export "tag") (param i32 i32 i32 i32 i32 i32) (result i32)
        (if (i32.or (local.get 0) (local.get 4)) (then unreachable))
        (i32.store8 (i32.const 24) (i32.add (i32.const 0x30) (local.get 5)))
        (i32.const 16)))`);
    const result = new FluentBitHost(guest).filter("tag", RECORD);
    assert.equal(result.outcome, "modified");
    assert.equal(Buffer.from(result.record).toString(), '{"lost":7}');
    assert.deepEqual([...new Uint8Array(guest.memory.buffer, 0, 16)], Array(16).fill(0), "nothing is written to 0");
  });

  it("reads a result in memory that grew during the call", () => {
    const guest = makeGuest(`
      (drop (memory.grow (i32.const 1)))
      (i32.store16 (i32.const 0x10000) (i32.const 0x7d7b)) (i32.const 0x10000)`);
    const result = new FluentBitHost(guest).filter("tag", RECORD);
    assert.equal(result.outcome, "modified");
    assert.equal(Buffer.from(result.record).toString(), "{}");
  });
});
