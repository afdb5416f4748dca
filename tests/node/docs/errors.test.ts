/** docs/reference/errors.md and module-errors.md: every message of the sources is in them, every message in them is in the sources, and the exit codes agree. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { EXIT_MISTAKES } from "#keyward/commands/check.js";
import * as codes from "#keyward/commands/exit-codes.js";
import { EXIT_FAILED } from "#keyward/commands/test.js";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";
import { few } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { pageText } from "../support/docs.js";

const DOCUMENT = pageText("reference/errors", "reference/module-errors");
const TEXT = DOCUMENT.replaceAll(/\s+/g, " ").replaceAll("\\|", "|");

/** What of the module writes messages. */
const MODULE_FILES = [
  "config/report",
  "config/check",
  "config/values",
  "config/load",
  "abi/config-file",
  "abi/lost",
  "abi/notices",
  "abi/tell",
  "abi/embedded-config",
  "abi/redpanda",
  "abi/kafka-connect",
  "abi/clickhouse",
  "abi/command/wasi",
  "abi/command/lines",
  "abi/command/long-line",
  "abi/command/arguments",
];
/**
 * What writes no errors of Keyward's: what npm start shows, help, Fluent Bit's emulator, a host's WASI, XML, guides and notes on keys (all of src/triage, src/status and src/keys),
 * and what compiles a rule when Keyward is built (all of src/rules).
 */
const OTHER_FILES = [
  "src/demo.ts",
  "src/hosts/fluent-bit.ts",
  "src/common-options.ts",
  "src/command-help.ts",
  "src/completion.ts",
  "src/cases/junit.ts",
  "src/explain/text.ts",
  "src/findings/times.ts",
  "src/findings/places.ts",
  "src/explain/text-empty.ts",
  "src/explain/text-event.ts",
  "src/explain/text-exceptions.ts",
  "src/explain/text-values.ts",
  "src/terminal/alert.ts",
  "src/wasi.ts",
  "src/terminal/progress.ts",
  "src/scan/key-events-rule.ts",
];
/** What reads like a message and is none: names of states, texts to look for, an error that is never shown. */
const NO_MESSAGES = new Set([
  "not JSON",
  "cut off",
  "too large",
  "goes on",
  "SQLite format 3\0",
  "call stack",
  "output closed",
  "block header",
  "last content",
  "Object Created",
  "Kafka Connect",
]);
/** Of cli.ts, which is help for the most part, only what follows these words. */
const OF_CLI = /^keyward: (internal error, .*): $|^\((--help lists .*)\)$/;

interface Literal {
  where: string;
  text: string;
}

function messageFiles(): string[] {
  const sources = filesBelow(join(PROJECT_ROOT, "src"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `src/${name}`)
    .filter((name) => !OTHER_FILES.includes(name) && !/^src\/(?:triage|status|keys|rules)\//.test(name));
  return [...sources, ...MODULE_FILES.map((name) => `assembly/${name}.ts`)];
}

/** The literals of a source that hold two words, in the pieces that they are written in. */
function messagesIn(path: string): Literal[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(PROJECT_ROOT, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (isText(node) && !isCompared(node)) {
      const text = path === "src/cli.ts" ? ofCli(node.text) : node.text;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const words = text.replace(/^[^a-zA-Z0-9"'(]+/, "").trim();
      if (/[a-z]{2}.* |^ .*[a-z]{2}|^: .*[a-z]/.test(text) && !NO_MESSAGES.has(words)) {
        found.push({ where: `${path}:${line + 1}`, text: words });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Text = ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail;

function isText(node: ts.Node): node is Text {
  return (
    ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
  );
}

/** Whether it is a type, or only compared with something. */
function isCompared({ parent }: ts.Node): boolean {
  const equals = [ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.EqualsEqualsEqualsToken];
  return ts.isLiteralTypeNode(parent) || (ts.isBinaryExpression(parent) && equals.includes(parent.operatorToken.kind));
}

function ofCli(text: string): string {
  const [, mistake, help] = OF_CLI.exec(text) ?? [];
  return mistake ?? help ?? "";
}

describe("docs/reference/errors.md and module-errors.md", () => {
  const literals = messageFiles().flatMap(messagesIn);

  it("has every message of the sources", () => {
    assert.ok(literals.length > 90, `${literals.length} messages found`);
    for (const file of [
      "src/file-errors.ts",
      "src/module.ts",
      "src/cli.ts",
      "assembly/config/report.ts",
      "assembly/abi/lost.ts",
    ]) {
      assert.ok(
        literals.some(({ where }) => where.startsWith(file)),
        `no message found in ${file}`,
      );
    }
    const missing = literals.filter(({ text }) => !TEXT.includes(text.replaceAll(/\s+/g, " ")));
    assert.deepEqual(missing, []);
  });

  it("has no message that is in no source", () => {
    const sections = DOCUMENT.split("\n## ").filter((section) =>
      /^(Lines about records|Explanations|Guides|Scans|Tests|Inputs and outputs|Modules|Configurations|Other hosts)\n/.test(
        section,
      ),
    );
    assert.equal(sections.length, 9);
    const rows = sections.flatMap((section) => [...section.matchAll(/^\| (`[^|]*) \|/gm)]);
    assert.ok(rows.length > 45, `${rows.length} rows found`);
    const all = literals.map(({ text }) => text);
    for (const [, cell = ""] of rows) {
      for (const [, message = ""] of cell.matchAll(/`([^`]*)`/g)) {
        for (const piece of message.split("…").map((text) => text.replace(/^[^a-z0-9]+|[^a-z0-9*?)]+$/gi, ""))) {
          if (!piece.includes(" ") || piece === "low, medium, high, critical") continue;
          assert.ok(isWritten(piece, all), `nothing writes "${piece}" of ${cell}`);
        }
      }
    }
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
    for (const [command = "", ...meanings] of few(rows, 2)) {
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

/** Whether a piece of a message is made of the literals, one or several of them. */
function isWritten(piece: string, literals: string[]): boolean {
  if (literals.some((text) => text.includes(piece))) return true;
  // "X is invalid; use Y" comes of several.
  const begin = literals.filter((text) => text !== "" && piece.startsWith(text));
  return begin.some((text) => isWritten(piece.slice(text.length).replace(/^[^a-z0-9]+/i, ""), literals));
}
