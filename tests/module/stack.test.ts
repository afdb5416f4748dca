/** The stack that the module needs in Fluent Bit, computed from the built module for WAMR's fast interpreter. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import "../node/support/liftoff.js";
import binaryen from "binaryen";
import { CallGraph } from "./call-graph.js";
import { readModuleFunctions } from "./wasm-module.js";

/** Fluent Bit's default stack for an instance (`FLB_WASM_DEFAULT_STACK_SIZE`). */
const STACK_BYTES = 8 * 1024;
/** A quarter is spare. */
const MAX_BYTES = (STACK_BYTES * 3) / 4;

const RECORD_PATH = ["tag", "keep", "malloc", "free"];
const ONCE = ["_initialize", "check"];

const binary = await readFile(new URL("../../keyward.wasm", import.meta.url));
const module = readModuleFunctions(binary);
const graph = new CallGraph(binary, module);

/** What a host calls: the exported functions, and what runs at instantiation. */
const entries = new Map(module.exports);
if (module.start !== undefined) entries.set("the start function", module.start);

test("every exported function is measured", () => {
  assert.deepEqual([...module.exports.keys()].sort(), [...RECORD_PATH, ...ONCE].sort());
});

for (const [name, index] of entries) {
  test(`${name} never recurses`, () => {
    const cycle = graph.findCycle(index);
    assert.equal(cycle, undefined, `it recurses: ${cycle?.map((one) => graph.nameOf(one)).join(" > ") ?? ""}`);
  });

  test(`${name} fits the 8 KiB stack with a quarter to spare`, (context) => {
    assert.equal(graph.findCycle(index), undefined, "with recursion there is no deepest chain");
    const { functions, bytes } = graph.deepestFrom(index);
    const chain = functions.map((one) => `${graph.nameOf(one)} (${graph.bytesOf(one)})`).join(" > ");
    context.diagnostic(`${name}: ${bytes} bytes in ${functions.length} frames: ${chain}`);
    assert.ok(bytes <= MAX_BYTES, `${bytes} bytes, ${MAX_BYTES} at most: ${chain}`);
  });
}

/**
 * The other modules by the same measure, keyward.wasi.wasm compiled without SIMD. Fluent Bit also runs keyward.alert.wasm; the
 * other engines have more: a broker gives its wasmtime 64 KiB, and iwasm gives the same interpreter as much.
 */
const OTHERS = [
  ...["keyward.alert.wasm", "keyward.connect.wasm", "keyward.bento.wasm", "keyward.redpanda.wasm"],
  ...["keyward.kafka-connect.wasm", "keyward.clickhouse.wasm", "keyward.wasi-plain.wasm"],
];

for (const name of OTHERS) {
  const bytes = await readFile(new URL(`../../${name}`, import.meta.url));
  const functions = readModuleFunctions(bytes);
  const calls = new CallGraph(bytes, functions);
  const all = new Map(functions.exports);
  if (functions.start !== undefined) all.set("the start function", functions.start);

  test(`${name} does not recurse, and fits an 8 KiB stack with a quarter to spare`, (context) => {
    assert.ok(all.size > 0);
    for (const [entry, index] of all) {
      const cycle = calls.findCycle(index);
      assert.equal(cycle, undefined, `${entry}: ${cycle?.map((one) => calls.nameOf(one)).join(" > ") ?? ""}`);
      const { functions: chain, bytes: needed } = calls.deepestFrom(index);
      context.diagnostic(`${entry}: ${needed} bytes in ${chain.length} frames`);
      assert.ok(needed <= MAX_BYTES, `${entry}: ${needed} bytes, ${MAX_BYTES} at most`);
    }
  });
}

test("keyward.core.wasm does not recurse; its vectors do not count for the interpreter's stack", async () => {
  const parsed = binaryen.readBinary(await readFile(new URL("../../keyward.core.wasm", import.meta.url)));
  const [head = "", ...functions] = parsed.emitText().split(/^ \(func (?=\$)/m);
  parsed.dispose();
  const inTable = [...head.matchAll(/\(elem .*/g)].flatMap(([list]) => list.match(/\$\d+/g) ?? []);
  const typeOf = new Map(functions.map((text) => [text.split(" ")[0], / \(type (\$\S+)\)/.exec(text)?.[1]]));
  const calls = new Map(
    functions.map((text) => {
      const types = [...text.matchAll(/call_indirect (?:\$\S+ )?\(type (\$\S+)\)/g)].map(([, type]) => type);
      const direct = [...text.matchAll(/\(call (\$\S+?)\)?$/gm)].map(([, name]) => name ?? "");
      return [text.split(" ")[0] ?? "", [...direct, ...inTable.filter((name) => types.includes(typeOf.get(name)))]];
    }),
  );
  assert.ok(functions.length > 200 && inTable.length > 5 && [...calls.values()].flat().length > 500);
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    assert.ok(!path.includes(name), `it recurses: ${[...path, name].join(" > ")}`);
    if (!done.has(name)) for (const called of calls.get(name) ?? []) visit(called, [...path, name]);
    done.add(name);
  };
  for (const name of calls.keys()) visit(name, []);
});

function assemble(text: string): Uint8Array {
  const parsed = binaryen.parseText(text);
  parsed.setFeatures(binaryen.Features.All);
  const bytes = parsed.emitBinary();
  parsed.dispose();
  return bytes;
}

function graphOf(text: string): CallGraph {
  const bytes = assemble(text);
  return new CallGraph(bytes, readModuleFunctions(bytes));
}

test("direct recursion, and recursion through a table, is found and named", () => {
  const found = graphOf(`(module
    (type $step (func (param i32)))
    (table 2 funcref) (elem (i32.const 0) $back $other)
    (func $outer (param i32) (call $inner (local.get 0)))
    (func $inner (param i32) (call_indirect (type $step) (local.get 0) (i32.const 1)))
    (func $back (param i32) (call $inner (local.get 0)))
    (func $other (result i32) (call $outer (i32.const 0)) (i32.const 0)))`);
  assert.deepEqual(found.findCycle(0), [1, 2, 1]);
  // $other is also in the table, with another type.
  assert.deepEqual([...found.reachedFrom(0)].sort(), [0, 1, 2]);
  assert.equal(graphOf("(module (func (call 1)) (func (nop)))").findCycle(0), undefined);
});

test("the deepest chain is the one that takes most stack, not the longest", () => {
  const chain = graphOf(`(module
    (func $entry (call $a) (call $wide (i64.const 1)))
    (func $a (call $b)) (func $b (nop))
    (func $wide (param i64) ${"(local i64)".repeat(50)}))`).deepestFrom(0);
  assert.deepEqual(chain.functions, [0, 3]);
  // 48 for the host's call, 40 + 4 * (2 constants + 1) for $entry, and twice 40 + 4 * (2 + 100 + 1) for $wide.
  assert.equal(chain.bytes, 48 + 52 + 2 * 452);
});

/** The functions of the last test, as a binary, since another assembler might emit other instructions. */
const FRAMES =
  "AGFzbQEAAAABEANgAX8Bf2ABfgF+YAF/AX4DBgUAAQACAAUDAQABBgYBfgFCAAsKXgUQACAAKAIAIAAoAgRBB2xqCw8BAX8gAEID" +
  "fiMAQgN+fAsXAQF+IABBASEAIABqIAACQCAADQALagsSACAABH5CBQVBBSAARWqtDwsLEAACfyAARSAAZwwAaiIACws=";

// Checked against WAMR 2.4.1: these are `const_cell_num` and `max_stack_cell_num` of the loaded functions.
test("frames have as many cells as in WAMR's loader", () => {
  const bytes = Buffer.from(FRAMES, "base64");
  const frames = [...new CallGraph(bytes, readModuleFunctions(bytes)).frames.values()];
  assert.deepEqual(
    frames.map(({ parameters, locals, constants, slots }) => [parameters, locals, constants, slots]),
    [
      [1, 0, 1, 3], // i32.add (i32.load (0)) (i32.mul (i32.load (0)) 7)
      [2, 1, 2, 5], // i64.add (i64.mul (0) 3) (i64.mul (global 0) 3)
      [1, 2, 1, 5], // (0), then local 0 is set, then (0) in front of a block: both are copied
      [1, 0, 3, 5], // if (0) then 5 else return i64.extend_i32_u (i32.add 5 (i32.eqz (0)))
      [1, 0, 0, 3], // br 0 (i32.clz (0)), and dead code after it
    ],
  );
});
