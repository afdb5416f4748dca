import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { layOut, wrap } from "#keyward/explain/layout.js";

const ROWS = [
  { holds: true, label: "provider", value: "kms.amazonaws.com", place: "/eventSource" },
  { holds: false, label: "action", value: "EnableKey", place: "/eventName", below: ["wanted: DisableKey"] },
  { label: "", value: "also x" },
];

describe("rows", () => {
  it("are in columns, as wide as needed", () => {
    assert.deepEqual(layOut(ROWS, 100, 2), [
      "  yes  provider  kms.amazonaws.com  /eventSource",
      "  no   action    EnableKey          /eventName",
      "                 wanted: DisableKey",
      "                 also x",
    ]);
  });

  it("put what does not fit below", () => {
    assert.deepEqual(layOut(ROWS, 42, 2), [
      "  yes  provider  kms.amazonaws.com",
      "                 /eventSource",
      "  no   action    EnableKey  /eventName",
      "                 wanted: DisableKey",
      "                 also x",
    ]);
    assert.deepEqual(layOut(ROWS, 30, 2), [
      "  yes  provider",
      "       kms.amazonaws.com",
      "       /eventSource",
      "  no   action",
      "       EnableKey  /eventName",
      "       wanted: DisableKey",
      "       also x",
    ]);
  });

  it("are never wider than requested", () => {
    const row = {
      holds: true,
      label: "a".repeat(12),
      value: "b".repeat(70),
      place: `/${"c".repeat(90)}`,
      below: ["d d ".repeat(30)],
    };
    for (let width = 22; width < 130; width++) {
      for (const line of layOut([...ROWS, row], width, 4)) assert.ok(line.length <= width, `${width}: ${line}`);
      const text = layOut([row], width, 4).join("");
      assert.deepEqual(
        ["b", "c", "d"].map((letter) => text.split(letter).length - 1),
        [70, 90, 60],
      );
    }
  });

  it("leave no room for marks if there are none", () => {
    assert.deepEqual(layOut([{ label: "ECS", value: "x", place: "/y" }], 80, 4), ["    ECS  x  /y"]);
    assert.deepEqual(layOut([], 80, 4), []);
  });
});

describe("a text", () => {
  it("wraps at spaces, and long words anywhere", () => {
    assert.deepEqual(wrap("one two three", 8), ["one two", "three"]);
    assert.deepEqual(wrap("one abcdefghijk", 5), ["one", "abcde", "fghij", "k"]);
    assert.deepEqual(wrap("a  b", 10), ["a  b"]);
    assert.deepEqual(wrap("", 10), [""]);
    // The key symbol takes two columns.
    assert.deepEqual(wrap("éééé\u{1f511}\u{1f511}", 3), ["ééé", "é\u{1f511}", "\u{1f511}"]);
    assert.deepEqual(wrap("x 日本語 y", 5), ["x", "日本", "語 y"]);
  });
});
