/** Parts of the coverage run: source maps, modules that record what they execute, and the sums. */
import assert from "node:assert/strict";
import { test } from "node:test";
import "../node/support/liftoff.js";
import binaryen from "binaryen";
import { COVERED, instrumentBlocks, type Block } from "./blocks.js";
import { coverageOf, table } from "./report.js";
import { readSourceMap } from "./source-map.js";

const map = (mappings: string, sources = ["assembly/a.ts", "assembly/b.ts"]): string =>
  JSON.stringify({ version: 3, sources, names: [], mappings });

test("a source map's segments are read, including negative and long numbers", () => {
  const at = (file: string, line: number, column: number) => ({ file: `assembly/${file}.ts`, line, column });
  // [16, 0, 4, 2], [1], [1000, 1, -3, -2], [2, -1, 0, 16]
  assert.deepEqual(readSourceMap(map("gBAIE,C,w+BCHF,EDAgB")), [
    { offset: 16, source: at("a", 5, 3) },
    { offset: 17, source: undefined },
    { offset: 1017, source: at("b", 2, 1) },
    { offset: 1019, source: at("a", 2, 17) },
  ]);
});

test("an invalid source map is rejected", () => {
  assert.throws(() => readSourceMap(map("AAAA;AAAA")), /not a source map/);
  assert.throws(() => readSourceMap(map("A!AA")), /no digit/);
  assert.throws(() => readSourceMap(map("AAg")), /ends too early/);
  assert.throws(() => readSourceMap(map("AEAA", ["assembly/a.ts"])), /no source 2/);
});

const parsed = binaryen.parseText(`(module
  (global $g (mut i32) (i32.const 0))
  (func (export "run") (param i32) (result i32)
    (if (local.get 0) (then (global.set $g (i32.const 1))) (else (global.set $g (i32.const 2))))
    (loop $again (br_if $again (i32.eqz (global.get $g))))
    (global.get $g))
  (func (export "never") (unreachable))
  ${"(func (nop) (drop (i32.const 1)))".repeat(100)})`);
const binary = parsed.emitBinary();
parsed.dispose();

/** Runs the module with arguments; returns the blocks, and for each whether it was executed. */
function run(...values: number[]): { blocks: readonly Block[]; executed: boolean[]; results: number[] } {
  const { binary: instrumented, blocks } = instrumentBlocks(binary, "test");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(instrumented)));
  const results = values.map((value) => (exports.run as (value: number) => number)(value));
  const executed = blocks.map((_, index) => {
    const word = exports[`${COVERED}test_${index >> 6}`] as WebAssembly.Global<"i64">;
    return ((word.value >> BigInt(index & 63)) & 1n) !== 0n;
  });
  return { blocks, executed, results };
}

test("a module notes the blocks that it executes, and behaves as before", () => {
  const none = run();
  assert.ok(none.blocks.length > 100);
  assert.ok(none.executed.every((one) => !one));
  const [condition, then, otherwise, again, last, never] = [0, 1, 2, 3, 4, 5];
  const one = run(1);
  assert.deepEqual(one.results, [1]);
  assert.deepEqual(
    one.executed.flatMap((is, index) => (is ? [index] : [])),
    [condition, then, again, last],
  );
  const both = run(1, 0);
  assert.deepEqual(both.results, [1, 2]);
  assert.deepEqual(
    both.executed.flatMap((is, index) => (is ? [index] : [])),
    [condition, then, otherwise, again, last],
  );
  assert.equal(both.executed[never], false);
});

test("lines are summed up: executed, partly, not at all, and without a source", () => {
  const line = (offset: number, number: number, column: number, file = "assembly/a.ts") => ({
    offset,
    source: { file, line: number, column },
  });
  const segments = [line(10, 1, 1), line(12, 1, 9), line(14, 2, 1), { offset: 16, source: undefined }, line(30, 3, 1)];
  const blocks = [
    { functionStart: 8, offsets: [10, 11, 12] },
    { functionStart: 8, offsets: [13] },
    { functionStart: 8, offsets: [14, 15, 16] },
    // Before the first segment of its function: the segment before belongs to another.
    { functionStart: 28, offsets: [29] },
    { functionStart: 28, offsets: [30] },
    { functionStart: 28, offsets: [31] },
  ];
  const covered = (...executed: number[]) =>
    coverageOf([{ blocks, segments, executed: (block) => executed.includes(block) }], "assembly/").get("assembly/a.ts");
  assert.deepEqual(covered(), { lines: 3, executed: 0, missed: [1, 2, 3], partial: [] });
  assert.deepEqual(covered(1, 4), { lines: 3, executed: 2, missed: [2], partial: [{ line: 1, columns: [1] }] });
  assert.deepEqual(covered(0, 2, 3, 5), { lines: 3, executed: 3, missed: [], partial: [] });
  const library = [line(10, 1, 1, "~lib/a.ts")];
  assert.equal(coverageOf([{ blocks, segments: library, executed: () => true }], "assembly/").size, 0);
});

test("what one of two modules executes counts as executed", () => {
  const segments = [{ offset: 0, source: { file: "assembly/a.ts", line: 1, column: 1 } }];
  const blocks = [{ functionStart: 0, offsets: [0] }];
  const modules = [true, false].map((is) => ({ blocks, segments, executed: () => is }));
  assert.equal(coverageOf(modules, "assembly/").get("assembly/a.ts")?.executed, 1);
  assert.equal(coverageOf(modules.reverse(), "assembly/").get("assembly/a.ts")?.executed, 1);
});

test("the table rounds down, so that 100 means all", () => {
  const file = { lines: 3000, executed: 2999, missed: [1], partial: [] };
  assert.match(table(new Map([["a.ts", file]])), /^a\.ts +3000 +2999 +99\.9 +0$/m);
});
