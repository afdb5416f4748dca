/** The recorded outputs of the examples are what the real programs write, if they are available. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { loadModule } from "#keyward/module-files.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { runToEnd } from "./benthos.js";
import { programFor } from "./programs.js";
import { readPayload, runTransform, writePayload } from "./redpanda.js";
import { ENGINES, runOnFiles } from "./wasi-engines.js";

const EXAMPLES = join(PROJECT_ROOT, "examples");
const BUILD = join(PROJECT_ROOT, "build");

const read = (...path: string[]): string => readFileSync(join(EXAMPLES, ...path), "utf8");

/** Returns the lines of a text, without the last line's end. */
const linesOf = (text: string): string[] => text.trimEnd().split("\n");

/** Runs an example's configuration in a folder with its files and module; returns the folder, or undefined. */
async function runPipeline(
  t: TestContext,
  example: string,
  name: "benthos" | "bento",
  module: string,
): Promise<string | undefined> {
  const program = await programFor(t, name);
  if (program === undefined) return undefined;
  const folder = await temporaryFolder();
  for (const file of readdirSync(join(EXAMPLES, example))) {
    if (/\.(yaml|ndjson)$/.test(file)) copyFileSync(join(EXAMPLES, example, file), join(folder, file));
  }
  copyFileSync(join(BUILD, module), join(folder, module));
  await runToEnd(program, ["--set", "http.enabled=false", "--config", "tag.yaml"], folder);
  return folder;
}

describe("examples/redpanda-connect and examples/bento", () => {
  for (const [example, program, module] of [
    ["redpanda-connect", "benthos", "keyward.connect.wasm"],
    ["bento", "bento", "keyward.bento.wasm"],
  ] as const) {
    it(`${example}, in ${program}: tag.yaml writes the recorded files, byte for byte`, async (t) => {
      const folder = await runPipeline(t, example, program, module);
      if (folder === undefined) return;
      for (const name of ["trail", "alerts"]) {
        assert.equal(readFileSync(join(folder, `${name}.out`), "utf8"), read(example, `${name}.ndjson`), name);
      }
      assert.ok(!existsSync(join(folder, "failed.out")) || readFileSync(join(folder, "failed.out")).length === 0);
    });
  }

  it("differ only in the module and the program", () => {
    const text = read("redpanda-connect", "tag.yaml");
    const other = text.replaceAll("keyward.connect.wasm", "keyward.bento.wasm").replace("rpk connect run", "bento -c");
    assert.equal(read("bento", "tag.yaml"), other);
    for (const name of ["input", "trail", "alerts"]) {
      assert.equal(read("bento", `${name}.ndjson`), read("redpanda-connect", `${name}.ndjson`));
    }
  });
});

describe("the recorded outputs of all examples", () => {
  it("match the module's, with three alerts", async () => {
    const host = new FluentBitHost(await loadModule());
    const tagged = linesOf(read("redpanda-connect", "input.ndjson")).map((line) => {
      const result = host.filter("tag", line);
      assert.ok(result.outcome !== "dropped");
      return Buffer.from(result.record).toString();
    });
    const alerts = tagged.filter((line) => line.includes('"keyward":{"verdict":"match"'));
    assert.equal(alerts.length, 3);
    for (const path of ["redpanda-connect/trail", "redpanda-transform/tag", "vector/tagged"]) {
      assert.deepEqual(linesOf(read(`${path}.ndjson`)), tagged, path);
    }
    assert.deepEqual(linesOf(read("redpanda-connect", "alerts.ndjson")), alerts);
    for (const example of ["redpanda-transform", "vector"]) {
      assert.equal(read(example, "input.ndjson"), read("redpanda-connect", "input.ndjson"));
    }
  });
});

describe("examples/redpanda-transform", () => {
  for (const engine of ["wasmtime-transform", "transform"] as const) {
    it(`the recorded values come out of ${engine}`, async (t) => {
      const program = await programFor(t, engine);
      if (program === undefined) return;
      const payloads = linesOf(read("redpanda-transform", "input.ndjson")).map((line) =>
        writePayload({ key: null, value: Buffer.from(line), headers: [] }),
      );
      for (const mode of ["tag", "keep"]) {
        const { batches } = runTransform(
          program,
          join(BUILD, "keyward.redpanda.wasm"),
          [payloads],
          [`KEYWARD_MODE=${mode}`],
        );
        const values = batches.flat().map((payload) => `${(readPayload(payload).value ?? "").toString()}\n`);
        assert.equal(values.join(""), read("redpanda-transform", `${mode}.ndjson`), mode);
      }
    });
  }
});

describe("examples/vector", () => {
  for (const engine of ENGINES) {
    it(`the middle of its pipe writes the recorded lines in ${engine.name}`, async (t) => {
      const program = await engine.find(t);
      if (program === undefined) return;
      const command = { program, options: engine.options(join(BUILD, "keyward.wasi.wasm"), []) };
      const { output, said, code } = await runOnFiles(command, Buffer.from(read("vector", "input.ndjson")));
      assert.deepEqual([code, said], [0, ""]);
      assert.equal(output.toString(), read("vector", "tagged.ndjson"));
    });
  }
});
