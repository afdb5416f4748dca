import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KqlError, parseKql, type Query, type ValueTest } from "#keyward/rules/kql.js";

/** Shows a query with parts in parentheses, values in quotes, and `%` for a wildcard. */
function show(query: Query): string {
  switch (query.kind) {
    case "test":
      return `${query.field}:${shownTest(query.test)}`;
    case "not":
      return `not(${show(query.part)})`;
    case "and":
    case "or":
      return `(${query.parts.map(show).join(` ${query.kind} `)})`;
  }
}

function shownTest(test: ValueTest): string {
  switch (test.kind) {
    case "exists":
      return "exists";
    case "equals":
      return JSON.stringify(test.text);
    case "wildcard":
      return JSON.stringify(test.parts.join("%"));
  }
}

function shown(text: string): string {
  return show(parseKql(text));
}

function complaint(text: string): string {
  try {
    parseKql(text);
  } catch (error) {
    assert.ok(error instanceof KqlError, String(error));
    return error.message;
  }
  return "none";
}

describe("a query", () => {
  it("has fields with bare values and values in quotes", () => {
    assert.equal(shown("a:b"), 'a:"b"');
    assert.equal(shown('a.b : "c d"'), 'a.b:"c d"');
    assert.equal(shown("a:kms.amazonaws.com"), 'a:"kms.amazonaws.com"');
    assert.equal(shown("a:7 and b:true and c:-1.5"), '(a:"7" and b:"true" and c:"-1.5")');
  });

  it("binds not before and before or, in any case", () => {
    assert.equal(shown("a:1 or b:2 and c:3"), '(a:"1" or (b:"2" and c:"3"))');
    assert.equal(shown("(a:1 or b:2) and c:3"), '((a:"1" or b:"2") and c:"3")');
    assert.equal(shown("not a:1 and b:2"), '(not(a:"1") and b:"2")');
    assert.equal(shown("NOT (a:1 OR b:2) AND not not c:3"), '(not((a:"1" or b:"2")) and not(not(c:"3")))');
  });

  it("has lists of values for one field", () => {
    assert.equal(shown('a:("b" or c)'), '(a:"b" or a:"c")');
    assert.equal(shown("a:(b and not c)"), '(a:"b" and not(a:"c"))');
    assert.equal(shown("a:(b or (c and d)) and e:f"), '((a:"b" or (a:"c" and a:"d")) and e:"f")');
    assert.equal(shown("a:(b)"), 'a:"b"');
  });

  it("has wildcards only in bare values", () => {
    assert.equal(shown("a:Delete*"), 'a:"Delete%"');
    assert.equal(shown("a:*Key*Deletion"), 'a:"%Key%Deletion"');
    assert.equal(shown('a:"Delete*"'), 'a:"Delete*"');
    assert.equal(shown("a:Delete\\*"), 'a:"Delete*"');
    assert.equal(shown("a:*"), "a:exists");
    assert.equal(shown("a:**"), "a:exists");
    assert.equal(shown('a:"*"'), 'a:"*"');
  });

  it("decodes escapes", () => {
    assert.equal(shown('a:"say \\"b\\"\\\\\\n"'), 'a:"say \\"b\\"\\\\\\n"');
    assert.equal(shown("a:b\\:c\\(d\\)\\ e"), 'a:"b:c(d) e"');
    assert.equal(shown('a:\\u0041 and b:"\\u00e9"'), '(a:"A" and b:"é")');
    assert.equal(shown("a:\\and"), 'a:"and"');
    assert.equal(shown('a:"and"'), 'a:"and"');
  });

  it("reports the column of a value", () => {
    const query = parseKql('a:1 and b:(2 or "3")');
    const columns = (one: Query): number[] =>
      one.kind === "test" ? [one.column] : one.kind === "not" ? columns(one.part) : one.parts.flatMap(columns);
    assert.deepEqual(columns(query), [3, 12, 17]);
  });
});

describe("an unsupported query", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["", "column 1: expected a field name"],
    ["a", "column 2: expected a colon after a"],
    ["a b:c", "column 3: expected a colon after a"],
    ["a:", "column 3: expected a value"],
    ["a:and", "column 3: expected a value"],
    ["a:not b", "column 3: expected a value"],
    ["a:b c", "column 5: expected and, or, or the end"],
    ["a:b and", "column 8: expected a field name"],
    ["a:b or or c:d", "column 8: expected a field name"],
    ["(a:b", "column 5: expected and, or, or a closing parenthesis"],
    ["a:(b or c", "column 10: expected and, or, or a closing parenthesis"],
    ["a:b)", "column 4: expected and, or, or the end"],
    ["a:()", "column 4: expected a value"],
    ["a:(b:c)", "column 5: expected and, or, or a closing parenthesis"],
    ['"a" "b"', "column 5: expected a colon after a"],
    ["a*:b", "column 1: wildcards in field names are not supported"],
    ["*:b", "column 1: wildcards in field names are not supported"],
    ["a > 3", "column 3: ranges are not supported"],
    ["a:<=3", "column 3: ranges are not supported"],
    ["a:{ b:c }", "column 3: nested queries are not supported"],
    ['a:"b', "column 3: a text in quotes that does not end"],
    ["a:b\\", "column 4: \\ is not understood here"],
  ];
  for (const [text, wanted] of cases) {
    it(`is rejected with its column: ${text}`, () => {
      assert.equal(complaint(text), wanted);
    });
  }
});
