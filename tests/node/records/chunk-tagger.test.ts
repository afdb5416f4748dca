import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { CORE_MODULE } from "#keyward/module-files.js";
import { ModuleError } from "#keyward/module.js";
import { Output } from "#keyward/output/output.js";
import { ChunkTagger } from "#keyward/records/chunk-tagger.js";
import { Tally, type Counts } from "#keyward/records/counts.js";
import { Judge, type FilterName } from "#keyward/records/judge.js";
import { RecordTagger } from "#keyward/records/record-tagger.js";
import { NO_COUNTS } from "../support/counts.js";
import { assemble, guestText } from "../support/wat.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const core = await compileModule(CORE_MODULE);

/**
 * A guest with chunks, at 4096: lines that begin with `{x` are judged and trap, lines with `{r` are replaced by {}. `findLine`
 * itself traps on `{f` at the start of its input, and grows memory on `{g`.
 */
const GUEST = await compileModule(
  assemble(
    guestText(
      `(if (i32.eq (i32.load8_u offset=1 (local.get $record)) (i32.const 0x78)) (then unreachable))
       (if (result i32) (i32.eq (i32.load8_u offset=1 (local.get $record)) (i32.const 0x72))
         (then (i32.const 16)) (else (local.get $record)))`,
      `(global $end (mut i32) (i32.const 0))
       (global $passed (mut i32) (i32.const 0))
       (data (i32.const 16) "{}\\00")
       (func (export "chunk") (param i32) (result i32) (i32.const 4096))
       (func (export "lineEnd") (result i32) (global.get $end))
       (func (export "passedNewlines") (result i32) (global.get $passed))
       (func (export "passedRecords") (result i32) (global.get $passed))
       (func (export "startFindings") unreachable)
       (func (export "findLine") (param $at i32) (param $stop i32) (param i32) (result i32) (local $first i32)
         (if (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 0x66)) (then unreachable))
         (if (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 0x67)) (then (drop (memory.grow (i32.const 1)))))
         (global.set $passed (i32.const 0))
         (loop $lines (result i32)
           (if (i32.ge_u (local.get $at) (local.get $stop)) (then (return (local.get $stop))))
           (local.set $first (local.get $at))
           (global.set $end (local.get $at))
           (block $ended (loop $bytes
             (br_if $ended (i32.ge_u (global.get $end) (local.get $stop)))
             (br_if $ended (i32.eq (i32.load8_u (global.get $end)) (i32.const 10)))
             (global.set $end (i32.add (global.get $end) (i32.const 1)))
             (br $bytes)))
           (if (i32.eq (i32.load8_u offset=1 (local.get $first)) (i32.const 0x78)) (then (return (local.get $first))))
           (if (i32.eq (i32.load8_u offset=1 (local.get $first)) (i32.const 0x72)) (then (return (local.get $first))))
           (global.set $passed (i32.add (global.get $passed) (i32.const 1)))
           (local.set $at (i32.add (global.get $end) (i32.const 1)))
           (br $lines)))`,
    ),
  ),
);

interface Run {
  written: string;
  counts: Counts;
  warnings: string[];
}

/** Runs pieces of an input, at most one per read, as far as there is room. */
async function run(
  compiled: CompiledModule,
  pieces: string[],
  options: { filter?: FilterName; chunkBytes?: number; lineBytes?: number } = {},
): Promise<Run> {
  const parts: Buffer[] = [];
  const warnings: string[] = [];
  // Like the slowest output: what is written is read just before the next flush.
  const output = new Output({
    name: "here",
    isFile: true,
    write: async (views) => {
      await new Promise((resolve) => setImmediate(resolve));
      parts.push(Buffer.concat(views));
    },
    close: () => Promise.resolve(),
  });
  const tally = new Tally((line, reason) => warnings.push(`${line}: ${reason}`));
  const judge = new Judge(compiled, tally);
  const filter = options.filter ?? "tag";
  const sink = new RecordTagger(judge, filter, output);
  const tagger = new ChunkTagger(compiled, { chunkBytes: 64, ...options, filter, output, sink, tally });
  for (const piece of pieces) {
    for (let rest = Buffer.from(piece); rest.length > 0;) {
      const room = tagger.room();
      assert.ok(room.length > 0);
      const count = rest.copy(room);
      rest = rest.subarray(count);
      tagger.take(count);
      await output.flushBehind();
    }
  }
  tagger.end();
  await output.flush();
  return { written: Buffer.concat(parts).toString(), counts: tally.counts, warnings };
}

describe("ChunkTagger", () => {
  it("writes matches annotated and the rest unchanged, and counts both", async () => {
    const lines = ['{"a":1}', "", MATCH, "text", " [1] "];
    const { written, counts, warnings } = await run(core, [`${lines.join("\n")}\n`], { chunkBytes: 4096 });
    const output = written.split("\n");
    assert.ok(output[2]?.startsWith(MATCH.slice(0, -1)) && output[2].includes('"keyward":{"verdict":"match"'));
    assert.deepEqual(output.toSpliced(2, 1), ['{"a":1}', "", "text", " [1] ", ""]);
    assert.deepEqual(counts, { ...NO_COUNTS, records: 4, matches: 1, notJson: 1 });
    assert.deepEqual(warnings, []);
  });

  it("drops what does not match with keep, except blank lines and plain text", async () => {
    const lines = ['{"a":1}', "", '{"a":"DisableKey"}', "text", "[1]", " ", "{broken}", '{"keyward":1}'];
    const { written, counts } = await run(core, [lines.join("\n")], { filter: "keep", chunkBytes: 4096 });
    assert.equal(written, '\n{"a":"DisableKey"}\ntext\n \n');
    assert.deepEqual(counts, { ...NO_COUNTS, records: 6, dropped: 4, notJson: 1, unread: 1 });
  });

  it("cuts lines that are not one record into records, with any chunk size", async () => {
    const document = JSON.stringify(JSON.parse(MATCH), undefined, 2);
    const input = `{}\n${document}\n${document}${MATCH}{"a":1}\n2026-03-04 ${MATCH}\n\n[\n{},\n{}\n]\n{"a":`;
    const annotation = (await run(core, [MATCH], { chunkBytes: 4096 })).written.slice(MATCH.length - 1, -1);
    for (const chunkBytes of [16, 61, 200, 1000, 4096]) {
      const { written, counts, warnings } = await run(core, [input], { chunkBytes });
      assert.equal(written.replaceAll(annotation, ""), input);
      assert.deepEqual(
        { ...counts, records: 0 },
        { ...NO_COUNTS, matches: 4, notJson: 1, cutOff: 1 },
        String(chunkBytes),
      );
      assert.match(warnings.join(), /^16: the record is cut off/);
    }
  });

  it("holds a line until it is whole, and then writes it at once", () => {
    const tally = new Tally(() => undefined);
    let written = "";
    const append = (bytes: Buffer): string => (written += bytes.toString());
    const output = { append, appendView: append };
    const sink = new RecordTagger(new Judge(core, tally), "tag", output);
    const tagger = new ChunkTagger(core, { filter: "tag", output, sink, tally });
    const seen: string[] = [];
    for (const piece of ['{"a"', ":1}", "\n{}", "\n\n"]) {
      tagger.take(Buffer.from(piece).copy(tagger.room()));
      seen.push(written);
    }
    assert.deepEqual(seen, ["", "", '{"a":1}\n', '{"a":1}\n{}\n\n']);
  });

  it("does not touch what is being written while it reads on", async () => {
    const pieces = ["a", "b", "c", "d"].map((letter) => `${letter.repeat(90_000)}\n${letter.repeat(10)}`);
    for (const chunkBytes of [100_000, 128 * 1024]) {
      const { written } = await run(core, pieces, { chunkBytes });
      assert.equal(written, pieces.join(""));
    }
  });

  it("assembles a line longer than a chunk, with any chunk size", async () => {
    const long = `{"pad":"${"x".repeat(3000)}","eventSource":"kms.amazonaws.com","eventName":"DisableKey"}`;
    for (const chunkBytes of [16, 61, 1000, 3000, 4096]) {
      for (const end of ["", "\n"]) {
        const { written, counts } = await run(core, [`{}\n${long}\n{"b":2}\n${long}${end}`], { chunkBytes });
        const output = written.split("\n");
        assert.deepEqual([output[0], output[2], output.length], ["{}", '{"b":2}', end === "" ? 4 : 5]);
        for (const line of [output[1], output[3]])
          assert.ok(line?.startsWith(long.slice(0, -1)) && line.includes('"keyward":'));
        assert.deepEqual(counts, { ...NO_COUNTS, records: 4, matches: 2 });
      }
    }
  });

  it("passes a line longer than the limit, and reports it", async () => {
    const long = `{"pad":"${"x".repeat(300)}","a":"DisableKey"}`;
    const input = `{}\n${long}\n{}\n`;
    const { written, counts, warnings } = await run(core, [input], { lineBytes: 200 });
    assert.equal(written, input);
    assert.deepEqual(counts, { ...NO_COUNTS, records: 3, tooLarge: 1 });
    assert.deepEqual(warnings, ["2: the record is too long to be judged; it passes unchanged"]);
  });

  it("reports a module that is not the one for Node, or has no memory for a chunk", async () => {
    const options = {
      filter: "tag",
      output: { append: () => 0, appendView: () => 0 },
    } as const;
    for (const [compiled, chunkBytes, message] of [
      [await compileModule(), 64, /not the module for Node/],
      [core, 1024 * 1024 * 1024, /has no memory for a chunk/],
    ] as const) {
      const tally = new Tally(() => undefined);
      const sink = new RecordTagger(new Judge(compiled, tally), "tag", options.output);
      const make = (): ChunkTagger => new ChunkTagger(compiled, { ...options, sink, tally, chunkBytes });
      assert.throws(make, (error) => error instanceof ModuleError && message.test(error.message));
    }
  });
});

describe("ChunkTagger when the module fails", () => {
  it("passes the line on which it trapped, warns with its number, and goes on with a new instance", async () => {
    const { written, counts, warnings } = await run(GUEST, ["{a}\n{x1}\n{r}\n{b}\n", "{x2}\n{x3}\n{r}\n{c}"]);
    assert.equal(written, "{a}\n{x1}\n{}\n{b}\n{x2}\n{x3}\n{}\n{c}");
    assert.deepEqual(
      warnings.map((warning) => warning.slice(0, 21)),
      ["2: the module trapped", "5: the module trapped", "6: the module trapped"],
    );
    assert.equal(counts.failed, 3);
    assert.equal(counts.records, 8);
  });

  it("judges lines that cannot be searched one by one", async () => {
    const { written, counts, warnings } = await run(GUEST, ["{f}\n{x}\n{b}\n", "{a}\n{r}\n{f}"]);
    assert.equal(written, "{f}\n{x}\n{b}\n{a}\n{}\n{f}");
    assert.deepEqual([counts.records, counts.failed, warnings.length], [6, 1, 1]);
    assert.match(warnings[0] ?? "", /^2: the module trapped/);
  });

  it("stops using a module whose memory grows under its chunks", async () => {
    await assert.rejects(run(GUEST, ["{a}\n", "{g}\n"]), {
      name: "ModuleError",
      message: "the module's memory grew while it searched",
    });
  });

  it("goes on when a long line traps", async () => {
    const long = `{x${"-".repeat(100)}}`;
    const { written, counts } = await run(GUEST, [`${long}\n{r}\n{a}\n`]);
    assert.equal(written, `${long}\n{}\n{a}\n`);
    assert.equal(counts.failed, 1);
  });
});
