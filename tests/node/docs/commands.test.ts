/** The commands in all documents exist: Keyward's with the options that they are given, npm's scripts, and the tests that are named. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";
import { runCli } from "../support/cli.js";
import { DOCUMENTS } from "../support/docs.js";

interface Command {
  where: string;
  words: string[];
}

/** Returns the commands of a program in fenced blocks and in inline code, up to a pipe or the like. */
function commandsOf(program: string): Command[] {
  const pattern = new RegExp(`(?:^|[\`|;&] *|\\( *)${program} ([^\`|;&>#\\n]*)`, "gm");
  return DOCUMENTS.flatMap((path) => {
    const text = readFileSync(join(PROJECT_ROOT, path), "utf8").replaceAll(/\\\n\s*/g, "");
    return [...text.matchAll(pattern)].map((found) => {
      const line = text.slice(0, found.index).split("\n").length;
      return { where: `${path}:${line}: ${found[0].trim()}`, words: (found[1] ?? "").trim().split(/\s+/) };
    });
  });
}

describe("the commands in the documents", () => {
  it("are Keyward's own, with options that they have", async () => {
    const commands = commandsOf("keyward").filter(({ words: [name = ""] }) => /^[a-z]+$|^-/.test(name));
    assert.ok(commands.length > 150, `${commands.length}`);
    const help = (await runCli(["--help"])).stdout.toString();
    const completion = (await runCli(["completion", "bash"])).stdout.toString();
    const options = new Map(
      [...completion.matchAll(/^ *([a-z]+)\\ \*\) words='(.*)' ;;$/gm)].map(([, name = "", words = ""]) => [
        name,
        words,
      ]),
    );
    const names = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
    assert.ok(names.length >= 10, names.join());
    for (const { where, words } of commands) {
      const [name = "", ...rest] = words;
      const isCommand = /^[a-z]/.test(name);
      if (isCommand) assert.ok(names.includes(name), where);
      const text = isCommand ? (options.get(name) ?? "") : help;
      for (const option of (isCommand ? rest : words).filter((word) => /^--?[a-z]/i.test(word))) {
        const [plain = ""] = option.split("=");
        assert.match(text, new RegExp(`(?:^|[ ,])${plain}\\b`, "m"), `${where}: ${plain}`);
      }
    }
  });

  it("are npm's scripts, and name tests that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const tests = filesBelow(join(PROJECT_ROOT, "tests")).filter((path) => /\.(?:test|spec)\.ts$/.test(path));
    const commands = commandsOf("npm").filter(({ words }) => /^(?:run \S|test|start)/.test(words.join(" ")));
    assert.ok(commands.length > 50, `${commands.length}`);
    let named = 0;
    for (const { where, words } of commands) {
      const script = words[0] === "run" ? (words[1] ?? "") : (words[0] ?? "");
      assert.ok(script in scripts, where);
      const text = words[words.indexOf("--") + 1];
      if (!script.startsWith("test") || !words.includes("--") || text === undefined || text.startsWith("<")) continue;
      assert.ok(
        tests.some((path) => `tests/${path}`.includes(text)),
        where,
      );
      named++;
    }
    assert.ok(named > 20, `${named}`);
  });
});
