import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { builtCore } from "#keyward/module-files.js";
import { ChunkTagger } from "#keyward/records/chunk-tagger.js";
import { Tally } from "#keyward/records/counts.js";
import { EventSeeker } from "#keyward/records/event-seeker.js";
import { Judge } from "#keyward/records/judge.js";
import { recordLines } from "#keyward/records/line-splitter.js";
import { RecordTagger } from "#keyward/records/record-tagger.js";
import { rawEvent } from "../support/logs.js";

const core = builtCore();

/** Reports whether an event is found in a text that is searched in chunks, or cut into records at once. */
function isFoundIn(text: string, isChunked: boolean): boolean {
  const output = { append: () => undefined, appendView: () => undefined };
  const tally = new Tally(() => undefined);
  const sink = new EventSeeker(new RecordTagger(new Judge(core, tally), "tag", output), tally, core);
  const onPassedOver = (lines: Buffer): void => {
    sink.seekIn(lines);
  };
  const lines = isChunked
    ? new ChunkTagger(core, { filter: "tag", output, sink, tally, onPassedOver })
    : recordLines(sink);
  lines.take(Buffer.from(text).copy(lines.room()));
  lines.end();
  return sink.hasFound;
}

describe("an event of any action", () => {
  const event = JSON.stringify({ ...rawEvent({ id: "e-1" }), eventName: "ListKeys" });
  const match = JSON.stringify(rawEvent({ id: "e-1" }));
  for (const [where, text, isFound] of [
    ["on its line", `{"a":1}\n${event}\n`, true],
    ["on the last line", `{"a":1}\n${event}`, true],
    ["after another text on its line", `{"a":1} ${event}\n`, true],
    ["after text on its line", `[time] info ${event}\n`, true],
    ["in a file's array over several lines", `{"Records":[\n${event}\n]}`, true],
    ["on a line of its own at an unknown path", `{\n"a":${event},\n"b":1}\n`, true],
    ["on a line of its own in a text that is cut off", `{\n"a":${event},\n`, true],
    ["as a match", match, true],
    ["at an unknown path", `{"a":${event}}\n`, false],
    ["in a line that is cut off", `{"a":${event}\n`, false],
    ["nowhere", '{"a":1}\ntext\n{\n"b":[{}]}', false],
  ] as const) {
    it(`is ${isFound ? "" : "not "}found ${where}`, () => {
      assert.deepEqual([isFoundIn(text, true), isFoundIn(text, false)], [isFound, isFound]);
    });
  }
});
