import { BLOCK, hasAny, maskOf, seekByte, spread } from "../../../assembly/bytes/vectors";
import { place, placeLast } from "../support/text";

/** The mask of the newlines in the block at `at`. */
function newlinesIn(at: usize): u64 {
  const newline = spread(0x0a);
  const a = i8x16.eq(v128.load(at), newline);
  const b = i8x16.eq(v128.load(at, 16), newline);
  const c = i8x16.eq(v128.load(at, 32), newline);
  const d = i8x16.eq(v128.load(at, 48), newline);
  const mask = maskOf(a, b, c, d);
  assert(hasAny(a, b, c, d) == (mask != 0), "hasAny and maskOf disagree");
  return mask;
}

describe("a block", () => {
  it("has a bit for each byte, the lowest for the first", () => {
    const text = placeLast("-".repeat(<i32>BLOCK));
    expect(newlinesIn(text.start)).toBe(0);
    let all: u64 = 0;
    for (let index = 0; index < <i32>BLOCK; index++) {
      store<u8>(text.start + index, 0x0a);
      expect(newlinesIn(text.start)).toBe((<u64>1) << index, index.toString());
      store<u8>(text.start + index, 0x2d);
      all |= (<u64>1) << index;
    }
    memory.fill(text.start, 0x0a, BLOCK);
    expect(newlinesIn(text.start)).toBe(all);
  });
});

describe("seekByte", () => {
  it("finds the first one, wherever it is", () => {
    for (let before = 0; before <= 70; before++) {
      for (let after = 0; after <= 70; after++) {
        const text = place("-".repeat(before) + "\n" + "\n-".repeat(after), "-".repeat(16));
        expect(seekByte(text.start, text.end, 0x0a)).toBe(text.start + before);
        heap.free(text.start);
      }
    }
  });

  it("returns the end if there is none, whatever is around the text", () => {
    for (let length = 0; length <= 70; length++) {
      const text = place("\n" + "-".repeat(length), "\n".repeat(16));
      expect(seekByte(text.start + 1, text.end, 0x0a)).toBe(text.end);
      heap.free(text.start);
    }
  });

  it("distinguishes every byte from every other", () => {
    const text = place("-".repeat(40));
    for (let wanted = 0; wanted < 256; wanted++) {
      for (let byte = 0; byte < 256; byte++) {
        memory.fill(text.start, <u8>(wanted + 1), 24);
        store<u8>(text.start + 5, <u8>byte);
        const found = seekByte(text.start, text.start + 8, wanted);
        assert(found == text.start + (byte == wanted ? 5 : 8), `${wanted} among ${byte}`);
      }
    }
  });
});
