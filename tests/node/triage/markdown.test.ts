/** Guides as Markdown, read back by a parser (Prettier's, which is remark). */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as plugin from "prettier/plugins/markdown";
import { buildGuide } from "#keyward/triage/build-guide.js";
import type { Guide } from "#keyward/triage/guide.js";
import { codeSpan, renderMarkdown } from "#keyward/triage/markdown.js";
import { escapeForTerminal } from "#keyward/terminal/escape.js";
import { blocksOf, BY_ROLE, BY_USER, commandsOf, factsOf, findingOf, guideOf, HOSTILE, NOW } from "./support.js";

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

/** The Markdown elements that a guide consists of. */
const OWN = [
  "root",
  "heading",
  "paragraph",
  "list",
  "listItem",
  "strong",
  "text",
  "sentence",
  "word",
  "whitespace",
  "inlineCode",
  "code",
];

function parse(markdown: string): Node[] {
  const options = { originalText: markdown } as never;
  const nodes: Node[] = [];
  const visit = (node: Node): void => {
    nodes.push(node);
    node.children?.forEach(visit);
  };
  visit(plugin.parsers.markdown.parse(markdown, options) as Node);
  return nodes;
}

function valuesOf(nodes: Node[], type: string): string[] {
  return nodes.filter((node) => node.type === type).map(({ value = "" }) => value);
}

describe("a guide as Markdown", () => {
  it("has titles, facts, prose, commands and code", async () => {
    for (const event of [BY_ROLE, BY_USER]) {
      const guide = await guideOf(event);
      const nodes = parse(renderMarkdown(guide));
      const headings = nodes.filter(({ type }) => type === "heading").map(textOf);
      assert.deepEqual(headings, [guide.title, ...guide.sections.map(({ title }) => title)]);
      assert.deepEqual(
        valuesOf(nodes, "inlineCode"),
        blocksOf(guide, "facts").flatMap(({ rows }) => rows.map(({ value }) => value)),
      );
      assert.deepEqual(valuesOf(nodes, "code"), [
        ...commandsOf(guide),
        ...blocksOf(guide, "code").map(({ text }) => text),
      ]);
      const paragraphs = nodes.filter(({ type }) => type === "paragraph").map(textOf);
      for (const { text } of blocksOf(guide, "text")) assert.ok(paragraphs.includes(text), text);
      for (const { why } of blocksOf(guide, "command")) assert.ok(paragraphs.includes(`${why}:`), why);
    }
  });

  it("begins at the given heading level", async () => {
    const guide = await guideOf(BY_USER);
    assert.match(renderMarkdown(guide, 2), /^## KMS key [^\n]*\n\n### What is known\n/);
  });

  it("treats nothing in the event as markup", async () => {
    const base = await findingOf(BY_ROLE);
    for (const text of HOSTILE) {
      const details = Object.fromEntries(Object.keys(base.details).map((name) => [name, text]));
      const values = {
        id: text,
        time: text,
        region: text,
        user_agent: text,
        error_message: text,
        file: text,
        path: text,
      };
      const finding = {
        ...base,
        ...values,
        exception: { id: text, reason: text },
        key: { arn: text, id: text },
        details,
      };
      const guide = buildGuide(finding, NOW);
      const markdown = renderMarkdown(guide);
      assert.doesNotMatch(markdown, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      const nodes = parse(markdown);
      assert.deepEqual(
        [...new Set(nodes.map(({ type }) => type))].filter((type) => !OWN.includes(type)),
        [],
      );
      const shown = Object.values(factsOf(guide)).map(escapeForTerminal);
      assert.deepEqual(new Set(valuesOf(nodes, "inlineCode")), new Set(shown));
    }
  });

  it("has fences that can hold any lines", () => {
    for (const text of ["```\nx", "x\n````\ny", "~~~\n```", "`````"]) {
      const guide: Guide = {
        title: "T",
        sections: [{ title: "S", blocks: [{ kind: "code", language: "json", text }] }],
      };
      assert.deepEqual(valuesOf(parse(renderMarkdown(guide)), "code"), [text]);
    }
  });

  it("has code spans that can hold any text", () => {
    const texts = [
      "a",
      "`",
      "``",
      "a`b",
      "`a",
      "a`",
      " a",
      "a ",
      " a ",
      "\\",
      "a\\",
      "|",
      "\\|",
      "a``b`c",
      "*_<>&amp;",
      "http://x.example",
    ];
    for (const text of texts) {
      const nodes = parse(`- **x** ${codeSpan(text)} end`);
      assert.deepEqual(valuesOf(nodes, "inlineCode"), [text], JSON.stringify(text));
      assert.ok(!nodes.some(({ type }) => type === "link"));
    }
  });
});

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

describe("codeSpan", () => {
  it("handles hundreds of thousands of backticks", () => {
    const text = "`a".repeat(300_000);
    assert.equal(codeSpan(text), `\`\` ${text} \`\``);
  });
});
