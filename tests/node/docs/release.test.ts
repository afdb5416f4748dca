/** docs/how-to/release.md: what it shows of keyward inspect is what that prints; the changelog has the form that it describes. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { runShell } from "../support/cli.js";
import { pageText } from "../support/docs.js";
import { BUILT_MODULE, temporaryFolder } from "../support/files.js";

const DOCUMENT = pageText("how-to/release");

/** The blocks of a section: each command, and what is shown of it. */
function shownIn(section: string): { command: string; output: string }[] {
  const text = DOCUMENT.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...text.matchAll(/```sh\n([^`]*)```\n\n```\n([^`]*)```/g)].map(([, command = "", output = ""]) => ({
    command,
    output,
  }));
}

/** The size and checksum of a module change with every change of the sources. */
const elided = (text: string): string => text.replace(/\d+ bytes, sha256 [0-9a-f]{64}/, "… bytes, sha256 …");

describe("docs/how-to/release.md", () => {
  it("shows what keyward inspect prints", async () => {
    const folder = await temporaryFolder();
    copyFileSync(BUILT_MODULE, join(folder, "keyward.wasm"));
    const shown = shownIn("What a file is");
    assert.equal(shown.length, 2);
    for (const { command, output } of shown) {
      // jq is not everywhere; what it is asked for is asked of Node instead.
      const line = command.replace(/jq -r '.*'/, `"$NODE" -e '${JQ}'`);
      const { code, stdout, stderr } = await runShell(line, folder);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(elided(stdout.toString()), output);
    }
  });

  it("describes the changelog's heading for this version", () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
    const heading = `## [${version}] - `;
    const changelog = readFileSync(join(PROJECT_ROOT, "CHANGELOG.md"), "utf8");
    const [line = ""] = changelog.split("\n").filter((text) => text.startsWith("## "));
    assert.ok(line.startsWith(heading) && /^(?:unreleased|\d{4}-\d{2}-\d{2})$/.test(line.slice(heading.length)), line);
    assert.match(DOCUMENT, /`## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}`/);
    assert.ok(changelog.includes(`\n[${version}]: https://`));
  });
});

const JQ = `const { version, rule, config } = JSON.parse(require("fs").readFileSync(0));
console.log([version, rule.version, config?.sha256 ?? "no configuration"].join("\\n"));`;
