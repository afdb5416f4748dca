/** Documents and help are in plain English: phrases that read as translated do not come back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { DOCUMENTS, withoutBlocks } from "../support/docs.js";

/** What is not written, and what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/(?<!left )\bbehind\b(?! (?:a VPC endpoint|the strict check|the broker's interface))/i, "after, or next to"],
  [/\bstands?\b(?! in for|-ins?\b)/, "is, or means"],
  [/\bbyte for byte as (?:it|they) came\b/, "unchanged, byte for byte"],
  [/; allowed: /, "; use …"],
  [/\bis not allowed\b/, "is invalid"],
  [/\ba mistake of Keyward's own\b/, "internal error"],
  [/\bwhat is no (?!longer|more)/, "what is not a …"],
  [/\b(?:is|are) told (?!apart)/, "is reported"],
  [/\bgo(?:es)? by\b/, "depends on, uses, or compares"],
  [/\bheld against\b/, "compared with, or checked against"],
  [/\bthe many\b/, "the rest"],
  [/\bleft nothing\b/, "none is left, or expired"],
  [/\bcan still bring something\b/, "may find more"],
  [/\b(?:is|are) no match(?:es)?\b/, "is not a match"],
  [/\bto be had\b/, "available"],
  [/\b(?:those of them|of them that)\b/, "those that …"],
  [/\band neither (?:is|are|does|do)\b/, "nor is, or nor does"],
  [/\bwhat came before\b/i, "what is before it, or earlier …"],
  [/\bno matter of\b/, "… is not the cause"],
  [/\bso many (?:seconds|threads|distinct)\b/, "the number of …"],
  [/\bteach(?:es)? (?:Keyward )?the place\b/, "adds the path to places"],
  [/\ball the same\b/, "anyway, or still"],
  [/\bfor want of\b/, "without"],
  [/\bby (?:itself|themselves)\b/, "alone, or automatically"],
  [/\bgo(?:es)? on\b/, "continues"],
  [/\b(?:is|are) to be\b/, "must be, or is"],
  [/\bof (?:theirs|ours)\b/, "their, or our"],
  [/\banew\b/, "again"],
  [/\b[Bb]eside\b/, "next to"],
  [/\bheld (?:to|by)\b/, "compared with, or checked by"],
  [/\bdear(?:est)?\b(?!-)/, "expensive"],
  [/\b[Mm]end(?:ed|s)?\b/, "fix"],
  [/\btold\b/, "reported, or instructed"],
  [/\bas (?:it|they) came\b/, "unchanged"],
  [/\bwithout a word\b/, "silently"],
  [/\bfor (?:done|delivered)\b/, "as done, or as delivered"],
];

/** Documents that people read, and the help of the commands. */
const PAGES = [...DOCUMENTS, "src/cli.ts", "src/command-help.ts"];

/** Returns a page's lines; in Markdown without fenced blocks and inline code, which quote exactly what a program prints. */
function proseOf(page: string): string[] {
  const text = readFileSync(join(PROJECT_ROOT, page), "utf8");
  return (page.endsWith(".md") ? withoutCode(text) : text).split("\n");
}

/** Blanks the code in Markdown; each line keeps its number. */
function withoutCode(text: string): string {
  return withoutBlocks(text).replaceAll(/`[^`\n]*`/g, "``");
}

describe("documents and help", () => {
  for (const page of PAGES) {
    it(`${page}: has no phrase that reads as translated`, () => {
      const found = proseOf(page).flatMap((line, index) =>
        PHRASES.filter(([phrase]) => phrase.test(line)).map(
          ([phrase, instead]) => `${page}:${index + 1}: "${phrase.exec(line)?.[0] ?? ""}"; write ${instead}`,
        ),
      );
      assert.deepEqual(found, []);
    });
  }

  it("are all looked at", () => {
    assert.ok(PAGES.length > 30, PAGES.join(" "));
    assert.ok(PHRASES.some(([phrase]) => phrase.test("what stands behind it")));
    for (const page of PAGES) assert.ok(proseOf(page).join("").length > 200, page);
  });

  it("are looked at without their code, line by line", () => {
    assert.deepEqual(withoutCode("a `told` b\n```text\ntold\n```\ntold").split("\n"), ["a `` b", "", "", "", "told"]);
  });
});
