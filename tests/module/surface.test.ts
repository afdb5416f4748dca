/** What the built module shows to a host: its imports, exports, size and the WASM features that it needs. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import binaryen from "binaryen";

const bytes = await readFile(new URL("../../keyward.wasm", import.meta.url));
const module = await WebAssembly.compile(bytes);

test("imports what reading a configuration takes, and nothing else", () => {
  const imports = WebAssembly.Module.imports(module).map(({ module, name }) => `${module} ${name}`);
  assert.deepEqual(
    imports.sort(),
    ["fd_close", "fd_prestat_get", "fd_read", "fd_write", "path_open"].map((name) => `wasi_snapshot_preview1 ${name}`),
  );
});

test("exports one allocator family, its memory, the two filters, and what a configuration takes", () => {
  const exports = WebAssembly.Module.exports(module).map(({ name, kind }) => `${kind} ${name}`);
  assert.deepEqual(exports.sort(), [
    "function _initialize",
    "function check",
    "function free",
    "function keep",
    "function malloc",
    "function tag",
    "global config",
    "memory memory",
  ]);
});

test("has the signatures that Fluent Bit calls", () => {
  const parsed = binaryen.readBinary(bytes);
  const { i32, none } = binaryen;
  const signatures = {
    malloc: [[i32], i32],
    free: [[i32], none],
    tag: [Array(6).fill(i32), i32],
    keep: [Array(6).fill(i32), i32],
  };
  for (const [name, [parameters, result]] of Object.entries(signatures)) {
    const { value } = binaryen.getExportInfo(parsed.getExport(name));
    const info = binaryen.getFunctionInfo(parsed.getFunction(value));
    assert.deepEqual(binaryen.expandType(info.params), parameters, name);
    assert.equal(info.results, result, name);
  }
  parsed.dispose();
});

test("needs no WASM feature that Fluent Bit's runtime lacks", () => {
  const parsed = binaryen.readBinary(bytes);
  const { MVP, BulkMemory, BulkMemoryOpt, SignExt, MutableGlobals, NontrappingFPToInt } = binaryen.Features;
  parsed.setFeatures(MVP | BulkMemory | BulkMemoryOpt | SignExt | MutableGlobals | NontrappingFPToInt);
  assert.equal(parsed.validate(), 1);
  parsed.dispose();
});

test("is at most 96 KiB", () => {
  assert.ok(bytes.length <= 96 * 1024, `${bytes.length} bytes`);
});

const coreBytes = await readFile(new URL("../../keyward.core.wasm", import.meta.url));
const core = await WebAssembly.compile(coreBytes);

test("the core imports what the filter does, and exports all of it besides the functions for chunks", () => {
  assert.deepEqual(WebAssembly.Module.imports(core), WebAssembly.Module.imports(module));
  const exports = (of: WebAssembly.Module): string[] =>
    WebAssembly.Module.exports(of).map(({ name, kind }) => `${kind} ${name}`);
  assert.deepEqual(
    exports(core).sort(),
    [
      ...exports(module),
      "function chunk",
      "function findLine",
      "function judgeLine",
      "function lineEnd",
      "function passedNewlines",
      "function passedOthers",
      "function passedRecords",
    ].sort(),
  );
});

test("the core needs SIMD and no more features than that, and is at most 96 KiB", () => {
  const parsed = binaryen.readBinary(coreBytes);
  const { MVP, BulkMemory, BulkMemoryOpt, SignExt, MutableGlobals, NontrappingFPToInt, SIMD128 } = binaryen.Features;
  parsed.setFeatures(MVP | BulkMemory | BulkMemoryOpt | SignExt | MutableGlobals | NontrappingFPToInt | SIMD128);
  assert.equal(parsed.validate(), 1);
  parsed.dispose();
  assert.ok(coreBytes.length <= 96 * 1024, `${coreBytes.length} bytes`);
});
