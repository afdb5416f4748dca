import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isBlank, isBracketed } from "#keyward/records/glance.js";

describe("isBlank", () => {
  it("knows JSON's white space and no other", () => {
    for (const text of ["", " ", "\t\r\n "]) assert.ok(isBlank(Buffer.from(text)));
    for (const text of ["\0", "\v", "\u00a0", " a"]) assert.ok(!isBlank(Buffer.from(text)));
  });
});

describe("isBracketed", () => {
  it("takes what begins and ends like an object or an array, whatever is between", () => {
    for (const text of ["{}", "[]", " \t{no JSON}\r\n", "[[}]", "{]}"]) assert.ok(isBracketed(Buffer.from(text)), text);
  });

  it("takes nothing else", () => {
    for (const text of ["", " ", "{", "}", "[", "]", "{]", "[}", "}{", "][", "x{}", "{}x", "1", '"{}"', "\0{}", "y{"]) {
      assert.ok(!isBracketed(Buffer.from(text)), text);
    }
  });
});
