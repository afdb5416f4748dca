/** Documents and help are in plain English: phrases that read as translated do not come back. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";

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
];

/** What is no longer written in the pages that were rewritten sentence by sentence: the rest may still have some of it. */
const REWRITTEN = /^(?:docs\/(?:how-to|explanation)\/|examples\/|connect\/|SECURITY|CONTRIBUTING)/;
const REWRITTEN_PHRASES: typeof PHRASES = [
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
const phrasesFor = (page: string): typeof PHRASES =>
  REWRITTEN.test(page) ? [...PHRASES, ...REWRITTEN_PHRASES] : PHRASES;

/** Documents that people read, and the help of the commands. */
const PAGES = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "src/cli.ts", "src/command-help.ts"],
  ...["docs", "examples", "connect"].flatMap((folder) =>
    filesBelow(join(PROJECT_ROOT, folder))
      .filter((path) => path.endsWith(".md"))
      .map((path) => join(folder, path)),
  ),
];

describe("documents and help", () => {
  for (const page of PAGES) {
    it(`${page}: has no phrase that reads as translated`, () => {
      const lines = readFileSync(join(PROJECT_ROOT, page), "utf8").split("\n");
      const found = lines.flatMap((line, index) =>
        phrasesFor(page)
          .filter(([phrase]) => phrase.test(line))
          .map(([phrase, instead]) => `${page}:${index + 1}: "${phrase.exec(line)?.[0] ?? ""}"; write ${instead}`),
      );
      assert.deepEqual(found, []);
    });
  }

  it("are all looked at", () => {
    assert.ok(PAGES.length > 30, PAGES.join(" "));
    assert.ok(PAGES.filter((page) => REWRITTEN.test(page)).length >= 25);
    assert.ok(PHRASES.some(([phrase]) => phrase.test("what stands behind it")));
  });
});
