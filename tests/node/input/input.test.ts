import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { inputName, STANDARD_INPUT, totalSize } from "#keyward/input/input.js";
import { temporaryFolder } from "../support/files.js";

describe("totalSize", () => {
  it("adds up files, and is undefined if one is not a file", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "text");
    await writeFile(path, "12345");
    assert.equal(await totalSize([path, path]), 10);
    assert.equal(await totalSize([path, folder]), undefined);
    assert.equal(await totalSize([path, join(folder, "none")]), undefined);
  });
});

describe("inputName", () => {
  it("has a name for standard input", () => {
    assert.equal(inputName(STANDARD_INPUT), "standard input");
    assert.equal(inputName("./-"), "./-");
  });
});
