/** docs/reference/explain.md: every command prints what stands below it, and every option of the help has an example. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few, isThorough } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { pagePath } from "../support/docs.js";
import { temporaryFolder } from "../support/files.js";
import { isWriting } from "../support/golden.js";

const PATH = pagePath("reference/explain");
const EXAMPLE = /```sh\n(.*)\n```\n\n```(\w*)\n([\s\S]*?)```/g;
/** What the examples read besides the sample: an event of another service, plain text, and a record without an event. */
const OTHER =
  '{"eventSource":"s3.amazonaws.com","eventName":"DeleteBucket","errorCode":"AccessDenied"}\n' +
  "10:31:02 rotated\n" +
  '{"log":"{\\"eventSource\\":\\"kms.amazonaws.com\\",\\"operation\\":\\"DisableKey\\"}"}\n';

describe("docs/reference/explain.md", () => {
  let text = readFileSync(PATH, "utf8");
  let folder = "";
  before(async () => {
    folder = await temporaryFolder();
    copyFileSync(join(PROJECT_ROOT, "examples", "sample", "cloudtrail.ndjson"), join(folder, "cloudtrail.ndjson"));
    writeFileSync(join(folder, "keyward.json"), /```json keyward\.json\n([\s\S]*?)```/.exec(text)?.[1] ?? "");
    writeFileSync(join(folder, "other.ndjson"), OTHER);
  });

  const examples = [...text.matchAll(EXAMPLE)];
  for (const [block, line = "", language, shown = ""] of few(examples, 1)) {
    it(line, async () => {
      const { code, stdout, stderr } = await runShell(`export COLUMNS=100; ${line}`, folder);
      // The third record of that file names an action, and holds no event.
      const unread = `keyward: other.ndjson:3: names an action of the rule and could not be judged: no CloudTrail event is recognized in it\n`;
      assert.deepEqual([code, stderr], line.endsWith("other.ndjson") ? [2, unread] : [0, ""]);
      const printed = stdout.toString();
      if (isWriting) {
        text = text.replace(block, () => `\`\`\`sh\n${line}\n\`\`\`\n\n\`\`\`${language ?? ""}\n${printed}\`\`\``);
        writeFileSync(PATH, text);
      } else {
        assert.equal(shown, printed);
      }
    });
  }

  it("has each option of the help, in both spellings", async () => {
    assert.ok(examples.length >= 6);
    const help = (await runCli(["explain", "--help"])).stdout.toString();
    const options = [...help.matchAll(/^ {2}(-\w), (--\w+)/gm)].filter(
      // What these print is no explanation.
      ([, , long]) => long !== "--help" && long !== "--verbose",
    );
    assert.ok(options.length >= 2);
    const lines = examples.map(([, line]) => ` ${line ?? ""} `);
    for (const [, short = "", long = ""] of options) {
      assert.ok(text.includes(`\`${short}\`, \`${long}`), long);
      assert.ok(
        lines.some((line) => line.includes(` ${short} `) || line.includes(` ${long} `)),
        `no example has ${long}`,
      );
    }
  });

  it("has each member of the JSON", async () => {
    const table = text.split("## For a program")[1] ?? "";
    const fixtures = join(PROJECT_ROOT, "tests", "fixtures");
    const inputs = [
      ["-c", "explain/exceptions.json", "explain/events.ndjson"],
      ["-c", "explain/denied.json", "explain/events.ndjson"],
      ["-c", "explain/remembering.json", "explain/s3-in-sns-in-sqs.json"],
      ["--all", "explain/no-events.ndjson"],
      ["explain/annotated.ndjson:1"],
      ["explain/broken.json"],
    ];
    const names = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      for (const [name, member] of Object.entries(value)) {
        // What an event says has its own names, and so have schemas.
        if (!Array.isArray(value)) names.add(name);
        if (name !== "value" && name !== "lacks") collect(member);
      }
    };
    for (const args of few(inputs, 3)) {
      const { stdout } = await runCli(["explain", "--json", ...args], { cwd: fixtures });
      collect(JSON.parse(stdout.toString()));
    }
    assert.ok(names.size > (isThorough ? 35 : 20), `${names.size}`);
    for (const name of names) assert.match(table, new RegExp(`[\`.]${name}\``), name);
  });
});
