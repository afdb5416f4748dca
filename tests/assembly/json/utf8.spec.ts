import { isSameWellFormed, isWellFormed, matchWideCharacter } from "../../../assembly/json/utf8";
import { Text, place, placeBytesLast, placeLast } from "../support/text";

const bytes = memory.data(4, 8);

function isContinuation(byte: u32): bool {
  return byte >> 6 == 2;
}

/** The reference: decodes the bytes to a code point, and then checks that this encoding of it is allowed. */
function lengthOf(b0: u32, b1: u32, b2: u32, b3: u32): usize {
  if (b0 >> 5 == 6 && isContinuation(b1)) {
    return ((b0 & 0x1f) << 6) + (b1 & 0x3f) >= 0x80 ? 2 : 0;
  }
  if (b0 >> 4 == 14 && isContinuation(b1) && isContinuation(b2)) {
    const code = ((b0 & 0x0f) << 12) + ((b1 & 0x3f) << 6) + (b2 & 0x3f);
    return code >= 0x800 && !(code >= 0xd800 && code <= 0xdfff) ? 3 : 0;
  }
  if (b0 >> 3 == 30 && isContinuation(b1) && isContinuation(b2) && isContinuation(b3)) {
    const code = ((b0 & 0x07) << 18) + ((b1 & 0x3f) << 12) + ((b2 & 0x3f) << 6) + (b3 & 0x3f);
    return code >= 0x10000 && code <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

/** The length found for four bytes, all of them within the text. */
function found(b0: u32, b1: u32, b2: u32, b3: u32): usize {
  store<u32>(bytes, b0 | (b1 << 8) | (b2 << 16) | (b3 << 24));
  return matchWideCharacter(bytes, bytes + 4);
}

let wrong = "";

function compare(b0: u32, b1: u32, b2: u32, b3: u32): void {
  if (found(b0, b1, b2, b3) != lengthOf(b0, b1, b2, b3) && wrong.length < 200) {
    wrong += b0.toString(16) + b1.toString(16) + b2.toString(16) + b3.toString(16) + " ";
  }
}

/** The length found for the first `length` bytes, with the rest of a character after the end. */
function foundCut(b0: u32, b1: u32, b2: u32, b3: u32, length: usize): usize {
  store<u32>(bytes, b0 | (b1 << 8) | (b2 << 16) | (b3 << 24));
  return matchWideCharacter(bytes, bytes + length);
}

describe("matchWideCharacter", () => {
  beforeEach(() => {
    wrong = "";
  });

  it("accepts the first and the last character of every length", () => {
    expect(found(0xc2, 0x80, 0x22, 0x22)).toBe(2, "U+0080");
    expect(found(0xdf, 0xbf, 0x22, 0x22)).toBe(2, "U+07FF");
    expect(found(0xe0, 0xa0, 0x80, 0x22)).toBe(3, "U+0800");
    expect(found(0xed, 0x9f, 0xbf, 0x22)).toBe(3, "U+D7FF");
    expect(found(0xee, 0x80, 0x80, 0x22)).toBe(3, "U+E000");
    expect(found(0xef, 0xbf, 0xbf, 0x22)).toBe(3, "U+FFFF");
    expect(found(0xf0, 0x90, 0x80, 0x80)).toBe(4, "U+10000");
    expect(found(0xf4, 0x8f, 0xbf, 0xbf)).toBe(4, "U+10FFFF");
  });

  it("rejects overlong forms", () => {
    expect(found(0xc0, 0xaf, 0x22, 0x22)).toBe(0);
    expect(found(0xc1, 0xbf, 0x22, 0x22)).toBe(0);
    expect(found(0xe0, 0x80, 0xaf, 0x22)).toBe(0);
    expect(found(0xe0, 0x9f, 0xbf, 0x22)).toBe(0);
    expect(found(0xf0, 0x80, 0x80, 0xaf)).toBe(0);
    expect(found(0xf0, 0x8f, 0xbf, 0xbf)).toBe(0);
  });

  it("rejects surrogates and code points beyond U+10FFFF", () => {
    expect(found(0xed, 0xa0, 0x80, 0x22)).toBe(0);
    expect(found(0xed, 0xbf, 0xbf, 0x22)).toBe(0);
    expect(found(0xf4, 0x90, 0x80, 0x80)).toBe(0);
    expect(found(0xf5, 0x80, 0x80, 0x80)).toBe(0);
    expect(found(0xff, 0xbf, 0xbf, 0xbf)).toBe(0);
  });

  it("rejects stray continuations and ASCII", () => {
    expect(found(0x80, 0x80, 0x80, 0x80)).toBe(0);
    expect(found(0xbf, 0xbf, 0x22, 0x22)).toBe(0);
    expect(found(0x41, 0x80, 0x80, 0x80)).toBe(0);
  });

  it("agrees with the reference on every first and second byte", () => {
    for (let b0: u32 = 0; b0 < 256; b0++) {
      for (let b1: u32 = 0; b1 < 256; b1++) {
        compare(b0, b1, 0x80, 0x80);
        compare(b0, b1, 0xbf, 0xbf);
        compare(b0, b1, 0x22, 0x22);
      }
    }
    expect(wrong).toBe("");
  });

  it("agrees with the reference on every second and third byte of three", () => {
    for (let b0: u32 = 0xe0; b0 < 0xf0; b0++) {
      for (let b1: u32 = 0; b1 < 256; b1++) {
        for (let b2: u32 = 0; b2 < 256; b2++) compare(b0, b1, b2, 0x80);
      }
    }
    expect(wrong).toBe("");
  });

  it("agrees with the reference on every third and fourth byte of four", () => {
    for (let b0: u32 = 0xf0; b0 < 0xf6; b0++) {
      for (let b2: u32 = 0; b2 < 256; b2++) {
        for (let b3: u32 = 0; b3 < 256; b3++) {
          compare(b0, 0x8f, b2, b3);
          compare(b0, 0x90, b2, b3);
        }
      }
    }
    expect(wrong).toBe("");
  });

  it("rejects a character that the end cuts off, even if its bytes continue after it", () => {
    expect(foundCut(0xc2, 0xa9, 0x22, 0x22, 1)).toBe(0);
    expect(foundCut(0xc2, 0xa9, 0x22, 0x22, 2)).toBe(2);
    expect(foundCut(0xe2, 0x82, 0xac, 0x22, 1)).toBe(0);
    expect(foundCut(0xe2, 0x82, 0xac, 0x22, 2)).toBe(0);
    expect(foundCut(0xe2, 0x82, 0xac, 0x22, 3)).toBe(3);
    expect(foundCut(0xf0, 0x9f, 0x94, 0x91, 1)).toBe(0);
    expect(foundCut(0xf0, 0x9f, 0x94, 0x91, 2)).toBe(0);
    expect(foundCut(0xf0, 0x9f, 0x94, 0x91, 3)).toBe(0);
    expect(foundCut(0xf0, 0x9f, 0x94, 0x91, 4)).toBe(4);
  });

  it("reads nothing after the end of memory", () => {
    store<u32>(bytes, 0x91949ff0);
    for (let length = 1; length <= 3; length++) {
      const text = placeBytesLast(bytes, length);
      expect(matchWideCharacter(text.start, text.end)).toBe(0, length.toString() + " of 4 bytes");
    }
  });
});

describe("isWellFormed", () => {
  it("is true for texts with characters of any length, and for an empty text", () => {
    const texts: StaticArray<string> = ["", "a", "\u00e9", "\u20ac", "\ud83d\udd11", "a\u00e9b\u20acc\ud83d\udd11d"];
    for (let i = 0; i < texts.length; i++) {
      const text = placeLast(texts[i]);
      expect(isWellFormed(text.start, text.end)).toBe(true, texts[i]);
    }
  });

  it("is false if any byte is missing or invalid", () => {
    const whole = "a\u00e9b\u20acc\ud83d\udd11d";
    const length = String.UTF8.byteLength(whole);
    for (let at = 0; at < length; at++) {
      const text = placeLast(whole);
      const isWide = load<u8>(text.start + at) >= 0x80;
      store<u8>(text.start + at, 0x61);
      expect(isWellFormed(text.start, text.end)).toBe(!isWide, at.toString());
      store<u8>(text.start + at, 0xff);
      expect(isWellFormed(text.start, text.end)).toBe(false, at.toString());
    }
    const cut = placeLast("a\u20ac");
    expect(isWellFormed(cut.start, cut.end - 1)).toBe(false);
  });
});

function isSame(one: Text, other: Text): bool {
  return isSameWellFormed(one.start, one.end, other.start, other.end);
}

/** The text with an invalid byte at `at`. */
function withBad(text: string, at: i32): Text {
  const placed = place(text);
  store<u8>(placed.start + at, 0xff);
  return placed;
}

describe("texts after decoding", () => {
  it("are equal if an invalid byte reads as U+FFFD", () => {
    expect(isSame(withBad("axb", 1), placeLast("a\ufffdb"))).toBe(true);
    expect(isSame(placeLast("a\ufffd"), withBad("ax", 1))).toBe(true);
    const cut = place("a\u20ac");
    cut.end -= 1;
    expect(isSame(cut, placeLast("a\ufffd\ufffd"))).toBe(true);
    expect(isSame(place("\u20ac\ud83d\ude00"), placeLast("\u20ac\ud83d\ude00"))).toBe(true);
    expect(isSame(place(""), placeLast(""))).toBe(true);
  });

  it("differ if anything else differs", () => {
    expect(isSame(withBad("axb", 1), placeLast("axb"))).toBe(false);
    expect(isSame(withBad("axb", 1), placeLast("a\ufffdc"))).toBe(false);
    expect(isSame(withBad("ax", 1), placeLast("a"))).toBe(false);
    expect(isSame(placeLast("a"), withBad("ax", 1))).toBe(false);
    expect(isSame(place("\u20ac"), placeLast("\u20ad"))).toBe(false);
  });
});
