import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { labelEvery, ticksOf } from "#page/model/axis.js";

describe("ticksOf", () => {
  it("returns whole, round numbers from 0 to at least the maximum, and never many", () => {
    for (let most = 0; most < 30_000; most = Math.ceil(most * 1.1) + 1) {
      const ticks = ticksOf(most);
      const [first = NaN, second = NaN] = ticks;
      assert.equal(first, 0);
      assert.ok((ticks.at(-1) ?? 0) >= most && (ticks.at(-2) ?? 0) < Math.max(1, most), `${most}: ${ticks.join(" ")}`);
      assert.ok(ticks.length <= 6, `${most}: ${ticks.join(" ")}`);
      assert.match(String(second), /^[125]0*$/);
      for (const [index, tick] of ticks.entries()) assert.equal(tick, index * second);
    }
    assert.deepEqual(ticksOf(0), [0, 1]);
    assert.deepEqual(ticksOf(13), [0, 5, 10, 15]);
  });
});

describe("labelEvery", () => {
  it("returns as many labels as fit", () => {
    assert.equal(labelEvery(80, 100), 1);
    assert.equal(labelEvery(80, 80), 1);
    assert.equal(labelEvery(80, 79), 2);
    assert.equal(labelEvery(80, 2.5), 32);
  });
});
