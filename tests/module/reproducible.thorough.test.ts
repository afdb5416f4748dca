/** A build always produces the same modules and the same page. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";

test("every module is identical when rebuilt in another folder", async () => {
  const folder = await temporaryFolder();
  for (const path of ["assembly", "asconfig.json"]) {
    cpSync(join(PROJECT_ROOT, path), join(folder, path), { recursive: true });
  }
  mkdirSync(join(folder, "build"));
  const script = join(PROJECT_ROOT, "scripts", "compile-modules.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const modules = (of: string): string[] =>
    readdirSync(join(of, "build"))
      .filter((name) => name.endsWith(".wasm"))
      .sort();
  assert.deepEqual(modules(folder), modules(PROJECT_ROOT));
  for (const name of modules(folder)) {
    const [again, built] = [folder, PROJECT_ROOT].map((of) => readFileSync(join(of, "build", name)));
    assert.ok(built !== undefined && again?.equals(built), name);
  }
});

test("the page is identical when bundled again", async () => {
  const again = join(await temporaryFolder(), "page.html");
  const script = join(PROJECT_ROOT, "scripts", "bundle-page.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, again], { cwd: PROJECT_ROOT, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.ok(readFileSync(again).equals(readFileSync(join(PROJECT_ROOT, "build", "node", "report", "page.html"))));
});
