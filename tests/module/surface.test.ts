/** What the built module shows to a host: imports, exports, size, and required WASM features. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import "../node/support/liftoff.js";
import binaryen from "binaryen";

const bytes = await readFile(new URL("../../keyward.wasm", import.meta.url));
const module = await WebAssembly.compile(bytes);

test("imports only what reading a configuration needs", () => {
  const imports = WebAssembly.Module.imports(module).map(({ module, name }) => `${module} ${name}`);
  assert.deepEqual(
    imports.sort(),
    ["fd_close", "fd_prestat_get", "fd_read", "fd_write", "path_open"].map((name) => `wasi_snapshot_preview1 ${name}`),
  );
});

test("exports one allocator family, its memory, the two filters, and what a configuration needs", () => {
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

type Signatures = Record<string, readonly [parameters: number[], result: number]>;

/** Asserts that the module exports functions with these signatures. */
function assertSignatures(module: Uint8Array, signatures: Signatures): void {
  const parsed = binaryen.readBinary(module);
  for (const [name, [parameters, result]] of Object.entries(signatures)) {
    const { value } = binaryen.getExportInfo(parsed.getExport(name));
    const info = binaryen.getFunctionInfo(parsed.getFunction(value));
    assert.deepEqual(binaryen.expandType(info.params), parameters, name);
    assert.equal(info.results, result, name);
  }
  parsed.dispose();
}

test("has the signatures that Fluent Bit calls, and so has the module for alerts", async () => {
  const alerts = await readFile(new URL("../../keyward.alert.wasm", import.meta.url));
  const { i32, none } = binaryen;
  const filter: Signatures[string] = [Array<number>(6).fill(i32), i32];
  for (const [binary, filters] of [
    [bytes, { tag: filter, keep: filter }],
    [alerts, { alert: filter }],
  ] as const) {
    const signatures: Signatures = { malloc: [[i32], i32], free: [[i32], none], ...filters };
    assertSignatures(binary, signatures);
  }
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

/** As in asconfig.json. */
const INITIAL_PAGES: Record<string, number> = { ".core": 7 };

// Permanent memory is allocated at start: the trees of paths and places, the texts of an annotation. A host may refuse memory,
// and a module without them would find nothing.
for (const name of [
  "",
  ".alert",
  ".core",
  ".connect",
  ".bento",
  ".redpanda",
  ".kafka-connect",
  ".clickhouse",
  ".wasi",
  ".wasi-plain",
]) {
  test(`keyward${name}.wasm starts within its initial memory`, async () => {
    const binary = await readFile(new URL(`../../keyward${name}.wasm`, import.meta.url));
    const compiled = await WebAssembly.compile(binary);
    const imports: Record<string, Record<string, () => number>> = {};
    for (const entry of WebAssembly.Module.imports(compiled)) {
      imports[entry.module] = { ...imports[entry.module], [entry.name]: () => 8 };
    }
    const { exports } = await WebAssembly.instantiate(compiled, imports);
    assert.equal((exports.memory as WebAssembly.Memory).buffer.byteLength, (INITIAL_PAGES[name] ?? 3) * 65_536);
  });
}

const coreBytes = await readFile(new URL("../../keyward.core.wasm", import.meta.url));
const core = await WebAssembly.compile(coreBytes);

const CHUNKS = [
  ...["chunk", "findLine", "judgeLine", "lineEnd", "passedNewlines", "passedOthers", "passedRecords", "reading"],
  ...["startSurvey", "surveyLines", "surveyRecord", "surveyed", "lastTimes"],
];
const EVENTS = [
  ...["annotatedPath", "dataObject", "dataString", "detailOf", "endOf", "fieldEnd", "fieldStart", "findCondition"],
  ...["findNextException", "findPath", "findPlace", "isBeforeIngest", "isIgnored", "lackedClues", "listClues"],
  ...["readMore", "readSpans", "recall", "recalledBurst", "startExceptions", "startFindings", "startRecord"],
  ...["valueOf", "weigh", "worth"],
];
const FACTS = [
  ...["annotation", "burst", "clues", "conditionField", "conditionHolds", "exception", "exceptionHolds", "held"],
  ...["isPossible", "judgement", "metIndex", "object", "ranShort", "schema", "suppressing", "time", "verdict"],
];

test("the core has the filter's imports, and its exports plus Node's own", () => {
  assert.deepEqual(WebAssembly.Module.imports(core), WebAssembly.Module.imports(module));
  const exports = (of: WebAssembly.Module): string[] =>
    WebAssembly.Module.exports(of).map(({ name, kind }) => `${kind} ${name}`);
  assert.deepEqual(
    exports(core).sort(),
    [
      ...exports(module),
      ...CHUNKS.map((name) => `function ${name}`),
      ...EVENTS.map((name) => `function ${name}`),
      ...FACTS.map((name) => `global ${name}`),
    ].sort(),
  );
});

test("the core needs SIMD and no further features, and is at most 96 KiB", () => {
  const parsed = binaryen.readBinary(coreBytes);
  const { MVP, BulkMemory, BulkMemoryOpt, SignExt, MutableGlobals, NontrappingFPToInt, SIMD128 } = binaryen.Features;
  parsed.setFeatures(MVP | BulkMemory | BulkMemoryOpt | SignExt | MutableGlobals | NontrappingFPToInt | SIMD128);
  assert.equal(parsed.validate(), 1);
  parsed.dispose();
  assert.ok(coreBytes.length <= 96 * 1024, `${coreBytes.length} bytes`);
});

const COMMAND_IMPORTS = [
  ...["args_get", "args_sizes_get", "fd_close", "fd_fdstat_get", "fd_prestat_get", "fd_read", "fd_write", "path_open"],
  ...["poll_oneoff", "proc_exit"],
].map((name) => `wasi_snapshot_preview1 ${name}`);

/** The other modules: their exports and imports, and whether they need SIMD. */
const MODULES = [
  {
    name: "keyward.alert.wasm",
    exports: ["function _initialize", "function alert", "function free", "function malloc"],
    imports: ["fd_close", "fd_prestat_get", "fd_read", "fd_write", "path_open"].map(
      (name) => `wasi_snapshot_preview1 ${name}`,
    ),
    hasVectors: false,
  },
  {
    name: "keyward.connect.wasm",
    exports: ["function free", "function malloc", "function process", "function tag"],
    imports: ["benthos_wasm v0_msg_as_bytes", "benthos_wasm v0_msg_set_bytes", "benthos_wasm v0_msg_set_meta"],
    hasVectors: false,
  },
  {
    name: "keyward.bento.wasm",
    exports: ["function free", "function malloc", "function process", "function tag"],
    imports: ["bento_wasm v0_msg_as_bytes", "bento_wasm v0_msg_set_bytes", "bento_wasm v0_msg_set_meta"],
    hasVectors: false,
  },
  {
    name: "keyward.redpanda.wasm",
    exports: ["function _start"],
    imports: [
      ...["check_abi_version_2", "read_batch_header", "read_next_record", "write_record"].map(
        (name) => `redpanda_transform ${name}`,
      ),
      ...["environ_get", "environ_sizes_get", "fd_write"].map((name) => `wasi_snapshot_preview1 ${name}`),
    ],
    hasVectors: false,
  },
  {
    name: "keyward.kafka-connect.wasm",
    exports: [
      "configure",
      "keepRecord",
      "lengthOf",
      "malloc",
      "matchCount",
      "tagRecord",
      "unreadReason",
      "verdict",
    ].map((name) => `function ${name}`),
    imports: [],
    hasVectors: false,
  },
  {
    name: "keyward.clickhouse.wasm",
    exports: ["clickhouse_create_buffer", "clickhouse_destroy_buffer", "keyward_count", "keyward_match"].map(
      (name) => `function ${name}`,
    ),
    imports: ["env clickhouse_throw"],
    hasVectors: false,
  },
  { name: "keyward.wasi.wasm", exports: ["function _start"], imports: COMMAND_IMPORTS, hasVectors: true },
  { name: "keyward.wasi-plain.wasm", exports: ["function _start"], imports: COMMAND_IMPORTS, hasVectors: false },
];

for (const { name, exports, imports, hasVectors } of MODULES) {
  const binary = await readFile(new URL(`../../${name}`, import.meta.url));
  const compiled = await WebAssembly.compile(binary);

  test(`${name} exports and imports only what its host knows`, () => {
    const exported = WebAssembly.Module.exports(compiled).map(({ name, kind }) => `${kind} ${name}`);
    assert.deepEqual(exported.sort(), [...exports, "global config", "memory memory"]);
    const imported = WebAssembly.Module.imports(compiled).map(({ module, name }) => `${module} ${name}`);
    assert.deepEqual(imported.sort(), imports);
  });

  test(`${name} needs no WASM features that its host lacks, and is at most 96 KiB`, () => {
    const parsed = binaryen.readBinary(binary);
    const { MVP, BulkMemory, BulkMemoryOpt, SignExt, MutableGlobals, NontrappingFPToInt, SIMD128 } = binaryen.Features;
    if (hasVectors) {
      parsed.setFeatures(MVP | BulkMemory | BulkMemoryOpt | SignExt | MutableGlobals | NontrappingFPToInt | SIMD128);
    } else {
      parsed.setFeatures(MVP | BulkMemory | BulkMemoryOpt | SignExt | MutableGlobals | NontrappingFPToInt);
    }
    assert.equal(parsed.validate(), 1);
    parsed.dispose();
    assert.ok(binary.length <= 96 * 1024, `${binary.length} bytes`);
  });
}

test("the functions of ClickHouse's module have the signatures of ABI BUFFERED_V1", async () => {
  const { i32, none } = binaryen;
  const binary = await readFile(new URL("../../keyward.clickhouse.wasm", import.meta.url));
  const signatures: Signatures = {
    clickhouse_create_buffer: [[i32], i32],
    clickhouse_destroy_buffer: [[i32], none],
    keyward_match: [[i32, i32], i32],
    keyward_count: [[i32, i32], i32],
  };
  assertSignatures(binary, signatures);
});

test("the functions of the processors and of the transform have their hosts' signatures", async () => {
  const { i32, i64, none } = binaryen;
  const processor = { v0_msg_as_bytes: [0, i64], v0_msg_set_bytes: [2, none], v0_msg_set_meta: [4, none] };
  const expected = {
    "keyward.connect.wasm": processor,
    "keyward.bento.wasm": processor,
    "keyward.redpanda.wasm": {
      check_abi_version_2: [0, none],
      read_batch_header: [10, i32],
      read_next_record: [5, i32],
      write_record: [2, i32],
    },
  } as const;
  for (const [name, calls] of Object.entries(expected)) {
    const parsed = binaryen.readBinary(await readFile(new URL(`../../${name}`, import.meta.url)));
    for (let index = 0; index < parsed.getNumFunctions(); index++) {
      const { base, params, results } = binaryen.getFunctionInfo(parsed.getFunctionByIndex(index));
      const wanted = (calls as Record<string, readonly [number, number] | undefined>)[base ?? ""];
      if (wanted === undefined) continue;
      assert.deepEqual(binaryen.expandType(params), Array(wanted[0]).fill(i32), `${name} ${base}`);
      assert.equal(results, wanted[1], `${name} ${base}`);
    }
    for (const entry of name === "keyward.redpanda.wasm" ? ["_start"] : ["process", "tag"]) {
      const { value } = binaryen.getExportInfo(parsed.getExport(entry));
      const info = binaryen.getFunctionInfo(parsed.getFunction(value));
      assert.deepEqual([info.params, info.results], [none, none], `${name} ${entry}`);
    }
    parsed.dispose();
  }
});
