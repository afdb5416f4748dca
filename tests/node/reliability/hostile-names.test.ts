/** Confusing names on the command line: shown as text, and interpreted correctly. */
import assert from "node:assert/strict";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, it } from "node:test";
import { few, isThorough, itThoroughly } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent } from "../support/logs.js";

const PROJECT = fileURLToPath(new URL("../../../../", import.meta.url));
const HOSTILE = [
  "a\nb",
  "\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u202egnp.exe",
  "\u009b2J",
  "a\rb",
  "zero\u200bwidth",
  "tab\there",
];
const ALL = HOSTILE.join("");
// Everything that moves a cursor, hides or turns text; a newline ends each line of Keyward's own.
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, "keyward.json"), "{}");
});

describe("a hostile name", () => {
  it("is shown as text, on one line, by every command", async () => {
    const lines = [
      ["tag", "-q", ...HOSTILE],
      ["tag", "-q", "-c", ALL],
      ["tag", "-q", "-m", ALL],
      ["tag", "-q", "-o", `none/${ALL}`],
      ["check", ...HOSTILE],
      ["inspect", ALL],
      ["build", "-c", ALL, "-o", "x"],
    ];
    for (const args of few(lines, 4)) {
      const { code, stdout, stderr } = await runCli(args, { cwd: folder });
      assert.equal(code, 2, args.join(" "));
      assert.match(stderr, /^(keyward: .*: no such file\n)+$/);
      assert.doesNotMatch(stderr + stdout.toString(), UNSAFE);
    }
  });

  it("is shown as text if it is taken for an option or a command", async () => {
    for (const name of few([ALL, "\u001b[31m"], 1)) {
      const lines = [[name], [`--${name}`], ["tag", `--${name}`], ["check", `-${name}`], ["build", "-o", name]];
      for (const args of few(lines, 2)) {
        const { code, stderr } = await runCli(args, { cwd: folder });
        assert.equal(code, 2, args.join(" "));
        assert.match(stderr, /^keyward: /);
        assert.doesNotMatch(stderr, UNSAFE);
      }
    }
  });

  itThoroughly("is shown as text if the file exists", async () => {
    const name = "\u001b[2J\n\u202e";
    await writeFile(join(folder, name), '{"\u202e":1}\n{');
    const lines = [
      ["check", name],
      ["inspect", name],
      ["tag", "-c", name],
      ["tag", "-m", name],
    ];
    for (const args of lines) {
      const { code, stdout, stderr } = await runCli(args, { cwd: folder });
      assert.notEqual(code, 0);
      assert.match(stdout.toString() + stderr, /\\u001b\[2J\\u000a\\u202e(:2)?: /, args.join(" "));
      assert.doesNotMatch(stderr + stdout.toString(), UNSAFE);
    }
    const built = await runCli(["build", "-c", "keyward.json", "-o", `${name}.wasm`], { cwd: folder });
    assert.match(built.stderr, /^keyward: \\u001b\[2J\\u000a\\u202e\.wasm: \d+ bytes, carries keyward\.json\n$/);
    const { stdout } = await runCli(["inspect", `${name}.wasm`], { cwd: folder });
    assert.match(stdout.toString(), /^module {3}\\u001b\[2J\\u000a\\u202e\.wasm, /);
  });
});

describe(
  "a name that is not UTF-8",
  { skip: process.platform !== "linux" && "only Linux tells the bytes of a command line" },
  () => {
    it("is read by every command, and shown with its bytes", async () => {
      const record = JSON.stringify(rawEvent({ id: "e-1" }));
      await writeFile(Buffer.concat([Buffer.from(join(folder, "caf")), Buffer.of(0xe9)]), `${record}\n`);
      for (const command of few(["scan -q", "tag -q --keep", "explain", "triage", "status -q"], 1)) {
        const { code, stdout } = await runShell(`keyward ${command} "$(printf 'caf\\351')"`, folder);
        assert.equal(code, 0, command);
        assert.match(stdout.toString(), command.startsWith("tag") ? /^\{.*"keyward":/ : /caf\\udce9/, command);
      }
      const { code, stderr } = await runShell(`keyward tag -q "$(printf 'caf\\350')"`, folder);
      assert.deepEqual([code, stderr], [2, "keyward: caf\\udce8: no such file\n"]);
    });
  },
);

describe("a name that begins with a dash", () => {
  it("is a file after --, and with its folder", async () => {
    for (const name of ["-o", "--keep", "-", "--help"]) await writeFile(join(folder, name), '{"a":1}\n');
    const { code, stdout } = await runCli(["tag", "-q", "--", "-o", "--keep", "--help", "./-"], { cwd: folder });
    // They hold no event.
    assert.deepEqual([code, stdout.toString()], [2, '{"a":1}\n'.repeat(4)]);
    if (!isThorough) return;
    const { stdout: both } = await runShell("keyward tag -q ./-o ./--keep", folder);
    assert.equal(both.toString(), '{"a":1}\n'.repeat(2));
  });
});

describe("an internal error", () => {
  it("is escaped, with exit code 2 and not that of an invalid configuration", async () => {
    await writeFile(join(folder, "fails.mjs"), 'setTimeout(() => { throw new Error("\\u001b[31m\\nx"); }, 500);');
    const line = 'sleep 1.5 | "$NODE" --import ./fails.mjs "$CLI" tag';
    const result = await runShell(line, folder);
    assert.match(result.stderr, /^keyward: internal error, please report it: Error: \\u001b\[31m\nkeyward: .*: x\n/);
    assert.doesNotMatch(result.stderr, UNSAFE);
    assert.equal(result.code, 2);
  });

  it("is not reported for a missing module: every command says how to get it", async () => {
    const copy = join(folder, "copy");
    await mkdir(join(copy, "build"), { recursive: true });
    await cp(join(PROJECT, "build/node"), join(copy, "build/node"), { recursive: true });
    await symlink(join(PROJECT, "node_modules"), join(copy, "node_modules"));
    await symlink(join(PROJECT, "package.json"), join(copy, "package.json"));
    const cli = join(copy, "build/node/cli.js");
    for (const args of few(["tag", "check keyward.json", "build -c keyward.json -o x"], 1)) {
      const { code, stderr } = await runShell(`"$NODE" ${cli} ${args}`, folder);
      assert.match(
        stderr,
        /^keyward: \S*\/build\/keyward(\.core)?\.wasm: no such file \(npm run build makes it\)\n$/,
        args,
      );
      assert.equal(code, 2);
    }
    assert.equal(dirname(cli), join(copy, "build/node"));
  });
});

describe("an endless configuration", () => {
  itThoroughly("is too large", { timeout: 10_000 }, async () => {
    const line = "keyward check /dev/zero; keyward build -c /dev/zero -o x";
    const { code, stdout, stderr } = await runShell(line, folder);
    const mistake = "/dev/zero: the configuration is too large; use at most 262144 bytes\n";
    assert.deepEqual([code, stdout.toString(), stderr], [1, mistake, `keyward: ${mistake}`]);
  });
});
