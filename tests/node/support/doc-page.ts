/** Checks pages of docs/ about a command: every example prints the text below it, and every option and format is described. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { runCli, runShell } from "./cli.js";
import { pageText } from "./docs.js";

/** Checks pages against the command that they are about; together they have at least this many examples. */
export function holdPages(name: string, pages: readonly string[], leastExamples: number): void {
  const page = pageText(...pages);
  const examples = [...page.matchAll(/```sh\n(.*)\n```\n\n```text\n([\s\S]*?)\n```/g)];

  describe(`docs: ${pages.join(", ")}`, () => {
    it("has as many examples as blocks of commands", () => {
      assert.equal(examples.length, page.split("```sh\n").length - 1);
      assert.ok(examples.length >= leastExamples);
    });

    for (const [, command = "", printed = ""] of few(examples, 1)) {
      it(`prints what it says: ${command}`, async () => {
        const { stdout, stderr } = await runShell(command, PROJECT_ROOT);
        const text = `${stdout.toString()}${stderr}`.trimEnd();
        // A time relative to now changes with each run.
        assert.equal(text.replace(/since \d{4}-[^;]*; /, "since …; "), printed);
      });
    }

    it("has every option and format that the command has", async () => {
      const help = (await runCli([name, "--help"])).stdout.toString();
      const options = [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = ""]) => option);
      assert.ok(options.length >= 10, help);
      for (const option of options.filter((one) => one !== "--help")) {
        const short = new RegExp(`^  (-\\w), ${option}\\b`, "m").exec(help)?.[1] ?? option;
        assert.ok(page.includes(`\`${option}`) || page.includes(`\`${short}`), option);
      }
      const choices = /--format <FORMAT> [^(]*\(choices: (.*?),? default/.exec(help.replaceAll(/\s+/g, " "))?.[1];
      for (const format of choices?.split(", ") ?? assert.fail(help)) {
        assert.ok(page.includes(`| \`${JSON.parse(format) as string}\` |`), format);
      }
    });
  });
}
