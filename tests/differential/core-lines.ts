/** Runs lines through the core by chunks, and through the Fluent Bit module one by one: both must give the same bytes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type CompiledModule } from "#keyward/module.js";
import { embedConfig } from "#keyward/config/embed.js";
import { Output } from "#keyward/output/output.js";
import { ChunkTagger } from "#keyward/records/chunk-tagger.js";
import { Tally, type Counts } from "#keyward/records/counts.js";
import { Judge, type FilterName } from "#keyward/records/judge.js";
import { RecordTagger } from "#keyward/records/record-tagger.js";
import { MODULE_PATH, PROJECT_ROOT } from "../oracle/project.js";
import type { Random } from "../oracle/random.js";

const CORE_PATH = join(PROJECT_ROOT, "build", "keyward.core.wasm");
const NEWLINE = Buffer.of(0x0a);

export interface Modules {
  core: CompiledModule;
  fluentBit: CompiledModule;
}

/** Compiles both modules, with a configuration if given. */
export async function compileBoth(config?: object): Promise<Modules> {
  const compile = async (path: string): Promise<CompiledModule> => {
    const bytes = await readFile(path);
    const text = config && Buffer.from(JSON.stringify(config));
    return compileModule(text === undefined ? bytes : embedConfig(path, bytes, text));
  };
  return { core: await compile(CORE_PATH), fluentBit: await compile(MODULE_PATH) };
}

export interface Outcome {
  output: Buffer;
  counts: Pick<Counts, "records" | "dropped" | "notJson">;
}

/** Returns a Fluent Bit host's output for the lines of an input, each as a record; blank ones pass. */
export function tagRecords(module: CompiledModule, filter: FilterName, input: Buffer): Outcome {
  const host = new FluentBitHost(instantiateModule(module));
  const parts: Buffer[] = [];
  const counts = { records: 0, dropped: 0, notJson: 0 };
  for (let at = 0; at < input.length;) {
    const newline = input.indexOf(NEWLINE, at);
    const end = newline < 0 ? input.length : newline;
    const line = input.subarray(at, end);
    at = newline < 0 ? end : end + 1;
    const text = line.toString("latin1");
    const isBlank = /^[ \t\r]*$/.test(text);
    if (!isBlank) counts.records++;
    if (!isBlank && !/^[ \t\r]*(\{[^]*\}|\[[^]*\])[ \t\r]*$/.test(text)) counts.notJson++;
    const result = isBlank ? ({ outcome: "kept" } as const) : host.filter(filter, line);
    if (result.outcome === "dropped") {
      assert.equal(result.reason, "null");
      counts.dropped++;
      continue;
    }
    parts.push(result.outcome === "modified" ? Buffer.from(result.record) : line);
    if (newline >= 0) parts.push(NEWLINE);
  }
  return { output: Buffer.concat(parts), counts };
}

/** Returns the core's output for an input in chunks of this size; `random`, if given, decides how far each is filled. */
export async function tagChunks(
  module: CompiledModule,
  filter: FilterName,
  input: Buffer,
  chunkBytes: number,
  random?: Random,
): Promise<Outcome> {
  const parts: Buffer[] = [];
  // Like the slowest file: the output is read just before the next flush.
  const output = new Output({
    name: "here",
    isFile: true,
    write: async (views) => {
      await new Promise((resolve) => setImmediate(resolve));
      parts.push(Buffer.concat(views));
    },
    close: () => Promise.resolve(),
  });
  const warnings: string[] = [];
  const tally = new Tally((line, reason) => warnings.push(`${line}: ${reason}`));
  const sink = new RecordTagger(new Judge(module, tally), filter, output);
  const tagger = new ChunkTagger(module, { filter, output, sink, tally, chunkBytes });
  for (let at = 0; at < input.length;) {
    const room = tagger.room();
    assert.ok(room.length > 0, "no room");
    const most = Math.min(room.length, input.length - at);
    const count = random === undefined ? most : random.below(most) + 1;
    input.copy(room, 0, at, at + count);
    at += count;
    tagger.take(count);
    await output.flushBehind();
  }
  tagger.end();
  await output.flush();
  assert.deepEqual(
    warnings.filter((warning) => !warning.includes("DisableKey or ScheduleKeyDeletion")),
    [],
  );
  const { records, dropped, notJson } = tally.counts;
  return { output: Buffer.concat(parts), counts: { records, dropped, notJson } };
}

/** Reports where two outputs differ; undefined if they do not. */
export function difference(actual: Outcome, expected: Outcome): string | undefined {
  if (actual.output.equals(expected.output)) {
    const [told, wanted] = [JSON.stringify(actual.counts), JSON.stringify(expected.counts)];
    return told === wanted ? undefined : `counts ${told}, not ${wanted}`;
  }
  const [left, right] = [actual, expected].map(({ output }) => output.toString("latin1").split("\n")) as [
    string[],
    string[],
  ];
  const line = left.findIndex((text, index) => text !== right[index]);
  const show = (text = "(nothing)"): string => JSON.stringify(text).slice(0, 600);
  return `line ${line + 1} of the output: ${show(left[line])}, not ${show(right[line])}`;
}
