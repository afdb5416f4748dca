/** `keyward.wasi.wasm` in wasmtime, wazero and Node, compared with the oracle. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { alignKept, annotatedCount, disagreements, isUnread } from "./compare-host.js";
import type { Program } from "./programs.js";
import { isThorough } from "../settings.js";
import { configuredCases, generatedCases, MATCH, realCases, type Case } from "./records.js";
import { ENGINES, runOnFiles, runOnPipes, type Command, type CommandRun, type Engine } from "./wasi-engines.js";

const MODULE = join(PROJECT_ROOT, "build", "keyward.wasi.wasm");
const NEWLINE = 0x0a;

const CONFIGS = isThorough ? 10 : 1;
const RECORDS_EACH = isThorough ? 400 : 60;

/** Reports whether a record is a whole line, and not blank. */
const isLine = (record: Uint8Array): boolean =>
  !record.includes(NEWLINE) && !/^[ \t\r]*$/.test(Buffer.from(record).toString("latin1"));

type Run = (command: Command, input: Buffer) => Promise<CommandRun>;
const onFiles: Run = (command, input) => runOnFiles(command, input);
const onPipes: Run = (command, input) => runOnPipes(command, [input]);

function inLines(records: readonly Uint8Array[]): Buffer {
  return Buffer.concat(records.flatMap((record) => [record, Buffer.of(NEWLINE)]));
}

function linesOf({ output, said, code }: CommandRun, hasUnread: boolean): Buffer[] {
  // Unjudged records are reported, in the exit code too.
  assert.match(said, /^(keyward: .* could not be judged; .*\n)*$/);
  assert.deepEqual([said !== "", code], [hasUnread, hasUnread ? 2 : 0], said);
  const lines: Buffer[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(NEWLINE, at);
    assert.ok(end >= 0, "the last line has no newline");
    lines.push(output.subarray(at, end));
    at = end + 1;
  }
  return lines;
}

/** Runs the cases both ways and asserts that the output agrees with the oracle. */
async function check(
  engine: Engine,
  program: Program,
  run: Run,
  cases: readonly Case[],
  module = MODULE,
  directory?: string,
): Promise<void> {
  const input = inLines(cases.map(({ bytes }) => bytes));
  const [tagged, kept] = await Promise.all(
    [[], ["--keep"]].map(async (options) =>
      linesOf(await run({ program, options: engine.options(module, options, directory) }, input), cases.some(isUnread)),
    ),
  );
  assert.ok(tagged !== undefined && kept !== undefined);
  assert.equal(tagged.length, cases.length);
  const found = disagreements(cases, tagged, alignKept(tagged, kept));
  assert.equal(found, "", found);
}

for (const engine of ENGINES) {
  describe(`keyward.wasi.wasm in ${engine.name}`, () => {
    it("agrees with the oracle on real CloudTrail, from file to file", async (t) => {
      const cases = realCases(t);
      const program = await engine.find(t);
      if (cases === undefined || program === undefined) return;
      await check(engine, program, onFiles, cases);
      assert.equal(annotatedCount(cases), 10);
    });

    it("agrees with the oracle on generated records, between pipes", async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const cases = generatedCases(isLine);
      t.diagnostic(`${annotatedCount(cases)} of ${cases.length} records annotated`);
      assert.ok(annotatedCount(cases) > 0.3 * cases.length, "too few to mean anything");
      await check(engine, program, onPipes, cases);
    });

    it(`agrees with the oracle under ${CONFIGS} configurations, in a directory and embedded`, async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const folder = await temporaryFolder();
      const own = join(await temporaryFolder(), "own.wasm");
      for (const { config, cases } of configuredCases(CONFIGS, RECORDS_EACH, true, isLine)) {
        writeFileSync(join(folder, "keyward.json"), config);
        await check(engine, program, onFiles, cases, MODULE, folder);
        writeFileSync(own, embedConfig(MODULE, readFileSync(MODULE), Buffer.from(config)));
        await check(engine, program, onPipes, cases, own);
      }
    });

    it("reports what is wrong with a configuration, and uses the plain rule", async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const folder = await temporaryFolder();
      writeFileSync(join(folder, "keyward.json"), '{"severty":"high"}');
      const command = { program, options: engine.options(MODULE, [], folder) };
      const { output, said, code } = await runOnFiles(command, Buffer.from(`${MATCH}\n`));
      assert.equal(code, 0);
      assert.match(said, /^keyward: keyward.json: \/severty: unknown key; [^\n]+\n$/);
      assert.match(output.toString(), /"keyward":\{"verdict":"match","config_error":"\/severty: /);
    });

    it("rejects an unknown argument, and prints help", async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const run = (option: string): Promise<CommandRun> =>
        runOnFiles({ program, options: engine.options(MODULE, [option]) }, Buffer.from(`${MATCH}\n`));
      const refused = await run("--tag");
      assert.deepEqual([refused.code, refused.output.length], [2, 0]);
      assert.match(refused.said, /^keyward: unknown argument '--tag'; [^\n]+\n$/);
      const help = await run("--help");
      assert.deepEqual([help.code, help.said], [0, ""]);
      assert.match(help.output.toString(), /--keep/);
    });
  });
}
