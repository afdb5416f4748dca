import { additionsInKey, isKey, isKeyText, readKey } from "../../../assembly/json/key";
import { place, placeLast } from "../support/text";

/** Reads the key `"body"`, the last of a text at the end of memory; traps if it is read to another end. */
function read(body: string): void {
  const text = placeLast('"' + body + '"');
  assert(readKey(text.start, text.end) == text.end, "another end");
}

/** Whether the key `body` is `literal`. */
function isLiteral(body: string, literal: string): bool {
  read(body);
  return isKey(literal);
}

describe("readKey", () => {
  it("ends after the key's own quote, whatever follows it", () => {
    const text = placeLast('{"a":"b","c\\"\\\\":1}');
    expect(readKey(text.start + 1, text.end)).toBe(text.start + 4);
    expect(isKey("a")).toBe(true);
    expect(readKey(text.start + 9, text.end)).toBe(text.start + 16);
    expect(isKey('c"\\')).toBe(true);
  });
});

describe("isKey", () => {
  it("is true only for the same text", () => {
    expect(isLiteral("abc", "abc")).toBe(true);
    expect(isLiteral("abd", "abc")).toBe(false);
    expect(isLiteral("bbc", "abc")).toBe(false);
    expect(isLiteral("Abc", "abc")).toBe(false);
    expect(isLiteral("abcd", "abc")).toBe(false);
    expect(isLiteral("ab", "abc")).toBe(false);
    expect(isLiteral("", "abc")).toBe(false);
  });

  it("reads escapes", () => {
    expect(isLiteral("\\u0061bc", "abc")).toBe(true);
    expect(isLiteral("a\\u0062", "ab")).toBe(true);
    expect(isLiteral("a\\/b", "a/b")).toBe(true);
    expect(isLiteral("\\u0062", "a")).toBe(false);
    expect(isLiteral("\\u00e1", "a")).toBe(false);
    expect(isLiteral("a\\u0000", "a")).toBe(false);
  });

  it("forgets the previous key", () => {
    expect(isLiteral("\\u0061bcdef", "abcdef")).toBe(true);
    expect(isLiteral("x", "abcdef")).toBe(false);
    expect(isLiteral("\\u0078", "x")).toBe(true);
    expect(isLiteral("\\u00e9", "x")).toBe(false);
  });

  it("accepts keys of 80 bytes with escapes, and of any length without", () => {
    const long = "a".repeat(79);
    expect(isLiteral("\\u0061" + long, "a" + long)).toBe(true);
    expect(isLiteral("\\u0061" + long + "a", "aa" + long)).toBe(false);
    expect(isLiteral("a".repeat(300), "a".repeat(300))).toBe(true);
    expect(isLiteral("a".repeat(300), "a".repeat(299))).toBe(false);
  });

  it("matches no wide character", () => {
    expect(isLiteral("\u00e9", "\u00e9")).toBe(false);
    expect(isLiteral("\u0430", "a")).toBe(false);
  });
});

/** How many times `_x` follows `key` in the key `body`. */
function additions(body: string): i32 {
  read(body);
  return additionsInKey("key", "_x");
}

describe("additionsInKey", () => {
  it("counts what is added to a key, even if it is escaped", () => {
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
  it("is true only for the same bytes", () => {
    expect(isText("abc", "abc")).toBe(true);
    expect(isText("\\u0061bc", "abc")).toBe(true);
    expect(isText("a\\/b", "a/b")).toBe(true);
    expect(isText("x".repeat(64), "x".repeat(64))).toBe(true);
    expect(isText("\\u0078".repeat(64), "x".repeat(64))).toBe(true);
    expect(isText("abd", "abc")).toBe(false);
    expect(isText("bbc", "abc")).toBe(false);
    expect(isText("abcd", "abc")).toBe(false);
    expect(isText("ab", "abc")).toBe(false);
    expect(isText("", "")).toBe(true);
    expect(isText("x".repeat(81), "x".repeat(81))).toBe(true);
    expect(isText("\\u0078".repeat(81), "x".repeat(81))).toBe(false);
    expect(isText("", "a")).toBe(false);
    expect(isText("\\u00e9", "a")).toBe(false);
  });
});
