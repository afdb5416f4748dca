/** The analysis of patterns, compared with the oracle's matching of texts. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { couldMatch, coversPattern, literal, many, one, some, type Form } from "#keyward/config/patterns.js";
import { matchesPattern } from "../../oracle/config/patterns.js";
import { Random } from "../../oracle/random.js";
import { isThorough, runSeed } from "../../settings.js";

/** Returns every text of up to `most` of these letters. */
function textsOf(letters: string, most: number): string[] {
  const texts = [""];
  for (let at = 0, length = 0; length < most; length++) {
    const end = texts.length;
    for (; at < end; at++) for (const letter of letters) texts.push(`${texts[at] ?? ""}${letter}`);
  }
  return texts;
}

const PATTERNS = textsOf("ab*?", 4);
const TEXTS = textsOf("abc", 6);

describe("coversPattern", () => {
  it("never claims to cover a pattern that matches more", () => {
    const random = new Random(runSeed());
    let covered = 0;
    for (let round = 0; round < (isThorough ? 4000 : 1000); round++) {
      const [pattern, other] = [random.pick(PATTERNS), random.pick(PATTERNS)];
      if (!coversPattern(pattern, other)) continue;
      covered++;
      const escaped = TEXTS.find((text) => matchesPattern(other, text) && !matchesPattern(pattern, text));
      assert.equal(escaped, undefined, `${pattern} does not cover ${other}`);
    }
    assert.ok(covered > (isThorough ? 100 : 25), `${covered}`);
  });

  it("is plain matching if the other pattern is a text", () => {
    for (const pattern of PATTERNS) {
      for (const text of textsOf("ab", 4)) assert.equal(coversPattern(pattern, text), matchesPattern(pattern, text));
    }
  });

  it("handles the patterns that people write", () => {
    const arn = "arn:aws:sts::444455556666:assumed-role";
    for (const [pattern, other, isCovered] of [
      ["*", "*", true],
      [`${arn}/ci-*/*`, `${arn}/ci-teardown/*`, true],
      [`${arn}/ci-teardown/*`, `${arn}/ci-*/*`, false],
      ["4444????????", "444455556666", true],
      ["4444????????", "4444*", false],
      ["*/*", "a*b/*", true],
      ["a?", "a*", false],
    ] as const) {
      assert.equal(coversPattern(pattern, other), isCovered, `${pattern} ${other}`);
    }
  });
});

describe("couldMatch", () => {
  const FORMS: [form: Form, texts: RegExp][] = [
    [literal("ab"), /^ab$/],
    [[...some(/[ab]/), ...literal("c")], /^[ab]+c$/],
    [[...many(/b/), ...one(/[ac]/), ...many(/[^a]/)], /^b*[ac][bc]*$/],
    [[...literal("a"), ...some(/c/), ...literal("ac")], /^ac+ac$/],
  ];

  it("reports whether a text of the form matches", () => {
    for (const [form, expression] of FORMS) {
      const texts = TEXTS.filter((text) => expression.test(text));
      assert.ok(texts.length > 0);
      for (const pattern of PATTERNS) {
        const expected = texts.some((text) => matchesPattern(pattern, text));
        assert.equal(couldMatch(pattern, [form]), expected, `${pattern} ${expression.source}`);
      }
    }
  });

  it("accepts any of several forms", () => {
    assert.equal(couldMatch("b*", [literal("a"), literal("bc")]), true);
    assert.equal(couldMatch("c*", [literal("a"), literal("bc")]), false);
  });
});
