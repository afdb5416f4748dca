import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { InputError } from "#keyward/file-errors.js";
import type { Source } from "#keyward/input/source.js";
import { recordLines } from "#keyward/records/line-splitter.js";
import { NO_OUTPUT, readRecords } from "#keyward/records/read-records.js";
import { RecordingSink } from "../support/recording-sink.js";

/** Returns a source of these chunks, at most one per read, as far as there is room; then it ends or fails. */
function stream(chunks: Iterable<Buffer> | Iterator<Buffer>, error?: Error): Source {
  const iterator = Symbol.iterator in chunks ? chunks[Symbol.iterator]() : chunks;
  let rest = Buffer.alloc(0);
  return {
    // Alternately a number and a promise, since a source may return either.
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
    close: () => undefined,
  };
}

/** Reads all of a source into a new sink; returns the sink's notes. */
async function notesOf(source: Source, sink = new RecordingSink()): Promise<string[]> {
  await readRecords(source, recordLines(sink), NO_OUTPUT);
  return sink.notes;
}

describe("a live stream", () => {
  /** Returns how much the sink has been given after each chunk. */
  async function notesAfterEach(chunks: string[]): Promise<number[]> {
    const sink = new RecordingSink();
    const seen: number[] = [];
    function* live(): Generator<Buffer> {
      for (const chunk of chunks) {
        yield Buffer.from(chunk);
        seen.push(sink.notes.length);
      }
    }
    await notesOf(stream(live()), sink);
    return seen;
  }

  it("is handed over line by line", async () => {
    assert.deepEqual(await notesAfterEach(['{"a":1}\n', '{"b":1}\n', '{"c"', ":1}\n"]), [1, 2, 2, 3]);
  });

  it("is not delayed for long by a line that only begins like JSON", async () => {
    assert.deepEqual(await notesAfterEach(['{"a":\n', '{"b":1}\n', '{"c":1}\n']), [0, 0, 4]);
    assert.deepEqual(await notesAfterEach(["{broken\n", "{}\n"]), [1, 2]);
  });
});

describe("a failing input", () => {
  it("hands over what came before, then throws its error", async () => {
    for (const [text, expected] of [
      ["a\nb", ["broken a", "broken b"]],
      ['{"a":1}\n{\n"a":', ['record {"a":1}', 'failed {\n"a":']],
    ] as const) {
      const sink = new RecordingSink();
      const failing = stream([Buffer.from(text)], new InputError("x", "broken"));
      await assert.rejects(notesOf(failing, sink), { message: "x: broken" });
      assert.deepEqual(sink.notes, expected);
    }
  });
});
