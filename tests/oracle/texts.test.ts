import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { textsIn } from "./texts.js";

/** Returns the texts, and what is left. */
function texts(text: string): string[] {
  const { texts: places, rest } = textsIn(text);
  return [...places.map(({ start, end }) => text.slice(start, end)), rest];
}

describe("the texts in a string", () => {
  it("come one after the other, with or without anything between them", () => {
    assert.deepEqual(texts('{"a":1}'), ['{"a":1}', ""]);
    assert.deepEqual(texts(" [1] \n"), ["[1]", " \n"]);
    assert.deepEqual(texts('{"a":"}\\\\"}{}\n[{}]x{"b":[]}'), ['{"a":"}\\\\"}', "{}", "[{}]", '{"b":[]}', ""]);
    assert.deepEqual(texts('INFO {"a":1} and {"b":2}.'), ['{"a":1}', '{"b":2}', "."]);
    assert.deepEqual(texts('x [{"a":1},{"b":2}]'), ['{"a":1}', '{"b":2}', "]"]);
  });

  it("end at what is not JSON", () => {
    assert.deepEqual(texts('{"a":1} {b} {"c":3}'), ['{"a":1}', ' {b} {"c":3}']);
    assert.deepEqual(texts('{"a":1}{"b'), ['{"a":1}', '{"b']);
    assert.deepEqual(texts('{"a":1}[x]{}'), ['{"a":1}', "[x]{}"]);
    for (const text of ["", "x", "1", "{a}{}", "[INFO] {}", '{"a":1', "{]", '{"a\\"}', '"{\\"a\\":1}"', "] ["]) {
      assert.deepEqual(texts(text), [text]);
    }
  });
});
