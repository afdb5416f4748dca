import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSpace } from "#keyward/records/glance.js";

describe("isSpace", () => {
  it("accepts JSON's white space and no other", () => {
    const accepted = Array.from({ length: 256 }, (_, byte) => byte).filter(isSpace);
    assert.equal(String.fromCharCode(...accepted), "\t\n\r ");
  });
});
