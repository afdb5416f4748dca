/**
 * Checks what docs/reference/fluent-bit.md says about Fluent Bit versions, in the one that `KEYWARD_FLUENT_BIT` names. Without it nothing here
 * runs, and the tests say so: the emulator has its own.
 */
import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { otherEvent, rawEvent } from "../node/support/logs.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { findFluentBit, startFluentBit, type FluentBit, type Running } from "./fluent-bit.js";

const EXAMPLES = join(PROJECT_ROOT, "examples", "fluent-bit");
const MODULES = ["keyward.wasm", "keyward.alert.wasm"];
const MATCH = JSON.stringify(rawEvent({ id: "e-1", time: "2026-03-04T09:03:41Z" }));
const fluentBit = findFluentBit();

/** From 4.1 on an instance lives as long as the process. */
const lives = (version: string): boolean => version.localeCompare("4.1", undefined, { numeric: true }) >= 0;

function given(t: TestContext): FluentBit | undefined {
  if (fluentBit === undefined) t.skip("KEYWARD_FLUENT_BIT names no Fluent Bit: none was run");
  return fluentBit;
}

/** Returns a folder with the modules, the examples' input and their settings. */
async function folderWithModules(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of MODULES) copyFileSync(join(PROJECT_ROOT, "build", name), join(folder, name));
  for (const name of ["cloudtrail.ndjson", "tag.yaml", "configured.yaml"]) {
    copyFileSync(join(EXAMPLES, name), join(folder, name));
  }
  cpSync(join(EXAMPLES, "settings"), join(folder, "settings"), { recursive: true });
  return folder;
}

/** Returns `tag.yaml` with some parts replaced, each of which must exist. */
function variant(folder: string, ...replacements: [part: string, other: string][]): string {
  let text = readFileSync(join(folder, "tag.yaml"), "utf8");
  for (const [part, other] of replacements) {
    assert.ok(text.includes(part), part);
    text = text.replace(part, other);
  }
  writeFileSync(join(folder, "variant.yaml"), text);
  return "variant.yaml";
}

async function runToEnd(program: FluentBit, folder: string, config: string): Promise<string[]> {
  const { child, said, stop } = startFluentBit(program, ["-c", config], folder);
  for (let tries = 0; child.exitCode === null && tries < 300; tries++) await setTimeout(100);
  await stop();
  return records(said());
}

const records = (said: string): string[] => said.split("\n").filter((line) => line.startsWith("{"));
const recorded = (name: string): string[] => readFileSync(join(EXAMPLES, name), "utf8").trimEnd().split("\n");
const verdicts = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /"keyward":\{"verdict":"(\w+)"/.exec(line)?.[1] ?? []);

describe(`the modules in ${fluentBit === undefined ? "no Fluent Bit" : `Fluent Bit ${fluentBit.version}`}`, () => {
  for (const name of ["tag", "configured"]) {
    it(`write the recorded output of ${name}.yaml, byte for byte`, async (t) => {
      const program = given(t);
      if (program === undefined) return;
      assert.deepEqual(
        await runToEnd(program, await folderWithModules(), `${name}.yaml`),
        recorded(`${name}.output.ndjson`),
      );
    });
  }

  it("keep only matches, and make an alert of each", async (t) => {
    const program = given(t);
    if (program === undefined) return;
    const folder = await folderWithModules();
    const matches = recorded("tag.output.ndjson").filter((line) => line.includes('"keyward":{"verdict":"match"'));
    const keep = variant(folder, ["function_name: tag", "function_name: keep"]);
    assert.deepEqual(await runToEnd(program, folder, keep), matches);
    const alert = variant(
      folder,
      ["function_name: tag", "function_name: alert"],
      ["keyward.wasm\n      #", "keyward.alert.wasm\n      #"],
    );
    const alerts = await runToEnd(program, folder, alert);
    assert.equal(alerts.length, matches.length);
    for (const line of alerts) assert.match(line, /^\{"text":"\w+ of KMS key /);
  });

  it("remember an event across chunks from 4.1 on, and within a chunk in older versions", async (t) => {
    const program = given(t);
    if (program === undefined) return;
    const folder = await folderWithModules();
    writeFileSync(join(folder, "settings", "keyward.json"), '{"duplicates":{"window_seconds":3600}}');
    const between = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify({ ...otherEvent(`o-${index}`), pad: "x".repeat(1400) }),
    );
    writeFileSync(join(folder, "cloudtrail.ndjson"), [MATCH, ...between, MATCH, ""].join("\n"));
    const settings: [string, string] = ["function_name: tag", "function_name: tag\n      accessible_paths: settings"];
    const small = variant(folder, settings, ["buffer_chunk_size: 1M", "buffer_chunk_size: 32K"]);
    const remembered = lives(program.version) ? "duplicate" : "match";
    assert.deepEqual(verdicts(await runToEnd(program, folder, small)), ["match", remembered]);
    assert.deepEqual(verdicts(await runToEnd(program, folder, variant(folder, settings))), ["match", "duplicate"]);
  });

  it("go on after a reload; a broken module ends Fluent Bit from 4.1 on, and passes every record in older versions", async (t) => {
    const program = given(t);
    if (program === undefined) return;
    const folder = await folderWithModules();
    const config = variant(
      folder,
      ["exit_on_eof: true", "refresh_interval: 1"],
      ["log_level: warn", "log_level: info\n  hot_reload: on"],
    );
    writeFileSync(join(folder, "cloudtrail.ndjson"), `${MATCH}\n`);
    const running = startFluentBit(program, ["-Y", "-c", config], folder);
    try {
      await untilVerdicts(running, 1);
      running.child.kill("SIGHUP");
      // It reads the file again.
      await untilVerdicts(running, 2);
      appendFileSync(join(folder, "cloudtrail.ndjson"), `${MATCH}\n`);
      await untilVerdicts(running, 3);
      writeFileSync(join(folder, "keyward.wasm"), readFileSync(join(folder, "keyward.wasm")).subarray(0, 30_000));
      running.child.kill("SIGHUP");
      const isOver = (): boolean => running.child.exitCode !== null || records(running.said()).length >= 5;
      for (let tries = 0; !isOver() && tries < 100; tries++) await setTimeout(100);
      assert.match(running.said(), /Load wasm module failed/);
      assert.equal(running.child.exitCode, lives(program.version) ? 255 : null);
      assert.deepEqual(verdicts(records(running.said())), ["match", "match", "match"]);
    } finally {
      await running.stop();
    }
  });
});

async function untilVerdicts({ said }: Running, count: number): Promise<void> {
  for (let tries = 0; verdicts(records(said())).length < count && tries < 100; tries++) await setTimeout(100);
  assert.equal(verdicts(records(said())).length, count, said());
}
