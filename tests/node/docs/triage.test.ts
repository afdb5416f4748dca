/** docs/reference/triage.md: every example runs, and prints what is shown. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { pageText } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";

const TEXT = pageText("reference/triage");
const folder = await temporaryFolder();
cpSync(join(PROJECT_ROOT, "examples"), join(folder, "examples"), { recursive: true });

function blocks(language: string): string[] {
  return [...TEXT.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(([, text = ""]) => text);
}

describe("docs/reference/triage.md", () => {
  const lines = blocks("sh").flatMap((block) => block.trimEnd().split("\n"));

  it("has examples", () => {
    assert.ok(lines.length >= 8);
  });

  for (const line of few(lines, 1)) {
    it(line, async () => {
      const { code, stdout, stderr } = await runShell(line, folder);
      const carried = /^keyward: keyward-prod\.wasm: its configuration is in force, [0-9a-f]{16}\n$/;
      assert.equal(code, 0);
      assert.match(stderr, line.includes("--module") ? carried : /^$/);
      const written = line.includes("> case.md") ? readFileSync(join(folder, "case.md"), "utf8") : stdout.toString();
      assert.match(written, /What happened/);
    });
  }

  it("shows what the first of them prints, and has every section of it", async () => {
    const { stdout } = await runShell(lines[0] ?? "", folder);
    assert.equal(blocks("text").length, 2);
    for (const shown of blocks("text")) assert.ok(stdout.toString().includes(shown), shown);
    const sections = stdout.toString().match(/^[A-Z][^,\n]*$/gm) ?? [];
    const rows = [...TEXT.matchAll(/^\| ([A-Z][^|]*) \|/gm)].map(([, name]) => name);
    assert.deepEqual(sections.slice(-8), rows);
  });

  it("has every option of the help", async () => {
    const help = (await runCli(["triage", "--help"])).stdout.toString();
    const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name = ""]) => name);
    assert.ok(options.length >= 4);
    for (const option of options.filter((name) => name !== "--help")) assert.ok(TEXT.includes(`\`${option}\``), option);
  });
});
