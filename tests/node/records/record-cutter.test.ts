import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LineSplitter } from "#keyward/records/line-splitter.js";
import { RecordCutter } from "#keyward/records/record-cutter.js";
import { randomFor } from "../../oracle/random.js";
import { cuts, RecordingSink } from "../support/recording-sink.js";

/** Limits, in bytes. */
interface Limits {
  line?: number;
  document?: number;
}

/** Cuts an input that comes line by line. */
function cutLines(chunks: Iterable<Buffer>, limits: Limits = {}, hasFailed = false): RecordingSink {
  const sink = new RecordingSink();
  const lines = new LineSplitter(new RecordCutter(sink, limits.document), limits.line);
  for (const chunk of chunks) lines.push(chunk);
  lines.end(hasFailed);
  return sink;
}

/** Cuts an input whose whole lines come many at a time, as in a chunk. */
function cutSpans(text: Buffer, limits: Limits = {}): RecordingSink {
  const sink = new RecordingSink();
  const cutter = new RecordCutter(sink, limits.document);
  const end = text.lastIndexOf(0x0a) + 1;
  for (let at = 0; at < text.length;) {
    if (cutter.isOpen) {
      at += cutter.continue(text.subarray(at, at < end ? end : text.length));
      continue;
    }
    const newline = text.indexOf(0x0a, at);
    const stop = newline < 0 ? text.length : newline;
    cutter.line(text.subarray(at, stop), newline >= 0);
    at = stop + 1;
  }
  cutter.end();
  return sink;
}

/** Asserts how a text is cut, in any pieces, and that none of its bytes is lost. */
function assertCut(text: string | Buffer, expected: string[], limits: Limits = {}): void {
  const bytes = Buffer.from(text);
  const sinks = [cutSpans(bytes, limits), ...Array.from(cuts(bytes), (chunks) => cutLines(chunks, limits))];
  for (const sink of sinks) {
    assert.deepEqual(sink.notes, expected);
    assert.equal(sink.text, bytes.toString("latin1"));
  }
}

describe("records of an input", () => {
  it("are its lines", () => {
    assertCut('{"a":1}\n\n \t\r\n{"b":2}\r\n[3]', ['record {"a":1}', 'record {"b":2}\r', "record [3]"]);
    assertCut("", []);
    assertCut("\n \n\n", []);
  });

  it("may be several on a line, with or without white space between them", () => {
    assertCut('{"a":1}{"b":2}', ['record {"a":1}', 'record {"b":2}']);
    assertCut('{"a":1} [2]\t{"c":"}{"}\n{"d":4}{"e":5}\n', [
      'record {"a":1}',
      "record [2]",
      'record {"c":"}{"}',
      'record {"d":4}',
      'record {"e":5}',
    ]);
  });

  it("may follow a record separator, end with a carriage return, or have a comma after them", () => {
    assertCut('\u001e{"a":1}\n\u001e{"b":2}\n', ['record {"a":1}', 'record {"b":2}']);
    assertCut('\u001e{"a":1}\u001e[2]', ['record {"a":1}', "record [2]"]);
    assertCut('{"a":1}\r{"b":2}\r', ['record {"a":1}', 'record {"b":2}']);
    assertCut('{"a":1},\n{"b":2},\n', ['record {"a":1}', 'record {"b":2}']);
  });

  it("may follow a byte order mark anywhere", () => {
    assertCut('\ufeff{"a":1}\n\ufeff[2]\n', ['record {"a":1}', "record [2]"]);
  });

  it("may follow text on their line", () => {
    assertCut('2026-03-04T09:03:41.123Z {"a":1}\n', ['record {"a":1}']);
    assertCut('2026-03-04T09:03:41.123456789Z stdout F {"a":1} \n', ['record {"a":1} ']);
    assertCut('<134>1 2026-03-04T09:03:41Z host app[7]: {"a":{"b":1}}\n', ['record {"a":{"b":1}}']);
    assertCut('[2026-03-04] [INFO] {"a":1}\n', ['record {"a":1}']);
    assertCut('time {"a":1} and {"b":2}\n', ['record {"a":1}', 'record {"b":2}']);
  });

  it("may span lines, several of them, anywhere in an input", () => {
    assertCut('{\n  "a": 1\n}', ['record {\n  "a": 1\n}']);
    assertCut('{\n"a":1\n}\n{\n"b":2\n}\n{"c":3}\n[\n4]', [
      'record {\n"a":1\n}',
      'record {\n"b":2\n}',
      'record {"c":3}',
      "record [\n4]",
    ]);
    assertCut('{"a":1}\n{"b":\r\n2}{"c":\n3} {"d":4}\n', [
      'record {"a":1}',
      'record {"b":\r\n2}',
      'record {"c":\n3}',
      'record {"d":4}',
    ]);
    assertCut('2026-03-04 stream {\n "a":1\n}\n{"b":2}\n', ['record {\n "a":1\n}', 'record {"b":2}']);
  });

  it("may nest to any depth", () => {
    const text = `${"[\n".repeat(100_000)}${"]".repeat(100_000)}`;
    assert.deepEqual(cutSpans(Buffer.from(text)).notes, [`record ${text}`]);
  });

  it("may have ill-formed UTF-8 in strings, and nowhere else", () => {
    assertCut(Buffer.from('{"a":"\xff"}{"b":1}\n', "latin1"), ['record {"a":"\ufffd"}', 'record {"b":1}']);
    assertCut(Buffer.from('{"a":\xff}{"b":1}\n', "latin1"), ['broken {"a":\ufffd}', 'record {"b":1}']);
  });

  it("are dropped with what was before them, and with the newline if the line is otherwise empty", () => {
    assertCut('time {"drop":1}\n{"a":1}\n', ['record {"drop":1}', "drop \n", 'record {"a":1}']);
    assertCut('{"drop":1}{"a":1}\n{"a":1} {"drop":1} \n', [
      'record {"drop":1}',
      'record {"a":1}',
      'record {"a":1}',
      'record {"drop":1}',
    ]);
    assertCut('{\n"drop":1}{"drop":2} \n', ['record {\n"drop":1}', 'record {"drop":2}', "drop  ", "drop \n"]);
  });
});

describe("any bytes", () => {
  it("come out in order, and each record is JSON, for input in any pieces", () => {
    const random = randomFor(17, 0);
    const alphabet = Buffer.from('{}[]",:\n\n \\1ax\r\u001e\xff', "latin1");
    for (let round = 0; round < 5000; round++) {
      const bytes = Buffer.from(
        Array.from({ length: 1 + random.below(30) }, () => alphabet[random.below(alphabet.length)] ?? 0),
      );
      const whole = cutLines([bytes]);
      assert.equal(whole.text, bytes.toString("latin1"));
      const halves = cutLines([bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)]);
      assert.deepEqual(
        [halves.notes, cutSpans(bytes).notes],
        [whole.notes, whole.notes],
        JSON.stringify(bytes.toString("latin1")),
      );
    }
  });
});

describe("what is not JSON", () => {
  it("is a line without braces, text or a scalar", () => {
    assertCut('text\n1\n"a"\n]\n{"a":1}\n', ["broken text", "broken 1", 'broken "a"', "broken ]", 'record {"a":1}']);
  });

  it("ends with its line", () => {
    assertCut('{"a":1}\n{"b":x}\n{"c\n{"d":1}\n', ['record {"a":1}', 'broken {"b":x}', 'broken {"c', 'record {"d":1}']);
    assertCut("{'a':1}\n[01]\n", ["broken {'a':1}", "broken [01]"]);
  });

  it("ends where a new text begins on the same line", () => {
    assertCut('{"a":x}{"b":1}{"c":y} {"d":1}\n', [
      'broken {"a":x}',
      'record {"b":1}',
      'broken {"c":y} ',
      'record {"d":1}',
    ]);
    assertCut('{"a":1}}\n', ['record {"a":1}', "broken }"]);
    assertCut('{"a":1} took 5 ms\n', ['record {"a":1}', "broken  took 5 ms"]);
  });

  it("ends with the last whole line before the one that breaks it", () => {
    assertCut('{"a":\n{"b":1}\n{"c":1}\n', ['goes on {"a":\n', 'record {"b":1}', "broken \n", 'record {"c":1}']);
    assertCut('{\n{"b":1}\n', ["broken {\n", 'record {"b":1}']);
    assertCut("server {\n  listen 80;\n}\n", ["broken server {\n", "broken   listen 80;", "broken }"]);
    assertCut('[\n{"a":1},\n{"b":2}\n{"c":3}\n', [
      "goes on [\n",
      'at /Records/0 record {"a":1}',
      'at /Records/1 record {"b":2}',
      "broken \n",
      'record {"c":3}',
    ]);
  });

  it("is checked only up to a limit on a line of nothing else", () => {
    const text = `${"{".repeat(300_000)}\n`;
    const { notes } = cutSpans(Buffer.from(text));
    assert.equal(notes.length, 1000);
    assert.equal(cutSpans(Buffer.from(text)).text, text);
  });

  it("takes no longer for many texts that begin and do not end", { timeout: 10_000 }, () => {
    for (const line of ["[\n", '{"a":\n', '[{"a":[', '{"a":{"b":']) {
      const text = line.repeat(300_000);
      assert.equal(cutSpans(Buffer.from(text)).text, text);
    }
  });
});

describe("a truncated text", () => {
  it("has the records of its last array, with their paths", () => {
    assertCut('{"x":[{"y":1}],"Records":[{"a":1}, {"b":[{"c":1}]},{"d":[{"e":1},{"f', [
      'goes on {"x":[{"y":1}],"Records":[',
      'at /Records/0 record {"a":1}',
      'at /Records/1 record {"b":[{"c":1}]}',
      'goes on ,{"d":[',
      'at /Records/2/d/0 record {"e":1}',
      'cut off ,{"f',
    ]);
    assertCut('[{"a":1},[{"b":"]"},1', [
      "goes on [",
      'at /Records/0 record {"a":1}',
      "goes on ,[",
      'at /Records/1/0 record {"b":"]"}',
      "cut off ,1",
    ]);
  });

  it("is one piece if nothing in it is whole", () => {
    assertCut('{"a":1}\n{"b":', ['record {"a":1}', 'cut off {"b":']);
    assertCut('{"a":1}{"b":"', ['record {"a":1}', 'cut off {"b":"']);
    assertCut('{"a":1}\n{\n"b":1,\n', ['record {"a":1}', 'cut off {\n"b":1,\n']);
    assertCut("text {", ["cut off text {"]);
  });

  it("is distinguished from one whose input failed", () => {
    assert.deepEqual(cutLines([Buffer.from('{"a":1}\n{"b":')], {}, true).notes, ['record {"a":1}', 'failed {"b":']);
  });
});

describe("limits", () => {
  it("pass a line that is too long, also in a text over several lines", () => {
    for (const chunks of cuts('[1]\n{"a":1}\n{\n{"a":1}\n[2]')) {
      assert.deepEqual(cutLines(chunks, { line: 5 }).notes, [
        "record [1]",
        "oversize",
        "broken {\n",
        "oversize",
        "record [2]",
      ]);
    }
  });

  it("end a text over several lines that is too long: its elements become records, and reading goes on", () => {
    assertCut("[\n1\n]\n", ["record [\n1\n]"], { document: 6 });
    assertCut(
      '[\n{"a":1},\n{"b":2},\n{"c":3}]\n',
      ["oversize", 'record {"a":1}', 'record {"b":2}', 'record {"c":3}', "broken ]"],
      { document: 5 },
    );
  });
});
