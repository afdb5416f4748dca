/**
 * Measures the cost per record in each host: `node build/tests/hosts/measure.js [--records N] [--rounds N]`. Processor time of
 * whole processes, as medians, for records that do not match; `docs/explanation/scale.md` draws the conclusions. Not a test: it takes
 * minutes, and needs a quiet machine.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { quietEvents, take } from "#bench/cases/kms-events.js";
import { run, type Command } from "#bench/processes/run.js";
import { median } from "#bench/report/median.js";
import { gridText } from "#bench/report/table.js";
import { assemble } from "../node/support/wat.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { ASKS_FOR_BYTES, cuttingTransform } from "./guests.js";
import { madeProgram, type ProgramName } from "./programs.js";
import { writeBatches, writePayload } from "./redpanda.js";

const NEWLINE = Buffer.from("\n");
/** Records that a broker hands over at once. */
const BATCH = 100;

/** A command that goes through the records, and what it is compared with: the same without Keyward. */
interface Variant {
  host: string;
  what: string;
  command: Command;
  input?: string;
  /** Its run on empty input is the start-up time, which does not count. */
  empty?: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { records: { type: "string" }, rounds: { type: "string" } } });
  const [records, rounds] = [Number(values.records ?? 200_000), Number(values.rounds ?? 5)];
  const folder = mkdtempSync(join(tmpdir(), "keyward-measure-"));
  try {
    const lines = take(quietEvents(1), records);
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    console.log(`${records} records of ${Math.round(bytes / records)} bytes on average, no match; ${rounds} rounds\n`);
    await measure(await variantsOf(folder, lines), records, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(variants: readonly Variant[], records: number, rounds: number): Promise<void> {
  const taken = variants.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [index, variant] of variants.entries()) {
      const { command, input, empty } = variant;
      const start = empty === undefined ? 0 : (await run(command, { input: empty })).cpu;
      const whole = await run(command, input === undefined ? {} : { input });
      taken[index]?.push(whole.cpu - start);
    }
  }
  const rows = variants.map(({ host, what }, index) => {
    const seconds = taken[index] ?? [];
    // The first of a host's variants is the one without Keyward.
    const first = taken[variants.findIndex((other) => other.host === host)] ?? [];
    const added = median(seconds.map((value, round) => value - (first[round] ?? NaN)));
    const micro = (value: number): string => ((value / records) * 1e6).toFixed(2);
    return [host, what, median(seconds).toFixed(2), micro(median(seconds)), micro(added)];
  });
  console.log(gridText([["host", "", "CPU s", "µs a record", "added"], ...rows]));
}

async function variantsOf(folder: string, lines: readonly Buffer[]): Promise<Variant[]> {
  const file = (name: string, content: Uint8Array | string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const module = (name: string): string => {
    copyFileSync(join(PROJECT_ROOT, "build", name), join(folder, name));
    return join(folder, name);
  };
  const input = file("input.ndjson", Buffer.concat(lines.flatMap((line) => [line, NEWLINE])));
  const payloads = lines.map((value) => writePayload({ key: null, value, headers: [] }));
  const batches = Array.from({ length: Math.ceil(payloads.length / BATCH) }, (_, index) =>
    payloads.slice(index * BATCH, (index + 1) * BATCH),
  );
  const framed = file("batches", writeBatches(batches));
  const nothing = file("nothing", "");
  const asks = file("asks.wasm", assemble(ASKS_FOR_BYTES));
  const copies = file("copies.wasm", assemble(cuttingTransform(0, 16)));

  const benthos = async (what: string, processors: object[]): Promise<Variant> => {
    const config = file(`${what}.json`, JSON.stringify(pipeline(input, processors)));
    return { host: "Benthos", what, command: await commandOf("benthos", ["--config", config]) };
  };
  // Only in wazero: the program for wasmtime is Python, which would hide the module's cost.
  const transform = async (what: string, path: string): Promise<Variant> => {
    const command = await commandOf("transform", [path]);
    return { host: "data transform in wazero", what, command, input: framed, empty: nothing };
  };
  const wasi = module("keyward.wasi.wasm");
  const pipe = { host: "pipe", input, empty: nothing };
  return [
    await benthos("no processor", []),
    await benthos("a module that asks for the message", [{ wasm: { module_path: asks } }]),
    await benthos("Keyward", [{ wasm: { module_path: module("keyward.connect.wasm") } }]),
    await transform("a transform that copies", copies),
    await transform("Keyward", module("keyward.redpanda.wasm")),
    { ...pipe, what: "cat", command: ["cat"] },
    { ...pipe, what: "wasmtime", command: await commandOf("wasmtime", [wasi]) },
    { ...pipe, what: "wazero", command: await commandOf("wazero", ["run", wasi]) },
  ];
}

/** Limits the command to one core: a Go program would otherwise collect its garbage on others. */
async function commandOf(name: ProgramName, options: readonly string[]): Promise<Command> {
  const program = await madeProgram(name);
  const settings = Object.entries({ ...program.env, GOMAXPROCS: "1" }).map(([key, value]) => `${key}=${value}`);
  return ["env", ...settings, program.command, ...program.options, ...options];
}

function pipeline(input: string, processors: object[]): object {
  return {
    http: { enabled: false },
    logger: { level: "WARN" },
    input: { file: { paths: [input], scanner: { lines: {} } } },
    pipeline: { threads: 1, processors },
    output: { drop: {} },
  };
}

await main();
