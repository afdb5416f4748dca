import { additionsInKey, isKeyText, matchKey, readKey } from "../../../assembly/json/key";
import { place, placeLast } from "../support/text";

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

  it("takes keys of 80 bytes with escapes, and of any length without", () => {
    const long = "a".repeat(79);
    expect(matched("\\u0061" + long, "a" + long)).toBe(80);
    expect(matched("\\u0061" + long + "a", "aa" + long)).toBe(0);
    expect(matched("a".repeat(300), "a".repeat(300))).toBe(300);
    expect(matched("a".repeat(300), "a".repeat(299))).toBe(0);
  });

  it("takes no wide character for anything", () => {
    expect(matched("\u00e9", "\u00e9")).toBe(0);
    expect(matched("\u0430", "a")).toBe(0);
  });
});

/** How many times `_x` follows `key` in the key `body`. */
function additions(body: string): i32 {
  read(body);
  return additionsInKey("key", "_x");
}

describe("additionsInKey", () => {
  it("counts what is added to a key, which may be escaped", () => {
    expect(additions("key")).toBe(0);
    expect(additions("key_x")).toBe(1);
    expect(additions("key_x_x_x")).toBe(3);
    expect(additions("k\\u0065y\\u005fx_\\u0078")).toBe(2);
    expect(additions("key" + "_x".repeat(40))).toBe(40);
  });

  it("is -1 for any other key", () => {
    const others: StaticArray<string> = [
      "",
      "k",
      "ke",
      "kex",
      "Key",
      "keys",
      "key_",
      "key_xx",
      "key_x_",
      "key_y",
      "key_xx_",
      "xkey",
      "_x",
      "key\\u00e9",
      "key\\u005f",
    ];
    for (let i = 0; i < others.length; i++) expect(additions(others[i])).toBe(-1, others[i]);
  });
});

/** Whether the key `body` is `name`. */
function isText(body: string, name: string): bool {
  const text = place(name);
  read(body);
  return isKeyText(text.start, <u32>text.length);
}

describe("isKeyText", () => {
  it("is true for the same bytes only", () => {
    expect(isText("abc", "abc")).toBe(true);
    expect(isText("\\u0061bc", "abc")).toBe(true);
    expect(isText("a\\/b", "a/b")).toBe(true);
    expect(isText("x".repeat(64), "x".repeat(64))).toBe(true);
    expect(isText("\\u0078".repeat(64), "x".repeat(64))).toBe(true);
    expect(isText("abd", "abc")).toBe(false);
    expect(isText("bbc", "abc")).toBe(false);
    expect(isText("abcd", "abc")).toBe(false);
    expect(isText("ab", "abc")).toBe(false);
    expect(isText("", "")).toBe(false);
    expect(isText("", "a")).toBe(false);
    expect(isText("\\u00e9", "a")).toBe(false);
  });
});
