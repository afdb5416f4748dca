/** ClickHouse's functions: their answers, what ends a query, and little memory. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { ClickHouseFunctions, rowBinary } from "../../emulators/clickhouse.js";
import { builtModule, moduleOfPages } from "./module-memory.js";

const EVENT = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = `{${EVENT}}`;
const ROWS: [text: string, verdict: string, count: number | null][] = [
  [MATCH, "match", 1],
  ["", "", 0],
  ["{}", "", 0],
  ['{"eventName":"EnableKey"}', "", 0],
  [`{"Records":[${MATCH},{${EVENT},"eventID":"2"}]}`, "match", 2],
  [MATCH.slice(0, -1), "unread", null],
  ["DisableKey", "unread", null],
  [`{"unheard":{"of":${MATCH}}}`, "possible", 0],
  [`{${EVENT},"x":"${"y".repeat(20_000)}"}`, "match", 1],
  // An annotated record is judged by its events.
  [`{${EVENT},"keyward":{"verdict":"denied","matches":0,"events":[]}}`, "match", 1],
];
const bytes = (texts: readonly string[]): Buffer[] => texts.map((text) => Buffer.from(text));
const LINES = bytes(ROWS.map(([text]) => text));

async function carrying(config: object): Promise<WebAssembly.Module> {
  const binary = await readFile(modulePath("clickhouse"));
  return new WebAssembly.Module(Uint8Array.from(embedConfig("module", binary, Buffer.from(JSON.stringify(config)))));
}

describe("ClickHouse's functions", async () => {
  const module = await builtModule("clickhouse");

  it("answer each row of a block of any length", () => {
    const functions = new ClickHouseFunctions(module);
    for (const times of [0, 1, 3, 500]) {
      const rows = Array.from({ length: times }, () => LINES).flat();
      assert.deepEqual(
        functions.match(rows),
        rows.map((_, index) => ROWS[index % ROWS.length]?.[1]),
      );
      assert.deepEqual(
        functions.count(rows),
        rows.map((_, index) => ROWS[index % ROWS.length]?.[2]),
      );
    }
  });

  it("need no more memory after many blocks than after one", () => {
    const functions = new ClickHouseFunctions(module);
    functions.match(LINES);
    const before = functions.memoryBytes;
    for (let time = 0; time < 200; time++) functions.count(LINES);
    assert.equal(functions.memoryBytes, before);
  });

  it("use the module's configuration", async () => {
    const exceptions = [{ id: "x", reason: "r", when: { region: ["r"] } }];
    const functions = new ClickHouseFunctions(await carrying({ exceptions, denied: "annotate" }));
    const rows = bytes([`{${EVENT},"awsRegion":"r"}`, `{${EVENT},"errorCode":"AccessDenied"}`, MATCH]);
    assert.deepEqual(
      [functions.match(rows), functions.count(rows)],
      [
        ["suppressed", "denied", "match"],
        [0, 0, 1],
      ],
    );
  });

  it("end a query if the configuration is invalid, and say why", async () => {
    for (const [config, mistake] of [
      [{ severity: "lo" }, /^Error: keyward: invalid configuration in the module: \/severity: lo .*; build/],
      [{ cap: { count: 1, period_seconds: 60 } }, /\/cap: this host keeps no memory of earlier matches/],
    ] as const) {
      const of = await carrying(config);
      assert.throws(() => new ClickHouseFunctions(of).match(LINES), mistake);
    }
  });

  it("end a query whose block is not RowBinary", () => {
    const block = rowBinary(LINES);
    for (const [wrong, rows] of [
      [block, LINES.length + 1],
      [block.subarray(0, 20), 1],
      [Buffer.alloc(0), 1],
      [Buffer.alloc(9, 0xff), 1],
      [Buffer.of(0xff, 0xff, 0xff, 0xff, 0x7f), 1],
    ] as const) {
      const call = () => new ClickHouseFunctions(module).call("keyward_match", wrong, rows);
      assert.throws(call, /^Error: keyward: the rows are not in RowBinary format; /);
    }
  });

  it("end a query whose block does not fit into memory, and say what to set", async () => {
    const little = await moduleOfPages("clickhouse", 6);
    const rows = bytes([`{${EVENT},"x":"${"y".repeat(400_000)}"}`]);
    const message = /^Error: keyward: there is no memory for a block of rows; raise webassembly_udf_max_memory/;
    assert.throws(() => new ClickHouseFunctions(little).match(rows), message);
    const many = Array.from({ length: 300_000 }, () => Buffer.alloc(0));
    assert.throws(() => new ClickHouseFunctions(little).count(many), message);
    const functions = new ClickHouseFunctions(module);
    assert.throws(() => functions.call("keyward_match", rowBinary(LINES), 0xffff_ffff), message);
  });

  it("answer unread if there is no memory to judge a row, and judge the next one", async () => {
    const text = `{"log":${JSON.stringify(`{"log":${JSON.stringify(`{${EVENT},"x":"${"y".repeat(120_000)}"}`)}}`)}}`;
    const functions = new ClickHouseFunctions(await moduleOfPages("clickhouse", 5));
    const rows = bytes([text, MATCH]);
    assert.deepEqual(
      [functions.match(rows), functions.count(rows)],
      [
        ["unread", "match"],
        [null, 1],
      ],
    );
  });
});
