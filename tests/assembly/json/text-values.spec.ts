import { isIntegerText, readAscii } from "../../../assembly/json/text";
import { place, placeLast, textBetween } from "../support/text";

const target = memory.data(16, 8);

/** What `readAscii` stores of the string `text` into `room` bytes, or its -1. */
function asciiOf(text: string, room: i32): string {
  const placed = placeLast(text);
  memory.fill(target, 0xee, 16);
  const length = readAscii(placed.start, target, room);
  for (let i = room; i < 16; i++) assert(load<u8>(target + i) == 0xee, "stored beyond the room");
  return length < 0 ? length.toString() : textBetween(target, target + length);
}

function isInteger(text: string): bool {
  return isIntegerText(placeLast(text).start);
}

describe("readAscii", () => {
  it("stores the unescaped text", () => {
    expect(asciiOf('"event.action"', 16)).toBe("event.action");
    expect(asciiOf('"event\\u002eaction"', 16)).toBe("event.action");
    expect(asciiOf('"a\\/\\"\\n\\u007f"', 16)).toBe('a/"\n\x7f');
    expect(asciiOf('""', 16)).toBe("");
  });

  it("fills the room to its last byte and rejects one more", () => {
    expect(asciiOf('"1234567"', 7)).toBe("1234567");
    expect(asciiOf('"12345678"', 7)).toBe("-1");
    expect(asciiOf('"123456\\u0037"', 7)).toBe("1234567");
    expect(asciiOf('"123456\\u00378"', 7)).toBe("-1");
    expect(asciiOf('""', 0)).toBe("");
    expect(asciiOf('"1"', 0)).toBe("-1");
  });

  it("rejects anything but ASCII", () => {
    expect(asciiOf('"caf\u00e9"', 16)).toBe("-1");
    expect(asciiOf('"\\u0080"', 16)).toBe("-1");
    expect(asciiOf('"\\u0141"', 16)).toBe("-1");
    expect(asciiOf('"a\\ud83d\\udd11"', 16)).toBe("-1");
  });
});

describe("isIntegerText", () => {
  it("is true for an integer in a string, as JSON writes it", () => {
    expect(isInteger('"7"')).toBe(true);
    expect(isInteger('"30"')).toBe(true);
    expect(isInteger('"0"')).toBe(true);
    expect(isInteger('"-0"')).toBe(true);
    expect(isInteger('"-15"')).toBe(true);
    expect(isInteger('"12345678901234567890"')).toBe(true);
    expect(isInteger('"\\u0032\\u0030"')).toBe(true);
    expect(isInteger('"\\u002d9"')).toBe(true);
  });

  it("is false for leading zeros, and for signs and points that an integer must not have", () => {
    expect(isInteger('"07"')).toBe(false);
    expect(isInteger('"00"')).toBe(false);
    expect(isInteger('"-01"')).toBe(false);
    expect(isInteger('"+7"')).toBe(false);
    expect(isInteger('"--7"')).toBe(false);
    expect(isInteger('"-"')).toBe(false);
    expect(isInteger('"7.0"')).toBe(false);
    expect(isInteger('"7e1"')).toBe(false);
    expect(isInteger('"0."')).toBe(false);
  });

  it("is false for anything around the digits, and for no digits at all", () => {
    expect(isInteger('""')).toBe(false);
    expect(isInteger('" 7"')).toBe(false);
    expect(isInteger('"7 "')).toBe(false);
    expect(isInteger('"7d"')).toBe(false);
    expect(isInteger('"seven"')).toBe(false);
    expect(isInteger('"7\\u0000"')).toBe(false);
    expect(isInteger('"0x7"')).toBe(false);
    expect(isInteger('"1:"')).toBe(false);
    expect(isInteger('"1/"')).toBe(false);
  });

  it("is false for digits of other scripts", () => {
    expect(isInteger('"\u0663\u0660"')).toBe(false);
    expect(isInteger('"\\u0663"')).toBe(false);
    expect(isInteger('"\\u0131"')).toBe(false);
  });

  it("reads one string, not what follows it", () => {
    const text = place('"7"8"');
    expect(isIntegerText(text.start)).toBe(true);
  });
});
