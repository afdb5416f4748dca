import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "#keyward/io/reason.js";
import type { Source } from "#keyward/io/source.js";
import { DEFAULT_LIMITS, type Limits } from "#keyward/records/limits.js";
import { LineSplitter } from "#keyward/records/line-splitter.js";
import { readRecords } from "#keyward/records/read-records.js";
import { cuts, RecordingSink } from "../support/recording-sink.js";

const NO_OUTPUT = {
  flush: () => Promise.resolve(),
  flushBehind: () => Promise.resolve(),
  endInput: () => undefined,
};

/** A source that gives these chunks, one a read as far as there is room; then it is over, or fails. */
function stream(chunks: Iterable<Buffer> | Iterator<Buffer>, error?: Error): Source {
  const iterator = Symbol.iterator in chunks ? chunks[Symbol.iterator]() : chunks;
  let rest = Buffer.alloc(0);
  return {
    // In turn a number and a promise of one, since a source may return either.
    read: (target) => {
      while (rest.length === 0) {
        const next = iterator.next();
        if (next.done === true) {
          if (error) throw error;
          return Promise.resolve(0);
        }
        rest = Buffer.from(next.value);
      }
      const count = Math.min(rest.length, target.length);
      target.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return count % 2 === 0 ? count : Promise.resolve(count);
    },
    close: () => Promise.resolve(),
  };
}

/** Reads all of a source into a new sink; what becomes of it. */
async function notesOf(source: Source, limits: Partial<Limits> = {}, sink = new RecordingSink()): Promise<string[]> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  await readRecords(source, new LineSplitter(sink, all), sink, all, NO_OUTPUT);
  return sink.notes;
}

/** Asserts what becomes of a text, however it is cut into chunks. */
async function assertRecords(text: string, expected: string[], limits: Partial<Limits> = {}): Promise<void> {
  for (const chunks of cuts(text)) {
    assert.deepEqual(
      await notesOf(stream(chunks), limits),
      expected,
      `in chunks of ${chunks.map((chunk) => chunk.length).join(", ")}`,
    );
  }
}

describe("lines", () => {
  it("are cut at newlines only; a carriage return belongs to the line", async () => {
    await assertRecords('{"a":1}\r\nb\n\n  \nc\n', ['line {"a":1}\r', "line b", "line ", "line   ", "line c"]);
  });

  it("need no newline at the end", async () => {
    await assertRecords('{"a":1}\n{"b":2}', ['line {"a":1}', 'last line {"b":2}']);
  });

  it("are none in an empty input", async () => {
    await assertRecords("", []);
  });

  it("that are too long pass in pieces", async () => {
    await assertRecords(
      "a\n12345\n123456\nb\n1234567",
      ["line a", "line 12345", "oversize", "pass 123456\n", "line b", "oversize", "pass 1234567"],
      {
        lineBytes: 5,
      },
    );
  });

  it("that are too long are passed on at once, not when they end", () => {
    const sink = new RecordingSink();
    const splitter = new LineSplitter(sink, { ...DEFAULT_LIMITS, lineBytes: 5 });
    splitter.push(Buffer.from("1234"));
    assert.deepEqual(sink.notes, []);
    splitter.push(Buffer.from("56"));
    splitter.push(Buffer.from("78"));
    assert.deepEqual(sink.notes, ["oversize", "pass 12345678"]);
  });

  it("begin behind a byte order mark", async () => {
    await assertRecords('\ufeff{"a":1}\n\ufeffb\n', ["pass \ufeff", 'line {"a":1}', "line \ufeffb"]);
  });

  it("are not taken for a document when the first is JSON by itself", async () => {
    await assertRecords('{"a":1}\n{"b":2}\n', ['line {"a":1}', 'line {"b":2}']);
    await assertRecords("[1]\n", ["line [1]"]);
    await assertRecords('"a"\n', ['line "a"']);
  });
});

describe("a document over several lines", () => {
  it("is one record, blank lines around it left out", async () => {
    await assertRecords('{\n  "a": 1\n}', ['last document {\n  "a": 1\n}']);
    await assertRecords('{\r\n"a":[\r\n]}\r\n', ['document {\r\n"a":[\r\n]}\r']);
    await assertRecords("\ufeff \n\n [\n1]\n\n \n", ["pass \ufeff \n\n", "document  [\n1]", "line ", "line  "]);
  });

  it("is none when anything follows it", async () => {
    await assertRecords("{\n}\n{\n}\n", ["line {", "line }", "line {", "line }"]);
    await assertRecords("[\n]\nx", ["line [", "line ]", "last line x"]);
  });

  it("is none when it breaks off, or never was JSON", async () => {
    await assertRecords('{"a":\n{"b":1}\n', ['line {"a":', 'line {"b":1}']);
    await assertRecords('{"a":"\n"}\n', ['line {"a":"', 'line "}']);
    await assertRecords("{\n]\n", ["line {", "line ]"]);
  });

  it("is none when it is not UTF-8", async () => {
    assert.equal((await notesOf(stream([Buffer.from('{\n"a":"\xff"}\n', "latin1")]))).length, 2);
  });

  it("is none when it is larger than the limit", async () => {
    await assertRecords("[\n1\n]\n", ["document [\n1\n]"], { documentBytes: 6 });
    await assertRecords("[\n1,\n2]\n", ["line [", "line 1,", "line 2]"], { documentBytes: 5 });
  });

  it("is none when it is indented further than a person would", async () => {
    for (const [indent, kind] of [
      [60_000, "document"],
      [70_000, "line"],
    ] as const) {
      const [note] = await notesOf(stream([Buffer.alloc(indent, " "), Buffer.from("{\n}\n")]));
      assert.ok(note?.startsWith(kind));
    }
  });

  it("is nested however deep", async () => {
    const text = `${"[\n".repeat(100_000)}${"]".repeat(100_000)}`;
    assert.deepEqual(await notesOf(stream([Buffer.from(text)])), [`last document ${text}`]);
  });
});

describe("a live stream", () => {
  /** What the sink has been given after each chunk. */
  async function notesAfterEach(chunks: string[]): Promise<number[]> {
    const sink = new RecordingSink();
    const seen: number[] = [];
    function* live(): Generator<Buffer> {
      for (const chunk of chunks) {
        yield Buffer.from(chunk);
        seen.push(sink.notes.length);
      }
    }
    await notesOf(stream(live()), {}, sink);
    return seen;
  }

  it("is handed over line by line", async () => {
    assert.deepEqual(await notesAfterEach(['{"a":1}\n', '{"b":1}\n', '{"c"', ":1}\n"]), [1, 2, 2, 3]);
  });

  it("is released soon after a broken first line", async () => {
    assert.deepEqual(await notesAfterEach(['{"a":\n', '{"b":1}\n', '{"c":1}\n']), [0, 0, 3]);
    assert.deepEqual(await notesAfterEach(["{broken\n", "{}\n"]), [1, 2]);
  });

  it("is not held for blank lines", async () => {
    assert.deepEqual(await notesAfterEach([" \n", "\n", "{}\n"]), [1, 1, 2]);
  });

  it("is not held for endless white space", async () => {
    assert.deepEqual(await notesAfterEach([" ".repeat(70_000), "{}\n"]), [0, 1]);
  });
});

describe("an input that fails", () => {
  it("has handed over what came before, and throws its error on", async () => {
    for (const [text, expected] of [
      ["a\nb", ["line a", "last line b"]],
      ['{\n"a":', ["line {", 'last line "a":']],
    ] as const) {
      const sink = new RecordingSink();
      const failing = stream([Buffer.from(text)], new InputError("x", "broken"));
      await assert.rejects(notesOf(failing, {}, sink), { message: "x: broken" });
      assert.deepEqual(sink.notes, expected);
    }
  });
});
