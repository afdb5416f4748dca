/** The workflows in .github/: valid by GitHub's grammar, and with everything pinned. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { programFor } from "../hosts/programs.js";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";

const FOLDER = join(PROJECT_ROOT, ".github", "workflows");
const workflows = filesBelow(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), "utf8") }));

describe(".github/workflows", () => {
  it("pass actionlint", async (t) => {
    const program = await programFor(t, "actionlint");
    if (program === undefined) return;
    // It would also use what is on the path.
    const options = ["-shellcheck=", "-pyflakes=", ...workflows.map(({ name }) => join(FOLDER, name))];
    const { status, stdout } = spawnSync(program.command, options, { cwd: PROJECT_ROOT, encoding: "utf8" });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  });

  it("pin every action to a commit, with the version next to it", () => {
    assert.equal(workflows.length, 2);
    for (const { name, text } of workflows) {
      const used = [...text.matchAll(/uses: (.*)/g)].map(([, action = ""]) => action);
      assert.ok(used.length > 0, name);
      for (const action of used) {
        assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$|^\.\/\.github\/workflows\/ci\.yml$/, name);
      }
    }
  });

  it("give jobs read-only permissions, except the one that publishes", () => {
    for (const { name, text } of workflows) {
      assert.match(text, /^permissions:\n {2}contents: read$/m, name);
      const [before = "", publish] = text.split("\n  publish:\n");
      assert.doesNotMatch(before, /: write/, name);
      assert.equal(publish !== undefined, name === "release.yml");
    }
  });
});
