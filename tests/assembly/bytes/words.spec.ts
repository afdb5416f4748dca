import { HIGHS, ONES, hasByte, hasZero } from "../../../assembly/bytes/words";

/** One byte at a time: whether a byte of `word` is `byte`. */
function holds(word: u64, byte: u64): bool {
  for (let position: u64 = 0; position < 64; position += 8) {
    if (((word >> position) & 0xff) == byte) return true;
  }
  return false;
}

/** A word of `fill` in every byte, but for `byte` at `position` (0 is the lowest). */
function wordOf(fill: u64, byte: u64, position: u64): u64 {
  const shift = position << 3;
  return ((fill * 0x0101010101010101) & ~((<u64>0xff) << shift)) | (byte << shift);
}

const FILLS: StaticArray<u64> = [0x00, 0x01, 0x20, 0x22, 0x5b, 0x7f, 0x80, 0x81, 0xfe, 0xff];

/** What went wrong, or nothing. */
let wrong = "";

function compareHasZero(word: u64): void {
  if ((hasZero(word) != 0) != holds(word, 0) && wrong.length < 200) wrong += word.toString(16) + " ";
}

function compareHasByte(word: u64, byte: u64): void {
  const answer = hasByte(word, byte) != 0;
  if (answer != holds(word, byte) && wrong.length < 200) wrong += word.toString(16) + "/" + byte.toString(16) + " ";
}

describe("words", () => {
  beforeEach(() => {
    wrong = "";
  });

  it("has 0x01 and 0x80 in every byte of its constants", () => {
    expect(ONES).toBe(0x0101010101010101);
    expect(HIGHS).toBe(0x8080808080808080);
  });

  it("tells a zero byte from every other value, in every position and among every kind of neighbours", () => {
    for (let fill = 0; fill < FILLS.length; fill++) {
      for (let byte: u64 = 0; byte < 256; byte++) {
        for (let position: u64 = 0; position < 8; position++) compareHasZero(wordOf(FILLS[fill], byte, position));
      }
    }
    expect(wrong).toBe("");
  });

  it("tells every byte value from every other, in every position", () => {
    for (let fill = 0; fill < FILLS.length; fill++) {
      for (let position: u64 = 0; position < 8; position++) {
        for (let byte: u64 = 0; byte < 256; byte++) {
          const word = wordOf(FILLS[fill], byte, position);
          for (let sought: u64 = 0; sought < 256; sought++) compareHasByte(word, sought);
        }
      }
    }
    expect(wrong).toBe("");
  });

  it("is not misled by a borrow between any two neighbours", () => {
    for (let low: u64 = 0; low < 256; low++) {
      for (let high: u64 = 0; high < 256; high++) {
        const pair = (high << 8) | low;
        for (let shift: u64 = 0; shift <= 48; shift += 8) {
          const word = (0x2020202020202020 & ~((<u64>0xffff) << shift)) | (pair << shift);
          compareHasZero(word);
          compareHasByte(word, 0x22);
        }
      }
    }
    expect(wrong).toBe("");
  });

  it("says no for a word without the byte, yes for a word of nothing else", () => {
    expect(hasZero(0x0101010101010101)).toBe(0);
    expect(hasZero(0x8080808080808080)).toBe(0);
    expect(hasZero(0xffffffffffffffff)).toBe(0);
    expect(hasZero(0)).not.toBe(0);
    expect(hasByte(0x2222222222222222, 0x22)).not.toBe(0);
    expect(hasByte(0x2323232323232323, 0x22)).toBe(0);
  });
});
