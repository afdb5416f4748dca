/** The completions for zsh and fish, in these shells themselves. With CI=true, a missing shell is a failure. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

/** Types its input into an interactive zsh, and prints what the terminal shows. */
const ZSH = `
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal 'stty columns 200; source ./completion; keyward() { print -r -- "given: $*"; }; print read''y'
while zpty -r terminal line '*ready*'; do break; done
for keys in "$@"; do zpty -w -n terminal "$keys"$'\\t'; sleep 1; done
zpty -w -n terminal $'\\n'
zpty -r terminal line $'*given: *\\n*'
print -r -- "$line"
zpty -d terminal
`;

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  writeFileSync(join(folder, "trail.ndjson"), "");
});

async function run(
  t: TestContext,
  shell: "zsh" | "fish",
  args: (file: string) => string[],
): Promise<string | undefined> {
  const { stdout: completion } = await runCli(["completion", shell]);
  writeFileSync(join(folder, "completion"), completion);
  const { error, stdout } = spawnSync(shell, args("completion"), { cwd: folder, encoding: "utf8", timeout: 60_000 });
  if (error !== undefined) {
    assert.notEqual(process.env.CI, "true", error.message);
    t.skip(`${shell} is not installed`);
    return undefined;
  }
  return stdout;
}

describe("completions", () => {
  it("of commands, options, their choices and files work in zsh", async (t) => {
    const typed = await run(t, "zsh", () => ["-f", "-c", ZSH, "zsh", "keyward stat", "--form", "nd", "tra"]);
    if (typed !== undefined) assert.match(typed, /^given: status --format ndjson trail\.ndjson\r?$/m);
  });

  it("of commands, options, their choices and files work in fish", async (t) => {
    const tries = ["keyward stat", "keyward status --form", "keyward status --format nd", "keyward status tra"];
    const offered = await run(t, "fish", (file) => [
      "--no-config",
      "-c",
      `source ${file}; ${tries.map((line) => `complete -C "${line}"`).join("; ")}`,
    ]);
    if (offered === undefined) return;
    const words = offered.split("\n").map((line) => line.split("\t")[0]);
    assert.deepEqual(words, ["status", "--format", "ndjson", "trail.ndjson", ""]);
  });
});
