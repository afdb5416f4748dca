/** Modules and their hosts, and configurations for them on the command line. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HOST_NAMES, hostOf, modulePath } from "#keyward/hosts/module-kinds.js";
import { few, inTurn } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { builtModule } from "./module-memory.js";

const WITHOUT_MEMORY = ["connect", "bento", "redpanda", "clickhouse"];
const REFUSED = ["duplicates", "cap", "escalate"].map(
  (name) => `/${name}: this host keeps no memory of earlier matches; remove ${name}\n`,
);
/** Hosts whose older versions forget; the warnings are in the order of the file. */
const FORGOTTEN = ["fluent-bit", "alert"];
const WARNINGS = ["escalate", "cap", "duplicates"].map(
  (name) =>
    `warning: /${name}: before 4.1 Fluent Bit forgets earlier matches with each chunk of records; use Fluent Bit 4.1 or newer, or leave ${name} out\n`,
);

describe("the modules of all hosts", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "plain.json"), '{"severity":"low"}');
  await writeFile(
    join(folder, "memory.json"),
    '{"escalate":{"distinct_keys":2,"window_seconds":60,"severity":"high","risk_score":73},' +
      '"cap":{"count":1,"period_seconds":60},"duplicates":{"window_seconds":60}}',
  );
  await writeFile(join(folder, "broken.json"), '{"severity":"lo","cap":1}');

  it("are distinguished", async () => {
    for (const host of HOST_NAMES) assert.equal(hostOf(await builtModule(host)), host);
    const plain = await readFile(new URL("../../../keyward.wasi-plain.wasm", import.meta.url));
    assert.equal(hostOf(new WebAssembly.Module(Uint8Array.from(plain))), "wasi");
    assert.equal(hostOf(new WebAssembly.Module(Buffer.from("0061736d01000000", "hex"))), undefined);
  });

  it("hold a configuration, chosen by the host's name or the module", async () => {
    for (const [index, host] of few(HOST_NAMES, 3).entries()) {
      const options = [
        ["--host", host],
        ["-H", host, "-m", modulePath(host)],
        ["-m", modulePath(host)],
      ];
      for (const option of inTurn(options, index)) {
        const built = await runCli(["build", "-c", "plain.json", ...option, "-o", "own.wasm"], { cwd: folder });
        assert.deepEqual([built.code, built.stderr.endsWith("carries plain.json\n")], [0, true], built.stderr);
        assert.equal(hostOf(new WebAssembly.Module(Uint8Array.from(await readFile(join(folder, "own.wasm"))))), host);
        const { stdout } = await runCli(["inspect", "own.wasm"], { cwd: folder });
        assert.match(stdout.toString(), /\n\{"severity":"low"\}\n$/);
      }
    }
  });

  it("hold no configuration that their host cannot support, and check says why", async () => {
    const hosts = few([...HOST_NAMES].sort(), 3);
    for (const kind of [WITHOUT_MEMORY, FORGOTTEN]) assert.ok(hosts.some((host) => kind.includes(host)));
    for (const host of hosts) {
      const lines = WITHOUT_MEMORY.includes(host) ? REFUSED : [];
      const built = await runCli(["build", "-c", "memory.json", "--host", host, "-o", `m-${host}.wasm`], {
        cwd: folder,
      });
      assert.equal(built.code, lines.length > 0 ? 1 : 0, built.stderr);
      if (lines.length > 0) {
        assert.equal(built.stderr, lines.map((line) => `keyward: memory.json:1: ${line}`).join(""));
        await assert.rejects(readFile(join(folder, `m-${host}.wasm`)));
      }
      const checked = await runCli(["check", "--host", host, "memory.json", "plain.json"], { cwd: folder });
      const said = lines.length > 0 ? lines : FORGOTTEN.includes(host) ? WARNINGS : [];
      const told = said.length > 0 ? said.map((line) => `memory.json:1: ${line}`).join("") : "memory.json: ok\n";
      assert.deepEqual(
        [checked.stdout.toString(), checked.code],
        [`${told}plain.json: ok\n`, lines.length > 0 ? 1 : 0],
      );
    }
    for (const host of few(HOST_NAMES, 1)) {
      const broken = await runCli(["check", "-H", host, "broken.json"], { cwd: folder });
      assert.match(broken.stdout.toString(), /^broken\.json:1: \/severity: lo .*\nbroken\.json:1: \/cap: 1 .*\n$/);
    }
  });

  it("are not mistaken for another host's", async () => {
    const wrong = await runCli(
      ["build", "-c", "plain.json", "-H", "bento", "-m", modulePath("connect"), "-o", "x.wasm"],
      {
        cwd: folder,
      },
    );
    assert.deepEqual(
      [wrong.code, wrong.stderr],
      [2, `keyward: ${modulePath("connect")}: a module for connect, not for bento\n`],
    );
    const unknown = await runCli(["check", "--host", "kafka", "plain.json"], { cwd: folder });
    assert.equal(unknown.code, 2);
    assert.match(
      unknown.stderr,
      /argument 'kafka' is invalid\. Allowed choices are core, fluent-bit, alert, connect, bento, redpanda, kafka-connect, clickhouse, wasi\./,
    );
  });
});
