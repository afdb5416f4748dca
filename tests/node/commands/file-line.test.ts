import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HIDDEN, parseFileLine } from "#keyward/commands/file-line.js";
import { temporaryFolder } from "../support/files.js";

const folder = await temporaryFolder();

describe("FILE:LINE", () => {
  it("names a line of a file; FILE alone, all of it", async () => {
    const cases: [string, string, number?][] = [
      ["a.json:1", "a.json", 1],
      ["a.json:120", "a.json", 120],
      ["a:b:7", "a:b", 7],
      ["a\nb:7", "a\nb", 7],
      ["a.json", "a.json"],
      ["a.json:", "a.json:"],
      ["a.json:0", "a.json:0"],
      ["a.json:07", "a.json:07"],
      ["a.json:-1", "a.json:-1"],
      ["a.json:1.5", "a.json:1.5"],
      ["a.json:1:", "a.json:1:"],
      ["a.json: 1", "a.json: 1"],
      ["a.json:1\n", "a.json:1\n"],
      ["a.json:1234567890123456", "a.json:1234567890123456"],
      [":1", ":1"],
      ["", ""],
    ];
    for (const [text, path, line] of cases) {
      assert.deepEqual(await parseFileLine(text), line === undefined ? { path } : { path, line }, JSON.stringify(text));
    }
  });

  it("is -:LINE for standard input", async () => {
    assert.deepEqual(await parseFileLine("-"), { path: "-" });
    assert.deepEqual(await parseFileLine("-:3"), { path: "-", line: 3 });
    assert.deepEqual(await parseFileLine(`${HIDDEN}-:3`), { path: "-", line: 3 });
  });

  it("is a file if there is one with that name", async () => {
    const file = join(folder, "trail:3");
    const other = join(folder, "trail");
    assert.deepEqual(await parseFileLine(file), { path: other, line: 3 });
    writeFileSync(file, "");
    assert.deepEqual(await parseFileLine(file), { path: file });
    assert.deepEqual(await parseFileLine(`${file}:4`), { path: file, line: 4 });
    assert.deepEqual(await parseFileLine(`${other}:4`), { path: other, line: 4 });
    mkdirSync(join(folder, "folder:5"));
    assert.deepEqual(await parseFileLine(join(folder, "folder:5")), { path: join(folder, "folder:5") });
    symlinkSync("nowhere", join(folder, "link:6"));
    assert.deepEqual(await parseFileLine(join(folder, "link:6")), { path: join(folder, "link"), line: 6 });
  });
});
