import { asValue, areValid, isValid } from "../support/valid";

const LONGEST: i32 = 40;
const buffer = memory.data(64, 8);

/** Stores `text` (ASCII) at offset `at` of the buffer. */
function put(at: i32, text: string): void {
  for (let i = 0; i < text.length; i++) store<u8>(buffer + at + i, <u8>text.charCodeAt(i));
}

/** How often a string of `length` bytes `fill`, with `byte` at `position`, is valid: as a value, and as a key. */
function isValidWith(length: i32, fill: u8, position: i32, byte: u8): i32 {
  put(0, '{"a":"');
  memory.fill(buffer + 6, fill, length);
  store<u8>(buffer + 6 + position, byte);
  put(6 + length, '"}');
  const asValue = areValid(buffer, length + 8);
  put(0, '{"');
  memory.fill(buffer + 2, fill, length);
  store<u8>(buffer + 2 + position, byte);
  put(2 + length, '":1}');
  const asKey = areValid(buffer, length + 6);
  return (asValue ? 1 : 0) + (asKey ? 1 : 0);
}

/** Tries every byte at every position of every length. */
function compareBytes(fill: u8): string {
  let wrong = "";
  for (let byte = 0; byte < 256; byte++) {
    // What a string may contain unescaped (RFC 8259, section 7); bytes beyond ASCII need not be UTF-8.
    const expected = byte >= 0x20 && byte != 0x22 && byte != 0x5c ? 2 : 0;
    for (let length = 1; length <= LONGEST; length++) {
      for (let position = 0; position < length; position++) {
        if (isValidWith(length, fill, position, <u8>byte) != expected && wrong.length < 200) {
          wrong += `${byte} at ${position} of ${length}; `;
        }
      }
    }
  }
  return wrong;
}

/**
 * Whether strings of every length with `piece` at every position among letters are valid: "all", "none", or how many.
 */
function countWith(piece: string): string {
  let valid = 0;
  let all = 0;
  for (let before = 0; before <= 20; before++) {
    for (let after = 0; after <= 20; after++) {
      const body = "x".repeat(before) + piece + "y".repeat(after);
      all += 2;
      if (isValid('{"a":"' + body + '"}')) valid += 1;
      if (isValid('{"' + body + '":[]}')) valid += 1;
    }
  }
  return valid == all ? "all" : valid == 0 ? "none" : `${valid} of ${all}`;
}

describe("strings", () => {
  it("may contain every byte but controls, quotes and backslashes, at every position of every length", () => {
    expect(compareBytes(0x61)).toBe("");
  });

  it("may contain them among their lowest and highest bytes", () => {
    expect(compareBytes(0x20)).toBe("");
    expect(compareBytes(0x7f)).toBe("");
    expect(compareBytes(0x80)).toBe("");
    expect(compareBytes(0xff)).toBe("");
  });

  it("are valid at every length", () => {
    for (let length = 0; length <= LONGEST; length++) {
      expect(asValue('"' + "s".repeat(length) + '"')).toBe("yes", length.toString());
    }
  });

  it("are invalid without an end, at every length", () => {
    for (let length = 0; length <= LONGEST; length++) {
      expect(isValid('{"a":"' + "s".repeat(length))).toBe(false, length.toString());
      expect(isValid('{"a":"' + "s".repeat(length) + "}")).toBe(false, length.toString());
      expect(isValid('{"' + "s".repeat(length))).toBe(false, length.toString());
    }
  });
});

describe("escapes", () => {
  it("are valid with every letter that RFC 8259 lists", () => {
    expect(countWith('\\"')).toBe("all");
    expect(countWith("\\\\")).toBe("all");
    expect(countWith("\\/")).toBe("all");
    expect(countWith("\\b\\f\\n\\r\\t")).toBe("all");
  });

  it("are invalid with every other byte", () => {
    let valid = "";
    for (let byte = 0; byte < 128; byte++) {
      put(0, '{"a":"\\ "}');
      store<u8>(buffer + 7, <u8>byte);
      if (areValid(buffer, 10)) valid += String.fromCharCode(byte);
    }
    // After u there must be digits.
    expect(valid).toBe('"/\\bfnrt');
  });

  it("are valid as \\u with four hexadecimal digits of either case", () => {
    expect(countWith("\\u0041")).toBe("all");
    expect(countWith("\\uabcd\\uABCD\\uEf09")).toBe("all");
    expect(countWith("\\u0000\\u001f\\u0022\\u005c")).toBe("all");
  });

  it("are valid as surrogates, paired or not (RFC 8259, section 8.2)", () => {
    expect(countWith("\\ud83d\\udd11")).toBe("all");
    expect(countWith("\\ud83d")).toBe("all");
    expect(countWith("\\udd11\\ud83d")).toBe("all");
  });

  it("are invalid as \\u with an invalid digit at any position", () => {
    let valid = "";
    for (let position = 0; position < 4; position++) {
      for (let byte = 0; byte < 256; byte++) {
        put(0, '{"a":"\\u0000"}');
        store<u8>(buffer + 8 + position, <u8>byte);
        if (areValid(buffer, 14)) valid += String.fromCharCode(byte);
      }
    }
    expect(valid).toBe("0123456789ABCDEFabcdef".repeat(4));
  });

  it("are invalid as \\u with too few digits", () => {
    expect(countWith("\\u ")).toBe("none");
    expect(countWith("\\u123")).toBe("none");
    expect(countWith("\\u12\\n")).toBe("none");
    expect(countWith("\\U0041")).toBe("none");
  });

  it("are invalid if the text ends in them", () => {
    const text = '{"a":"12345678\\u0041';
    for (let length = 6; length <= text.length; length++) {
      expect(isValid(text.slice(0, length))).toBe(false, text.slice(0, length));
      expect(isValid(text.slice(0, length) + '"')).toBe(false, text.slice(0, length));
    }
  });

  it("are distinguished from the closing quote", () => {
    expect(asValue('"\\"')).toBe("no");
    expect(asValue('"\\\\"')).toBe("yes");
    expect(asValue('"\\\\\\"')).toBe("no");
    expect(asValue('"\\\\\\\\"')).toBe("yes");
    expect(asValue('"a\\"b\\"')).toBe("no");
  });
});
