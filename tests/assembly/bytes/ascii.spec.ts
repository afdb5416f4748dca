import { matchAscii, unitAt } from "../../../assembly/bytes/ascii";
import { place, placeLast } from "../support/text";

const NAME: string = "DisableKey";

describe("unitAt", () => {
  it("returns each unit of a literal", () => {
    expect(unitAt("aZ.", 0)).toBe(0x61);
    expect(unitAt("aZ.", 1)).toBe(0x5a);
    expect(unitAt("aZ.", 2)).toBe(0x2e);
  });
});

describe("matchAscii", () => {
  it("matches the bytes of the literal", () => {
    const text = placeLast("DisableKey");
    expect(matchAscii(text.start, 10, NAME)).toBe(true);
  });

  it("matches a prefix of the literal, and zero bytes", () => {
    const text = placeLast("DisableK");
    expect(matchAscii(text.start, 8, NAME)).toBe(true);
    expect(matchAscii(text.end, 0, NAME)).toBe(true);
  });

  it("matches the literal from a given unit on", () => {
    const text = placeLast("cheduleKeyDeletion");
    expect(matchAscii(text.start, 10, "ScheduleKeyDeletion", 1)).toBe(true);
    expect(matchAscii(text.start, 18, "ScheduleKeyDeletion", 1)).toBe(true);
    expect(matchAscii(text.start, 10, "ScheduleKeyDeletion", 0)).toBe(false);
    expect(matchAscii(text.start, 10, "ScheduleKeyDeletion", 2)).toBe(false);
  });

  it("does not match if any byte differs", () => {
    for (let position = 0; position < 10; position++) {
      const text = placeLast("DisableKey");
      store<u8>(text.start + position, load<u8>(text.start + position) ^ 0x20);
      expect(matchAscii(text.start, 10, NAME)).toBe(false, "at " + position.toString());
    }
  });

  it("does not match bytes beyond ASCII", () => {
    const text = place("\xc4");
    store<u8>(text.start, 0xc4);
    expect(matchAscii(text.start, 1, "D")).toBe(false);
  });

  it("does not match if the literal is too short", () => {
    const text = place("DisableKey\0\0");
    expect(matchAscii(text.start, 11, NAME)).toBe(false);
    expect(matchAscii(text.start + 1, 10, NAME, 1)).toBe(false);
    expect(matchAscii(text.start, 1, NAME, 10)).toBe(false);
    expect(matchAscii(text.start, 0, NAME, 10)).toBe(true);
  });
});
