import {
  startWriting,
  writeAscii,
  writeByte,
  writeBytes,
  writeUnsigned,
  writtenSince,
} from "../../../assembly/bytes/writer";
import { place, textBetween } from "../support/text";

const SIZE: i32 = 64;
const UNTOUCHED: u8 = 0xee;
const target = memory.data(64, 8);

/** The text in the target's first `length` bytes; traps if any byte from `room` on was stored. */
function stored(length: usize, room: usize): string {
  for (let i = room; i < <usize>SIZE; i++) assert(load<u8>(target + i) == UNTOUCHED, "stored beyond the room");
  return textBetween(target, target + length);
}

function unsignedText(value: u32): string {
  startWriting(target, SIZE);
  writeUnsigned(value);
  return stored(writtenSince(target), SIZE);
}

/** One piece of every kind, 23 bytes in total: `{"n":42,"name":"é…"}`. */
function writeSample(): void {
  const wide = place('"\u00e9\u2026"');
  writeByte(0x7b);
  writeAscii('"n":');
  writeUnsigned(42);
  writeAscii(',"name":');
  writeBytes(wide.start, wide.length);
  writeByte(0x7d);
}

const SAMPLE: string = '{"n":42,"name":"\u00e9\u2026"}';
const SAMPLE_LENGTH: i32 = 23;

describe("the writer", () => {
  beforeEach(() => {
    memory.fill(target, UNTOUCHED, SIZE);
  });

  it("starts empty", () => {
    startWriting(target, SIZE);
    expect(writtenSince(target)).toBe(0);
    expect(stored(0, 0)).toBe("");
  });

  it("stores the pieces one after the other", () => {
    startWriting(target, SIZE);
    writeSample();
    expect(writtenSince(target)).toBe(SAMPLE_LENGTH);
    expect(stored(SAMPLE_LENGTH, SAMPLE_LENGTH)).toBe(SAMPLE);
  });

  it("stores all of a text in room of exactly its length", () => {
    startWriting(target, SAMPLE_LENGTH);
    writeSample();
    expect(writtenSince(target)).toBe(SAMPLE_LENGTH);
    expect(stored(SAMPLE_LENGTH, SAMPLE_LENGTH)).toBe(SAMPLE);
  });

  it("measures without room what it would write with enough", () => {
    startWriting(0, 0);
    writeSample();
    expect(writtenSince(0)).toBe(SAMPLE_LENGTH);
    expect(stored(0, 0)).toBe("");
  });

  it("counts everything and stores nothing beyond room of any size", () => {
    for (let room = 0; room <= SAMPLE_LENGTH; room++) {
      memory.fill(target, UNTOUCHED, SIZE);
      startWriting(target, room);
      writeSample();
      expect(writtenSince(target)).toBe(SAMPLE_LENGTH, "in " + room.toString());
      stored(room, room);
    }
  });

  it("stores the pieces that fit whole before one that does not", () => {
    startWriting(target, 8);
    writeAscii("abc");
    writeByte(0x64);
    writeAscii("efghi");
    expect(stored(4, 4)).toBe("abcd");
    expect(writtenSince(target)).toBe(9);
  });

  it("stores no piece after one that did not fit", () => {
    startWriting(target, 5);
    writeAscii("abc");
    writeAscii("defghi");
    writeByte(0x6a);
    writeAscii("k");
    writeUnsigned(1);
    expect(stored(3, 3)).toBe("abc");
    expect(writtenSince(target)).toBe(12);
  });

  it("fills the room to its last byte with each kind of piece", () => {
    const text = place("xyz");
    startWriting(target, 3);
    writeBytes(text.start, 3);
    expect(stored(3, 3)).toBe("xyz");
    startWriting(target, 4);
    writeAscii("abcd");
    expect(stored(4, 4)).toBe("abcd");
    startWriting(target, 1);
    writeByte(0x71);
    expect(stored(4, 4)).toBe("qbcd");
  });

  it("skips a piece that is one byte too long", () => {
    const text = place("xyz");
    startWriting(target, 2);
    writeBytes(text.start, 3);
    stored(0, 0);
    startWriting(target, 3);
    writeAscii("abcd");
    stored(0, 0);
    startWriting(target, 0);
    writeByte(0x71);
    stored(0, 0);
    expect(writtenSince(target)).toBe(1);
  });

  it("accepts empty pieces", () => {
    startWriting(target, SIZE);
    writeAscii("");
    writeBytes(target, 0);
    expect(writtenSince(target)).toBe(0);
    stored(0, 0);
  });

  it("copies bytes unchanged, including NUL and non-UTF-8", () => {
    const bytes = place("\x00\x01abcd");
    store<u8>(bytes.start + 2, 0xff);
    store<u8>(bytes.start + 3, 0xc0);
    startWriting(target, SIZE);
    writeBytes(bytes.start, 6);
    expect(memory.compare(target, bytes.start, 6)).toBe(0);
    stored(6, 6);
  });

  it("starts over at a new address", () => {
    startWriting(target, SIZE);
    writeAscii("first");
    startWriting(target + 2, 3);
    writeAscii("xyz");
    expect(writtenSince(target + 2)).toBe(3);
    expect(stored(5, 5)).toBe("fixyz");
  });
});

describe("writeUnsigned", () => {
  beforeEach(() => {
    memory.fill(target, UNTOUCHED, SIZE);
  });

  it("writes numbers around every power of ten", () => {
    expect(unsignedText(0)).toBe("0");
    expect(unsignedText(1)).toBe("1");
    expect(unsignedText(9)).toBe("9");
    expect(unsignedText(10)).toBe("10");
    expect(unsignedText(11)).toBe("11");
    expect(unsignedText(99)).toBe("99");
    expect(unsignedText(100)).toBe("100");
    expect(unsignedText(101)).toBe("101");
    expect(unsignedText(999)).toBe("999");
    expect(unsignedText(1000)).toBe("1000");
    expect(unsignedText(65535)).toBe("65535");
    expect(unsignedText(99999999)).toBe("99999999");
    expect(unsignedText(100000000)).toBe("100000000");
    expect(unsignedText(999999999)).toBe("999999999");
    expect(unsignedText(1000000000)).toBe("1000000000");
    expect(unsignedText(1234567890)).toBe("1234567890");
  });

  it("writes numbers with the highest bit set", () => {
    expect(unsignedText(2147483647)).toBe("2147483647");
    expect(unsignedText(2147483648)).toBe("2147483648");
    expect(unsignedText(4294967295)).toBe("4294967295");
  });
});
