/** `keyward inspect`: what a module is, and what another file is. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { HOST_NAMES, hostTitle, modulePath } from "#keyward/hosts/module-kinds.js";
import { compileRule } from "#keyward/rules/table.js";
import { embedTable } from "#keyward/rules/embed-table.js";
import { readDefaultRule } from "#keyward/rules/rule.js";
import { version } from "#keyward/version.js";
import { readSections, withCustomSection, writeSections } from "#keyward/wasm-sections.js";
import { few, inTurn, isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { BUILT_MODULE, temporaryFolder } from "../support/files.js";

interface Inspected {
  module: string;
  bytes: number;
  sha256: string;
  host: string;
  version: string | null;
  rule: { id: string; name: string; version: string };
  config: { bytes: number; sha256: string; text: string } | null;
}

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
const built = readFileSync(BUILT_MODULE);
/** The module without its custom sections, as if stripped by another tool. */
const stripped = writeSections(
  built,
  readSections(built).filter(({ id }) => id !== 0),
);

describe("keyward inspect", () => {
  let folder = "";
  before(async () => {
    folder = await temporaryFolder();
  });

  /** Writes a module and inspects it as JSON. */
  async function inspected(bytes: Uint8Array): Promise<Inspected> {
    await writeFile(join(folder, "own.wasm"), bytes);
    const { code, stdout, stderr } = await runCli(["inspect", "--json", "own.wasm"], { cwd: folder });
    assert.deepEqual([code, stderr], [0, ""]);
    return JSON.parse(stdout.toString()) as Inspected;
  }

  it("reports host, version and rule of every host's module, and that it has no configuration", async () => {
    const { id, name, version: ruleVersion } = readDefaultRule();
    const paths = HOST_NAMES.map((host) => [host, modulePath(host)] as const);
    const plain = modulePath("wasi").replace(/wasi\.wasm$/, "wasi-plain.wasm");
    for (const [host, path] of few([...paths, ["wasi", plain] as const], 2)) {
      const bytes = await readFile(path);
      const { code, stdout, stderr } = await runCli(["inspect", path]);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(
        stdout.toString(),
        `module   ${path}, ${bytes.length} bytes, sha256 ${sha256(bytes)}\n` +
          `host     ${hostTitle(host)} (${host})\n` +
          `version  ${version()}\n` +
          `rule     ${name}, version ${ruleVersion}, ${id}\n` +
          `carries  no configuration\n`,
      );
    }
  });

  it("says the same as JSON", async () => {
    const { id, name, version: ruleVersion } = readDefaultRule();
    assert.deepEqual(await inspected(built), {
      module: "own.wasm",
      bytes: built.length,
      sha256: sha256(built),
      host: "fluent-bit",
      version: version(),
      rule: { id, name, version: ruleVersion },
      config: null,
    });
  });

  it("shows a module's configuration and its checksum", async () => {
    const text = '{\n  "severity": "low"\n}\n';
    const { config, host } = await inspected(embedConfig("m", built, Buffer.from(text)));
    assert.deepEqual(config, { bytes: text.length, sha256: sha256(text), text });
    assert.equal(host, "fluent-bit");
  });

  it("shows a rule that replaced the built-in one", async () => {
    const rule = { ...readDefaultRule(), id: "own", name: "Own rule", version: "3" };
    assert.deepEqual((await inspected(embedTable(built, compileRule(rule).table))).rule, {
      id: "own",
      name: "Own rule",
      version: "3",
    });
  });

  it("reports a missing version, and lets no version move the cursor", async () => {
    assert.equal((await inspected(stripped)).version, null);
    if (isThorough) {
      const text = await runCli(["inspect", "own.wasm"], { cwd: folder });
      assert.match(text.stdout.toString(), /^version {2}not stated$/m);
    }
    await writeFile(join(folder, "own.wasm"), withCustomSection(stripped, "version", "1\u001b[2J\n2"));
    const hostile = await runCli(["inspect", "own.wasm"], { cwd: folder });
    assert.match(hostile.stdout.toString(), /^version {2}1\\u001b\[2J\\u000a2$/m);
  });

  it("says what another file is instead", async () => {
    const noRule = Buffer.from(built);
    noRule.fill("?", noRule.indexOf("KWRULE"), noRule.indexOf("KWRULE") + 6);
    const files = {
      "text.json": "{}",
      "empty.wasm": "",
      "other.wasm": Buffer.from("0061736d01000000", "hex"),
      "component.wasm": Buffer.from("0061736d0d000100", "hex"),
      "cut.wasm": built.subarray(0, 40_000),
      "no-rule.wasm": noRule,
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const messages: [name: string, message: RegExp][] = [
      ["text.json", /^no WASM file$/],
      ["empty.wasm", /^no WASM file$/],
      ["other.wasm", /^a WASM module, but not Keyward's$/],
      ["component.wasm", /^not a WASM module \(.+\)$/],
      ["cut.wasm", /^not a WASM module \(.+\)$/],
      ["no-rule.wasm", /^its rule cannot be read \(the module has no place for the table of a rule\)$/],
      ["none", /^no such file$/],
      [".", /^is a folder|directory/],
    ];
    for (const [index, [name, message]] of few(messages, 4).entries()) {
      for (const options of inTurn([[], ["--json"]], index)) {
        const { code, stdout, stderr } = await runCli(["inspect", ...options, name], { cwd: folder });
        const prefix = `keyward: ${name}: `;
        assert.ok(stderr.startsWith(prefix), stderr);
        assert.match(stderr.slice(prefix.length).trimEnd(), message);
        assert.deepEqual([code, stdout.length], [2, 0]);
      }
    }
  });
});
