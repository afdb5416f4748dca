/** What the module asks of its host, call by call, and what the command line can reach, as stated in SECURITY.md. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { Wasi } from "#keyward/wasi.js";
import type { KeywardModule } from "#keyward/module.js";
import { CORE_MODULE } from "#keyward/module-files.js";
import { originLine } from "../../emulators/origin.js";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const MODULES = { filter: undefined, core: CORE_MODULE };
/** WASI's right to read from a descriptor. */
const RIGHT_TO_READ = 2n;
/** WASI's flag for a path: the host follows a link that stays in the directory that it opened. */
const FOLLOWS_LINKS = 1;

interface Watched {
  module: KeywardModule;
  /** The calls so far: a path with its name, a write with its descriptor. */
  calls: string[];
  stderr: string[];
}

/** Returns a module whose calls to the host are noted; `file`: its keyward.json, if there is a directory at all. */
async function watched(source: string | undefined, file?: string): Promise<Watched> {
  const calls: string[] = [];
  const stderr: string[] = [];
  const options = { stderr: (text: string) => stderr.push(text) };
  const wasi = new Wasi(file === undefined ? options : { ...options, files: { "keyward.json": file, other: "{}" } });
  const host = wasi.imports.wasi_snapshot_preview1;
  let memory: WebAssembly.Memory | undefined;
  const attach = wasi.attach.bind(wasi);
  wasi.attach = (attached) => {
    memory = attached;
    attach(attached);
  };
  for (const [name, call] of Object.entries(host)) {
    host[name] = (...values: (number | bigint)[]) => {
      calls.push(name + told(name, values, Buffer.from(memory?.buffer ?? new ArrayBuffer(0))));
      return call(...(values as number[]));
    };
  }
  return { module: await loadModule(source, { wasi }), calls, stderr };
}

function told(name: string, values: (number | bigint)[], bytes: Buffer): string {
  const [first, second, start = 0, length = 0, openFlags, rights] = values;
  if (name === "fd_write") return ` ${first}`;
  if (name !== "path_open") return "";
  assert.deepEqual([second, openFlags, rights], [FOLLOWS_LINKS, 0, RIGHT_TO_READ], "makes a file or may write");
  return ` ${bytes.toString("utf8", Number(start), Number(start) + Number(length))}`;
}

describe("the module", () => {
  for (const [name, source] of Object.entries(MODULES)) {
    it(`reads keyward.json once, read-only, and asks nothing else of its host: ${name}`, async () => {
      const config = '{"denied":"annotate"}';
      const { module, calls, stderr } = await watched(source, config);
      const read = ["fd_prestat_get", "path_open keyward.json", "fd_read", "fd_read", "fd_close"];
      assert.deepEqual(calls, read);
      const host = new FluentBitHost(module);
      for (let n = 0; n < 1000; n++) {
        assert.equal(
          host.filter("tag", n % 2 === 0 ? MATCH : `${MATCH.slice(0, -1)},"errorCode":"x"}`).outcome,
          "modified",
        );
        host.filter("keep", `{"n":${n}}`);
        host.filter("tag", "no JSON");
      }
      // The command line reports what its own module is only on request.
      const [wrote, told] = name === "core" ? [[], []] : [["fd_write 2"], [originLine(config)]];
      assert.deepEqual([calls, stderr], [[...read, ...wrote], told]);
    });

    it(`asks for a directory once if there is none: ${name}`, async () => {
      const { module, calls } = await watched(source);
      assert.equal(new FluentBitHost(module).filter("tag", MATCH).outcome, "modified");
      assert.deepEqual(calls, ["fd_prestat_get"]);
    });

    it(`writes one line to standard error for an error and one about itself, and nothing for records: ${name}`, async () => {
      const { module, calls, stderr } = await watched(source, '{"denied":"\\u001b[31m"}');
      const host = new FluentBitHost(module);
      for (let n = 0; n < 100; n++) host.filter("tag", MATCH);
      assert.deepEqual(
        calls.filter((call) => call.startsWith("fd_write")),
        stderr.map(() => "fd_write 2"),
      );
      assert.equal(stderr.length, name === "core" ? 1 : 2);
      for (const line of stderr) assert.match(line, /^[\x20-\x7e]*\n$/);
    });
  }
});

describe("the command line", () => {
  it("has no code that reaches a network or starts a process", () => {
    const allowed =
      /^(node:(buffer|crypto|fs|fs\/promises|os|path|stream\/promises|string_decoder|timers\/promises|url|util|v8|worker_threads|zlib)|@assemblyscript\/loader|cli-progress|commander|csv-stringify\/sync|picocolors|string-width|yaml)$/;
    const folder = join(PROJECT_ROOT, "src");
    let found = 0;
    for (const name of filesBelow(folder).filter((path) => path.endsWith(".ts"))) {
      // Types do not exist at run time.
      const text = readFileSync(join(folder, name), "utf8").replaceAll(/^import type [^;]*;$/gm, "");
      for (const [, module = ""] of text.matchAll(/(?:\bfrom |\bimport\(|\bimport )"([^"]+)"/g)) {
        if (module.startsWith(".")) continue;
        found++;
        // A socket around a pipe that is already open: the way to wait for one.
        if (module === "node:net" && text.includes("new Socket({ fd,") && !/connect|createServer|Host/.test(text))
          continue;
        // For addresses only.
        if (text.includes('import { BlockList, isIPv4 } from "node:net"') && module === "node:net") continue;
        assert.match(module, allowed, name);
      }
      assert.doesNotMatch(text, /\bfetch\(|WebSocket|\beval\(|new Function|createRequire/, name);
    }
    assert.ok(found > 20, `${found} imports found`);
  });

  it("ignores a keyward.json that it was not given", async () => {
    const folder = await temporaryFolder();
    await writeFile(
      `${folder}/keyward.json`,
      '{"tag":"other","exceptions":[{"id":"a","reason":"b","from":"1970-01-01T00:00:00Z"}]}',
    );
    const { stdout } = await runCli(["tag", "-q"], { input: `${MATCH}\n`, cwd: folder });
    assert.match(stdout.toString(), /"tags":\["aws-kms-key-loss"\]/);
    assert.doesNotMatch(stdout.toString(), /"other"|suppressed/);
  });
});
