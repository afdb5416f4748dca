/** `fluent-bit`: a real Fluent Bit with different filters, and the processor time that each adds. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toNdjson, totalBytes } from "../cases/bench-case.js";
import { invictus } from "../cases/invictus.js";
import { kmsHeavy, mixed } from "../cases/streams.js";
import { compileAssembly } from "../engines/compile-assembly.js";
import {
  KEYWARD_FILE,
  pipeline,
  RETURNS_INPUT_FILE,
  VARIANTS,
  type ChunkSize,
  type Variant,
} from "../fluent-bit/pipelines.js";
import { run, type Command } from "../processes/run.js";
import { MODULE_PATH } from "../project.js";
import { median } from "../report/median.js";
import { recordResults } from "../report/results.js";
import { gridText, judged, tableText, type Row } from "../report/table.js";

const MAX_TIMES_RETURNS_INPUT = 1.2;
const MAX_TIMES_GREP = 2;

const CHECK_RECORDS = 1000;
const CHECK_MATCHES = 20;
const CHECK_DENIED = 20;

export interface FluentBitOptions {
  rounds: number;
  /** Approximate number of records. */
  records: number;
  record?: boolean;
}

interface Cost {
  variant: Variant;
  /** Seconds of processor time, median of the rounds. */
  cpu: number;
  /** Seconds more than a pipeline without a filter, in the same round. */
  added: number;
  /** The same per record, in microseconds. */
  microseconds: number;
}

/** Runs the binary at `path`, or prints how to pass one. */
export async function runFluentBit(path: string | undefined, options: FluentBitOptions): Promise<void> {
  if (path === undefined) {
    console.log(
      "No Fluent Bit was given, so its part is not measured: npm run bench -- fluent-bit /path/to/fluent-bit",
    );
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "keyward-bench-"));
  try {
    copyFileSync(MODULE_PATH, join(folder, KEYWARD_FILE));
    writeFileSync(join(folder, RETURNS_INPUT_FILE), compileAssembly("returns-input"));
    await checkAnswers(path, folder);
    await measure(path, folder, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(path: string, folder: string, options: FluentBitOptions): Promise<void> {
  const source = invictus() ?? kmsHeavy(3000);
  const repeats = Math.ceil(options.records / source.records.length);
  const input = join(folder, "input.ndjson");
  writeFileSync(input, Buffer.concat(Array<Buffer>(repeats).fill(toNdjson(source.records))));
  const runRounds = async (chunks: ChunkSize): Promise<number[][]> => {
    const commands = VARIANTS.map((variant) =>
      commandOf(path, folder, `${variant} ${chunks}`, pipeline(variant, input, "null", chunks)),
    );
    const all: number[][] = [];
    for (let round = 0; round < options.rounds; round++) {
      const cpu: number[] = [];
      for (const command of commands) cpu.push((await run(command, { cwd: folder })).cpu);
      all.push(cpu);
    }
    return all;
  };
  const rounds = await runRounds("large");
  const defaultRounds = await runRounds("default");
  const records = repeats * source.records.length;
  const costs = VARIANTS.map((variant, index) => costOf(variant, index, rounds, records));
  // Before 4.1, Fluent Bit instantiates a module for each chunk, which changes the picture.
  const defaultChunkCosts = VARIANTS.map((variant, index) => costOf(variant, index, defaultRounds, records));
  const bytes = repeats * totalBytes(source);
  const ratio = (one: Variant, other: Variant): number => addedRatio(rounds, one, other);
  const rows: Row[] = [
    judged(
      "keyward, times a filter that returns its input",
      ratio("keyward", "returns input"),
      {
        atMost: MAX_TIMES_RETURNS_INPUT,
      },
      "x",
    ),
    judged(
      "pre-routed by rewrite_tag, times grep that lets the same records pass",
      ratio("rewrite_tag, then keyward", "grep"),
      {
        atMost: MAX_TIMES_GREP,
      },
      "x",
    ),
  ];
  rows.push({
    what: "pre-routed by rewrite_tag, times grep that lets only candidates pass",
    figure: `${ratio("rewrite_tag, then keyward", "grep that keeps").toFixed(2)}x`,
  });
  const what = `${records} records of ${source.name} (${Math.round(bytes / 1e6)} MB)`;
  console.log(tableText(`Fluent Bit, CPU above no filter, ${what}, medians of ${options.rounds} rounds`, rows));
  for (const [title, table] of [
    ["large chunks", costs],
    ["tail's default chunks, 32 KB", defaultChunkCosts],
  ] as const) {
    console.log(gridText([[`filter, ${title}`, "CPU", "above no filter", "a record"], ...table.map(lineOf)]));
  }
  if (options.record) {
    console.log(
      `recorded in ${recordResults("fluent-bit", rows, { records, bytes, rounds: options.rounds, costs, defaultChunkCosts })}`,
    );
  }
}

/** Checks the output of each pipeline for a mix with known matches. Throws if it is wrong. */
async function checkAnswers(path: string, folder: string): Promise<void> {
  const mix = mixed("a mix", CHECK_RECORDS, CHECK_MATCHES, CHECK_DENIED);
  const input = join(folder, "check.ndjson");
  const output = join(folder, "check.out");
  writeFileSync(input, toNdjson(mix.records));
  for (const variant of VARIANTS) {
    await run(commandOf(path, folder, variant, pipeline(variant, input, "stdout")), { cwd: folder, output });
    const lines = readFileSync(output, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("{"));
    const tagged = lines.filter((line) => line.includes('"keyward":{"verdict":"match"')).length;
    const expectedLines = expectedOf(variant);
    const expectedTagged = variant.includes("keyward") ? CHECK_MATCHES : 0;
    if (lines.length === expectedLines && tagged === expectedTagged) continue;
    throw new Error(
      `Fluent Bit with ${variant} writes ${lines.length} records and ${tagged} matches, ` +
        `not ${expectedLines} and ${expectedTagged}`,
    );
  }
}

function expectedOf(variant: Variant): number {
  const named = CHECK_MATCHES + CHECK_DENIED;
  if (variant === "grep") return CHECK_RECORDS - named;
  return variant === "grep that keeps" ? named : CHECK_RECORDS;
}

function commandOf(path: string, folder: string, name: string, text: string): Command {
  const config = join(folder, `${name.replaceAll(/\W+/g, "-")}.yaml`);
  writeFileSync(config, text);
  return [path, "-c", config];
}

function costOf(variant: Variant, index: number, rounds: readonly number[][], records: number): Cost {
  const added = median(rounds.map((cpu) => addedBy(cpu, index)));
  return {
    variant,
    cpu: Number(median(rounds.map((cpu) => cpu[index] ?? NaN)).toFixed(3)),
    added: Number(added.toFixed(3)),
    microseconds: Number(((added / records) * 1e6).toFixed(2)),
  };
}

/** Returns the ratio of the seconds that two variants add, from their medians. */
function addedRatio(rounds: readonly number[][], one: Variant, other: Variant): number {
  const added = (variant: Variant): number => median(rounds.map((cpu) => addedBy(cpu, VARIANTS.indexOf(variant))));
  return added(one) / added(other);
}

/** Returns seconds more than the pipeline without a filter in the same round. */
function addedBy(cpu: readonly number[], index: number): number {
  return (cpu[index] ?? NaN) - (cpu[VARIANTS.indexOf("no filter")] ?? NaN);
}

function lineOf({ variant, cpu, added, microseconds }: Cost): string[] {
  return [variant, `${cpu.toFixed(2)} s`, `${added.toFixed(2)} s`, `${microseconds.toFixed(2)} µs`];
}
