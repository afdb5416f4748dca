/** docs/tutorial: each command prints what follows it, in turn, in one folder with the files that the page has written so far. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { few } from "../../settings.js";
import { runShell } from "../support/cli.js";
import { pagePath, pageText } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";
import { isWriting } from "../support/golden.js";

const STEP = /```json ([\w.]+)\n([^]*?)```|```sh\n([^]*?)```\n\n```text\n([^]*?)```/g;

test("docs/tutorial/first-match.md: each step does what it says", async () => {
  const folder = await temporaryFolder();
  let page = pageText("tutorial/first-match");
  const steps = [...page.matchAll(STEP)];
  assert.equal(steps.filter(([, file]) => file === undefined).length, page.split("```sh\n").length - 1);
  assert.ok(steps.length >= 10);
  const commands = few(
    steps.filter(([, file]) => file === undefined),
    2,
  );
  for (const step of steps) {
    const [block, file, content = "", command = "", shown = ""] = step;
    if (file !== undefined) writeFileSync(join(folder, file), content);
    if (!commands.includes(step)) continue;
    const { stdout, stderr } = await runShell(command, folder);
    // The module's size changes with its sources: the page leaves it out.
    const printed = (stdout.toString() + stderr).replace(/\d+ bytes/, "… bytes");
    assert.notEqual(printed, "", command);
    if (isWriting) page = page.replace(block, () => `\`\`\`sh\n${command}\`\`\`\n\n\`\`\`text\n${printed}\`\`\``);
    else assert.equal(printed, shown, command);
  }
  if (isWriting) writeFileSync(pagePath("tutorial/first-match"), page);
});
