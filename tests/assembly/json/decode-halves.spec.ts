import { decoded } from "../support/decoded";

const HIGHS: StaticArray<string> = ["d800", "d801", "d83d", "dabc", "dbff"];
const LOWS: StaticArray<string> = ["dc00", "dc01", "dd11", "deef", "dfff"];
const OTHERS: StaticArray<string> = [
  "\\n",
  '\\"',
  "\\\\",
  "\\/",
  "\\u0041",
  "\\u00e9",
  "\\ud7ff",
  "\\ue000",
  "x",
  "\u00e9",
];
const READ: StaticArray<string> = ["\n", '"', "\\", "/", "A", "\u00e9", "\ud7ff", "\ue000", "x", "\u00e9"];

function unitOf(digits: string): i32 {
  return <i32>parseInt(digits, 16);
}

describe("a pair of halves", () => {
  it("is one character", () => {
    for (let i = 0; i < HIGHS.length; i++) {
      for (let j = 0; j < LOWS.length; j++) {
        const character = String.fromCharCodes([unitOf(HIGHS[i]), unitOf(LOWS[j])]);
        expect(decoded("\\u" + HIGHS[i] + "\\u" + LOWS[j])).toBe(character);
        expect(decoded("a\\u" + HIGHS[i].toUpperCase() + "\\u" + LOWS[j].toUpperCase() + "b")).toBe(
          "a" + character + "b",
        );
      }
    }
  });

  it("reaches both ends of the wide planes", () => {
    expect(decoded("\\ud800\\udc00")).toBe("\ud800\udc00");
    expect(decoded("\\udbff\\udfff")).toBe("\udbff\udfff");
    expect(decoded("\\ud83d\\udd11\\ud83d\\udd12")).toBe("\ud83d\udd11\ud83d\udd12");
  });
});

describe("half a pair", () => {
  it("alone decodes to U+FFFD", () => {
    for (let i = 0; i < HIGHS.length; i++) {
      expect(decoded("\\u" + HIGHS[i])).toBe("\ufffd");
      expect(decoded("\\u" + LOWS[i])).toBe("\ufffd");
      expect(decoded("ab\\u" + HIGHS[i] + "cd")).toBe("ab\ufffdcd");
      expect(decoded("ab\\u" + LOWS[i] + "cd")).toBe("ab\ufffdcd");
    }
  });

  it("does not take what follows for the other half", () => {
    for (let i = 0; i < OTHERS.length; i++) {
      expect(decoded("\\ud83d" + OTHERS[i])).toBe("\ufffd" + READ[i]);
      expect(decoded("\\udd11" + OTHERS[i])).toBe("\ufffd" + READ[i]);
      expect(decoded(OTHERS[i] + "\\ud83d")).toBe(READ[i] + "\ufffd");
      expect(decoded(OTHERS[i] + "\\udd11")).toBe(READ[i] + "\ufffd");
      expect(decoded("\\ud83d" + OTHERS[i] + "\\udd11")).toBe("\ufffd" + READ[i] + "\ufffd");
    }
  });

  it("before a pair does not affect the pair", () => {
    expect(decoded("\\ud83d\\ud83d\\udd11")).toBe("\ufffd\ud83d\udd11");
    expect(decoded("\\ud800\\udbff\\udfff")).toBe("\ufffd\udbff\udfff");
    expect(decoded("\\ud83d\\ud83d\\ud83d\\udd11")).toBe("\ufffd\ufffd\ud83d\udd11");
    expect(decoded("\\udd11\\ud83d\\udd11")).toBe("\ufffd\ud83d\udd11");
  });

  it("after a pair does not affect the pair", () => {
    expect(decoded("\\ud83d\\udd11\\udd11")).toBe("\ud83d\udd11\ufffd");
    expect(decoded("\\ud83d\\udd11\\ud83d")).toBe("\ud83d\udd11\ufffd");
  });

  it("is each half of a reversed pair, and of two equal halves", () => {
    expect(decoded("\\udd11\\ud83d")).toBe("\ufffd\ufffd");
    expect(decoded("\\ud83d\\ud83d")).toBe("\ufffd\ufffd");
    expect(decoded("\\udd11\\udd11")).toBe("\ufffd\ufffd");
  });

  it("does not pair with an escaped backslash and text that looks like an escape", () => {
    expect(decoded("\\ud83d\\\\udd11")).toBe("\ufffd\\udd11");
    expect(decoded("\\\\ud83d\\udd11")).toBe("\\ud83d\ufffd");
  });
});
