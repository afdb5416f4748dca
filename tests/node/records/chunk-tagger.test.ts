import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule, type CompiledModule } from "keyward";
import { CORE_MODULE, ModuleError } from "#keyward/module.js";
import { Output } from "#keyward/io/output.js";
import { ChunkTagger } from "#keyward/records/chunk-tagger.js";
import { Tally, type Counts } from "#keyward/records/counts.js";
import { Judge } from "#keyward/records/judge.js";
import { DEFAULT_LIMITS } from "#keyward/records/limits.js";
import { RecordTagger, type FilterName } from "#keyward/records/record-tagger.js";
import { assemble, guestText } from "../support/wat.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const NONE: Counts = { records: 0, matches: 0, marked: {}, dropped: 0, notJson: 0, tooLarge: 0, failed: 0 };
const core = await compileModule(CORE_MODULE);

/**
 * A guest with chunks, at 4096: a line to be judged is one that begins with `x` (it traps), `g` (it grows memory) or `r`
 * (it is replaced by {}); `findLine` itself traps on `f` at the start of what it is given. What trapped once always does.
 */
const GUEST = await compileModule(
  assemble(
    guestText(
      `(if (i32.eq (i32.load8_u (local.get $record)) (i32.const 0x78)) (then unreachable)) (local.get $record)`,
      `(global $end (mut i32) (i32.const 0))
       (global $passed (mut i32) (i32.const 0))
       (global $broken (mut i32) (i32.const 0))
       (data (i32.const 16) "{}\\00")
       (func (export "chunk") (param i32) (result i32) (i32.const 4096))
       (func (export "lineEnd") (result i32) (global.get $end))
       (func (export "passedNewlines") (result i32) (global.get $passed))
       (func (export "passedRecords") (result i32) (global.get $passed))
       (func (export "passedOthers") (result i32) (i32.const 0))
       (func (export "findLine") (param $at i32) (param $stop i32) (param i32) (result i32) (local $first i32)
         (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x66)) (then unreachable))
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
           (if (i32.eq (i32.load8_u (local.get $first)) (i32.const 0x78)) (then (return (local.get $first))))
           (if (i32.eq (i32.load8_u (local.get $first)) (i32.const 0x67)) (then (return (local.get $first))))
           (if (i32.eq (i32.load8_u (local.get $first)) (i32.const 0x72)) (then (return (local.get $first))))
           (global.set $passed (i32.add (global.get $passed) (i32.const 1)))
           (local.set $at (i32.add (global.get $end) (i32.const 1)))
           (br $lines)))
       (func (export "judgeLine") (param $at i32) (param i32) (param i32) (result i32)
         (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x78)) (then (global.set $broken (i32.const 1))))
         (if (global.get $broken) (then unreachable))
         (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x67)) (then (drop (memory.grow (i32.const 1)))))
         (if (result i32) (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x72))
           (then (i32.const 16)) (else (local.get $at))))`,
    ),
  ),
);

interface Run {
  written: string;
  counts: Counts;
  warnings: string[];
}

/** Runs pieces of an input, one a read as far as there is room. */
async function run(
  compiled: CompiledModule,
  pieces: string[],
  options: { filter?: FilterName; chunkBytes?: number; lineBytes?: number } = {},
): Promise<Run> {
  const parts: Buffer[] = [];
  const warnings: string[] = [];
  const output = new Output({
    name: "here",
    write: (bytes) => {
      parts.push(Buffer.from(bytes));
    },
    close: () => Promise.resolve(),
  });
  const tally = new Tally((line, reason) => warnings.push(`${line}: ${reason}`));
  const judge = new Judge(compiled, tally);
  const filter = options.filter ?? "tag";
  const limits = { ...DEFAULT_LIMITS, lineBytes: options.lineBytes ?? DEFAULT_LIMITS.lineBytes };
  const sink = new RecordTagger(judge, filter, output);
  const tagger = new ChunkTagger(judge, { filter, output, sink, limits, chunkBytes: options.chunkBytes ?? 64 });
  for (const piece of pieces) {
    for (let rest = Buffer.from(piece); rest.length > 0;) {
      const room = tagger.room();
      assert.ok(room.length > 0);
      const count = rest.copy(room);
      rest = rest.subarray(count);
      tagger.take(count);
      await output.flush();
    }
  }
  tagger.end();
  await output.flush();
  return { written: Buffer.concat(parts).toString(), counts: tally.counts, warnings };
}

describe("ChunkTagger", () => {
  it("writes matches annotated and the rest as it is, and counts both", async () => {
    const lines = ['{"a":1}', "", MATCH, "text", " [1] "];
    const { written, counts, warnings } = await run(core, [`${lines.join("\n")}\n`], { chunkBytes: 4096 });
    const output = written.split("\n");
    assert.ok(output[2]?.startsWith(MATCH.slice(0, -1)) && output[2].includes('"keyward":{"verdict":"match"'));
    assert.deepEqual(output.toSpliced(2, 1), ['{"a":1}', "", "text", " [1] ", ""]);
    assert.deepEqual(counts, { ...NONE, records: 4, matches: 1, notJson: 1 });
    assert.deepEqual(warnings, []);
  });

  it("drops what is no match when only matches are kept, blank lines and plain text left out", async () => {
    const lines = ['{"a":1}', "", '{"a":"DisableKey"}', "text", "[1]", " ", "{broken}", '{"keyward":1}'];
    const { written, counts } = await run(core, [lines.join("\n")], { filter: "keep", chunkBytes: 4096 });
    assert.equal(written, '\ntext\n \n{"keyward":1}');
    assert.deepEqual(counts, { ...NONE, records: 6, dropped: 4, notJson: 1 });
  });

  it("holds a line until it is whole, and writes it then at once", () => {
    const judge = new Judge(core, new Tally(() => undefined));
    let written = "";
    const output = {
      append: (bytes: Buffer) => (written += bytes.toString()),
      appendView: (view: () => Buffer) => (written += view().toString()),
    };
    const sink = new RecordTagger(judge, "tag", output);
    const tagger = new ChunkTagger(judge, { filter: "tag", output, sink, limits: DEFAULT_LIMITS });
    const seen: string[] = [];
    for (const piece of ['{"a"', ":1}", "\n{}", "\n\n"]) {
      tagger.take(Buffer.from(piece).copy(tagger.room()));
      seen.push(written);
    }
    assert.deepEqual(seen, ["", "", '{"a":1}\n', '{"a":1}\n{}\n\n']);
  });

  it("puts a line together that is longer than a chunk, whatever the chunk", async () => {
    const long = `{"pad":"${"x".repeat(3000)}","eventSource":"kms.amazonaws.com","eventName":"DisableKey"}`;
    for (const chunkBytes of [16, 61, 1000, 3000, 4096]) {
      for (const end of ["", "\n"]) {
        const { written, counts } = await run(core, [`{}\n${long}\n{"b":2}\n${long}${end}`], { chunkBytes });
        const output = written.split("\n");
        assert.deepEqual([output[0], output[2], output.length], ["{}", '{"b":2}', end === "" ? 4 : 5]);
        for (const line of [output[1], output[3]])
          assert.ok(line?.startsWith(long.slice(0, -1)) && line.includes('"keyward":'));
        assert.deepEqual(counts, { ...NONE, records: 4, matches: 2 });
      }
    }
  });

  it("passes a line that is longer than the limit, and tells of it", async () => {
    const long = `{"pad":"${"x".repeat(300)}","a":"DisableKey"}`;
    const input = `{}\n${long}\n{}\n`;
    const { written, counts, warnings } = await run(core, [input], { lineBytes: 200 });
    assert.equal(written, input);
    assert.deepEqual(counts, { ...NONE, records: 3, tooLarge: 1 });
    assert.deepEqual(warnings, ["2: the record is too long to be judged; it passes unchanged"]);
  });

  it("says so when the module has no chunks, or no memory for one", async () => {
    const options = {
      filter: "tag",
      output: { append: () => 0, appendView: () => 0 },
      limits: DEFAULT_LIMITS,
    } as const;
    for (const [compiled, chunkBytes, message] of [
      [await compileModule(), 64, /has no chunks/],
      [core, 1024 * 1024 * 1024, /has no memory for a chunk/],
    ] as const) {
      const judge = new Judge(compiled, new Tally(() => undefined));
      const sink = new RecordTagger(judge, "tag", options.output);
      const make = (): ChunkTagger => new ChunkTagger(judge, { ...options, sink, chunkBytes });
      assert.throws(make, (error) => error instanceof ModuleError && message.test(error.message));
    }
  });
});

describe("ChunkTagger when the module fails or grows", () => {
  it("passes the line that it trapped on, warns with its line, and goes on with a new instance", async () => {
    const { written, counts, warnings } = await run(GUEST, ["a\nx1\nr\nb\n", "x2\nx3\nr\nc"]);
    assert.equal(written, "a\nx1\n{}\nb\nx2\nx3\n{}\nc");
    assert.deepEqual(
      warnings.map((warning) => warning.slice(0, 21)),
      ["2: the module trapped", "5: the module trapped", "6: the module trapped"],
    );
    assert.equal(counts.failed, 3);
    assert.equal(counts.records, 8);
  });

  it("judges one by one the lines that cannot be searched", async () => {
    const { written, counts, warnings } = await run(GUEST, ["f\nx\nb\n", "a\nr\nf"]);
    // The other way knows no `r`, and was not asked here.
    assert.equal(written, "f\nx\nb\na\n{}\nf");
    assert.deepEqual([counts.records, counts.failed, warnings.length], [6, 1, 1]);
    assert.match(warnings[0] ?? "", /^2: the module trapped/);
  });

  it("keeps what it has still to write when memory grows in between", async () => {
    const before = "a".repeat(40_000);
    const { written } = await run(GUEST, [`${before}\ng\nr\n${before}\nr\n`], { chunkBytes: 50_000 });
    assert.equal(written, `${before}\ng\n{}\n${before}\n{}\n`);
  });

  it("moves to the new instance when a long line traps", async () => {
    const long = `x${"-".repeat(100)}`;
    const { written, counts } = await run(GUEST, [`${long}\nr\na\n`]);
    assert.equal(written, `${long}\n{}\na\n`);
    assert.equal(counts.failed, 1);
  });
});
