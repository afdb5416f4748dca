import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { pathOf, systemPath } from "#keyward/input/system-path.js";
import { few } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent } from "../support/logs.js";

describe("paths that are not UTF-8", () => {
  it("come back byte for byte, and others unchanged", () => {
    for (const text of ["a", "Jürgen", "漢字🔑", "\ufffd", ""]) {
      assert.equal(pathOf(Buffer.from(text)), text);
      assert.equal(systemPath(text), text);
    }
    for (const bytes of [
      [0xff],
      [0x61, 0xe4, 0x62],
      [0xc3],
      [0xf0, 0x9f, 0x94],
      [0xed, 0xa0, 0x80],
      [0xc3, 0xbc, 0xfc, 0xef, 0xbf, 0xbd],
    ]) {
      const path = pathOf(Buffer.from(bytes));
      assert.deepEqual(systemPath(path), Buffer.from(bytes));
    }
    assert.equal(pathOf(Buffer.of(0x61, 0xe4, 0x62)), "a\udce4b");
  });

  it("are read in folders by every command, and shown as escapes", async () => {
    const folder = await temporaryFolder();
    const below = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), bytes]);
    const event = JSON.stringify(rawEvent({ id: "e-1", time: "2026-03-04T09:00:00Z" }));
    mkdirSync(below(Buffer.from("logs/d\xe4", "latin1")), { recursive: true });
    writeFileSync(below(Buffer.from("logs/d\xe4/\xff.json.gz", "latin1")), gzipSync(event));
    writeFileSync(below(Buffer.from("logs/\xe4.ndjson", "latin1")), event);
    for (const command of few(["scan", "tag", "status", "explain", "triage"], 2)) {
      const { code, stdout, stderr } = await runCli([command, "logs"], { cwd: folder });
      assert.equal(code, 0, `${command}: ${stderr}`);
      if (command !== "tag")
        assert.match(stdout.toString(), /logs\/d\\udce4\/\\udcff\.json\.gz:1|logs\/\\udce4\.ndjson:1/, command);
      if (command === "scan") assert.match(stdout.toString(), /seen 2 times/);
    }
  });
});
