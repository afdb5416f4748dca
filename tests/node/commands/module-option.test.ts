/** `--module FILE`: scan, status, test, explain and triage judge with the configuration in a deployed module. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { HOST_NAMES, modulePath } from "#keyward/hosts/module-kinds.js";
import { embedTable } from "#keyward/rules/embed-table.js";
import { readDefaultRule } from "#keyward/rules/rule.js";
import { compileRule } from "#keyward/rules/table.js";
import { version } from "#keyward/version.js";
import { readSections, withCustomSection, writeSections } from "#keyward/wasm-sections.js";
import { few, inTurn, isThorough, itThoroughly } from "../../settings.js";
import { runCli, type Finished } from "../support/cli.js";
import { BUILT_MODULE, temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";

const CI = "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-1";
const CONFIG = JSON.stringify({
  severity: "low",
  exceptions: [{ id: "ci", reason: "CI", when: { "actor.arn": [CI.replace("run-1", "*")] } }],
});
const DIGITS = createHash("sha256").update(CONFIG).digest("hex").slice(0, 16);
const IN_FORCE = `keyward: own.wasm: its configuration is in force, ${DIGITS}\n`;
const NONE =
  "keyward: own.wasm: carries no configuration: the plain rule is in force; give a keyward.json that its host opens with --config\n";
const built = readFileSync(BUILT_MODULE);

/** Inputs for each command that make its verdicts visible. */
const COMMANDS: string[][] = [
  ["scan", "--quiet", "--format", "csv", "logs"],
  ["status", "--quiet", "--format", "csv", "logs"],
  ["explain", "logs/a.ndjson"],
  ["triage", "--now", "2026-03-06T00:00:00Z", "logs/a.ndjson"],
  ["test", "t.yaml"],
];

let folder = "";
before(async () => {
  folder = await temporaryFolder();
  const time = "2026-03-04T09:00:00Z";
  const byCi = rawEvent({ id: "e-1", time, actor: CI, account: "444455556666" });
  writeLog(folder, "logs/a.ndjson", `${JSON.stringify(byCi)}\n${JSON.stringify(rawEvent({ id: "e-2", time }))}\n`);
  // With either of the other two configurations, the cases fail.
  writeLog(folder, "keyward.json", '{"exceptions":[{"id":"all","reason":"all","when":{"action":["*"]}}]}');
  writeLog(folder, "carried.json", CONFIG);
  writeLog(folder, "plain.json", "{}");
  writeLog(folder, "t.yaml", "cases:\n  - {name: two, file: logs/a.ndjson, verdict: [suppressed, match]}\n");
});

function run(args: readonly string[]): Promise<Finished> {
  return runCli([...args], { cwd: folder });
}

function write(bytes: Uint8Array): void {
  writeFileSync(join(folder, "own.wasm"), bytes);
}

function carrying(module: Uint8Array): Uint8Array {
  return embedConfig("m", module, Buffer.from(CONFIG));
}

/** Returns a scan's messages about the module written last, and its exit code. */
async function told(): Promise<[string, number | null]> {
  const { stderr, code } = await run(["scan", "--quiet", "--module", "own.wasm", "logs"]);
  return [stderr, code];
}

describe("--module", () => {
  for (const [index, [command = "", ...args]] of COMMANDS.entries()) {
    const modules = inTurn(["with a configuration", "without", "and a file"], index);

    if (modules.includes("with a configuration")) {
      it(`makes ${command} use the module's configuration`, async () => {
        write(carrying(built));
        const own = await run([command, "--module", "own.wasm", ...args]);
        const same = await run([command, "--config", "carried.json", ...args]);
        assert.deepEqual([own.stdout.toString(), own.code], [same.stdout.toString(), same.code]);
        assert.equal(own.stderr, IN_FORCE + same.stderr);
        if (!isThorough && index > 0) return;
        const plain = await run([command, "--config", "plain.json", ...args]);
        assert.notEqual(own.stdout.toString(), plain.stdout.toString());
      });
    }

    if (modules.includes("without")) {
      it(`makes ${command} use the plain rule if the module has no configuration, and says so`, async () => {
        write(built);
        const own = await run([command, "-m", "own.wasm", ...args]);
        const plain = await run([command, "--config", "plain.json", ...args]);
        assert.deepEqual([own.stdout.toString(), own.code], [plain.stdout.toString(), plain.code]);
        assert.equal(own.stderr, NONE + plain.stderr);
      });
    }

    if (modules.includes("and a file")) {
      it(`cannot be combined with --config in ${command}`, async () => {
        const { code, stderr, stdout } = await run([command, "-m", "own.wasm", "-c", "plain.json", ...args]);
        assert.equal(stderr, "keyward: --module: --config beside it is invalid; use one of the two\n");
        assert.deepEqual([code, stdout.length], [2, 0]);
      });
    }
  }

  it("takes the module of each host", async () => {
    for (const host of few(HOST_NAMES, 1)) {
      write(carrying(readFileSync(modulePath(host))));
      assert.deepEqual(await told(), [IN_FORCE, 0], host);
    }
  });

  it("shows the module's name in a JSON report and in an explanation", async () => {
    write(carrying(built));
    const scan = await run(["scan", "-q", "--format", "json", "--module", "own.wasm", "logs"]);
    const { config } = JSON.parse(scan.stdout.toString()) as { config: { file: string; sha256: string } };
    assert.deepEqual([config.file, config.sha256.slice(0, 16)], ["own.wasm", DIGITS]);
    if (!isThorough) return;
    const explained = await run(["explain", "--json", "--module", "own.wasm", "logs/a.ndjson"]);
    assert.equal((JSON.parse(explained.stdout.toString()) as { config: { file: string } }).config.file, "own.wasm");
  });

  it("cannot be combined with --compare", async () => {
    const { code, stderr } = await run(["scan", "--compare", "plain.json", "carried.json", "-m", "own.wasm", "logs"]);
    assert.match(stderr, /^keyward: --compare: --module is invalid; use OLD, NEW/);
    assert.equal(code, 2);
  });

  it("reports a module of another version of Keyward, or without a version", async () => {
    const unnamed = writeSections(
      built,
      readSections(built).filter(({ id }) => id !== 0),
    );
    const ending = `, and this command line is ${version()}: the module may judge differently\n`;
    write(unnamed);
    assert.deepEqual(await told(), [`keyward: own.wasm: does not state its version of Keyward${ending}${NONE}`, 0]);
    write(carrying(withCustomSection(unnamed, "version", "0.0.9")));
    assert.deepEqual(await told(), [`keyward: own.wasm: is Keyward 0.0.9${ending}${IN_FORCE}`, 0]);
  });

  itThoroughly("reports a module with another rule, even one that differs only in its query", async () => {
    const rule = readDefaultRule();
    const own = `${rule.name}, version ${rule.version}`;
    for (const [name, other] of [
      ["Own rule, version 3", { ...rule, id: "own", name: "Own rule", version: "3" }],
      [own, { ...rule, query: rule.query.replace("DisableKey", "EnableKey") }],
    ] as const) {
      write(embedTable(built, compileRule(other).table));
      const line = `keyward: own.wasm: has another rule, ${name}; events are judged by the rule of this command line, ${own}\n`;
      assert.deepEqual(await told(), [line + NONE, 0]);
    }
  });

  it("rejects what the module's host would ignore, and what is not a module", async () => {
    const remembering = Buffer.from('{"cap":{"count":1,"period_seconds":60}}');
    write(embedConfig("m", readFileSync(modulePath("connect")), remembering));
    assert.deepEqual(await told(), [
      "keyward: own.wasm:1: /cap: this host keeps no memory of earlier matches; remove cap\n",
      2,
    ]);
    if (isThorough) {
      write(embedConfig("m", built, Buffer.from('{"denied":"yes"}')));
      const [mistake, code] = await told();
      assert.match(mistake, /^keyward: own\.wasm:1: \/denied: yes is invalid; use ignore, annotate\n$/);
      assert.equal(code, 2);
    }
    write(Buffer.from("{}"));
    assert.deepEqual(await told(), ["keyward: own.wasm: no WASM file\n", 2]);
  });

  it("is never overwritten", async () => {
    write(carrying(built));
    const writing = COMMANDS.filter(([command]) => command !== "explain");
    for (const [command = "", ...args] of few(writing, 1)) {
      const { code, stderr } = await run([command, "-o", "own.wasm", "--module", "own.wasm", ...args]);
      assert.match(stderr, /^keyward: own\.wasm: is the output too; write to another file$/m, command);
      assert.equal(code, 2);
      assert.deepEqual(readFileSync(join(folder, "own.wasm")), Buffer.from(carrying(built)));
    }
  });
});
