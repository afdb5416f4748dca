/** Runs every host's module over the same records, and compares each with the Fluent Bit module record by record. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { compileModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule, type KeywardModule } from "#keyward/module.js";
import { CORE_MODULE } from "#keyward/module-files.js";
import { embedConfig } from "#keyward/config/embed.js";
import { ClickHouseFunctions } from "../emulators/clickhouse.js";
import { ConnectTask } from "../emulators/kafka-connect.js";
import { MessageProcessor } from "../emulators/message-processor.js";
import { modulePath, type HostName } from "#keyward/hosts/module-kinds.js";
import { readPayload, runTransform, writePayload, type TransformRecord } from "../emulators/redpanda-transform.js";
import { runCommand } from "../emulators/wasi-command.js";
import type { FilterName } from "#keyward/records/judge.js";
import { MODULE_PATH } from "../oracle/project.js";
import { randomFor } from "../oracle/random.js";
import { tagRecords } from "./core-lines.js";
import { READINGS, UNREAD_READINGS, type Reading } from "../oracle/rule.js";

const NEWLINE = 0x0a;
const SPACE = 0x20;
/** Records per batch of a transform. */
const BATCH = 50;

/** Returns a host's module, or the one at a path, with a configuration if given. */
export async function moduleWith(host: HostName | URL, config?: string): Promise<WebAssembly.Module> {
  const path = host instanceof URL ? host : modulePath(host);
  const bytes = await readFile(path);
  const name = String(path);
  return new WebAssembly.Module(
    Uint8Array.from(config === undefined ? bytes : embedConfig(name, bytes, Buffer.from(config))),
  );
}

/** Returns the Fluent Bit module, likewise. */
export async function fluentBitWith(config?: string): Promise<CompiledModule> {
  const bytes = await readFile(MODULE_PATH);
  return compileModule(config === undefined ? bytes : embedConfig("module", bytes, Buffer.from(config)));
}

/** The result for a record: its bytes, those of the annotated record, or nothing. */
type Fate = { bytes: Uint8Array; isAnnotated: boolean } | undefined;

/** Returns which records name an action and could not be judged, according to the core module. */
export async function unreadOf(records: readonly Uint8Array[], config?: string): Promise<boolean[]> {
  return (await readingsOf(records, config)).map((reading) => UNREAD_READINGS.includes(reading));
}

/** Returns the reading of each record, according to the core module. */
export async function readingsOf(records: readonly Uint8Array[], config?: string): Promise<Reading[]> {
  const bytes = await readFile(CORE_MODULE);
  const carrying = config === undefined ? bytes : embedConfig("module", bytes, Buffer.from(config));
  const module: KeywardModule = instantiateModule(await compileModule(carrying));
  const host = new FluentBitHost(module);
  return records.map((record) => {
    host.filter("tag", record);
    return READINGS[module.reading?.() ?? 0] ?? "none";
  });
}

/** Returns Fluent Bit's result for each record. */
export function fatesOf(module: CompiledModule, filter: FilterName, records: readonly Uint8Array[]): Fate[] {
  const host = new FluentBitHost(instantiateModule(module));
  return records.map((record) => {
    const result = host.filter(filter, record);
    if (result.outcome !== "dropped") return { bytes: result.record, isAnnotated: result.outcome === "modified" };
    assert.equal(result.reason, "null");
    return undefined;
  });
}

/** Compares a processor of messages. Returns how many were annotated. */
export function compareMessages(
  module: WebAssembly.Module,
  host: "connect" | "bento",
  records: readonly Uint8Array[],
  fates: readonly Fate[],
  unread: readonly boolean[],
): number {
  const processor = new MessageProcessor(module, host === "connect" ? "benthos_wasm" : "bento_wasm");
  const before = { topic: "trail", keyward_none: "" };
  let annotated = 0;
  records.forEach((bytes, index) => {
    const fate = fates[index];
    const message = processor.process({ bytes, metadata: before });
    const where = `${host}, record ${index}: ${show(bytes)}`;
    assert.ok(message.error === undefined && fate !== undefined, `${where}: ${String(message.error)}`);
    assert.ok(Buffer.from(message.bytes).equals(fate.bytes), `${where}, came out as ${show(message.bytes)}`);
    if (!fate.isAnnotated) {
      assert.equal(message.bytes, bytes, `${where}: the bytes were set`);
      assert.deepEqual(message.metadata, { ...before, ...(unread[index] && { keyward_verdict: "unread" }) }, where);
      return;
    }
    annotated++;
    const { keyward } = JSON.parse(Buffer.from(fate.bytes).toString()) as { keyward: Annotation };
    const told = { keyward_verdict: keyward.verdict, keyward_matches: String(keyward.matches) };
    assert.deepEqual(message.metadata, { ...before, ...told }, where);
  });
  return annotated;
}

interface Annotation {
  verdict: string;
  matches: number;
}

/** Compares the Kafka Connect transform, with a configuration if given. */
export function compareTask(
  module: WebAssembly.Module,
  filter: FilterName,
  records: readonly Uint8Array[],
  fates: readonly Fate[],
  unread: readonly boolean[],
  config?: string,
): void {
  const task = new ConnectTask(module, filter, config);
  records.forEach((bytes, index) => {
    const fate = fates[index];
    const judgement = task.judge(bytes);
    const where = `Kafka Connect, ${filter}, record ${index}: ${show(bytes)}`;
    if (fate === undefined) {
      assert.equal(judgement, undefined, where);
      return;
    }
    assert.ok(judgement !== undefined, `${where}: dropped`);
    assert.ok(Buffer.from(judgement.bytes).equals(fate.bytes), `${where}, came out as ${show(judgement.bytes)}`);
    const { keyward } = fate.isAnnotated
      ? (JSON.parse(Buffer.from(fate.bytes).toString()) as { keyward: Annotation })
      : { keyward: { verdict: unread[index] ? "unread" : "", matches: undefined } };
    assert.deepEqual([judgement.verdict, judgement.matches], [keyward.verdict, keyward.matches], where);
  });
}

/** Compares ClickHouse's functions, in blocks of all sizes. Unlike other modules, they also judge annotated records. */
export function compareFunctions(
  module: WebAssembly.Module,
  records: readonly Uint8Array[],
  fates: readonly Fate[],
  readings: readonly Reading[],
): void {
  const random = randomFor(records.length, 11);
  const functions = new ClickHouseFunctions(module);
  for (let at = 0; at < records.length;) {
    const rows = records.slice(at, at + 1 + random.below(BATCH));
    const verdicts = functions.match(rows);
    const counts = functions.count(rows);
    rows.forEach((bytes, row) => {
      const fate = fates[at + row];
      const where = `ClickHouse, record ${at + row}: ${show(bytes)}`;
      const isUnread = UNREAD_READINGS.includes(readings[at + row] ?? "none");
      if (fate?.isAnnotated === true) {
        const { keyward } = JSON.parse(Buffer.from(fate.bytes).toString()) as { keyward: Annotation };
        // With an event that does not match and something that could not be judged, it is unknown whether there is a match.
        const count = keyward.matches === 0 && isUnread ? null : keyward.matches;
        assert.deepEqual([verdicts[row], counts[row]], [keyward.verdict, count], where);
      } else if (readings[at + row] !== "annotated") {
        assert.deepEqual([verdicts[row], counts[row]], isUnread ? ["unread", null] : ["", 0], where);
      }
    });
    at += rows.length;
  }
}

/** Compares a transform, with all kinds of keys and headers, and with tombstones between the records. */
export function compareTransform(
  module: WebAssembly.Module,
  filter: FilterName,
  records: readonly Uint8Array[],
  fates: readonly Fate[],
): void {
  const random = randomFor(records.length, 7);
  const around = (value: Uint8Array | null): TransformRecord => {
    const text = (): Uint8Array | null => (random.below(4) === 0 ? null : Buffer.alloc(random.below(200), "k"));
    const headers = Array.from({ length: random.below(4) }, () => ({ key: text(), value: text() }));
    return { key: text(), value, headers };
  };
  const given: TransformRecord[] = [];
  const expected: TransformRecord[] = [];
  records.forEach((bytes, index) => {
    const record = around(bytes);
    given.push(record);
    const fate = fates[index];
    if (fate !== undefined) expected.push({ ...record, value: fate.bytes });
    if (random.below(10) > 0) return;
    const tombstone = around(null);
    given.push(tombstone);
    expected.push(tombstone);
  });
  const payloads = given.map(writePayload);
  const batches = Array.from({ length: Math.ceil(payloads.length / BATCH) }, (_, index) =>
    payloads.slice(index * BATCH, (index + 1) * BATCH),
  );
  const env = filter === "keep" ? { KEYWARD_MODE: "keep" } : {};
  const { written, read, end } = runTransform(module, batches, { env });
  assert.deepEqual([end, read, written.length], ["returned", given.length, expected.length]);
  written.forEach((payload, index) => {
    const wanted = writePayload(expected[index] as TransformRecord);
    if (Buffer.from(payload).equals(wanted)) return;
    const value = readPayload(payload)?.value;
    assert.fail(`record ${index} of the output, ${filter}: ${value ? show(value) : "no value"}, not ${show(wanted)}`);
  });
}

/** Compares a command, fed and drained in portions of all sizes. */
export function compareCommand(
  module: WebAssembly.Module,
  fluentBit: CompiledModule,
  filter: FilterName,
  input: Buffer,
  hasUnread: boolean,
  files?: Record<string, string>,
): void {
  const expected = tagRecords(fluentBit, filter, input).output;
  const args = filter === "keep" ? ["--keep"] : [];
  for (const random of [undefined, randomFor(input.length, 3)]) {
    const portion = random && ((most: number) => random.below(Math.min(most, 100_000)) + 1);
    const run = runCommand(module, input, { args, ...(portion && { portion }), ...(files && { files }) });
    assert.equal(run.code, hasUnread ? 2 : 0);
    assert.equal(run.told.includes(" could not be judged; "), hasUnread, run.told);
    if (run.output.equals(expected)) continue;
    const [left, right] = [run.output, expected].map((bytes) => bytes.toString("latin1").split("\n"));
    const line = left?.findIndex((text, index) => text !== right?.[index]) ?? -1;
    assert.fail(`${filter}, line ${line + 1}: ${String(left?.[line])}, not ${String(right?.[line])}`);
  }
}

/** Returns records as lines. */
export function asLines(records: readonly Uint8Array[]): Buffer {
  // A newline inside a record would end it.
  const lines = records.map((bytes) => bytes.map((byte) => (byte === NEWLINE ? SPACE : byte)));
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.of(NEWLINE)]));
}

function show(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 600)).toString("latin1"));
}
