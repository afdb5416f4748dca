/** Output that cannot be written, or not completely: a clear message, exit code 2, and what fits is written once. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, inTurn } from "../../settings.js";
import { runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { assertBeginning, numberedLines, type Stream } from "./streams.js";

let folder = "";
let stream: Stream;

before(async () => {
  folder = await temporaryFolder();
  stream = await numberedLines(6000);
  await writeFile(join(folder, "in.ndjson"), stream.input);
  await writeFile(join(folder, "keyward.json"), '{"denied":"annotate"}');
});

describe("a full disk", () => {
  it("takes what fits of keyward tag's output, or with -o leaves the old file, with the reason in the message", async () => {
    // The last limit allows all but the end of the last write.
    const last = Math.floor((stream.output.length - 1) / 1024);
    const commands = [
      ["keyward tag in.ndjson -o out", "out"],
      ["keyward tag in.ndjson > out", "standard output"],
      ["cat in.ndjson | keyward tag -o out", "out"],
      ["gzip -c in.ndjson | keyward tag > out", "standard output"],
    ] as const;
    for (const [index, kibibytes] of [1, 257, 1000, last].entries()) {
      for (const [command, name] of inTurn(commands, index)) {
        // The maximum file size; a shell counts in KiB.
        const { code, stderr } = await runShell(
          `echo the last result > out; ulimit -f ${kibibytes}; ${command}`,
          folder,
        );
        assert.deepEqual([code, stderr], [2, `keyward: ${name}: file too large\n`], command);
        if (name === "out") {
          assert.deepEqual(
            readdirSync(folder).filter((file) => file.startsWith("out")),
            ["out"],
            command,
          );
          assert.equal(readFileSync(join(folder, "out"), "utf8"), "the last result\n", command);
          continue;
        }
        const out = readFileSync(join(folder, "out"));
        assert.equal(out.length, kibibytes * 1024, command);
        assertBeginning(out, stream.output, command);
      }
    }
  });

  it("is reported by every command, with exit code 2", async () => {
    const lines = [
      ["keyward tag in.ndjson > /dev/full", "standard output"],
      ["keyward tag in.ndjson -o /dev/full", "/dev/full"],
      ["keyward build -c keyward.json -o /dev/full", "/dev/full"],
      ["keyward check keyward.json > /dev/full", "standard output"],
      ["keyward check in.ndjson > /dev/full", "standard output"],
      ["keyward --help > /dev/full", "standard output"],
      ["keyward inspect built.wasm > /dev/full", "standard output"],
      ["keyward tag --help > /dev/full", "standard output"],
      ["keyward --version > /dev/full", "standard output"],
    ] as const;
    assert.equal((await runShell("keyward build -c keyward.json -o built.wasm", folder)).code, 0);
    for (const [command, name] of few(lines, 3)) {
      const { code, stderr } = await runShell(command, folder);
      assert.deepEqual([code, stderr], [2, `keyward: ${name}: no space left on device\n`], command);
    }
  });

  it("does not stop keyward tag if only standard error is full", async () => {
    const { code, stdout } = await runShell("keyward tag in.ndjson none.ndjson 2> /dev/full", folder);
    assert.equal(code, 2);
    assert.ok(stdout.equals(stream.output));
  });
});

describe("keyward build on a full disk", () => {
  it("leaves the old module, and nothing else", async () => {
    await writeFile(join(folder, "own.wasm"), "the old one");
    const { code, stderr } = await runShell("ulimit -f 20; keyward build -c keyward.json -o own.wasm", folder);
    assert.deepEqual([code, stderr], [2, "keyward: own.wasm: file too large\n"]);
    assert.equal(readFileSync(join(folder, "own.wasm"), "utf8"), "the old one");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".tmp")),
      [],
    );
  });

  it("keeps mode and name of what it replaces, also through a link", async () => {
    await writeFile(join(folder, "real.wasm"), "the old one");
    await chmod(join(folder, "real.wasm"), 0o640);
    const line = "ln -s real.wasm link.wasm; keyward build -c keyward.json -o link.wasm; test -L link.wasm";
    const { code, stderr } = await runShell(line, folder);
    assert.equal(code, 0, stderr);
    const { mode, size } = statSync(join(folder, "real.wasm"));
    assert.equal(mode & 0o777, 0o640);
    assert.ok(size > 1000);
  });

  it("writes to a pipe too", async () => {
    const { stdout } = await runShell("keyward build -c keyward.json -o >(cat) 2> log | wc -c", folder);
    assert.equal(Number(stdout.toString()), statSync(join(folder, "real.wasm")).size);
  });
});

describe("an input", () => {
  it("is never written to", async () => {
    await writeFile(join(folder, "copy.wasm"), readFileSync(new URL("../../../keyward.core.wasm", import.meta.url)));
    const lines = [
      ["keyward build -c keyward.json -o keyward.json", "keyward.json"],
      ["keyward tag -c keyward.json in.ndjson -o keyward.json", "keyward.json"],
      ["keyward tag -m copy.wasm in.ndjson -o ./copy.wasm", "copy.wasm"],
    ] as const;
    for (const [command, name] of few(lines, 1)) {
      const before = readFileSync(join(folder, name));
      const { code, stderr } = await runShell(command, folder);
      assert.deepEqual([code, stderr], [2, `keyward: ${name}: is the output too; write to another file\n`], command);
      assert.ok(before.equals(readFileSync(join(folder, name))), command);
    }
  });
});
