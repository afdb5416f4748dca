import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cutEnd, cutStart, padTo, textWidth, wrap } from "#keyward/terminal/width.js";

describe("width", () => {
  it("counts columns, not characters", () => {
    assert.deepEqual(["abc", "東京", "é", "e\u0301", "😀", ""].map(textWidth), [3, 4, 1, 1, 2, 0]);
    assert.equal(padTo("東京", 6), "東京  ");
    assert.equal(padTo("abc", 2), "abc");
  });

  it("cuts to a width, with an ellipsis", () => {
    assert.deepEqual([cutEnd("abcdef", 6), cutEnd("abcdef", 4), cutEnd("abc", 1)], ["abcdef", "abc…", "…"]);
    assert.deepEqual([cutStart("abcdef", 6), cutStart("abcdef", 4)], ["abcdef", "…def"]);
    assert.deepEqual([cutEnd("東京東", 4), cutStart("東京東", 4)], ["東…", "…東"]);
  });

  it("wraps, and cuts the rest", () => {
    assert.deepEqual(wrap("abcdefg", 3, 9), ["abc", "def", "g"]);
    assert.deepEqual(wrap("abcdefgh", 3, 2), ["abc", "de…"]);
    assert.deepEqual(wrap("東京", 3, 9), ["東", "京"]);
    assert.deepEqual(wrap("東", 1, 9), ["東"]);
    assert.deepEqual(wrap("", 3, 9), []);
  });
});
