/** Executed instructions, compared with counts by hand, and the instrumented module compared with the original. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { counterOf, COUNTER_EXPORT, instrument } from "#bench/wasm/instrument.js";
import { assemble } from "../node/support/wat.js";
import { fixtures, MODULE_PATH } from "../oracle/project.js";

type Call = (...values: number[]) => number;

/** Returns a binary with exactly these instructions: an assembler may reorder or drop them. */
function binaryOf(body: number[], locals: number[] = [0]): Uint8Array {
  const section = (id: number, ...content: number[]): number[] => [id, content.length, ...content];
  const code = [...locals, ...body, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 1, 0x7f, 1, 0x7f), // one type: i32 to i32
    ...section(3, 1, 0),
    ...section(7, 1, 1, 0x66, 0, 0), // the function is exported as f
    ...section(10, 1, code.length, ...code),
  ]);
}

function start(binary: Uint8Array): { f: Call; counted: (call: () => unknown) => number } {
  const module = new WebAssembly.Module(Uint8Array.from(instrument(binary)));
  const exports = new WebAssembly.Instance(module).exports as Record<string, unknown>;
  const counter = counterOf(exports);
  const counted = (call: () => unknown): number => {
    counter.value = 0n;
    call();
    return Number(counter.value);
  };
  return { f: exports.f as Call, counted };
}

test("straight-line code: every instruction counts one, the end none", () => {
  // local.get 0, i32.const 1, i32.add
  const { f, counted } = start(binaryOf([0x20, 0, 0x41, 1, 0x6a]));
  assert.equal(f(41), 42);
  assert.equal(
    counted(() => f(41)),
    3,
  );
});

test("a loop: its body counts in each round", () => {
  // The sum of n to 1. In the loop: get 1, get 0, add, set 1, get 0, const 1, sub, tee 0, br_if: 9 a round. Then get 1.
  const loop = [0x03, 0x40, 0x20, 1, 0x20, 0, 0x6a, 0x21, 1, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b];
  const { f, counted } = start(binaryOf([...loop, 0x20, 1], [1, 1, 0x7f]));
  for (const rounds of [1, 2, 10, 1000]) {
    assert.equal(f(rounds), (rounds * (rounds + 1)) / 2);
    assert.equal(
      counted(() => f(rounds)),
      9 * rounds + 1,
    );
  }
});

test("branches: only the taken arm counts, and block, else, end and nop never do", () => {
  // get 0, if: 2. Then: const 7 (1). Else: nop, const 1, const 2, add (3).
  const { f, counted } = start(binaryOf([0x20, 0, 0x04, 0x7f, 0x41, 7, 0x05, 0x01, 0x41, 1, 0x41, 2, 0x6a, 0x0b]));
  assert.deepEqual([f(1), f(0)], [7, 3]);
  assert.deepEqual([counted(() => f(1)), counted(() => f(0))], [3, 5]);
});

test("a branch out of a block, and a return, do not count what they skip", () => {
  // block { get 0, br_if 0: 2; const 9, return: 2 more, when 0; const 1, drop never }, then const 8 when not 0.
  const body = [0x02, 0x40, 0x20, 0, 0x0d, 0, 0x41, 9, 0x0f, 0x41, 1, 0x1a, 0x0b, 0x41, 8];
  const { f, counted } = start(binaryOf(body));
  assert.deepEqual([f(1), f(0)], [8, 9]);
  assert.deepEqual([counted(() => f(1)), counted(() => f(0))], [3, 4]);
});

test("a table of branches", () => {
  // block { block { get 0, br_table 0 1: 2 } const 5, return: 2 } const 6.
  const body = [0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e, 1, 0, 1, 0x0b, 0x41, 5, 0x0f, 0x0b, 0x41, 6];
  const { f, counted } = start(binaryOf(body));
  assert.deepEqual([f(0), f(1)], [5, 6]);
  assert.deepEqual([counted(() => f(0)), counted(() => f(1))], [4, 3]);
});

test("calls count their callee, and existing globals keep their index", () => {
  const binary = assemble(`(module (import "a" "g" (global $g i32)) (global $own (mut i32) (i32.const 5))
    (func $inner (result i32) (i32.add (global.get $g) (global.get $own)))
    (func (export "f") (result i32) (call $inner)))`);
  const module = new WebAssembly.Module(Uint8Array.from(instrument(binary)));
  const { exports } = new WebAssembly.Instance(module, { a: { g: 3 } });
  assert.equal((exports.f as Call)(), 8);
  assert.equal(counterOf(exports).value, 4n);
});

test("a module that exports nothing is rejected, and so is one without a counter", () => {
  assert.throws(() => instrument(assemble("(module (func))")), /no section 7/);
  assert.throws(() => counterOf({ [COUNTER_EXPORT]: 1 }), TypeError);
});

test("the instrumented module gives the module's result for every fixture", async () => {
  const original = new FluentBitHost(await loadModule(MODULE_PATH));
  const exports = await loadModule(instrument(readFileSync(MODULE_PATH)));
  const instrumented = new FluentBitHost(exports);
  const counter = counterOf(exports as unknown as Record<string, unknown>);
  const outcomes = new Set<string>();
  for (const { where, bytes } of fixtures()) {
    for (const name of ["tag", "keep"]) {
      const before = counter.value;
      const result = instrumented.filter(name, bytes);
      assert.deepEqual(result, original.filter(name, bytes), where);
      assert.ok(counter.value > before);
      outcomes.add(result.outcome);
    }
  }
  assert.deepEqual([...outcomes].sort(), ["dropped", "kept", "modified"]);
});
