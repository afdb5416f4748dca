/** docs/scan.md: every example prints what stands under it, and every option of the command is in a table. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { runCli, runShell } from "../support/cli.js";

const TEXT = readFileSync(join(PROJECT_ROOT, "docs", "scan.md"), "utf8");
const EXAMPLES = [...TEXT.matchAll(/```sh\n(.*)\n```\n\n```text\n([\s\S]*?)\n```/g)];

describe("docs/scan.md", () => {
  it("has as many examples as blocks of commands", () => {
    assert.equal(EXAMPLES.length, TEXT.split("```sh\n").length - 1);
    assert.ok(EXAMPLES.length >= 7);
  });

  for (const [, command = "", printed = ""] of EXAMPLES) {
    it(`prints what it says: ${command}`, async () => {
      const { stdout, stderr } = await runShell(command, PROJECT_ROOT);
      const text = `${stdout.toString()}${stderr}`.trimEnd();
      // What is counted from now is another time each time.
      assert.equal(text.replace(/since \d{4}-[^;]*; /, "since …; "), printed);
    });
  }

  it("has every option and format that the command has", async () => {
    const help = (await runCli(["scan", "--help"])).stdout.toString();
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = ""]) => name);
    assert.ok(options.length >= 10, help);
    for (const name of options) {
      const short = new RegExp(`^  (-\\w), ${name}\\b`, "m").exec(help)?.[1] ?? name;
      if (name === "--help") continue;
      assert.ok(TEXT.includes(`\`${name}`) || TEXT.includes(`\`${short}`), name);
    }
    for (const format of /--format <FORMAT> [^(]*\(choices: (.*?),? default/
      .exec(help.replaceAll(/\s+/g, " "))?.[1]
      ?.split(", ") ?? assert.fail(help)) {
      assert.ok(TEXT.includes(`| \`${JSON.parse(format) as string}\` |`), format);
    }
  });
});
