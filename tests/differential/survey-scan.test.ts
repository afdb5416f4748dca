/** A scan counts every event once: in chunks of every size, and with any number of threads. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { compileModule, CORE_MODULE } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { ChunkTagger } from "#keyward/records/chunk-tagger.js";
import { FileScanner } from "#keyward/scan/scan-file.js";
import { FindingReader } from "#keyward/scan/finding-reader.js";
import { FindingSink } from "#keyward/scan/finding-sink.js";
import { readFiles } from "#keyward/scan/read-files.js";
import { mergeCoverages, type Coverage } from "#keyward/survey/coverage.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { temporaryFolder } from "../node/support/files.js";
import { few, runSettings } from "../settings.js";
import { expectedCoverage } from "./compare-survey.js";

const NEWLINE = 0x0a;
const SPACE = 0x20;
/** Some are shorter than lines of the test: lines longer than a chunk are judged alone. */
const CHUNK_SIZES = [64, 500, 4096, 65_536, 1024 * 1024];
const NO_OUTPUT = {
  append: () => undefined,
  appendView: () => undefined,
  flush: () => Promise.resolve(),
  flushBehind: () => Promise.resolve(),
  endInput: () => undefined,
};

const { seed, records } = runSettings(120, 3000);
/** JSON, on one line each. */
const LINES = Array.from({ length: records }, (_, index) =>
  (index % 2 === 0 ? generate(seed, index) : generateShape(seed, index)).bytes.map((byte) =>
    byte === NEWLINE ? SPACE : byte,
  ),
).filter((bytes) => bytes.length < 500_000 && expectedCoverage(bytes).notJson === 0);
/** Most lines of a log are passed over. */
const QUIET =
  '{"eventSource":"s3.amazonaws.com","eventName":"GetObject","eventTime":"2026-01-02T03:04:05Z","awsRegion":"us-west-2","recipientAccountId":"999988887777"}';

const WANTED = { what: "findings", until: Infinity } as const;

function inputOf(lines: readonly Uint8Array[]): Buffer {
  return Buffer.concat(lines.flatMap((bytes) => [bytes, Buffer.from(`\n${QUIET}\n`)]));
}

function expectedOf(lines: readonly Uint8Array[]): Coverage {
  const quiet = expectedCoverage(Buffer.from(QUIET));
  return mergeCoverages(lines.flatMap((bytes) => [expectedCoverage(bytes), quiet]));
}

function coverageInChunks(core: CompiledModule, input: Buffer, chunkBytes: number): Coverage {
  const sink = new FindingSink(core, new FindingReader(WANTED));
  const { tally } = sink;
  const options = { filter: "keep", output: NO_OUTPUT, sink, tally, survey: true, chunkBytes } as const;
  const tagger = new ChunkTagger(core, options);
  for (let at = 0; at < input.length;) {
    const room = tagger.room();
    const part = input.subarray(at, at + room.length);
    room.set(part);
    tagger.take(part.length);
    at += part.length;
  }
  tagger.end();
  return mergeCoverages([tagger.takeCoverage(), sink.takeCoverage()]);
}

describe("a survey by chunks", () => {
  it(`agrees with the oracle's counts, in chunks of every size (${records} records of seed ${seed})`, async () => {
    const core = await compileModule(CORE_MODULE);
    const withExpected = (lines: readonly Uint8Array[]) => ({ input: inputOf(lines), expected: expectedOf(lines) });
    const some = withExpected(few(LINES.slice(0, 300), 50));
    const all = withExpected(LINES);
    for (const size of CHUNK_SIZES) {
      const { input, expected } = size < 4096 ? some : all;
      assert.deepEqual(coverageInChunks(core, input, size), expected, `chunks of ${size}`);
    }
  });

  it("goes on when decoding a string grows memory", async () => {
    const core = await compileModule(CORE_MODULE);
    const pad = "x".repeat(400_000);
    const line = Buffer.from(JSON.stringify({ message: JSON.stringify({ pad, Records: [JSON.parse(QUIET)] }) }));
    const lines = [line, Buffer.from(QUIET), line];
    assert.deepEqual(coverageInChunks(core, inputOf(lines), 1024 * 1024), expectedOf(lines));
  });
});

describe("a survey of files", () => {
  it("is the same from any number of threads, and starts over after it was read", { timeout: 60_000 }, async () => {
    const folder = await temporaryFolder();
    const compiled = await compileModule(CORE_MODULE);
    const parts = Array.from({ length: 24 }, (_, index) => LINES.filter((_line, at) => at % 24 === index));
    const files = parts.map((lines, index) => {
      const [name, bytes] = (
        [
          [`${index}.ndjson`, inputOf(lines)],
          [`${index}.ndjson.gz`, gzipSync(inputOf(lines))],
          [`${index}.json.gz`, gzipSync(`{"Records":[${Array(50).fill(QUIET).join(",")}]}`)],
        ] as const
      )[index % 3] as [string, Buffer];
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { path, bytes: bytes.length, isRegular: true };
    });
    const document = expectedCoverage(Buffer.from(`{"Records":[${Array(50).fill(QUIET).join(",")}]}`));
    const expected = mergeCoverages(parts.map((lines, index) => (index % 3 === 2 ? document : expectedOf(lines))));
    for (const jobs of few([1, 2, 5], 2)) {
      const { coverage } = await readFiles(files, {
        data: { compiled, wanted: WANTED },
        jobs,
        onRead: () => undefined,
      });
      assert.deepEqual(coverage, expected, `${jobs} threads`);
    }
    const scanner = new FileScanner({ compiled, wanted: WANTED }, () => undefined);
    for (let round = 0; round < 2; round++) {
      for (const file of files) await scanner.scan(file.path);
      assert.deepEqual(scanner.takeCoverage(), expected);
    }
  });

  it("counts documents over several lines, and the whole records of a truncated file", async () => {
    const folder = await temporaryFolder();
    const scanner = new FileScanner({ compiled: await compileModule(CORE_MODULE), wanted: WANTED }, () => undefined);
    const pretty = join(folder, "pretty.json");
    const text = JSON.stringify({ Records: Array(3).fill(JSON.parse(QUIET)) as unknown[] }, undefined, 2);
    writeFileSync(pretty, text);
    await scanner.scan(pretty);
    assert.deepEqual(scanner.takeCoverage(), expectedCoverage(Buffer.from(text)));

    const whole = Array.from({ length: 400 }, (_, index) => QUIET.replace("GetObject", `GetObject${index * 7919}`));
    const compressed = gzipSync(`{"Records":[${whole.join(",")}]}`);
    const cut = join(folder, "cut.json.gz");
    writeFileSync(cut, compressed.subarray(0, compressed.length / 2));
    const { broken } = await scanner.scan(cut);
    const { events } = scanner.takeCoverage();
    assert.equal(broken.length, 1);
    assert.ok(events > 100 && events < 300, `${events} events`);
  });
});
