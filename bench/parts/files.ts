/** `files`: the command line on large files, as whole processes, compared with the tools that one would use instead. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVENT_EVERY, makeBucket } from "../files/bucket.js";
import { compressFile, digestFile, makeBigFile, makeLogFiles, type Input } from "../files/big-files.js";
import { compare, type Comparison, type Contender } from "../files/compare.js";
import { peakMemory } from "../files/peak-memory.js";
import { sizeText } from "../files/sizes.js";
import { onlyMatches } from "../cases/streams.js";
import { isInstalled } from "../processes/programs.js";
import type { Command } from "../processes/run.js";
import { CLI_PATH } from "../project.js";
import { recordResults } from "../report/results.js";
import { gridText, judged, tableText, type Row } from "../report/table.js";

const MAX_TIMES_CAT = 2;
const MAX_TIMES_RG = 2;
const MIN_TIMES_JQ = 30;
const MIN_OF_ZCAT = 0.8;
const MAX_MEMORY = 150;

/** jq takes a minute per GB: it gets this much, and its time is scaled. */
const JQ_BYTES = 100e6;
const JQ_ROUNDS = 3;
const LOG_FILES = 300;
const BUCKET_FILES = 10_000;

/** The rule on raw events, in jq. */
const JQ_FILTER = `select(.eventSource == "kms.amazonaws.com"
  and (.eventName == "DisableKey" or .eventName == "ScheduleKeyDeletion")
  and (.errorCode // "") == "" and (.errorMessage // "") == "")`;

export interface FilesOptions {
  /** Size of the big file in bytes. */
  size: number;
  /** Bytes read while measuring peak memory. */
  memorySize: number;
  rounds: number;
  /** Parent of the temporary folder for the files. */
  folder?: string;
  record?: boolean;
}

interface Workplace {
  folder: string;
  output: string;
  rounds: number;
}

interface Found {
  rows: Row[];
  comparisons: Comparison[];
}

/** Creates the files, measures, prints, and removes the files. */
export async function runFiles(options: FilesOptions): Promise<void> {
  const parent = options.folder ?? tmpdir();
  demandRoom(parent, options.size * 2.5 + 1e9);
  const folder = mkdtempSync(join(parent, "keyward-bench-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("SIGINT", () => {
    remove();
    process.exit(130);
  });
  try {
    const place = { folder, output: join(folder, "out"), rounds: options.rounds };
    const big = makeBigFile(join(folder, "big.ndjson"), options.size);
    const found = [
      await againstCat(big, place),
      await againstRg(big, place),
      await againstJq(big, place),
      await againstZcat(options.size, place),
      await scanAgainstZcat(place),
      await memory(big, options.memorySize, place),
    ];
    const rows = found.flatMap((one) => one.rows);
    const comparisons = found.flatMap((one) => one.comparisons);
    const title = `Files of ${sizeText(big.bytes)}, from the page cache, medians of ${options.rounds} rounds`;
    console.log(tableText(title, rows));
    console.log(gridText([["", "wall", "CPU", "peer wall", "CPU"], ...comparisons.map(lineOf)]));
    if (options.record) {
      const { size, memorySize, rounds } = options;
      console.log(`recorded in ${recordResults("files", rows, { size, memorySize, rounds, comparisons })}`);
    }
  } finally {
    remove();
  }
}

async function againstCat(big: Input, place: Workplace): Promise<Found> {
  if (!isInstalled("cat")) return { rows: [], comparisons: [] };
  const comparison = await compare(tagging(big), copying("cat", big), place.output, place.rounds);
  const row = judged(
    "keyward tag against cat: times the wall time",
    comparison.wallRatio,
    { atMost: MAX_TIMES_CAT },
    "x",
  );
  return { rows: [row], comparisons: [comparison] };
}

async function againstRg(big: Input, place: Workplace): Promise<Found> {
  if (!isInstalled("rg")) return { rows: [], comparisons: [] };
  const command: Command = ["rg", "-F", "-e", "DisableKey", "-e", "ScheduleKeyDeletion", ...big.paths];
  const comparison = await compare(keeping(big), finding("rg", command, big.named), place.output, place.rounds);
  const what = "keyward tag --keep against rg -F: times the wall time";
  return { rows: [judged(what, comparison.wallRatio, { atMost: MAX_TIMES_RG }, "x")], comparisons: [comparison] };
}

async function againstJq(big: Input, place: Workplace): Promise<Found> {
  if (!isInstalled("jq")) return { rows: [], comparisons: [] };
  const small = makeBigFile(join(place.folder, "small.ndjson"), JQ_BYTES);
  const peer = finding("jq", ["jq", "-c", JQ_FILTER, ...small.paths], small.matches);
  const { peer: name, ...measured } = await compare(keeping(big), peer, place.output, JQ_ROUNDS);
  const scale = big.bytes / small.bytes;
  const scaled = { ...measured, peerWall: measured.peerWall * scale, peerCpu: measured.peerCpu * scale };
  const comparison = { ...scaled, peer: `${name} (on ${sizeText(small.bytes)}, scaled)` };
  const faster = scale / measured.wallRatio;
  const row = judged("keyward tag --keep against jq -c: times as fast", faster, { atLeast: MIN_TIMES_JQ }, "x", 1);
  return { rows: [row], comparisons: [comparison] };
}

async function againstZcat(size: number, place: Workplace): Promise<Found> {
  if (!isInstalled("zcat")) return { rows: [], comparisons: [] };
  const pin: readonly string[] = isInstalled("taskset") ? ["taskset", "-c", "0"] : [];
  const logs = join(place.folder, "logs");
  mkdirSync(logs);
  const plain = makeBigFile(join(place.folder, "plain.ndjson"), size / 4);
  const inputs = [
    { what: `${LOG_FILES} S3 files`, input: makeLogFiles(logs, LOG_FILES) },
    { what: "one .ndjson.gz", input: compressFile(plain, join(place.folder, "plain.ndjson.gz")) },
  ];
  const found: Found = { rows: [], comparisons: [] };
  for (const { what, input } of inputs) {
    const one = pinned(pin, { ...tagging(input), name: `keyward tag, ${what}` });
    const comparison = await compare(one, pinned(pin, copying("zcat", input)), place.output, place.rounds);
    const name = `keyward tag, ${what}, one core: of the speed of zcat`;
    found.rows.push(judged(name, 1 / comparison.wallRatio, { atLeast: MIN_OF_ZCAT }, "x"));
    found.comparisons.push(comparison);
  }
  return found;
}

/** Measures `keyward scan` on a copy of a bucket: its speed on one core, and its memory by number of files. */
async function scanAgainstZcat(place: Workplace): Promise<Found> {
  const many = join(place.folder, "bucket");
  const { records } = onlyMatches(BUCKET_FILES / EVENT_EVERY);
  const bucket = makeBucket(many, BUCKET_FILES, (index) => String(records[index / EVENT_EVERY]));
  const few = join(place.folder, "few");
  makeBucket(few, BUCKET_FILES / 10, (index) => String(records[index / EVENT_EVERY]));
  const what = `keyward scan, ${BUCKET_FILES.toLocaleString("en")} S3 files`;
  const rows: Row[] = [];
  const comparisons: Comparison[] = [];
  if (isInstalled("zcat")) {
    const pin: readonly string[] = isInstalled("taskset") ? ["taskset", "-c", "0"] : [];
    const scan = pinned(pin, { ...scanning(many, bucket.events), name: what });
    const zcat = pinned(pin, copying("zcat", bucket));
    const comparison = await compare(scan, zcat, place.output, place.rounds);
    rows.push(
      judged(`${what}, one core: of the speed of zcat`, 1 / comparison.wallRatio, { atLeast: MIN_OF_ZCAT }, "x"),
    );
    comparisons.push(comparison);
  }
  for (const [folder, count] of [
    [few, BUCKET_FILES / 10],
    [many, BUCKET_FILES],
  ] as const) {
    const mebibytes = await peakMemory(scanCommand(folder), place.folder);
    const name = `peak memory of keyward scan, ${count.toLocaleString("en")} S3 files`;
    rows.push(judged(name, mebibytes, { atMost: MAX_MEMORY }, " MiB", 0));
  }
  return { rows, comparisons };
}

async function memory(big: Input, size: number, place: Workplace): Promise<Found> {
  const times = Math.max(1, Math.round(size / big.bytes));
  const paths = Array.from({ length: times }, () => big.paths).flat();
  const total = sizeText(times * big.bytes);
  const figures: [string, number][] = [
    [`peak memory of keyward tag, ${sizeText(big.bytes)}`, await peakMemory(tagCommand(big.paths), place.folder)],
    [`peak memory of keyward tag, ${total} of files`, await peakMemory(tagCommand(paths), place.folder)],
    [
      `peak memory of keyward tag, ${total} from a pipe`,
      await peakMemory(tagCommand([]), place.folder, ["cat", ...paths]),
    ],
  ];
  const rows = figures.map(([what, mebibytes]) => judged(what, mebibytes, { atMost: MAX_MEMORY }, " MiB", 0));
  return { rows, comparisons: [] };
}

/** Returns the command line's arguments after `node`. */
function tagCommand(paths: readonly string[], ...options: string[]): string[] {
  return [CLI_PATH, "tag", "--quiet", ...options, ...paths];
}

function scanCommand(folder: string): string[] {
  return [CLI_PATH, "scan", "--quiet", "--format", "ndjson", "--jobs", "1", folder];
}

function scanning(folder: string, events: number): Contender {
  return {
    name: "keyward scan",
    command: [process.execPath, ...scanCommand(folder)],
    verify: (output) => {
      const lines = readFileSync(output, "utf8").split("\n").filter(Boolean);
      const found = lines.reduce((sum, line) => sum + (JSON.parse(line) as { seen: number }).seen, 0);
      if (found !== events) throw new Error(`keyward scan finds ${found} events, there are ${events}`);
    },
  };
}

function tagging(input: Input): Contender {
  return {
    name: "keyward tag",
    command: [process.execPath, ...tagCommand(input.paths)],
    verify: (output) => {
      if (digestFile(output) !== input.tagged)
        throw new Error("keyward tag does not write what the module makes of it");
    },
  };
}

function keeping(input: Input): Contender {
  return finding("keyward tag --keep", [process.execPath, ...tagCommand(input.paths, "--keep")], input.matches);
}

/** Returns a program that must write a known number of lines. */
function finding(name: string, command: Command, lines: number): Contender {
  return {
    name,
    command,
    verify: (output) => {
      const found = readFileSync(output, "latin1").split("\n").length - 1;
      if (found !== lines) throw new Error(`${name} finds ${found} records, there are ${lines}`);
    },
  };
}

/** Returns a program that copies its input, decompressed or not. */
function copying(program: string, { paths, rawBytes }: Pick<Input, "paths" | "rawBytes">): Contender {
  return {
    name: program,
    command: [program, ...paths],
    verify: (output) => {
      const { size } = statSync(output);
      if (size !== rawBytes) throw new Error(`${program} writes ${size} bytes, there are ${rawBytes}`);
    },
  };
}

function pinned(pin: readonly string[], contender: Contender): Contender {
  const [first, ...rest] = pin;
  return first === undefined ? contender : { ...contender, command: [first, ...rest, ...contender.command] };
}

function lineOf({ name, peer, wall, peerWall, cpu, peerCpu }: Comparison): string[] {
  const seconds = [wall, cpu, peerWall, peerCpu].map((value) => `${value.toFixed(2)} s`);
  return [`${name}, against ${peer}`, ...seconds];
}

function demandRoom(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  throw new Error(`${folder} has no room for ${sizeText(bytes)}: give another --folder, or a smaller --size`);
}
