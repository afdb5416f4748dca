import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { few } from "../settings.js";
import { runCli } from "./support/cli.js";

describe("keyward", () => {
  it("prints its help and its version", async () => {
    for (const args of few([["--help"], ["tag", "--help"], ["help", "tag"]], 2)) {
      const { code, stdout, stderr } = await runCli(args);
      assert.match(stdout.toString(), /^Usage: keyward/);
      assert.deepEqual([code, stderr], [0, ""]);
    }
    const manifest = await readFile(new URL("../../../package.json", import.meta.url), "utf8");
    const { code, stdout } = await runCli(["--version"]);
    assert.deepEqual([code, stdout.toString()], [0, `${(JSON.parse(manifest) as { version: string }).version}\n`]);
  });

  it("shows an example for each use of tag", async () => {
    const { stdout } = await runCli(["tag", "--help"]);
    for (const option of ["--keep", "--output", "--module", "--quiet"]) assert.ok(stdout.includes(option), option);
    assert.match(stdout.toString(), /Examples:\n {2}keyward tag /);
  });

  it("rejects unknown commands and options with exit code 2", async () => {
    for (const [args, message] of [
      [["tag", "--nope"], "unknown option '--nope'"],
      [["nope"], "unknown command 'nope'"],
      [["tag", "-o"], "option '-o, --output <FILE>' argument missing"],
    ] as const) {
      const { code, stdout, stderr } = await runCli([...args]);
      assert.equal(stderr, `keyward: ${message}\n(--help lists the commands and options)\n`);
      assert.deepEqual([code, stdout.length], [2, 0]);
    }
  });

  it("prints its help as an error without a command", async () => {
    const { code, stderr } = await runCli([]);
    assert.match(stderr, /^Usage: keyward/);
    assert.equal(code, 2);
  });
});
