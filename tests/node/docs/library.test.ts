/** docs/reference/library.md and docs/how-to/lambda.md: every example prints what is below it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { pagePath } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";
import { isWriting } from "../support/golden.js";

const EXAMPLE = /```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g;

for (const [name, least] of [
  ["reference/library", 8],
  ["how-to/lambda", 2],
] as const) {
  describe(`docs/${name}.md`, () => {
    const path = pagePath(name);
    let page = readFileSync(path, "utf8");
    const examples = [...page.matchAll(EXAMPLE)];
    let folder = "";
    before(async () => {
      folder = await temporaryFolder();
      mkdirSync(join(folder, "node_modules"));
      symlinkSync(PROJECT_ROOT, join(folder, "node_modules", "keyward"));
      copyFileSync(join(PROJECT_ROOT, "examples", "sample", "cloudtrail.ndjson"), join(folder, "cloudtrail.ndjson"));
    });

    it("shows what each example prints", () => {
      assert.equal(examples.length, page.split("```js\n").length - 1);
      assert.ok(examples.length >= least);
    });

    for (const [number, [block, code = "", shown = ""]] of few([...examples.entries()], 1)) {
      it(`prints what it says: example ${number + 1}`, () => {
        const file = join(folder, `example-${number + 1}.mjs`);
        writeFileSync(file, code);
        const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
        assert.deepEqual([status, stderr], [0, ""]);
        if (isWriting) {
          page = page.replace(block, () => `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${stdout}\`\`\``);
          writeFileSync(path, page);
        } else {
          assert.equal(stdout, shown);
        }
      });
    }
  });
}
