import { lastLineEnd, seekNewline, seekPlainNewline, seekZero } from "../../../assembly/bytes/newlines";

/** Bytes that are readable after a text. */
const AFTER: i32 = 16;
const block: usize = heap.alloc(512);

/** Puts a text of `length` bytes, all `byte`, between newlines; returns its address. */
function fill(length: i32, byte: u8): usize {
  memory.fill(block, 0x0a, 512);
  memory.fill(block + 8, byte, length);
  return block + 8;
}

describe("seekNewline, with SIMD and without", () => {
  it("finds the first newline at every position in texts of every length, and none around them", () => {
    let wrong = "";
    for (let length = 0; length < 70; length++) {
      for (let offset = 0; offset <= length; offset++) {
        const start = fill(length, offset % 2 == 0 ? 0x0b : 0x8a);
        const end = start + length;
        if (offset < length) store<u8>(start + offset, 0x0a);
        if (offset + 2 < length) store<u8>(start + offset + 2, 0x0a);
        const found = seekNewline(start, end);
        const plain = seekPlainNewline(start, end);
        if (found != start + offset || plain != found)
          wrong += `${offset} of ${length}: ${found - start}, ${plain - start}; `;
      }
    }
    expect(wrong.slice(0, 500)).toBe("");
  });

  it("takes no other byte for a newline", () => {
    for (let byte = 0; byte < 256; byte++) {
      const length = byte == 0x0a ? 0 : 40;
      const start = fill(40, <u8>byte);
      expect(seekNewline(start, start + 40)).toBe(start + length, byte.toString());
      expect(seekPlainNewline(start, start + 40)).toBe(start + length, byte.toString());
    }
  });

  it("reads at most sixteen bytes after the end", () => {
    const end = ((<usize>memory.grow(1)) << 16) + 65536 - AFTER;
    for (let length = 0; length < 40; length++) {
      memory.fill(end - length, 0x2d, length + AFTER);
      expect(seekNewline(end - length, end)).toBe(end);
      expect(seekPlainNewline(end - length, end)).toBe(end);
    }
  });
});

describe("seekZero", () => {
  it("returns the position of the first zero byte, or 8", () => {
    expect(seekZero(0)).toBe(0);
    expect(seekZero(0x0100)).toBe(0);
    expect(seekZero(0x0101010101010101)).toBe(8);
    expect(seekZero(0x8080808080808080)).toBe(8);
    expect(seekZero(0xffffffffffffffff)).toBe(8);
    for (let offset = 0; offset < 8; offset++) {
      expect(seekZero(0x7f7f7f7f7f7f7f7f & ~((<u64>0xff) << (offset * 8)))).toBe(offset);
      expect(seekZero(0x0180ff0180ff0180 & ~((<u64>0xff) << (offset * 8)))).toBe(offset);
    }
  });
});

describe("lastLineEnd", () => {
  it("is after the last newline, or 0", () => {
    for (let length = 0; length < 40; length++) {
      const start = fill(length, 0x2d);
      expect(lastLineEnd(start, start + length)).toBe(0, length.toString());
      for (let offset = 0; offset < length; offset++) {
        store<u8>(start + offset, 0x0a);
        expect(lastLineEnd(start, start + length)).toBe(start + offset + 1);
      }
    }
  });
});
