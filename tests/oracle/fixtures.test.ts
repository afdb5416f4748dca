import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixtures } from "./project.js";
import { judge } from "./rule.js";

describe("the rule on the fixtures", () => {
  const all = fixtures();

  it("has them in pairs", () => {
    assert.ok(all.length >= 40);
    const names = (matches: boolean) =>
      all
        .filter((fixture) => fixture.matches === matches)
        .map(({ where }) => where.replace(/\.(match|near-miss)\.json$/, ""));
    assert.deepEqual(names(true), names(false));
  });

  for (const { where, matches, bytes } of all) {
    it(`${matches ? "matches" : "does not match"} ${where}`, () => {
      const { verdict, shape } = judge(bytes);
      assert.equal(verdict, matches ? "match" : "no match");
      if (matches) assert.equal(shape, where.split("/")[0]);
    });
  }
});
