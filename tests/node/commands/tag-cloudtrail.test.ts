/** `keyward tag` on the real CloudTrail data next to the project: ten annotated lines, every other byte unchanged. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const DATA = join(ROOT, "../shared/data/cloudtrail");
const run = promisify(execFile);

test("tags ten of the 3,437 events, and changes nothing else", async (t) => {
  if (!existsSync(DATA)) {
    assert.notEqual(process.env.CI, "true", "CI needs ../shared/data/cloudtrail");
    t.skip("no ../shared/data/cloudtrail beside the project: the real events were not tried");
    return;
  }
  const files = readdirSync(DATA)
    .filter((name) => name.endsWith(".ndjson"))
    .sort()
    .map((name) => join(DATA, name));
  const input = Buffer.concat(files.map((file) => readFileSync(file)))
    .toString()
    .split("\n");
  const command = join(ROOT, "build/node/cli.js");
  const { stdout, stderr } = await run(process.execPath, [command, "tag", ...files], { maxBuffer: 64 * 1024 * 1024 });
  const output = stdout.split("\n");
  assert.equal(output.length, input.length);
  assert.equal(output.filter((line) => line !== "").length, 3437);
  const changed = output.filter((line, index) => line !== input[index]);
  assert.equal(changed.length, 10);
  for (const line of changed) assert.match(line, /"keyward":\{"verdict":"match",.*\],"module":"[\d.]+"\}\}$/);
  assert.match(stderr, /^keyward: 3,437 records, 10 matches, 0 dropped, 0 not JSON, [\d.]+ s\n$/);
});
