import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isThorough } from "../../settings.js";
import { JsonScanner, type JsonStatus } from "#keyward/records/json-scanner.js";

function scan(text: string, pieces = 1): JsonStatus {
  const bytes = Buffer.from(text);
  const scanner = new JsonScanner();
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return scanner.finish();
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Yields every text of up to `length` characters of an alphabet. */
function* texts(alphabet: string, length: number): Generator<string> {
  yield "";
  if (length === 0) return;
  for (const rest of texts(alphabet, length - 1)) for (const character of alphabet) yield character + rest;
}

const EXAMPLES = [
  "{}",
  "[]",
  ' { "a" : [ 1 , -0.5e+10 , true , false , null , "\\u00e9\\n" ] } \r\n\t',
  '{"a":{"b":[[],[{}],{"c":""}]}}',
  "[{},[]]",
  '[{"a":{}},[[1]],{}]',
  '"text"',
  "-0",
  "1E5",
  "null",
  '{"a":1,}',
  "[1,]",
  "[,1]",
  '{"a"}',
  '{"a":}',
  "{a:1}",
  "{}{}",
  "{} x",
  "[}",
  "01",
  "1.",
  ".5",
  "+1",
  "1e",
  "--1",
  "nul",
  "nulll",
  "True",
  '"\\x"',
  '"\\u12g4"',
  '"a\nb"',
  '"\u0000"',
  "'a'",
  "NaN",
  "\ufeff{}",
  "\u00a0{}",
  "\v{}",
];

describe("JsonScanner", () => {
  it("agrees with JSON.parse on examples, whole and byte by byte", () => {
    for (const text of EXAMPLES) {
      for (const pieces of [1, 2, 3, text.length + 8]) {
        assert.equal(scan(text, pieces) === "done", parses(text), JSON.stringify(text));
      }
    }
  });

  it("agrees with JSON.parse on every byte in a string, and after a backslash", () => {
    for (let code = 0; code < 0x80; code++) {
      for (const text of [`"${String.fromCharCode(code)}"`, `"\\${String.fromCharCode(code)}"`]) {
        assert.equal(scan(text) === "done", parses(text), JSON.stringify(text));
      }
    }
  });

  it("agrees with JSON.parse on every short text of structure, of numbers and of strings", () => {
    for (const [alphabet, length] of [
      ['{}[]:,"1 ', 5],
      ["-+.eE019,", 5],
      ['"\\u0aF/n', 6],
    ] as const) {
      for (const text of texts(alphabet, isThorough ? length : length - 1)) {
        if ((scan(text) === "done") !== parses(text)) assert.fail(JSON.stringify(text));
      }
    }
  });

  it("finds each prefix of a document open, until its last byte", () => {
    const text = '{"a":[1.5,"\\u00e9",{"b":null}],"c":-2e-3}';
    for (let end = 1; end < text.length; end++) assert.equal(scan(text.slice(0, end)), "open", text.slice(0, end));
    assert.equal(scan(text), "done");
  });

  it("is broken at the first impossible byte", () => {
    const scanner = new JsonScanner();
    assert.equal(scanner.push(Buffer.from('{"a":1')), "open");
    assert.equal(scanner.push(Buffer.from('"')), "broken");
    assert.equal(scanner.push(Buffer.from("}")), "broken");
  });

  it("reports where the value ended, without white space around it", () => {
    for (const [text, end] of [
      [" {} \n ", 3],
      ["[1] ", 3],
      ["12 ", 2],
      ["12", 2],
      ['"a" ', 3],
      ["true", 4],
    ] as const) {
      const scanner = new JsonScanner();
      for (const byte of Buffer.from(text)) scanner.push(Buffer.of(byte));
      scanner.finish();
      assert.equal(scanner.end, end, JSON.stringify(text));
    }
  });

  it("follows brackets to any depth, each with the right partner", () => {
    const depth = isThorough ? 1_000_000 : 100_000;
    const mixed = '[{"a":'.repeat(depth);
    assert.equal(scan(`${mixed}1${"}]".repeat(depth)}`), "done");
    assert.equal(scan(`${mixed}1${"}]".repeat(depth - 1)}]`), "broken");
  });
});
