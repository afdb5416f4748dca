/** The decoder of instructions, on the built module and on instructions with known offsets. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { prefixed, BULK_PREFIX, END } from "#bench/wasm/opcodes.js";
import { countImports, readFunctions, readInstructions } from "#bench/wasm/instructions.js";
import { readSigned, signed } from "#bench/wasm/leb.js";
import { Reader } from "#keyward/wasm-sections.js";
import { assemble } from "../node/support/wat.js";
import { MODULE_PATH } from "../oracle/project.js";

test("every function of the built module is decoded exactly to its end", () => {
  const binary = readFileSync(MODULE_PATH);
  const functions = readFunctions(binary);
  assert.ok(functions.length > 50);
  assert.equal(functions[0]?.index, 5, "the five functions that it imports come first");
  let end = functions[0].start;
  for (const body of functions) {
    // Between two functions is the size of the second, an integer of 1 to 5 bytes.
    assert.ok(body.start >= end && body.start <= end + 5);
    let at = body.code;
    let last: number | undefined;
    for (const instruction of readInstructions(binary, body)) {
      assert.equal(instruction.offset, at);
      assert.ok(instruction.end > at);
      at = instruction.end;
      last = instruction.opcode;
    }
    assert.equal(at, body.end);
    assert.equal(last, END);
    end = body.end;
  }
});

test("offsets, opcodes and immediates match the binary", () => {
  const binary = assemble(`(module (memory 1)
    (func (param i32) (result i64)
      (memory.fill (local.get 0) (i32.const -7) (i32.const 300))
      (memory.copy (local.get 0) (local.get 0) (local.get 0))
      (i64.load offset=12 (local.get 0))
      (drop)
      (i64.const -9223372036854775808)))`);
  const [body] = readFunctions(binary);
  assert.ok(body);
  const found = [...readInstructions(binary, body)].map(({ offset, opcode, immediates }) => {
    const first = opcode >= prefixed(BULK_PREFIX, 0) ? BULK_PREFIX : opcode;
    assert.equal(binary[offset], first);
    return [opcode, ...immediates];
  });
  assert.deepEqual(found, [
    [0x20, 0],
    [0x41, -7],
    [0x41, 300],
    [prefixed(BULK_PREFIX, 11), 0],
    [0x20, 0],
    [0x20, 0],
    [0x20, 0],
    [prefixed(BULK_PREFIX, 10), 0, 0],
    [0x20, 0],
    [0x29, 3, 12],
    [0x1a],
    [0x42, -(2n ** 63n)],
    [END],
  ]);
});

test("a truncated function and an unknown opcode are rejected", () => {
  const binary = assemble("(module (func (result i32) (i32.const 1)))");
  const [body] = readFunctions(binary);
  assert.ok(body);
  assert.throws(() => [...readInstructions(binary, { ...body, end: body.end - 1 })], /no end/);
  assert.throws(() => [...readInstructions(binary, { ...body, end: body.code + 1 })], RangeError);
  const broken = Uint8Array.from(binary);
  broken[body.code] = 0xff;
  assert.throws(() => [...readInstructions(broken, body)], new RegExp(`0xff at byte ${body.code}`));
});

test("imports are counted by what has an index of its own", () => {
  const binary = assemble(`(module
    (import "a" "memory" (memory 1 2)) (import "a" "f" (func)) (import "a" "g" (global i32))
    (import "a" "table" (table 1 funcref)) (import "a" "h" (func (param i32))))`);
  assert.deepEqual(countImports(binary), { functions: 2, globals: 1 });
});

test("signed integers are read back as written", () => {
  for (const value of [0n, 1n, -1n, 63n, 64n, -64n, -65n, 8191n, 8192n, 2n ** 63n - 1n, -(2n ** 63n)]) {
    assert.equal(readSigned(new Reader(signed(value))), value);
  }
  assert.deepEqual([...signed(-123_456n)], [0xc0, 0xbb, 0x78]);
});
