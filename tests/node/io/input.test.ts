import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { readInput, totalSize } from "#keyward/io/input.js";
import { temporaryFolder } from "../support/files.js";

const TEXT = "0123456789\n".repeat(100_000);

/** The files that this process has open. */
function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

describe("readInput", () => {
  it("yields a file's bytes, and tells how many were read", async () => {
    const path = join(await temporaryFolder(), "text");
    for (const content of [Buffer.from(TEXT), gzipSync(TEXT), Buffer.of(0x1f), Buffer.alloc(0)]) {
      await writeFile(path, content);
      const chunks: Buffer[] = [];
      let read = 0;
      for await (const chunk of readInput(path, (bytes) => (read += bytes))) chunks.push(chunk);
      const expected = content.length > 1 ? TEXT : content.toString("latin1");
      assert.equal(Buffer.concat(chunks).toString("latin1"), expected);
      assert.equal(read, content.length);
    }
  });

  const skip = process.platform !== "linux" && "looks for open files in /proc";
  it("closes the file when its reader stops early", { skip }, async () => {
    const path = join(await temporaryFolder(), "text");
    for (const content of [TEXT, gzipSync(TEXT)]) {
      await writeFile(path, content);
      for await (const chunk of readInput(path, () => undefined)) {
        assert.ok(chunk.length > 0 && openFiles().includes(path));
        break;
      }
      assert.ok(!openFiles().includes(path));
    }
  });
});

describe("totalSize", () => {
  it("adds up files, and is unknown when one is no file", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "text");
    await writeFile(path, "12345");
    assert.equal(await totalSize([path, path]), 10);
    assert.equal(await totalSize([path, folder]), undefined);
    assert.equal(await totalSize([path, join(folder, "none")]), undefined);
  });
});
