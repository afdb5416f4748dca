import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Scalar } from "./json.js";
import { comparedWith, matchesQuery, parseKql } from "./kql.js";
import { RULE } from "./project.js";

function matches(query: string, fields: Record<string, Scalar[]>): boolean {
  return matchesQuery(parseKql(query), (field) => fields[field] ?? []);
}

describe("KQL", () => {
  const event = {
    "event.dataset": ["aws.cloudtrail"],
    "event.provider": ["kms.amazonaws.com"],
    "event.action": ["DisableKey"],
    "event.outcome": ["success"],
  };

  it("parses the rule's own text", () => {
    assert.equal(matches(RULE.query, event), true);
    assert.equal(matches(RULE.query, { ...event, "event.action": ["ScheduleKeyDeletion"] }), true);
    assert.deepEqual(comparedWith(parseKql(RULE.query), "event.action"), ["DisableKey", "ScheduleKeyDeletion"]);
    for (const field of Object.keys(event)) {
      assert.equal(matches(RULE.query, { ...event, [field]: [] }), false, `without ${field}`);
      assert.equal(matches(RULE.query, { ...event, [field]: ["x"] }), false, `another ${field}`);
    }
  });

  it("compares exactly, and any value suffices", () => {
    assert.equal(matches("a:x", { a: ["y", "x"] }), true);
    assert.equal(matches("a:x", { a: ["X", "x ", "xx"] }), false);
    assert.equal(matches("a:true and b:1", { a: [true], b: [1] }), true);
    assert.equal(matches("a:(x and y)", { a: ["x", "y"] }), true);
    assert.equal(matches("a:(x and y)", { a: ["x"] }), false);
  });

  it("binds not before and before or", () => {
    const at = (query: string, ...held: string[]) =>
      matches(query, Object.fromEntries(held.map((field): [string, Scalar[]] => [field, ["1"]])));
    assert.equal(at("a:1 or b:1 and c:1", "a"), true);
    assert.equal(at("(a:1 or b:1) and c:1", "a"), false);
    assert.equal(at("not a:1 and b:1", "b"), true);
    assert.equal(at("not a:1 and b:1"), false);
    assert.equal(at("not (a:1 or b:1)", "b"), false);
    assert.equal(at("not not a:1", "a"), true);
    assert.equal(at("A:1 AND NOT b:1 Or c:1", "c"), true);
  });

  it("reads quotes, escapes, spaces and the wildcard for any value", () => {
    assert.equal(matches('a: "x y"', { a: ["x y"] }), true);
    assert.equal(matches('a : ( "or" or z )', { a: ["or"] }), true);
    assert.equal(matches('a:"say \\"x\\" \\\\"', { a: ['say "x" \\'] }), true);
    assert.equal(matches('a:"*"', { a: ["x"] }), false);
    assert.equal(matches("a:\\*", { a: ["*"] }), true);
    assert.equal(matches("a:*", { a: [false] }), true);
    assert.equal(matches("a:*", {}), false);
    assert.equal(matches("a:x*y", { a: ["x.y"] }), true);
    assert.equal(matches("a:x*y", { a: ["x.yz"] }), false);
    assert.equal(matches("a:*x\\**", { a: ["wx*z"] }), true);
    assert.equal(matches("a:*x\\**", { a: ["wx"] }), false);
    assert.equal(matches("a:(not x)", { a: ["y"] }), true);
  });

  it("rejects what it does not know", () => {
    const wrong = [
      "",
      "x",
      "a:",
      "a:(x",
      "a:x)",
      "a:x b:y",
      "a > 1",
      "a:{b:1}",
      "a:x and",
      "(a:x",
      'a:"x',
      "a:x y",
      "f*:1",
      "a:or",
      "not",
      ":x",
    ];
    for (const query of wrong) assert.throws(() => parseKql(query), SyntaxError, query);
  });
});
