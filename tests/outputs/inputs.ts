/**
 * Inputs for the modules and commands. All of them are kept next to the recording, so that a comparison has the same inputs after
 * fixtures have moved and generators have changed:
 *
 *     work/       the folder that the commands run in: fixtures, shared data, examples, configurations, generated files
 *     records/    the records for the modules, in blocks
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { asLines } from "../differential/host-runs.js";
import { mutate } from "../fuzz/mutate.js";
import { seedRecords, SeedStock } from "../fuzz/seeds.js";
import { HOSTILE_RECORDS } from "../mutation/hostile-records.js";
import { writeSampleLogs } from "../node/support/logs.js";
import { brokenConfig, wildConfig } from "../oracle/config/break-configs.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generate } from "../oracle/generate.js";
import { generateElsewhere } from "../oracle/generate-elsewhere.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { randomFor } from "../oracle/random.js";
import { CONFIGS } from "./configs.js";

export const SEED = 6951;
/** Records per block: each instance of a module sees one block, and each line of the recording is about one. */
export const BLOCK = 500;
/** Larger files are judged only by their lines. */
const MAX_WHOLE_BYTES = 256 * 1024;
const BROKEN_CONFIGS = 60;

/** Number of records per generator: 200,000 in total. */
const GENERATED: Record<string, { count: number; make: (index: number) => Uint8Array }> = {
  events: { count: 45_000, make: (index) => generate(SEED, index).bytes },
  shapes: { count: 45_000, make: (index) => generateShape(SEED, index).bytes },
  elsewhere: { count: 40_000, make: (index) => generateElsewhere(SEED, index).bytes },
  pooled: { count: 50_000, make: (index) => generateRecord(SEED, index).bytes },
  mutated: { count: 20_000, make: mutatedRecords() },
};
export const GENERATED_NAMES = Object.keys(GENERATED);

/** Makes all inputs in a folder, replacing its content. Takes minutes. */
export function makeInputs(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const work = join(folder, "work");
  copyFiles(work);
  mkdirSync(join(folder, "records"), { recursive: true });
  const write = (name: string, records: readonly Uint8Array[]): void => {
    for (let first = 0; first < records.length; first += BLOCK) {
      writeBlock(folder, name, first, records.slice(first, first + BLOCK));
    }
  };
  write("files", recordsOfFiles(work));
  write("hostile", HOSTILE_RECORDS);
  write("configurations", someConfigs());
  for (const [name, { count, make }] of Object.entries(GENERATED)) {
    for (let first = 0; first < count; first += BLOCK) {
      writeBlock(
        folder,
        name,
        first,
        Array.from({ length: BLOCK }, (_, index) => make(first + index)),
      );
    }
  }
  writeGeneratedFiles(folder, work);
}

export interface Block {
  /** The source of the records: a generator, "files", "hostile" or "configurations". */
  source: string;
  /** Index of its first record in the source. */
  first: number;
  path: string;
}

export function blocksOf(folder: string): Block[] {
  return readdirSync(join(folder, "records"))
    .sort()
    .map((name) => {
      const [, source = "", first = ""] = /^(\w+)-(\d+)\.gz$/.exec(name) ?? [];
      return { source, first: Number(first), path: join(folder, "records", name) };
    });
}

export function readBlock({ path }: Block): Buffer[] {
  const bytes = gunzipSync(readFileSync(path));
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    records.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return records;
}

function blockPath(folder: string, source: string, first: number): string {
  return join(folder, "records", `${source}-${String(first).padStart(6, "0")}.gz`);
}

function writeBlock(folder: string, source: string, first: number, records: readonly Uint8Array[]): void {
  const parts = records.flatMap((record) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(record.length);
    return [length, record];
  });
  writeFileSync(blockPath(folder, source, first), gzipSync(Buffer.concat(parts), { level: 1 }));
}

function copyFiles(work: string): void {
  const shared = resolve(PROJECT_ROOT, "..", "shared", "data");
  if (!existsSync(shared)) console.error("outputs: no ../shared/data beside the project: the real events are left out");
  const copied = { fixtures: join(PROJECT_ROOT, "tests", "fixtures"), examples: join(PROJECT_ROOT, "examples") };
  for (const [name, from] of Object.entries(existsSync(shared) ? { ...copied, data: shared } : copied)) {
    for (const path of filesBelow(from).filter((one) => /\.(json|ndjson|txt|md)$/.test(one))) {
      mkdirSync(dirname(join(work, name, path)), { recursive: true });
      // Copied without permissions: the folder is removed again.
      writeFileSync(join(work, name, path), readFileSync(join(from, path)));
    }
  }
  for (const [name, config] of Object.entries(CONFIGS)) put(work, `configs/${name}.json`, JSON.stringify(config));
  for (let index = 0; index < BROKEN_CONFIGS; index++) {
    const number = String(index).padStart(2, "0");
    put(work, `broken/${number}.json`, brokenConfig(SEED, index).bytes);
    put(work, `broken/${number}-wild.json`, wildConfig(SEED, index));
    put(work, `broken/${number}-right.json`, generateConfig(SEED, index).text);
  }
  writeSampleLogs(join(work, "bucket"));
}

/** Returns every small file as one record, and every line of line-based files. */
function recordsOfFiles(work: string): Uint8Array[] {
  return ["fixtures", "data", "examples"]
    .filter((folder) => existsSync(join(work, folder)))
    .flatMap((folder) =>
      filesBelow(join(work, folder)).flatMap((path) => {
        const bytes = readFileSync(join(work, folder, path));
        const whole = bytes.length <= MAX_WHOLE_BYTES ? [bytes] : [];
        return path.endsWith(".ndjson") ? [...whole, ...linesOf(bytes)] : whole;
      }),
    );
}

function linesOf(bytes: Buffer): Buffer[] {
  const text = bytes.toString("latin1");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [Buffer.from(line, "latin1")]));
}

function someConfigs(): Uint8Array[] {
  return Array.from({ length: 2 * BLOCK }, (_, index) => [
    brokenConfig(SEED, index).bytes,
    wildConfig(SEED, index),
    Buffer.from(generateConfig(SEED, index).text),
  ]).flat();
}

/** Returns records from the fuzzer: of every kind, most of them broken. */
function mutatedRecords(): (index: number) => Uint8Array {
  let seeds: Buffer[] | undefined;
  let stock: SeedStock | undefined;
  return (index) => {
    seeds ??= seedRecords(SEED);
    stock ??= new SeedStock(seeds);
    const random = randomFor(SEED ^ 0xf0225, index);
    return mutate(random.pick(seeds), random, stock).bytes;
  };
}

/** Writes `mixed.ndjson` (5,000 lines from every generator) and `pooled.ndjson` (2,000, few of them broken); both also compressed. */
function writeGeneratedFiles(folder: string, work: string): void {
  const block = (source: string, first: number): Buffer[] =>
    readBlock({ source, first, path: blockPath(folder, source, first) });
  const mixed = GENERATED_NAMES.flatMap((name) => [...block(name, 0), ...block(name, BLOCK)]);
  const pooled = [0, 1, 2, 3].flatMap((index) => block("pooled", (10 + index) * BLOCK));
  put(work, "generated/mixed.ndjson", asLines(mixed));
  put(work, "generated/pooled.ndjson", asLines(pooled));
  put(work, "compressed/pooled.ndjson.gz", gzipSync(asLines(pooled)));
  put(
    work,
    "compressed/halves.ndjson.gz",
    Buffer.concat([gzipSync(asLines(pooled.slice(0, 900))), gzipSync(asLines(pooled.slice(900)))]),
  );
  put(work, "compressed/cut-off.ndjson.gz", gzipSync(asLines(pooled)).subarray(0, 100_000));
  const fixtures = filesBelow(join(work, "fixtures")).filter((path) => /\.(match|near-miss)\.json$/.test(path));
  put(
    work,
    "generated/fixtures.json",
    Buffer.concat(fixtures.map((path) => readFileSync(join(work, "fixtures", path)))),
  );
  put(work, "generated/fixtures.ndjson", asLines(fixtures.map((path) => readFileSync(join(work, "fixtures", path)))));
}

function put(work: string, path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(join(work, path)), { recursive: true });
  writeFileSync(join(work, path), bytes);
}

/** Copies the inputs of another recording. */
export function copyInputs(from: string, to: string): void {
  if (resolve(from) === resolve(to)) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
