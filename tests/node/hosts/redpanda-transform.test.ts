/** The transform with unusual records, and when its host or its memory fails. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  readPayload,
  runTransform,
  writePayload,
  type TransformOptions,
  type TransformRecord,
  type TransformRun,
} from "../../emulators/redpanda-transform.js";
import { originLine } from "../../emulators/origin.js";
import { isThorough } from "../../settings.js";
import { embedConfig } from "#keyward/config/embed.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { readFile } from "node:fs/promises";
import { builtModule, moduleOfPages } from "./module-memory.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const HEADERS = [
  { key: Buffer.from("trace"), value: Buffer.from([0, 255]) },
  { key: null, value: null },
  { key: Buffer.alloc(0), value: Buffer.alloc(0) },
];
/** A broker's default for a transform: 2 MiB, in pages. */
const BROKER_PAGES = 32;

function record(value: string | null, key: string | null = "key"): TransformRecord {
  return {
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: HEADERS,
  };
}

const module = await builtModule("redpanda");
const run = (records: readonly TransformRecord[], options?: TransformOptions, of = module): TransformRun =>
  runTransform(of, [records.map(writePayload)], options);
const valueOf = (payload: Uint8Array | undefined): string =>
  Buffer.from(readPayload(payload ?? new Uint8Array())?.value ?? []).toString();

describe("the transform", () => {
  it("writes every record, in order, with key and headers, and annotates matches", () => {
    const others = [record('{"a":1}'), record(null), record(""), record("text", null), record("{"), record("[1]", "")];
    const records = [record(MATCH, null), ...others, record(MATCH)];
    const { written, end, origin } = run(records);
    assert.equal(origin, originLine(0));
    assert.deepEqual([end, written.length], ["returned", records.length]);
    written.forEach((payload, index) => {
      const { key, value, headers } = records[index] as TransformRecord;
      const out = readPayload(payload);
      assert.deepEqual([out?.key && Buffer.from(out.key), out?.headers.length], [key, headers.length]);
      const isMatch = index === 0 || index === records.length - 1;
      assert.equal(value !== null && valueOf(payload).startsWith(value.toString().slice(0, -1)), value !== null);
      assert.equal(valueOf(payload).includes('"keyward":{"verdict":"match"'), isMatch);
      if (!isMatch) assert.deepEqual(Buffer.from(payload), writePayload(records[index] as TransformRecord));
      else
        assert.deepEqual(
          Buffer.from(payload.subarray(-headersLength())),
          Buffer.from(writePayload(record(null)).subarray(-headersLength())),
        );
    });
  });

  it("drops with KEYWARD_MODE=keep only what certainly does not match", () => {
    const records = [record('{"a":1}'), record(MATCH), record(null), record("text"), record("{}"), record("[]")];
    const { written } = run(records, { env: { A: "", KEYWARD_MODE: "keep", KEYWARD_MODEL: "x" } });
    assert.deepEqual(
      written.map((payload) => valueOf(payload).slice(0, 8)),
      [MATCH.slice(0, 8), "", "text"],
    );
  });

  it("treats an unknown mode as the one that keeps everything, and says so", () => {
    for (const mode of ["Keep", "keep ", "", "keepx", "tagkeep"]) {
      const told: string[] = [];
      const { written } = run([record("{}")], { env: { KEYWARD_MODE: mode }, stderr: (text) => told.push(text) });
      assert.equal(written.length, 1, mode);
      assert.match(told.join(""), /^keyward: KEYWARD_MODE .*; use tag, keep; tag is in effect\n$/);
    }
    for (const mode of ["tag", "keep"]) {
      const told: string[] = [];
      run([record("{}")], { env: { KEYWARD_MODE: mode }, stderr: (text) => told.push(text) });
      assert.deepEqual(told, []);
    }
  });

  it("passes a payload that it does not understand unchanged", () => {
    const payloads = ["", "01", "02", "0102", "ff".repeat(12), "0080", "00feffffff0f", "0301", "000000ff"].map((hex) =>
      Buffer.from(hex, "hex"),
    );
    const seen: Buffer[] = [];
    runTransform(module, [payloads], { onWrite: (payload) => seen.push(Buffer.from(payload)) });
    // The host rejects most of them; what it accepts came out unchanged.
    for (const payload of seen) assert.ok(payloads.some((one) => one.equals(payload)));
    const first = runTransform(module, [[Buffer.from("01", "hex"), writePayload(record("{}"))]]);
    assert.deepEqual([first.end, first.written.length, first.read], ["returned", 0, 1]);
  });

  it("annotates a record of 512 KiB within the broker's 2 MiB, with long keys and headers too", async () => {
    const small = await moduleOfPages("redpanda", BROKER_PAGES);
    const long = MATCH.replace("{", `{"pad":"${"x".repeat(512 * 1024 - MATCH.length - 9)}",`);
    assert.equal(long.length, 512 * 1024);
    for (const key of ["k", "k".repeat(100_000)]) {
      for (const value of [long, `{"message":${JSON.stringify(MATCH)},"pad":"${"x".repeat(500_000)}"}`]) {
        const { written, memoryBytes, end } = run([record("{}"), record(value, key), record(MATCH)], {}, small);
        assert.deepEqual([end, written.length], ["returned", 3]);
        assert.ok(
          written.every((payload, index) => index === 0 || valueOf(payload).includes('"keyward":{"verdict":"match"')),
        );
        assert.ok(memoryBytes <= 2 * 1024 * 1024, `${memoryBytes} bytes`);
      }
    }
  });

  it("passes a match unchanged if its annotation does not fit, and says so once", async () => {
    const small = await moduleOfPages("redpanda", BROKER_PAGES);
    const long = MATCH.replace("{", `{"pad":"${"x".repeat(1_200_000)}",`);
    const told: string[] = [];
    const { written, end } = run(
      [record(long), record(long), record(MATCH)],
      { stderr: (text) => told.push(text) },
      small,
    );
    assert.deepEqual([end, written.length, valueOf(written[0]), valueOf(written[1])], ["returned", 3, long, long]);
    assert.ok(valueOf(written[2]).includes('"verdict":"match"'));
    assert.match(
      told.join(""),
      /^keyward: 1 record names .* The last one, of 1200\d+ bytes, needs more memory than there is\n$/,
    );
  });

  it("ends before a record that does not fit into memory, so that the host does not skip it", async () => {
    const small = await moduleOfPages("redpanda", BROKER_PAGES);
    const told: string[] = [];
    const { written, read, end } = run(
      [record("{}"), record("x".repeat(3_000_000))],
      { stderr: (text) => told.push(text) },
      small,
    );
    assert.deepEqual([end, read, written.length], ["returned", 0, 0]);
    assert.match(told.join(""), /^keyward: there is no memory to read a record of 3000\d+ bytes; the transform stops/);
  });

  it("writes the record unchanged if its annotated form is refused, and ends if that is refused too", () => {
    const told: string[] = [];
    const isAnnotated = (payload: Uint8Array): boolean => valueOf(payload).includes("keyward");
    const refusing = (payload: Uint8Array): number => (isAnnotated(payload) ? -3 : payload.length);
    const { written } = run([record(MATCH), record("{}")], { onWrite: refusing, stderr: (text) => told.push(text) });
    assert.deepEqual(written.map(valueOf), [MATCH, "{}"]);
    const refused = "passed without its annotation: the broker refused the annotated record, which is longer";
    assert.match(told.splice(0).join(""), new RegExp(`^keyward: a record of \\d+ bytes ${refused}\n$`));
    const none = run([record(MATCH), record("{}")], { onWrite: () => -3, stderr: (text) => told.push(text) });
    assert.deepEqual([none.end, none.read, none.written.length], ["returned", 1, 0]);
    assert.match(
      told.join(""),
      /^keyward: a record .* is longer\nkeyward: write_record failed: -3; the transform stops/,
    );
  });

  it("remembers no earlier matches, and rejects a configuration that asks for it", async () => {
    const event = MATCH.replace("}", ',"eventID":"e","eventTime":"2026-03-04T09:03:41Z"}');
    const settings = { duplicates: { window_seconds: 60 }, cap: { count: 1, period_seconds: 60 } };
    const more = { ...settings, escalate: { distinct_keys: 2, window_seconds: 60, severity: "high", risk_score: 73 } };
    const bytes = await readFile(modulePath("redpanda"));
    for (const [name, setting] of Object.entries(more)) {
      const config = Buffer.from(JSON.stringify({ severity: "low", [name]: setting }));
      const carrying = new WebAssembly.Module(Uint8Array.from(embedConfig("module", bytes, config)));
      const told: string[] = [];
      const { written } = run([record(event), record(event)], { stderr: (text) => told.push(text) }, carrying);
      const problem = `/${name}: this host keeps no memory of earlier matches; remove ${name}`;
      for (const payload of written) {
        const { keyward } = JSON.parse(valueOf(payload)) as { keyward: Record<string, unknown> };
        assert.deepEqual([keyward.verdict, keyward.severity, keyward.config_error], ["match", "medium", problem]);
      }
      assert.deepEqual([written.length, told.length], [2, 1]);
      assert.ok(told[0]?.startsWith(`keyward: keyward.json: ${problem}; `), told[0]);
    }
  });

  const batches = isThorough ? 1000 : 200;
  it(`needs no more memory after ${batches * 100} records`, () => {
    const records = Array.from({ length: 100 }, (_, index) =>
      writePayload(record(index % 10 === 0 ? MATCH : '{"a":1}')),
    );
    const few = runTransform(module, [records]).memoryBytes;
    const { read, memoryBytes } = runTransform(module, Array<Uint8Array[]>(batches).fill(records));
    assert.deepEqual([read, memoryBytes], [batches * 100, few]);
  });
});

/** Returns the size of the headers at the end of a payload. */
function headersLength(): number {
  return writePayload({ key: null, value: null, headers: HEADERS }).length - 2;
}
