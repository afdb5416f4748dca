/** Options of every command, folders, and what is generated from the options: completions and a man page. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { few, inTurn, itThoroughly } from "../../settings.js";
import { runCli, runShell } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, writeLog } from "../support/logs.js";
import { runTerminal } from "../support/terminal.js";

const COMMANDS = ["tag", "scan", "status", "check", "test", "build", "inspect", "explain", "triage"];
let folder = "";
let helps: Map<string, string>;

before(async () => {
  folder = await temporaryFolder();
  writeLog(folder, "logs/a.ndjson", `${JSON.stringify(rawEvent({ id: "e-1", time: "2026-03-04T09:00:00Z" }))}\n`);
  writeLog(folder, "logs/deep/b.json.gz", JSON.stringify({ Records: [rawEvent({ id: "e-2" })] }));
  writeLog(folder, "logs/readme.md", "no log");
  const texts = await Promise.all(COMMANDS.map((name) => runCli([name, "--help"])));
  helps = new Map(COMMANDS.map((name, index) => [name, texts[index]?.stdout.toString() ?? ""]));
});

function flagsOf(help: string): [short: string | undefined, long: string][] {
  return [...help.matchAll(/^ {2}(?:(-\w), )?(--[a-z-]+)/gm)].map(([, short, long = ""]) => [short, long]);
}

describe("options", () => {
  it("have one meaning per letter in all commands, and the common ones are in every command", () => {
    const meanings = new Map<string, string>();
    for (const [name, help] of helps) {
      const flags = flagsOf(help);
      for (const [short, long] of flags) {
        if (short !== undefined) assert.equal(meanings.get(short) ?? long, long, `${name}: ${short}`);
        if (short !== undefined) meanings.set(short, long);
        const same = [...meanings].find(([, other]) => other === long);
        assert.equal(short, same?.[0], `${name}: ${long} has no letter here`);
      }
      for (const long of ["--color", "--json", "--verbose", "--help"]) {
        assert.ok(
          flags.some(([, other]) => other === long),
          `${name} ${long}`,
        );
      }
    }
    assert.equal(meanings.get("-j"), "--jobs");
  });

  it("--color colors output to a pipe, or turns colors off on a terminal", async () => {
    for (const [index, command] of few(["scan", "status", "explain", "triage"], 2).entries()) {
      for (const when of inTurn(["always", "never"], index)) {
        if (when === "always") {
          const { stdout } = await runCli([command, "--color", when, "logs"], { cwd: folder });
          assert.ok(stdout.includes("\u001b["), command);
        } else {
          const { text } = await runTerminal([command, "--color", when, "logs"], folder);
          assert.doesNotMatch(text, /\p{Cc}\[[\d;]*m/u, command);
        }
      }
    }
  });

  itThoroughly("--wide shows every value of a table on a terminal", async () => {
    for (const command of ["scan", "status"]) {
      const cut = await runTerminal([command, "--color", "never", "logs"], folder, { columns: 60 });
      const wide = await runTerminal([command, "--color", "never", "--wide", "logs"], folder, { columns: 60 });
      assert.match(wide.text, /arn:aws:kms:eu-west-1:111122223333:key\/\S+ .*logs\/a\.ndjson:1$/m, command);
      assert.doesNotMatch(cut.text, /arn:aws:kms:eu-west-1:111122223333:key\/\S+ .*logs\/a\.ndjson:1$/m, command);
    }
  });

  it("prints a location whole on one line of a narrow terminal", async () => {
    const path = `${"a-long-name/".repeat(8)}a.ndjson`;
    writeLog(folder, path, JSON.stringify(rawEvent({ id: "e-3", time: "2026-03-04T09:00:00Z" })));
    for (const command of few(["status", "scan"], 1)) {
      const { text } = await runTerminal([command, "--color", "never", path], folder, { columns: 60 });
      assert.match(text, new RegExp(`^  at +${path}:1$`, "m"), command);
    }
  });

  it("--json writes the lines on standard error as JSON, and -v every warning", async () => {
    const lines = `${'{"eventName":"DisableKey"}\n'.repeat(30)}${JSON.stringify(rawEvent({ id: "e" }))}\n`;
    const plain = await runCli(["explain", "-"], { input: lines });
    assert.match(plain.stderr, /^keyward: more such lines are not shown$/m);
    const verbose = await runCli(["explain", "-v", "-"], { input: lines });
    assert.equal(verbose.stderr.match(/could not be judged/g)?.length, 30);
    assert.match(verbose.stderr, /^keyward: reading standard input\n/);
    const { stderr } = await runCli(["scan", "--json", "-v", "logs"], { cwd: folder });
    const messages = stderr
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { time: string; message: string });
    assert.deepEqual(
      messages.slice(0, 2).map(({ message }) => message),
      ["reading logs/a.ndjson", "reading logs/deep/b.json.gz"],
    );
    assert.ok(messages.every(({ time }) => !Number.isNaN(Date.parse(time))));
  });
});

describe("folders", () => {
  it("are read by keyward tag as by the other commands", async () => {
    const { code, stdout } = await runCli(["tag", "-q", "--keep", "logs"], { cwd: folder });
    assert.equal(code, 0);
    assert.deepEqual(stdout.toString().match(/"id":"e-\d"/g), ['"id":"e-1"', '"id":"e-2"']);
  });
});

describe("folders of configurations and test files", () => {
  before(() => {
    writeLog(folder, "conf/a.json", "{}");
    writeLog(folder, "conf/deep/b.json", '{"denied":"yes"}');
    writeLog(folder, "conf/deep/readme.txt", "neither");
    const cases = (verdict: string): string =>
      JSON.stringify({ config: "a.json", cases: [{ name: "o", event: {}, verdict }] });
    writeLog(folder, "conf/one.test.json", cases("none"));
    writeLog(folder, "conf/two.yml", `config: a.json\ncases: [{name: n, file: ../logs/a.ndjson, verdict: match}]\n`);
    writeLog(
      folder,
      "conf/deep/three.YAML",
      "config: ../a.json\ncases: [{name: m, file: ../../logs/a.ndjson, verdict: denied}]\n",
    );
    writeLog(folder, "none/readme.txt", "neither");
  });

  it("are read by keyward check: the JSON files except test files", async () => {
    const { code, stdout, stderr } = await runCli(["check", "conf"], { cwd: folder });
    const mistake = "conf/deep/b.json:1: /denied: yes is invalid; use ignore, annotate";
    assert.deepEqual([stdout.toString(), stderr, code], [`conf/a.json: ok\n${mistake}\n`, "", 1]);
  });

  it("are read by keyward test: YAML, and JSON files named as test files", async () => {
    const { code, stdout, stderr } = await runCli(["test", "conf"], { cwd: folder });
    const names = stdout.toString().match(/conf\/[^:]+/g);
    assert.deepEqual(names, ["conf/deep/three.YAML", "conf/one.test.json", "conf/two.yml"]);
    assert.match(stdout.toString(), /^FAIL .*three\.YAML:2: m: expected denied, got match$/m);
    // An empty event is not recognized.
    assert.match(stdout.toString(), /^ERROR .*one\.test\.json/m);
    assert.deepEqual([code, stderr], [2, ""]);
  });

  it("are reported if they hold none, which is not a success", async () => {
    for (const command of few(["test", "check"], 1)) {
      const { code, stderr } = await runCli([command, "none"], { cwd: folder });
      assert.deepEqual([stderr, code], ["keyward: none: it has no file to read\n", 2], command);
    }
  });
});

describe("keyward completion", () => {
  it("completes commands, options and their choices in bash", async () => {
    const script = `source <(keyward completion bash); try() { COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _keyward; echo "\${COMPREPLY[*]}"; }
      try keyward st; try keyward scan --fail; try keyward scan -f ''; try keyward triage --event; try keyward explain ''`;
    const { code, stdout, stderr } = await runShell(script, folder);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.deepEqual(stdout.toString().split("\n").slice(0, -1), [
      "status",
      "--fail-on-match --fail-on-change",
      "table json ndjson csv html",
      "--event-id",
      "",
    ]);
  });

  it("includes every option of the help, for each shell and man", async () => {
    for (const shell of few(["zsh", "bash", "fish", "man"], 1)) {
      const { code, stdout } = await runCli(["completion", shell]);
      assert.equal(code, 0);
      const text = stdout.toString().replaceAll("\\-", "-");
      for (const [name, help] of helps) {
        assert.ok(text.includes(name));
        for (const [, long] of flagsOf(help)) {
          assert.ok(text.includes(shell === "fish" ? `-l ${long.slice(2)} ` : long), `${shell}: ${name} ${long}`);
        }
      }
    }
  });

  it("writes a man page without unintended requests", async () => {
    const { stdout } = await runCli(["completion", "man"]);
    for (const line of stdout.toString().split("\n").slice(0, -1)) {
      assert.match(line, /^(?:\.(?:TH|SH|SS|TP|B)\b.*|[^.'].*)$/, join("man", line));
    }
  });
});
