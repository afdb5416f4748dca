import assert from "node:assert/strict";
import { it } from "node:test";
import { commandLine } from "#keyward/aws/shell.js";
import { HOSTILE, runLines } from "../triage/support.js";

/** Characters that no argument of a process can contain, or that have no UTF-8. */
const NO_ARGUMENT = /[\0\ud800]/;

it("a shell reads a command line back as the same arguments, whatever they contain", async () => {
  const words = [
    ...HOSTILE,
    "",
    " ",
    "~",
    "a=b",
    "$HOME",
    "!!",
    "*?[a]",
    "#x",
    "\\",
    "'",
    "''",
    "a'b'c",
    "\n",
    "{a,b}",
  ].filter((word) => !NO_ARGUMENT.test(word) && word !== "\n");
  const lines = [commandLine(["aws", ...words]), ...words.map((word) => commandLine(["aws", "x", word]))];
  const calls = await runLines(lines);
  assert.deepEqual(calls, [words, ...words.map((word) => ["x", word])]);
});

it("plain words stay unquoted", () => {
  const words = ["aws", "kms", "--key-id", "arn:aws:kms:us-east-1:444455556666:key/mrk-1_@%+=,."];
  assert.equal(commandLine(words), words.join(" "));
  assert.equal(commandLine(["aws", "<key-id>", ""]), "aws '<key-id>' ''");
});
