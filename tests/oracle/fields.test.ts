import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fieldValues } from "./fields.js";
import type { Json } from "./json.js";

function values(text: string, path: string): Json[] {
  return fieldValues(JSON.parse(text) as Json, path);
}

describe("fields of a record", () => {
  it("are found under nested, dotted and mixed spellings, all at once", () => {
    assert.deepEqual(values('{"a":{"b":{"c":1}}}', "a.b.c"), [1]);
    assert.deepEqual(values('{"a.b.c":1}', "a.b.c"), [1]);
    assert.deepEqual(values('{"a":{"b.c":1}}', "a.b.c"), [1]);
    assert.deepEqual(values('{"a.b":{"c":1}}', "a.b.c"), [1]);
    assert.deepEqual(values('{"a.b":{"c":1},"a":{"b":{"c":2},"b.c":3},"a.b.c":4}', "a.b.c"), [1, 2, 3, 4]);
  });

  it("flatten arrays of values, of arrays and of objects", () => {
    assert.deepEqual(values('{"a":{"b":["x",["y",[1]],null,{"c":"z"}]}}', "a.b"), ["x", "y", 1]);
    assert.deepEqual(values('{"a":[{"b":1},[{"b":[2,3]}],{"c":4},5]}', "a.b"), [1, 2, 3]);
  });

  it("are not found deeper, shallower, or under similar names", () => {
    for (const text of [
      '{"x":{"a":{"b":1}}}',
      '{"a":1,"b":1}',
      '{"a":{"b":{"c":1}}}',
      '{"a":"a.b"}',
      '{"A":{"b":1}}',
    ]) {
      assert.deepEqual(values(text, "a.b"), [], text);
    }
    assert.deepEqual(values('{"a":{".b":1,"":{"b":2}},"a.":{"b":3},"a..b":4,"":{"a.b":5}}', "a.b"), []);
  });

  it("have no value for null or an object", () => {
    assert.deepEqual(values('{"a":null}', "a"), []);
    assert.deepEqual(values('{"a":{"b":null}}', "a"), []);
    assert.deepEqual(values('{"a":["",false,0]}', "a"), ["", false, 0]);
  });

  it("are only own members, and the last duplicate counts", () => {
    assert.deepEqual(values("{}", "constructor.name"), []);
    assert.deepEqual(values('{"__proto__":{"a":1}}', "a"), []);
    assert.deepEqual(values('{"__proto__":{"a":1}}', "__proto__.a"), [1]);
    assert.deepEqual(values('{"a":{"b":1},"a":{"c":2}}', "a.b"), []);
  });
});
