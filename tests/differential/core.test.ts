/** The core, by chunks, gives the same bytes as the Fluent Bit module record by record. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { instantiateModule } from "#keyward/module.js";
import { isCore } from "#keyward/engine/core-module.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { actionsAndFew, cloudTrailLines } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { randomFor } from "../oracle/random.js";
import { isThorough, runSettings } from "../settings.js";
import { compileBoth, difference, tagChunks, tagRecords, type Modules } from "./core-lines.js";
import { FILTERS } from "./filter-host.js";

const NEWLINE = 0x0a;
const SPACE = 0x20;
const CHUNK_SIZES = [64, 65, 127, 500, 1021, 4096, 65_536, 262_144, 1024 * 1024];
/** Number of records for every chunk size; all of them go through the largest. */
const SLICE = isThorough ? 500 : 30;
const CONFIG = {
  duplicates: { window_seconds: 100_000_000 },
  cap: { count: 3, period_seconds: 600 },
  escalate: { distinct_keys: 3, window_seconds: 600, severity: "high", risk_score: 73 },
};

/** Compares both filters at each size, in full and partly filled chunks. Returns how many changed the input. */
async function compare(modules: Modules, input: Buffer, sizes: readonly number[], where: string): Promise<number> {
  let changed = 0;
  for (const filter of FILTERS) {
    const expected = tagRecords(modules.fluentBit, filter, input);
    if (!expected.output.equals(input)) changed++;
    for (const size of sizes) {
      for (const random of [undefined, randomFor(size, input.length)]) {
        const actual = await tagChunks(modules.core, filter, input, size, random);
        assert.equal(difference(actual, expected), undefined, `${where}, ${filter} in chunks of ${size}`);
      }
    }
  }
  return changed;
}

/** Lines that are not one JSON text are split by the command line, but not by a filter. */
function isOneText(line: Uint8Array): boolean {
  return judge(line).verdict !== "not understood" || Buffer.from(line).toString("latin1").trim() === "";
}

function join(records: readonly Uint8Array[], separator = "\n"): Buffer {
  return Buffer.concat(records.flatMap((bytes) => [bytes, Buffer.from(separator)]));
}

describe("the core by chunks", () => {
  const { seed, records } = runSettings(150, 20_000);
  // A newline inside a record would end it.
  const generated = Array.from({ length: records }, (_, index) =>
    (index % 2 === 0 ? generate(seed, index) : generateShape(seed, index)).bytes.map((byte) =>
      byte === NEWLINE ? SPACE : byte,
    ),
  ).filter(isOneText);
  // Most lines of a log are not such events.
  const mixed = generated.flatMap((bytes, index) =>
    index % 5 === 0 ? [bytes] : [bytes, Buffer.from(`{"eventName":"Decrypt","pad":"${"x".repeat(index % 300)}"}`)],
  );

  for (const config of [undefined, CONFIG]) {
    const told = config === undefined ? "without a configuration" : "with duplicates, a cap and bursts";
    it(`gives the Fluent Bit module's output, ${told} (${records} records of seed ${seed})`, async () => {
      const modules = await compileBoth(config);
      assert.equal(await compare(modules, join(mixed), [CHUNK_SIZES.at(-1) ?? 0], "all"), 2);
      assert.equal(await compare(modules, join(mixed.slice(0, SLICE)), CHUNK_SIZES, "the first"), 2);
    });
  }

  it("gives the Fluent Bit module's output on the real events, in chunks of every size", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const modules = await compileBoth();
    const input = join(actionsAndFew(lines, 400).map(({ bytes }) => bytes));
    const sizes = isThorough ? [1021, 65_536, 262_144, 1024 * 1024] : [65_536];
    assert.equal(await compare(modules, input, sizes, "CloudTrail"), 2);
    assert.equal(
      await compare(modules, join(lines.slice(0, SLICE / 5).map(({ bytes }) => bytes)), CHUNK_SIZES, "docs"),
      2,
    );
  });
});

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const HOSTILE: [what: string, lines: string[], separator: string][] = [
  ["nothing", [], "\n"],
  ["newlines only", Array<string>(500).fill(""), "\n"],
  ["blank lines among matches", [MATCH, "", " ", MATCH, "\t\r", MATCH], "\n"],
  ["carriage returns", [MATCH, "{}", MATCH, "x", MATCH], "\r\n"],
  ["no last newline", [`{}\n${MATCH}`], ""],
  ["no last newline, and nothing to judge", ["{}\n{}"], ""],
  ["a last line of spaces", [`${MATCH}\n  `], ""],
  ["white space around", [` ${MATCH} `, `\t${MATCH}\r`, " [] ", " x "], "\n"],
  ["escaped names", [MATCH.replace("K", "\\u004b"), `{"a":"\\u0026"}`, "{\\u0044}", "{u0044}", MATCH], "\n"],
  [
    "annotated ones",
    ['{"keyward":1}', '{"keyward":{"verdict":"match","events":[]},"a":"DisableKey"}', "[keyward]", "{eyward}"],
    "\n",
  ],
  ["arrays", [`[${MATCH}]`, "[]", "[}", `[${MATCH},${MATCH}]`], "\n"],
  ["plain text", ["DisableKey", "ScheduleKeyDeletion", "keyward", "\\u0061", "text", '"DisableKey"', "1"], "\n"],
  ["brackets alone", ["}", "]", "{]", "[}"], "\n"],
  ["lines of every length", Array.from({ length: 200 }, (_, n) => `{"pad":"${"x".repeat(n)}"}`), `\n${MATCH}\n`],
];

describe("the core by chunks on hostile lines", async () => {
  const modules = await compileBoth();

  for (const [what, lines, separator] of HOSTILE) {
    it(`gives the Fluent Bit module's output: ${what}`, async () => {
      const input = join(
        lines.map((line) => Buffer.from(line)),
        separator,
      );
      assert.equal(input.length > 0, lines.length > 0);
      await compare(modules, input, CHUNK_SIZES.slice(0, 6), what);
    });
  }

  it("gives the Fluent Bit module's output on bytes that are not UTF-8", async () => {
    const lines = ['{"a":"\xff"}', '{"eventName":"DisableKey\xff"}', `{"a":"\xff","detail_":${MATCH}}`, MATCH];
    const input = Buffer.from(`${lines.join("\n")}\n`, "latin1");
    await compare(modules, input, CHUNK_SIZES.slice(0, 6), "not UTF-8");
  });

  it("needs no more memory after 1,000,000 lines", async () => {
    const { core } = await compileBoth(CONFIG);
    const module = instantiateModule(core);
    assert.ok(isCore(module));
    const address = module.chunk(65_536);
    const nested = `{"log":${JSON.stringify(JSON.stringify({ message: MATCH }))}}`;
    const lines = Buffer.from(`${`{"eventName":"Decrypt"}\n`.repeat(97)}${MATCH}\n${nested}\n${MATCH}x\n`);
    Buffer.from(module.memory.buffer).set(lines, address);
    let judged = 0;
    let size = 0;
    for (let round = 0; round < 10_000; round++) {
      const end = address + lines.length;
      for (let at = module.findLine(address, end, 0); at < end; at = module.findLine(at, end, 0)) {
        if (module.judgeLine(at, module.lineEnd(), 0) !== at) judged++;
        at = module.lineEnd() + 1;
      }
      if (round === 0) size = module.memory.buffer.byteLength;
    }
    assert.equal(judged, 20_000);
    assert.equal(module.memory.buffer.byteLength, size);
    // The survey's tables, unused here, are 264 KiB of this.
    assert.ok(size <= 65_536 + 768 * 1024, `${size} bytes`);
  });
});
