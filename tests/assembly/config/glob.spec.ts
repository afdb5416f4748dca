import { claim, hasClaims, recycle, reserve } from "../../../assembly/bytes/arena";
import { matchGlob } from "../../../assembly/config/glob";
import { PAGE, startAnew } from "../support/arena";
import { place, placeLast } from "../support/text";

/**
 * Whether the pattern matches the text. Traps if memory stays claimed; the bytes after both would change the result.
 */
function matches(pattern: string, text: string): bool {
  recycle();
  reserve(4096);
  const first = place(pattern, "*?a");
  const second = place(text, "aaa");
  const isMatch = matchGlob(first.start, first.end, second.start, second.end);
  assert(!hasClaims(), "memory stays claimed");
  heap.free(first.start);
  heap.free(second.start);
  return isMatch;
}

describe("a pattern without wildcards", () => {
  it("matches only itself", () => {
    expect(matches("abc", "abc")).toBe(true);
    expect(matches("abc", "abcd")).toBe(false);
    expect(matches("abc", "ab")).toBe(false);
    expect(matches("abc", "xabc")).toBe(false);
    expect(matches("abc", "ABC")).toBe(false);
    expect(matches("abc", "")).toBe(false);
    expect(matches("", "")).toBe(true);
    expect(matches("", "a")).toBe(false);
    expect(matches("\u20ac", "\u20ac")).toBe(true);
    expect(matches("\u20ac", "\u20ad")).toBe(false);
  });

  it("has no other special characters, and no escapes", () => {
    expect(matches("a.c", "a.c")).toBe(true);
    expect(matches("a.c", "abc")).toBe(false);
    expect(matches("[ab]", "[ab]")).toBe(true);
    expect(matches("[ab]", "a")).toBe(false);
    expect(matches("a+", "aa")).toBe(false);
    expect(matches("{a,b}", "a")).toBe(false);
    expect(matches("\\*", "\\anything")).toBe(true);
    expect(matches("\\*", "*")).toBe(false);
    expect(matches("\\?", "?")).toBe(false);
    expect(matches("%_", "ab")).toBe(false);
  });
});

describe("a star", () => {
  it("matches any text, even an empty one", () => {
    expect(matches("*", "")).toBe(true);
    expect(matches("*", "a/b:c\n\u{1f511}")).toBe(true);
    expect(matches("a*", "a")).toBe(true);
    expect(matches("a*", "abc")).toBe(true);
    expect(matches("a*", "ba")).toBe(false);
    expect(matches("*a", "a")).toBe(true);
    expect(matches("*a", "cba")).toBe(true);
    expect(matches("*a", "ab")).toBe(false);
    expect(matches("*a*", "a")).toBe(true);
    expect(matches("*a*", "bab")).toBe(true);
    expect(matches("*a*", "bbb")).toBe(false);
    expect(matches("*a*", "")).toBe(false);
  });

  it("between parts keeps them apart", () => {
    expect(matches("a*b", "ab")).toBe(true);
    expect(matches("a*b", "axxb")).toBe(true);
    expect(matches("a*b", "axxbx")).toBe(false);
    expect(matches("a*a", "a")).toBe(false);
    expect(matches("a*a", "aa")).toBe(true);
    expect(matches("ab*ba", "aba")).toBe(false);
    expect(matches("ab*ba", "abba")).toBe(true);
    expect(matches("*ab*ab*", "ab")).toBe(false);
    expect(matches("*ab*ab*", "abab")).toBe(true);
    expect(matches("*ab*ab", "abxab")).toBe(true);
    expect(matches("*ab*b", "ab")).toBe(false);
    expect(matches("*ab*ba*", "xabax")).toBe(false);
    expect(matches("a*b*c*d", "abcd")).toBe(true);
    expect(matches("a*b*c*d", "acbd")).toBe(false);
  });

  it("next to others is like one alone", () => {
    expect(matches("**", "")).toBe(true);
    expect(matches("***a***", "bab")).toBe(true);
    expect(matches("***a***", "bbb")).toBe(false);
    expect(matches("a**b", "ab")).toBe(true);
    expect(matches("a**b", "a**b")).toBe(true);
    expect(matches("a**b", "ac")).toBe(false);
  });

  it("works in real patterns", () => {
    const arn = "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-4182";
    expect(matches("arn:aws:sts::444455556666:assumed-role/ci-*/*", arn)).toBe(true);
    expect(matches("arn:aws:sts::111122223333:assumed-role/ci-*/*", arn)).toBe(false);
    expect(matches("arn:*:assumed-role/*/run-????", arn)).toBe(true);
    expect(matches("arn:*:assumed-role/*/run-???", arn)).toBe(false);
    expect(matches("*teardown*", arn)).toBe(true);
    expect(matches("*teardown", arn)).toBe(false);
  });
});

describe("a question mark", () => {
  it("matches one character", () => {
    expect(matches("?", "a")).toBe(true);
    expect(matches("?", "?")).toBe(true);
    expect(matches("?", "")).toBe(false);
    expect(matches("?", "ab")).toBe(false);
    expect(matches("a?c", "abc")).toBe(true);
    expect(matches("a?c", "ac")).toBe(false);
    expect(matches("??", "a")).toBe(false);
    expect(matches("a?", "a")).toBe(false);
    expect(matches("?a", "a")).toBe(false);
  });

  it("matches one of any number of bytes, wherever it is", () => {
    const characters: StaticArray<string> = ["x", "\u00e9", "\u20ac", "\u{1f511}", "\u007f", "\u0080", "\uffff"];
    for (let i = 0; i < characters.length; i++) {
      const one = characters[i];
      expect(matches("?", one)).toBe(true, one);
      expect(matches("?", one + one)).toBe(false, one);
      expect(matches("??", one)).toBe(false, one);
      expect(matches("??", one + one)).toBe(true, one);
      expect(matches("a?b", "a" + one + "b")).toBe(true, one);
      expect(matches("*?", one)).toBe(true, one);
      expect(matches("?*", one)).toBe(true, one);
      expect(matches("*?*", one)).toBe(true, one);
      expect(matches("*??*", one)).toBe(false, one);
      expect(matches("*??", one)).toBe(false, one);
      expect(matches("??*", one)).toBe(false, one);
      expect(matches("*a?", "a" + one)).toBe(true, one);
      expect(matches("*?a*", "b" + one + "a" + one)).toBe(true, one);
      expect(matches("*?" + one, "b" + one)).toBe(true, one);
      expect(matches("*?" + one, one)).toBe(false, one);
      expect(matches("*" + one + "?*c", one + one + "c")).toBe(true, one);
    }
  });

  it("next to a star matches at least one", () => {
    expect(matches("?*", "")).toBe(false);
    expect(matches("?*", "a")).toBe(true);
    expect(matches("*?", "")).toBe(false);
    expect(matches("*?*?*", "a")).toBe(false);
    expect(matches("*?*?*", "ab")).toBe(true);
    expect(matches("*?b*", "b")).toBe(false);
    expect(matches("*?b*", "bb")).toBe(true);
    expect(matches("*?a?*?", "xay")).toBe(false);
    expect(matches("*?a?*?", "xayz")).toBe(true);
  });
});

describe("a text and a pattern", () => {
  it("are not read beyond their ends", () => {
    const patterns: StaticArray<string> = ["a*", "*a", "a*a", "*aa*", "a?", "*a?", "*?a*", "*?b*", "aaaa", "aab", "*"];
    for (let i = 0; i < patterns.length; i++) {
      const pattern = place(patterns[i]);
      const text = placeLast("aab");
      const expected = matches(patterns[i], "aab");
      expect(matchGlob(pattern.start, pattern.end, text.start, text.end)).toBe(expected, patterns[i]);
    }
    const text = place("aab");
    for (let i = 0; i < patterns.length; i++) {
      const pattern = placeLast(patterns[i]);
      const expected = matches(patterns[i], "aab");
      expect(matchGlob(pattern.start, pattern.end, text.start, text.end)).toBe(expected, patterns[i]);
    }
  });
});

describe("a part of about 64 bytes between two stars", () => {
  it("is found like a shorter and a longer one, and does not match if a byte differs", () => {
    for (let length = 62; length < 68; length++) {
      const name = `${length} bytes`;
      const part = "abcdefgh".repeat(9).slice(0, length);
      expect(matches(`*${part}*`, part)).toBe(true, name);
      expect(matches(`*${part}*`, "abc" + part + "def")).toBe(true, name);
      expect(matches(`*${part}*z*`, part.repeat(2))).toBe(false, name);
      for (let at = 0; at < length; at += 7) {
        const other = part.slice(0, at) + "X" + part.slice(at + 1);
        expect(matches(`*${part}*`, other)).toBe(false, name);
        expect(matches(`*${part}*`, other + part)).toBe(true, name);
        if (length > 64) continue;
        const marked = part.slice(0, at) + "?" + part.slice(at + 1);
        expect(matches(`*${marked}*`, "ab" + other)).toBe(true, name);
        expect(matches(`*${marked}*`, other.slice(0, length - 1))).toBe(false, name);
      }
    }
  });

  it("may be ? alone, or end with one that matches a multibyte character", () => {
    expect(matches("*" + "?".repeat(64) + "*", "\u{1f511}".repeat(64))).toBe(true);
    expect(matches("*" + "?".repeat(64) + "*", "\u{1f511}".repeat(63))).toBe(false);
    expect(matches("*" + "?".repeat(64) + "*x", "\u{1f511}".repeat(64) + "x")).toBe(true);
    expect(matches("*" + "a".repeat(63) + "?*x", "a".repeat(63) + "\u20acx")).toBe(true);
    expect(matches("*" + "a".repeat(63) + "?*?x", "a".repeat(63) + "\u20acx")).toBe(false);
    expect(matches("*?" + "\u20ac".repeat(21) + "*", "\u20ac".repeat(22))).toBe(true);
    expect(matches("*?" + "\u20ac".repeat(21) + "*", "\u20ac".repeat(21))).toBe(false);
  });
});

describe("the memory for searching a part", () => {
  it("may be the last there is", () => {
    const pattern = place("*" + "abc".repeat(22) + "dd*");
    const text = place("abc".repeat(30) + "dd!");
    startAnew();
    // Four bytes for each of the part's 68.
    claim(2 * PAGE - 272);
    const pages = memory.size();
    expect(matchGlob(pattern.start, pattern.end, text.start, text.end)).toBe(true);
    expect(memory.size()).toBe(pages);
    recycle();
  });
});
