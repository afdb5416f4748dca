/** Runs the modules, each in its host, over blocks of records. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule } from "#keyward/module.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { embedConfig } from "#keyward/config/embed.js";
import { ClickHouseFunctions } from "../emulators/clickhouse.js";
import { ConnectTask } from "../emulators/kafka-connect.js";
import { MessageProcessor, type ProcessorImports } from "../emulators/message-processor.js";
import { readPayload, runTransform, writePayload } from "../emulators/redpanda-transform.js";
import { runCommand } from "../emulators/wasi-command.js";
import { FILTERS, type FilterName } from "../differential/filter-host.js";
import { asLines } from "../differential/host-runs.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { CONFIGS } from "./configs.js";
import { BLOCK, blocksOf, GENERATED_NAMES, readBlock, SEED, type Block } from "./inputs.js";

/** The result for a block of records. */
export interface Outcome {
  /** One output per record, or per line of a command's output. */
  each: Buffer[];
  /** Other output of the module: standard error, exit code. */
  told: string;
}

/** One module over one block. */
export interface ModuleGroup {
  /** Its unique name in the recording. */
  name: string;
  /** The module and how it was used, over all blocks. */
  subject: string;
  records: Buffer[];
  run: (build: Build) => Outcome;
}

/** A folder of built modules. */
export class Build {
  readonly #compiled = new Map<string, WebAssembly.Module>();

  constructor(readonly folder: string) {}

  /** Reports whether the build has the module of a subject; an older one lacks newer modules. */
  has(subject: string): boolean {
    return existsSync(join(this.folder, subject.split(" ")[0] ?? ""));
  }

  /** Returns a module, with a configuration if given. */
  module(file: string, config?: string): WebAssembly.Module {
    const key = `${file}\n${config ?? ""}`;
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const bytes = readFileSync(join(this.folder, file));
    const module = new WebAssembly.Module(
      Uint8Array.from(config === undefined ? bytes : embedConfig(file, bytes, Buffer.from(config))),
    );
    this.#compiled.set(key, module);
    return module;
  }
}

interface Subject {
  name: string;
  /** Whether it sees every generated record; the others see a tenth. */
  seesAll: boolean;
  /** Whether the host keeps what the module remembers. */
  remembers: boolean;
  run: (build: Build, config: string | undefined, records: readonly Buffer[]) => Outcome;
}

const SUBJECTS: readonly Subject[] = [
  ...FILTERS.map((filter) => ({
    name: `keyward.wasm ${filter}`,
    seesAll: true,
    remembers: true,
    run: fluentBit("keyward.wasm", filter),
  })),
  { name: "keyward.alert.wasm", seesAll: false, remembers: true, run: fluentBit("keyward.alert.wasm", "alert") },
  ...(["bento", "connect"] as const).map((host) => ({
    name: `keyward.${host}.wasm`,
    seesAll: false,
    remembers: false,
    run: processor(`keyward.${host}.wasm`, host === "bento" ? "bento_wasm" : "benthos_wasm"),
  })),
  ...FILTERS.map((filter) => ({
    name: `keyward.redpanda.wasm ${filter}`,
    seesAll: false,
    remembers: false,
    run: transform(filter),
  })),
  ...FILTERS.map((filter) => ({
    name: `keyward.kafka-connect.wasm ${filter}`,
    seesAll: false,
    remembers: true,
    run: task(filter),
  })),
  { name: "keyward.clickhouse.wasm", seesAll: false, remembers: false, run: functions },
  ...FILTERS.flatMap((filter) =>
    ["keyward.wasi.wasm", "keyward.wasi-plain.wasm"].map((file) => ({
      name: `${file} ${filter}`,
      seesAll: false,
      remembers: true,
      run: command(file, filter),
    })),
  ),
];

/** Yields every module over every block meant for it, without a configuration and with each. */
export function* moduleGroups(inputs: string): Generator<ModuleGroup, void> {
  for (const block of blocksOf(inputs)) {
    const records = readBlock(block);
    if (block.source === "configurations") {
      yield group("keyward.wasm check", "", block, records, (build) => checks(build, records));
      continue;
    }
    for (const subject of SUBJECTS) {
      for (const [name, config] of configsFor(subject, block)) {
        yield group(subject.name, name, block, records, (build) => subject.run(build, config, records));
      }
    }
  }
}

/** Runs every module over the same few records, without a configuration. */
export function runOver(source: string, records: Buffer[]): ModuleGroup[] {
  return SUBJECTS.map((subject) =>
    group(subject.name, "", { source, first: 0 }, records, (build) => subject.run(build, undefined, records)),
  );
}

function group(
  subject: string,
  config: string,
  { source, first }: Pick<Block, "source" | "first">,
  records: Buffer[],
  run: ModuleGroup["run"],
): ModuleGroup {
  const how = config === "" ? "" : `, configuration ${config}`;
  return { name: `${subject}${how}: ${source} ${first}`, subject, records, run };
}

/** Returns the configurations for a module and block, with their names; undefined stands for none. */
function configsFor({ seesAll, remembers }: Subject, { source, first }: Block): [string, string | undefined][] {
  const isGenerated = GENERATED_NAMES.includes(source);
  const number = first / BLOCK;
  const plain: [string, undefined][] = !isGenerated || seesAll || number % 10 === 0 ? [["", undefined]] : [];
  // A tenth of what it sees without one.
  if (isGenerated && number % (seesAll ? 10 : 50) !== 0) return plain;
  const all: [string, object][] = [
    ...Object.entries(CONFIGS),
    [`generated ${number}`, JSON.parse(generateConfig(SEED, number).text) as object],
  ];
  const fitting = all.map(([name, config]): [string, string] => [
    name,
    JSON.stringify(remembers || name === "memory" ? config : withoutMemory(config)),
  ]);
  return [...plain, ...fitting];
}

/** `memory` stays: a host without one reports that. */
function withoutMemory(config: object): object {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !/^(duplicates|cap|escalate)$/.test(name)));
}

function fluentBit(file: string, filter: FilterName | "alert"): Subject["run"] {
  return (build, config, records) => {
    let told = "";
    const module = instantiateModule(
      { name: file, module: build.module(file) },
      { stderr: (text) => (told += text), ...(config !== undefined && { files: { "keyward.json": config } }) },
    );
    const host = new FluentBitHost(module);
    const each = records.map((record) => {
      const result = host.filter(filter, record);
      if (result.outcome === "modified") return Buffer.from(result.record);
      return Buffer.from(result.outcome === "kept" ? "kept" : `dropped: ${result.reason}`);
    });
    return { each, told };
  };
}

function processor(file: string, imports: ProcessorImports): Subject["run"] {
  return (build, config, records) => {
    const host = new MessageProcessor(build.module(file, config), imports);
    const each = records.map((record) => {
      const { bytes, metadata, error } = host.process({ bytes: record, metadata: { topic: "trail" } });
      const said = JSON.stringify({ metadata, error });
      return bytes === record ? Buffer.from(`${said} as it was`) : Buffer.concat([Buffer.from(`${said} `), bytes]);
    });
    return { each, told: "" };
  };
}

function task(filter: FilterName): Subject["run"] {
  return (build, config, records) => {
    const connect = new ConnectTask(build.module("keyward.kafka-connect.wasm"), filter, config);
    const each = records.map((record) => {
      const judgement = connect.judge(record);
      if (judgement === undefined) return Buffer.from("dropped");
      const { bytes, verdict, matches } = judgement;
      const reason = verdict === "unread" ? connect.unreadReason() : undefined;
      const said = JSON.stringify({ verdict, matches, reason });
      return bytes === record ? Buffer.from(`${said} as it was`) : Buffer.concat([Buffer.from(`${said} `), bytes]);
    });
    return { each, told: "" };
  };
}

/** Records per batch of a transform, and rows per block. */
const BATCH = 50;

/** Asks both of ClickHouse's functions about each record. */
function functions(build: Build, config: string | undefined, records: readonly Buffer[]): Outcome {
  const clickHouse = new ClickHouseFunctions(build.module("keyward.clickhouse.wasm", config));
  const each: Buffer[] = [];
  try {
    for (let first = 0; first < records.length; first += BATCH) {
      const rows = records.slice(first, first + BATCH);
      const counts = clickHouse.count(rows);
      each.push(...clickHouse.match(rows).map((verdict, row) => Buffer.from(`${verdict} ${String(counts[row])}`)));
    }
    return { each, told: "" };
  } catch (error) {
    return { each, told: `the query ends: ${(error as Error).message}` };
  }
}

function transform(filter: FilterName): Subject["run"] {
  return (build, config, records) => {
    let told = "";
    const payloads = records.map((value, index) => writePayload({ key: Buffer.from(`${index}`), value, headers: [] }));
    const batches = Array.from({ length: Math.ceil(payloads.length / BATCH) }, (_, index) =>
      payloads.slice(index * BATCH, (index + 1) * BATCH),
    );
    const env: Record<string, string> = filter === "keep" ? { KEYWARD_MODE: "keep" } : {};
    const stderr = (text: string) => (told += text);
    const { written, read, end } = runTransform(build.module("keyward.redpanda.wasm", config), batches, {
      env,
      stderr,
    });
    const each = records.map(() => Buffer.from("dropped"));
    const order = written.map((payload) => {
      const record = readPayload(payload);
      const index = Number(Buffer.from(record?.key ?? []).toString());
      each[index] = Buffer.from(record?.value ?? "null");
      return index;
    });
    const isInOrder = order.every((index, at) => at === 0 || index > (order[at - 1] ?? 0));
    told += `${end}, ${read} read, ${written.length} written${isInOrder ? "" : " out of order"}`;
    return { each, told };
  };
}

/** One of the two reads its configuration from a file, the other has it embedded. */
function command(file: string, filter: FilterName): Subject["run"] {
  const carries = file === "keyward.wasi.wasm";
  return (build, config, records) => {
    const { output, told, code } = runCommand(build.module(file, carries ? config : undefined), asLines(records), {
      args: filter === "keep" ? ["--keep"] : [],
      ...(!carries && config !== undefined && { files: { "keyward.json": config } }),
    });
    const each = output.toString("latin1").split("\n");
    return { each: each.map((line) => Buffer.from(line, "latin1")), told: `${told}exit code ${code}` };
  };
}

/** Runs the module's own check, with configurations instead of records. */
function checks(build: Build, configs: readonly Buffer[]): Outcome {
  const module = instantiateModule({ name: "keyward.wasm", module: build.module("keyward.wasm") });
  return { each: configs.map((config) => Buffer.from(checkConfig(module, config).join("\n"))), told: "" };
}
