import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isBlank } from "#keyward/records/glance.js";

describe("isBlank", () => {
  it("accepts JSON's white space and no other", () => {
    for (const text of ["", " ", "\t\r\n "]) assert.ok(isBlank(Buffer.from(text)));
    for (const text of ["\0", "\v", "\u00a0", " a"]) assert.ok(!isBlank(Buffer.from(text)));
  });
});
