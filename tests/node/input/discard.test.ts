import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { discard } from "#keyward/input/discard.js";

describe("discard", () => {
  it("frees memory at once", () => {
    const before = process.memoryUsage().arrayBuffers;
    const kept: Buffer[] = [];
    for (let n = 0; n < 50; n++) {
      const bytes = Buffer.alloc(1024 * 1024);
      kept.push(bytes);
      discard(bytes);
      assert.equal(bytes.length, 0);
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < 5 * 1024 * 1024);
    assert.equal(kept.length, 50);
  });

  it("leaves memory that may be shared, and what is already gone", () => {
    const small = Buffer.from("in Node's pool");
    discard(small);
    assert.equal(small.toString(), "in Node's pool");
    const large = Buffer.alloc(100_000);
    discard(large);
    discard(large);
    discard(new Uint8Array(new SharedArrayBuffer(100_000)));
  });
});
