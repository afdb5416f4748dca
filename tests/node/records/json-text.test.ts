import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isJson } from "#keyward/records/json-scanner.js";

/** Sizes around those from which a record is scanned instead of parsed. */
const SIZES = [10, 63, 64, 65, 100, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1];

describe("isJson", () => {
  it("accepts an object, an array and a scalar, of any size", () => {
    for (const size of SIZES) {
      for (const [start, end] of [
        ['{"a":"', '"}'],
        ['["', '"]'],
        ['"', '"'],
      ] as const) {
        assert.ok(isJson(Buffer.from(start + "x".repeat(size - start.length - end.length) + end)), `${start} ${size}`);
      }
      assert.ok(isJson(Buffer.from("1".repeat(size))));
    }
  });

  it("rejects anything else, of any size", () => {
    for (const size of SIZES) {
      const padded = `{"a":"${"x".repeat(size - 8)}"}`;
      for (const text of [
        `${padded}}`,
        padded.slice(0, -1),
        `${padded.slice(0, -2)}\n"}`,
        padded.replace("a", "\\x"),
      ]) {
        assert.ok(!isJson(Buffer.from(text)), `${size} ${text.slice(-4)}`);
      }
      for (const at of [6, size - 3]) {
        const illFormed = Buffer.from(padded);
        illFormed[at] = 0xff;
        assert.ok(isJson(illFormed), `${size}, not UTF-8 in a string at ${at}`);
        assert.ok(!isJson(Buffer.concat([illFormed.subarray(0, -1), Buffer.of(0xff, 0x7d)])), `${size}`);
      }
    }
    for (const text of ["", " ", "text", "{", "nul"]) assert.ok(!isJson(Buffer.from(text)), text);
  });
});
