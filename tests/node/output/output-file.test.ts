/** `-o`: whole or not at all, and only ever the intended file. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { openOutputFile } from "#keyward/output/output-file.js";
import { few, inTurn } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";

const OLD = "the last result\n";
let folder = "";

before(async () => {
  folder = await temporaryFolder();
  writeLog(folder, "logs/a.ndjson", `${JSON.stringify(rawEvent({ id: "e-1", time: "2026-03-04T09:00:00Z" }))}\n`);
});

function names(place = folder): string[] {
  return readdirSync(place).sort();
}

describe("openOutputFile", () => {
  it("opens an unpredictable name, and shows nothing until it is closed", async () => {
    const path = join(folder, "out");
    writeFileSync(path, OLD);
    const seen = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const output = await openOutputFile(path);
      output.append(Buffer.from(`new ${round}\n`));
      await output.flush();
      const [temporary = ""] = names().filter((name) => /^out\.[0-9a-f]{12}\.tmp$/.test(name));
      assert.notEqual(temporary, "");
      assert.ok(!seen.has(temporary), temporary);
      seen.add(temporary);
      assert.equal(readFileSync(path, "utf8"), round === 0 ? OLD : `new ${round - 1}\n`);
      await output.close();
      assert.equal(readFileSync(path, "utf8"), `new ${round}\n`);
    }
    const output = await openOutputFile(path);
    output.append(Buffer.from("no"));
    await output.abandon();
    assert.equal(readFileSync(path, "utf8"), "new 2\n");
    assert.deepEqual(names(), ["logs", "out"]);
  });

  it("leaves the old content until it is closed, even if no file can be made next to it", async () => {
    const place = join(folder, "closed");
    mkdirSync(place);
    const path = join(place, "out");
    writeFileSync(path, OLD.repeat(2));
    chmodSync(path, 0o666);
    for (const closed of [folder, place]) chmodSync(closed, 0o555);
    const temporaryFiles = (): string[] => names(tmpdir()).filter((name) => /^keyward\.[0-9a-f]{12}\.tmp$/.test(name));
    const before = temporaryFiles();
    // File permissions do not apply to root.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      const given = await openOutputFile(path);
      given.append(Buffer.from("no"));
      await given.flush();
      assert.equal(temporaryFiles().length, before.length + 1);
      await given.abandon();
      assert.equal(readFileSync(path, "utf8"), OLD.repeat(2));
      const output = await openOutputFile(path);
      output.append(Buffer.from("new\n"));
      await output.flush();
      await output.close();
      assert.equal(readFileSync(path, "utf8"), "new\n");
      await assert.rejects(openOutputFile(join(place, "other")), /permission denied/);
      const lost = await openOutputFile(path);
      lost.append(Buffer.from("whole\n"));
      await lost.flush();
      if (isRoot) process.seteuid?.(0);
      chmodSync(path, 0o444);
      if (isRoot) process.seteuid?.(65534);
      const failed = await lost.close().then(() => "", String);
      const [, kept = ""] = /out: permission denied; the whole result is in (\S+)$/.exec(failed) ?? [];
      assert.equal(readFileSync(kept, "utf8"), "whole\n", failed);
      rmSync(kept);
    } finally {
      if (isRoot) process.seteuid?.(0);
      for (const closed of [folder, place]) chmodSync(closed, 0o755);
    }
    assert.deepEqual(names(place), ["out"]);
    assert.deepEqual(temporaryFiles(), before);
    rmSync(place, { recursive: true });
  });

  it("replaces the target of a link, not the link", async () => {
    const { code, stdout } = await runShell(
      'printf "%s" "old" > real; ln -sf real link; keyward scan -q -f ndjson logs -o link; test -L link && wc -l < real',
      folder,
    );
    assert.deepEqual([code, stdout.toString().trim()], [0, "1"]);
  });
});

describe("a failed run", () => {
  it("leaves the last result, and says so", async () => {
    writeFileSync(join(folder, "blank.ndjson"), "\n");
    for (const [index, command] of ["tag", "scan", "status", "triage"].entries()) {
      for (const input of inTurn(["nowhere", "blank.ndjson"], index)) {
        writeFileSync(join(folder, "result"), OLD);
        const { code, stderr } = await runCli([command, input, "-o", "result"], { cwd: folder });
        assert.equal(code, 2);
        assert.match(stderr, /^keyward: result: not written: nothing was read$/m, `${command} ${input}: ${stderr}`);
        assert.equal(readFileSync(join(folder, "result"), "utf8"), OLD, command);
        assert.deepEqual(
          names().filter((name) => name.endsWith(".tmp")),
          [],
        );
      }
    }
  });
});

describe("a second run onto its own output", () => {
  it("works, and does not read its output", async () => {
    const commands = [
      ["scan", "-f", "ndjson"],
      ["status", "-f", "ndjson"],
      ["triage", "-f", "json", "--now", "2026-03-06T00:00:00Z"],
    ];
    for (const [command, ...options] of few(commands, 1)) {
      const args = [command ?? "", ...options, "logs", "-o", "logs/result.json"];
      const first = await runCli(args, { cwd: folder });
      const text = readFileSync(join(folder, "logs/result.json"), "utf8");
      assert.ok(text.length > 100);
      const second = await runCli(args, { cwd: folder });
      assert.deepEqual([first.code, second.code], [0, 0], second.stderr);
      assert.equal(
        readFileSync(join(folder, "logs/result.json"), "utf8").replaceAll(/"now":"[^"]*"/g, ""),
        text.replaceAll(/"now":"[^"]*"/g, ""),
        command,
      );
    }
  });
});
