import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { InputError } from "#keyward/file-errors.js";
import { eachRecord, Enough } from "#keyward/records/each-record.js";
import { temporaryFolder } from "../support/files.js";

const folder = await temporaryFolder();

/** Returns the records of a file with this text: `LINE TEXT`, `LINE-LAST TEXT`, or `LINE oversize`. */
async function recordsOf(content: string | Buffer, limit?: number, name = "records"): Promise<string[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const notes: string[] = [];
  await eachRecord(
    path,
    {
      record: ({ bytes, line, lastLine, problem }) => {
        const lines = line === lastLine ? line : `${line}-${lastLine}`;
        notes.push(`${lines} ${problem === undefined ? "" : `${problem} `}${bytes.toString()}`);
      },
      oversize: (line) => {
        notes.push(`${line} oversize`);
      },
    },
    undefined,
    limit,
  );
  return notes;
}

describe("the records of a file", () => {
  it("are its lines, numbered, without blank ones", async () => {
    assert.deepEqual(await recordsOf('{"a":1}\n\n \t\r\n{"b":2}\r\nnot JSON\n{"c":3}'), [
      '1 {"a":1}',
      '4 {"b":2}\r',
      "5 broken not JSON",
      '6 {"c":3}',
    ]);
  });

  it("do not exist in an empty or blank file", async () => {
    assert.deepEqual(await recordsOf(""), []);
    assert.deepEqual(await recordsOf("\n\n  \n"), []);
  });

  it("may be one document over several lines, with its first and last line", async () => {
    assert.deepEqual(await recordsOf('{\n"a":1\n}\n'), ['1-3 {\n"a":1\n}']);
    assert.deepEqual(await recordsOf("\n \n  [\n1]\n\n"), ["3-4 [\n1]"]);
    assert.deepEqual(await recordsOf('{\n"a":1}'), ['1-2 {\n"a":1}']);
  });

  it("may be several on a line, or follow text there, or several over several lines", async () => {
    assert.deepEqual(await recordsOf('{"a":1}{"b":2}\ntime {"c":3}\n{\n"d":4}{\n"e":5}\n[6]'), [
      '1 {"a":1}',
      '1 {"b":2}',
      '2 {"c":3}',
      '3-4 {\n"d":4}',
      '4-5 {\n"e":5}',
      "6 [6]",
    ]);
  });

  it("are handed out with what is not JSON between them", async () => {
    assert.deepEqual(await recordsOf('{\n"a":1\n\n}}\n'), ['1-4 {\n"a":1\n\n}', "4 broken }"]);
    assert.deepEqual(await recordsOf('{\n"a":1\n"b"\n{"c":3}\n'), ['1-2 broken {\n"a":1', '3 broken "b"', '4 {"c":3}']);
    assert.deepEqual(await recordsOf('{"a":[{"b":1},{"c'), ['1 goes on {"a":[', '1 {"b":1}', '1 cut off ,{"c']);
  });

  it("keep their numbers after lines that are too long", async () => {
    assert.deepEqual(await recordsOf("a\n123456\nb\n\n1234567\n12345\n1234567", 5), [
      "1 broken a",
      "2 oversize",
      "3 broken b",
      "5 oversize",
      "6 broken 12345",
      "7 oversize",
    ]);
  });

  it("are elements if a document is too large", async () => {
    assert.deepEqual(await recordsOf('[\n{"a":1},\n{"b":2}]\n', 9), [
      "1 oversize",
      '2 {"a":1}',
      '3 {"b":2}',
      "3 broken ]",
    ]);
  });

  it("are distinguished by their lines", async () => {
    const path = join(folder, "lines");
    writeFileSync(path, '{"a":1}{"b":2}\n\n{\n"c":3}\nx');
    const ends: number[] = [];
    await eachRecord(path, { record: () => undefined, oversize: () => undefined, lineEnd: (line) => ends.push(line) });
    assert.deepEqual(ends, [1, 2, 3, 4]);
  });

  it("are decompressed, without a byte order mark", async () => {
    assert.deepEqual(await recordsOf(gzipSync('{"a":1}\n{"b":2}\n'), undefined, "a.ndjson.gz"), [
      '1 {"a":1}',
      '2 {"b":2}',
    ]);
    assert.deepEqual(await recordsOf('\ufeff{"a":1}\n{"b":2}\n'), ['1 {"a":1}', '2 {"b":2}']);
  });

  it("have their numbers in a file of any size", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ index, pad: "x".repeat(index % 97) }));
    const notes = await recordsOf(`${lines.join("\n")}\n`);
    assert.equal(notes.length, lines.length);
    notes.forEach((note, index) => {
      assert.equal(note, `${index + 1} ${lines[index] ?? ""}`);
    });
  });

  it("come with the number of lines", async () => {
    const texts: [text: string, lines: number, limit?: number][] = [
      ["", 0],
      ["\n", 1],
      ["a", 1],
      ["a\n", 1],
      ["a\n\nb", 3],
      ["a\n\n \n", 3],
      ['{\n"a":1}', 2],
      ['\n{\n"a":1}\n\n', 4],
      ["a\n123456", 2, 5],
      ["a\n123456\n", 2, 5],
    ];
    const path = join(folder, "counted");
    const visitor = { record: () => undefined, oversize: () => undefined };
    for (const [text, lines, limit] of texts) {
      writeFileSync(path, text);
      assert.equal(await eachRecord(path, visitor, undefined, limit), lines, JSON.stringify(text));
    }
  });

  it("end when the visitor throws", async () => {
    const path = join(folder, "thrown");
    writeFileSync(path, "a\nb\nc\n");
    const seen: number[] = [];
    const visitor = (error: Error) => ({
      record: ({ line }: { line: number }) => {
        seen.push(line);
        if (line === 2) throw error;
      },
      oversize: () => undefined,
    });
    await assert.rejects(eachRecord(path, visitor(new RangeError("wrong"))), new RangeError("wrong"));
    // Not an error, but the number of lines is then unknown.
    assert.equal(await eachRecord(path, visitor(new Enough())), undefined);
    assert.deepEqual(seen, [1, 2, 1, 2]);
  });

  it("are handed out as far as the file can be read", async () => {
    const whole = gzipSync(`${'{"a":1}\n'.repeat(1000)}${randomBytes(1000).toString("hex")}`);
    const notes: number[] = [];
    const path = join(folder, "cut.gz");
    writeFileSync(path, whole.subarray(0, whole.length - 12));
    const visitor = {
      record: ({ line }: { line: number }) => notes.push(line),
      oversize: () => undefined,
    };
    await assert.rejects(eachRecord(path, visitor), new InputError(path, "truncated gzip data"));
    assert.ok(notes.length >= 1000, `${notes.length} records`);
    await assert.rejects(eachRecord(join(folder, "none"), visitor), /none: no such file$/);
    await assert.rejects(eachRecord(folder, visitor), /: is a directory$/);
  });
});
