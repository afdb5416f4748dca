import { lastLineEnd, seekNewline, seekPlainNewline, seekZero } from "../../../assembly/bytes/newlines";

/** Bytes that are readable after a text. */
const BEHIND: i32 = 16;
const block: usize = heap.alloc(512);

/** Puts a text of `length` bytes, all `byte`, between newlines; its address. */
function fill(length: i32, byte: u8): usize {
  memory.fill(block, 0x0a, 512);
  memory.fill(block + 8, byte, length);
  return block + 8;
}

describe("seekNewline, with SIMD and without", () => {
  it("finds the first one at every place of texts of every length, and none around them", () => {
    let wrong = "";
    for (let length = 0; length < 70; length++) {
      for (let place = 0; place <= length; place++) {
        const start = fill(length, place % 2 == 0 ? 0x0b : 0x8a);
        const end = start + length;
        if (place < length) store<u8>(start + place, 0x0a);
        if (place + 2 < length) store<u8>(start + place + 2, 0x0a);
        const found = seekNewline(start, end);
        const plain = seekPlainNewline(start, end);
        if (found != start + place || plain != found)
          wrong += `${place} of ${length}: ${found - start}, ${plain - start}; `;
      }
    }
    expect(wrong.slice(0, 500)).toBe("");
  });

  it("takes no other byte for one", () => {
    for (let byte = 0; byte < 256; byte++) {
      const length = byte == 0x0a ? 0 : 40;
      const start = fill(40, <u8>byte);
      expect(seekNewline(start, start + 40)).toBe(start + length, byte.toString());
      expect(seekPlainNewline(start, start + 40)).toBe(start + length, byte.toString());
    }
  });

  it("reads no more than sixteen bytes after the end", () => {
    const end = ((<usize>memory.grow(1)) << 16) + 65536 - BEHIND;
    for (let length = 0; length < 40; length++) {
      memory.fill(end - length, 0x2d, length + BEHIND);
      expect(seekNewline(end - length, end)).toBe(end);
      expect(seekPlainNewline(end - length, end)).toBe(end);
    }
  });
});

describe("seekZero", () => {
  it("is the first byte that is 0, or 8", () => {
    expect(seekZero(0)).toBe(0);
    expect(seekZero(0x0100)).toBe(0);
    expect(seekZero(0x0101010101010101)).toBe(8);
    expect(seekZero(0x8080808080808080)).toBe(8);
    expect(seekZero(0xffffffffffffffff)).toBe(8);
    for (let place = 0; place < 8; place++) {
      expect(seekZero(0x7f7f7f7f7f7f7f7f & ~((<u64>0xff) << (place * 8)))).toBe(place);
      expect(seekZero(0x0180ff0180ff0180 & ~((<u64>0xff) << (place * 8)))).toBe(place);
    }
  });
});

describe("lastLineEnd", () => {
  it("is after the last newline, or 0", () => {
    for (let length = 0; length < 40; length++) {
      const start = fill(length, 0x2d);
      expect(lastLineEnd(start, start + length)).toBe(0, length.toString());
      for (let place = 0; place < length; place++) {
        store<u8>(start + place, 0x0a);
        expect(lastLineEnd(start, start + length)).toBe(start + place + 1);
      }
    }
  });
});
