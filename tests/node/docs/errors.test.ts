/** docs/reference/errors.md and module-errors.md: every message of src/messages and of the modules is in them, every message in them is one of those, and the exit codes agree. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { EXIT_MISTAKES } from "#keyward/commands/check.js";
import * as codes from "#keyward/commands/exit-codes.js";
import { EXIT_FAILED } from "#keyward/commands/test.js";
import { HOST_NAMES, modulePath } from "#keyward/hosts/module-kinds.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { CATALOGUE, DOCUMENT, DOCUMENTED, formOf, moduleTexts, unknownLines } from "../support/messages.js";

/** The texts of several words that the modules have; they write messages with them, in one piece or in several. */
const PIECES = [
  ...new Set(HOST_NAMES.flatMap((host) => moduleTexts(modulePath(host)).flatMap((text) => text.split("|")))),
].filter(isWords);

/** Sources of the modules' other texts, which are not messages: alerts, help, the table of settings, types of events. */
const OTHER_TEXTS = [
  "assembly/alert/alert.ts",
  "assembly/abi/command/help.ts",
  "assembly/config/keys.ts",
  "docs/reference/shapes.md",
]
  .map((path) => readFileSync(join(PROJECT_ROOT, path), "utf8"))
  .join("\n");

/** Whether a text has several words, or is what comes between two parts of a line. */
function isWords(text: string): boolean {
  return /[a-z]{2}.* |^ .*[a-z]{2}|^: .*[a-z]/.test(text);
}

/** Returns the words of a piece, without what surrounds them. */
function wordsOf(text: string): string {
  return text.replace(/^[^a-z0-9"'(]+/i, "").trim();
}

describe("docs/reference/errors.md and module-errors.md", () => {
  it("has every message of the catalogue", () => {
    assert.ok(CATALOGUE.length > 150, `${CATALOGUE.length} messages found`);
    const missing = CATALOGUE.filter(({ text }) => {
      const form = new RegExp(formOf(text, "(?:…[a-z ]*|[\\w-]+)"));
      return !DOCUMENTED.some((code) => form.test(code));
    });
    assert.deepEqual(missing, []);
  });

  it("has every message of the modules", () => {
    assert.ok(PIECES.length > 80, `${PIECES.length} texts found`);
    const missing = PIECES.filter((text) => !DOCUMENTED.some((code) => code.includes(wordsOf(text)))).filter(
      (text) => !OTHER_TEXTS.includes(wordsOf(text)),
    );
    assert.deepEqual(missing, []);
  });

  it("has no message that nothing writes", () => {
    const forms = CATALOGUE.map(({ text }) => new RegExp(`^(?:…: )?${formOf(text, "(.+)")}$`));
    // A part that varies is a word, or made by another entry.
    const isMade = (message: string): boolean =>
      forms.some((form) =>
        form
          .exec(message)
          ?.slice(1)
          .every((part) => /^(?:…|[\w-]+)$/.test(part) || isMade(part)),
      );
    const pieces = [...CATALOGUE.flatMap(({ text }) => text.split("…")), ...PIECES].map(wordsOf);
    const rows = messageRows();
    assert.ok(rows.length > 150, `${rows.length} rows found`);
    for (const row of rows) {
      for (const [, message = ""] of row.matchAll(/`([^`]*)`/g)) {
        if (isMade(message)) continue;
        for (const piece of message.split("…").map((text) => text.replace(/^[^a-z0-9]+|[^a-z0-9*?)]+$/gi, ""))) {
          assert.ok(!piece.includes(" ") || isWritten(piece, pieces), `nothing writes "${piece}" of ${row}`);
        }
      }
    }
  });

  it("has every line that the tests of the command line see on standard error", () => {
    const lines = "keyward: a.log:1: the record is strange; it passes unchanged\nkeyward: a.log: no such file\n";
    assert.deepEqual(unknownLines(lines), ["a.log:1: the record is strange; it passes unchanged"]);
  });

  it("has the exit codes of each command, as its help has them", async () => {
    const used = new Set<number>([...Object.values(codes), EXIT_MISTAKES, EXIT_FAILED]);
    const table = DOCUMENT.split("\n## Exit codes\n\n")[1]?.split("\n\n")[0]?.split("\n") ?? [];
    const cells = (row = ""): string[] =>
      row
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1);
    assert.deepEqual(
      cells(table[0]).slice(1).map(Number),
      [...used].sort((a, b) => a - b),
    );
    const rows = table.slice(2).map(cells);
    assert.deepEqual(
      rows.map(([command]) => command),
      ["tag", "check", "test", "build", "inspect", "scan", "status", "explain", "triage"].map(
        (name) => `\`keyward ${name}\``,
      ),
    );
    for (const [command = "", ...meanings] of few(rows, 1)) {
      const name = command.replaceAll("`", "").split(" ")[1] ?? "";
      const help = (await runCli([name, "--help"])).stdout.toString().replaceAll(/\s+/g, " ");
      const [, list = ""] = /Exit codes: (.*)\.$/.exec(help.trim()) ?? [];
      const said = list.split("; ").map((part) => /^(\d) (.*?)( \(.*\))?$/.exec(part) ?? []);
      assert.ok(said.length >= 2, help);
      assert.deepEqual(
        said.map(([, code]) => Number(code)),
        meanings.flatMap((meaning, index) => (meaning === "" ? [] : [index])),
      );
      for (const [, code, meaning = "?"] of said)
        assert.ok(meanings[Number(code)]?.startsWith(meaning), `${name}: ${code}`);
    }
  });
});

/** Returns the first cells of the tables of messages: those under `line`, `reason` or "after `use`". */
function messageRows(): string[] {
  const tables = DOCUMENT.matchAll(/^\| (?:line|reason|after `use`) \|.*\n\|[-|]+\n((?:\|.*\n)+)/gm);
  return [...tables].flatMap(([, body = ""]) => [...body.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = ""]) => cell));
}

/** Whether a piece of a message is made of other pieces, one or several of them. */
function isWritten(piece: string, pieces: string[]): boolean {
  if (pieces.some((text) => text.includes(piece))) return true;
  // "X is invalid; use Y" comes of several.
  const begin = pieces.filter((text) => text !== "" && piece.startsWith(text));
  return begin.some((text) => isWritten(piece.slice(text.length).replace(/^[^a-z0-9]+/i, ""), pieces));
}
