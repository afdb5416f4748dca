/** docs/reference/test.md: every command prints what stands below it, every option of the help and every key is in a table. */
import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { pageText } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";

const TEXT = pageText("reference/test");
const EXAMPLES = [...TEXT.matchAll(/```sh\n(.*)\n```\n\n```text\n([^]*?)```/g)];

describe("docs/reference/test.md", () => {
  let folder = "";
  before(async () => {
    folder = await temporaryFolder();
    cpSync(join(PROJECT_ROOT, "examples", "configuration-tests"), folder, { recursive: true });
  });

  it("has as many examples as blocks of commands", () => {
    assert.equal(EXAMPLES.length, TEXT.split("```sh\n").length - 1);
    assert.ok(EXAMPLES.length >= 4);
  });

  for (const [, line = "", shown = ""] of few(EXAMPLES, 1)) {
    it(line, async () => {
      const { code, stdout, stderr } = await runShell(line, folder);
      assert.deepEqual([stdout.toString(), stderr], [shown, ""]);
      assert.equal(code, shown.includes("FAIL") ? 1 : 0);
    });
  }

  it("shows a file that can be read", async () => {
    writeFileSync(join(folder, "shown.yaml"), /```yaml\n([^]*?)```/.exec(TEXT)?.[1] ?? "");
    const { code, stdout } = await runCli(["test", "shown.yaml"], { cwd: folder });
    assert.deepEqual([code, stdout.toString().split("\n").at(-2)], [0, "2 cases: 2 passed, 0 failed"]);
  });

  it("has each option of the help, with its formats, and an example of each", async () => {
    const help = (await runCli(["test", "--help"])).stdout.toString();
    const options = [...help.matchAll(/^ {2}(-\w), (--\w+)/gm)].filter(
      ([, , long]) => long !== "--help" && long !== "--verbose",
    );
    assert.ok(options.length >= 3);
    for (const [, short = "", long = ""] of options) {
      assert.ok(TEXT.includes(`\`${short}\`, \`${long}`), long);
      assert.ok(
        EXAMPLES.some(([, line = ""]) => line.includes(` ${long} `)),
        long,
      );
    }
    for (const format of ["text", "junit"]) assert.ok(TEXT.includes(`\`--format ${format}\``), format);
  });

  it("has each key of a file of cases, as the mistakes name them", async () => {
    writeFileSync(join(folder, "keys.yaml"), "x: 1\ncases: [{y: 1}]\n");
    const { stderr } = await runCli(["test", "keys.yaml"], { cwd: folder });
    const [whole = [], one = []] = [...stderr.matchAll(/unknown key; use one of: (.*)$/gm)].map(([, keys = ""]) =>
      keys.split(", "),
    );
    const keys = [...whole, ...one.map((key) => `cases.*.${key}`)];
    assert.ok(keys.length >= 8);
    const rows = [...TEXT.matchAll(/^\| `([\w.*]+)` \|/gm)].map(([, key]) => key);
    assert.deepEqual(rows, keys);
  });
});

describe("examples/configuration-tests", () => {
  it("passes the check, without a warning", async () => {
    const cwd = join(PROJECT_ROOT, "examples", "configuration-tests");
    const { code, stdout } = await runCli(["check", "--strict", "keyward.json", "wider.json"], { cwd });
    assert.deepEqual([code, stdout.toString()], [0, "keyward.json: ok\nwider.json: ok\n"]);
  });
});
