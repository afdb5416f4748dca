/** Output to a terminal: no control sequences, and no page. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { rawEvent } from "../support/logs.js";
import { temporaryFolder } from "../support/files.js";
import { runTerminal } from "../support/terminal.js";

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  const lines = [
    JSON.stringify(rawEvent({ id: "e-1" })),
    "a\0b \u001b[2J \u009b1m \u202e",
    `{"note":"\u2066\u00a0\u0085"}`,
    "Jürgen\tüber",
  ];
  writeFileSync(join(folder, "in.ndjson"), `${lines.join("\n")}\n`);
});

describe("on a terminal", () => {
  it("records are shown with control sequences as escapes", async () => {
    const { text } = await runTerminal(["tag", "-q", "in.ndjson"], folder);
    assert.match(text, /"keyward":\{"verdict":"match"/);
    assert.ok(text.includes(String.raw`a\u0000b \u001b[2J \u009b1m \u202e`), text);
    assert.ok(text.includes(String.raw`{"note":"\u2066\u00a0\u0085"}`));
    assert.ok(text.includes("Jürgen\tüber"));
    assert.doesNotMatch(text, /(?![\r\n\t])[\p{Cc}\p{Cf}]/u);
  });

  it("no page is written, and a line says how to write it to a file", async () => {
    const { code, text } = await runTerminal(["scan", "-f", "html", "in.ndjson"], folder);
    assert.equal(code, 2);
    assert.equal(text, "keyward: --format: html on a terminal is invalid; use html with -o FILE, or into a pipe\n");
  });
});
