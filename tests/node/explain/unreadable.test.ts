import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DocumentTrace, findUnreadable } from "#keyward/explain/unreadable.js";
import { randomFor } from "../../oracle/random.js";
import { CORRUPTIONS } from "../../oracle/corruptions.js";
import { tryParse } from "../../oracle/json.js";

const RECORD = '{"é":[1,{"b":"\\u00e9"}],\n "c":"x\u{1f511}y"}';

function problem(record: string | Buffer, line = 1): unknown {
  return findUnreadable(Buffer.from(record), line);
}

describe("the reason why a record is not JSON", () => {
  it("has the position where it stops being JSON", () => {
    assert.deepEqual(problem("{'a':1}"), { reason: "not_json", line: 1, column: 2, offset: 1 });
    assert.deepEqual(problem('{"a":1,}', 7), { reason: "not_json", line: 7, column: 8, offset: 7 });
    assert.deepEqual(problem('{"é\u{1f511}":01}', 3), { reason: "not_json", line: 3, column: 8, offset: 11 });
    assert.deepEqual(problem('{\n "a": 1\n "b": 2\n}', 10), { reason: "not_json", line: 12, column: 2, offset: 11 });
    assert.deepEqual(problem("{} x"), { reason: "not_json", line: 1, column: 4, offset: 3 });
    assert.deepEqual(problem('{"a":"b\tc"}'), { reason: "not_json", line: 1, column: 8, offset: 7 });
    assert.deepEqual(problem('{"a":tru}'), { reason: "not_json", line: 1, column: 9, offset: 8 });
  });

  it("covers records that are cut off, not UTF-8 outside strings, or not objects", () => {
    assert.deepEqual(problem('{"a":\n"b'), { reason: "cut_off", line: 2, column: 3, offset: 8 });
    assert.deepEqual(problem("12"), { reason: "no_object" });
    assert.deepEqual(problem(' "x"'), { reason: "no_object" });
    const illFormed = Buffer.from('{"a":"\xff"\xff}', "latin1");
    assert.deepEqual(problem(illFormed), { reason: "not_json", line: 1, column: 9, offset: 8 });
    assert.equal(problem(Buffer.from('{"a":"\xff\xed\xa0"}', "latin1")), undefined);
    assert.equal(problem(RECORD), undefined);
    assert.equal(problem(" [] \n"), undefined);
  });

  it("covers each beginning of a record, and 2,000 broken ones, like a parser", () => {
    const whole = Buffer.from(RECORD);
    for (let end = 1; end < whole.length; end++) {
      const cut = whole.subarray(0, end);
      const found = findUnreadable(cut, 1);
      assert.deepEqual([found?.reason, found?.offset], ["cut_off", end]);
    }
    let broken = 0;
    for (let index = 0; index < 2000; index++) {
      const random = randomFor(11, index);
      const record = Buffer.from(random.pick(CORRUPTIONS).apply(Buffer.from(RECORD.repeat(1)), random));
      const value = tryParse(record.toString());
      const isRecord = typeof value === "object" && value !== null;
      const found = findUnreadable(record, 1);
      assert.equal(found === undefined, isRecord, record.toString("latin1"));
      if (found?.offset === undefined) continue;
      broken++;
      // Up to there it is the beginning of a possible JSON text: another end completes it, or a later one breaks it.
      const again = findUnreadable(record.subarray(0, found.offset), 1);
      assert.ok(
        found.offset === 0 || again === undefined || again.reason === "cut_off" || again.reason === "no_object",
      );
    }
    assert.ok(broken > 1000, `${broken}`);
  });
});

describe("where a file stops being one document", () => {
  function trace(text: string): unknown {
    const document = new DocumentTrace();
    text.split("\n").forEach((line, index) => {
      if (line.trim() !== "") document.push(Buffer.from(line), index + 1);
    });
    return document.end();
  }

  it("is found across its lines", () => {
    assert.deepEqual(trace('{\n\n "é": 1\n "b": 2\n}'), { reason: "not_json", line: 4, column: 2 });
    assert.deepEqual(trace('[\n{"a": 1},\n]'), { reason: "not_json", line: 3, column: 1 });
    assert.deepEqual(trace('{\n "a": "b\n c"}'), { reason: "not_json", line: 2, column: 9 });
    assert.deepEqual(trace('{\n "a": [1,\n 2'), { reason: "cut_off", line: 3, column: 3 });
    assert.deepEqual(trace("{\n}\nx"), { reason: "not_json", line: 3, column: 1 });
  });

  it("is undefined if the file consists of lines", () => {
    assert.equal(trace("plain\ntext"), undefined);
    assert.equal(trace('{"a":1}\n{"b"'), undefined);
    assert.equal(trace('{"a":1,}\n{"b":1}'), undefined);
    assert.equal(trace('{\n"a":1\n}'), undefined);
    assert.equal(trace(""), undefined);
  });
});
