import { HIGHS, ONES, bytesBefore, isSameBytes, markByte } from "../../../assembly/bytes/words";
import { place, placeLast } from "../support/text";

/** Looks at one byte at a time; returns the number of bytes before the first that is `byte`, or 8. */
function find(word: u64, byte: u64): usize {
  for (let position: usize = 0; position < 8; position++) {
    if (((word >> (position << 3)) & 0xff) == byte) return position;
  }
  return 8;
}

/** A word with `fill` in every byte except for `byte` at `position` (0 is the lowest). */
function wordOf(fill: u64, byte: u64, position: u64): u64 {
  const shift = position << 3;
  return ((fill * 0x0101010101010101) & ~((<u64>0xff) << shift)) | (byte << shift);
}

const FILLS: StaticArray<u64> = [0x00, 0x01, 0x20, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0x81, 0xa2, 0xfe, 0xff];

/** The failures; empty if there are none. */
let wrong = "";

function compare(word: u64, byte: u64): void {
  const marks = markByte(word, byte) & ~word & HIGHS;
  const found = marks == 0 ? 8 : bytesBefore(marks);
  if (found != find(word, byte) && wrong.length < 200) wrong += word.toString(16) + "/" + byte.toString(16) + " ";
}

describe("words", () => {
  beforeEach(() => {
    wrong = "";
  });

  it("has 0x01 and 0x80 in every byte of its constants", () => {
    expect(ONES).toBe(0x0101010101010101);
    expect(HIGHS).toBe(0x8080808080808080);
  });

  it("finds every ASCII byte among all kinds of neighbors, in every position", () => {
    for (let fill = 0; fill < FILLS.length; fill++) {
      for (let position: u64 = 0; position < 8; position++) {
        for (let byte: u64 = 0; byte < 256; byte++) {
          const word = wordOf(FILLS[fill], byte, position);
          for (let sought: u64 = 0; sought < 128; sought++) compare(word, sought);
        }
      }
    }
    expect(wrong).toBe("");
  });

  it("is not misled by a borrow between any two neighbors", () => {
    for (let low: u64 = 0; low < 256; low++) {
      for (let high: u64 = 0; high < 256; high++) {
        const pair = (high << 8) | low;
        for (let shift: u64 = 0; shift <= 48; shift += 8) {
          const word = (0x2020202020202020 & ~((<u64>0xffff) << shift)) | (pair << shift);
          compare(word, 0);
          compare(word, 0x22);
          compare(word, 0x5c);
        }
      }
    }
    expect(wrong).toBe("");
  });
});

describe("isSameBytes", () => {
  it("is true for equal bytes, of any number, and looks at no others", () => {
    for (let length = 0; length <= 40; length++) {
      const text = "abcdefghijklmnopqrstuvwxyz0123456789-_:/".slice(0, length);
      expect(isSameBytes(placeLast(text).start, place(text, "x").start, length)).toBe(true, text);
      expect(isSameBytes(place(text, "y").start, placeLast(text).start, length)).toBe(true, text);
    }
  });

  it("is false if any byte differs", () => {
    for (let length = 1; length <= 40; length++) {
      const one = place("x".repeat(length)).start;
      const other = place("x".repeat(length)).start;
      for (let at = 0; at < length; at++) {
        store<u8>(other + at, 0x79);
        expect(isSameBytes(one, other, length)).toBe(false, at.toString() + " of " + length.toString());
        store<u8>(other + at, 0x78);
      }
    }
  });
});
