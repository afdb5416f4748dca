import { startWriting, writeAsciiFrom, writeByte, writtenSince } from "../../../assembly/bytes/writer";
import { textBetween } from "../support/text";

const target = memory.data(32, 8);

/** What stands in the first `length` bytes of the target, which were dots, once `literal` was written from `from` on. */
function written(literal: string, from: i32, room: i32, length: i32): string {
  memory.fill(target, 0x2e, 32);
  startWriting(target, room);
  writeAsciiFrom(literal, from);
  return textBetween(target, target + length) + " " + writtenSince(target).toString();
}

describe("writeAsciiFrom", () => {
  it("writes a literal from one of its units on", () => {
    expect(written("/cap/count", 0, 32, 12)).toBe("/cap/count.. 10");
    expect(written("/cap/count", 5, 32, 7)).toBe("count.. 5");
    expect(written("/cap/count", 9, 32, 3)).toBe("t.. 1");
    expect(written("/cap/count", 10, 32, 2)).toBe(".. 0");
    expect(written("", 0, 32, 2)).toBe(".. 0");
  });

  it("stores what there is room for, and counts all", () => {
    expect(written("abcdef", 1, 3, 6)).toBe("bcd... 5");
    expect(written("abcdef", 1, 0, 6)).toBe("...... 5");
    startWriting(target, 32);
    writeAsciiFrom("abc", 2);
    writeByte(0x21);
    expect(textBetween(target, target + 2)).toBe("c!");
  });
});
