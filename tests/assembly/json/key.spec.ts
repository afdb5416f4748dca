import { matchKey, readKey } from "../../../assembly/json/key";
import { placeLast } from "../support/text";

/** Reads the key `"body"`, the last of a text that ends where memory does; a trap if it is said to end elsewhere. */
function read(body: string): void {
  const text = placeLast('"' + body + '"');
  assert(readKey(text.start, text.end) == text.end, "another end");
}

/** Where `literal` goes on behind the key `body`, from `offset` on; 0 for nowhere. */
function matched(body: string, literal: string, offset: i32 = 0): i32 {
  read(body);
  return matchKey(literal, offset);
}

describe("readKey", () => {
  it("ends behind the key's own quote, whatever stands behind it", () => {
    const text = placeLast('{"a":"b","c\\"\\\\":1}');
    expect(readKey(text.start + 1, text.end)).toBe(text.start + 4);
    expect(matchKey("a", 0)).toBe(1);
    expect(readKey(text.start + 9, text.end)).toBe(text.start + 16);
    expect(matchKey('c"\\', 0)).toBe(3);
  });
});

describe("matchKey", () => {
  it("is where the literal goes on behind the key", () => {
    expect(matched("abc", "abc")).toBe(3);
    expect(matched("abc", "abcd")).toBe(3);
    expect(matched("bc", "abcd", 1)).toBe(3);
    expect(matched("d", "abcd", 3)).toBe(4);
  });

  it("is 0 for a key that says something else, more, or nothing", () => {
    expect(matched("abd", "abc")).toBe(0);
    expect(matched("bbc", "abc")).toBe(0);
    expect(matched("abcd", "abc")).toBe(0);
    expect(matched("abc", "abcd", 1)).toBe(0);
    expect(matched("Abc", "abc")).toBe(0);
    expect(matched("d", "abcd", 4)).toBe(0);
    expect(matched("", "abc")).toBe(0);
    expect(matched("", "abc", 3)).toBe(0);
  });

  it("is 0 for a key that is longer, whatever stands behind the literal", () => {
    // Of all lengths, so that in some the next object follows at once.
    const literals: StaticArray<string> = ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"];
    for (let index = 0; index < literals.length; index++) {
      const literal = literals[index];
      for (let unit = 0; unit < 0x80; unit++) {
        const key = literal + "\\u00" + (unit < 16 ? "0" : "") + unit.toString(16);
        expect(matched(key, literal)).toBe(0, key);
      }
    }
  });

  it("reads escapes", () => {
    expect(matched("\\u0061bc", "abc")).toBe(3);
    expect(matched("a\\u0062", "abc")).toBe(2);
    expect(matched("a\\/b", "a/b")).toBe(3);
    expect(matched("\\u0062", "abc")).toBe(0);
    expect(matched("\\u00e1", "a")).toBe(0);
    expect(matched("a\\u0000", "a")).toBe(0);
  });

  it("forgets the key before", () => {
    expect(matched("\\u0061bcdef", "abcdef")).toBe(6);
    expect(matched("x", "abcdef")).toBe(0);
    expect(matched("\\u0078", "xbcdef")).toBe(1);
    expect(matched("\\u00e9", "xbcdef")).toBe(0);
    expect(matched("ab", "abcdef")).toBe(2);
  });

  it("takes keys of 64 bytes with escapes, and of any length without", () => {
    const long = "a".repeat(63);
    expect(matched("\\u0061" + long, "a" + long)).toBe(64);
    expect(matched("\\u0061" + long + "a", "aa" + long)).toBe(0);
    expect(matched("a".repeat(300), "a".repeat(300))).toBe(300);
    expect(matched("a".repeat(300), "a".repeat(299))).toBe(0);
  });

  it("takes no wide character for anything", () => {
    expect(matched("\u00e9", "\u00e9")).toBe(0);
    expect(matched("\u0430", "a")).toBe(0);
  });
});
