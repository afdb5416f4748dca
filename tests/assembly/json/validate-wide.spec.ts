import { areValid, isValid } from "../support/valid";

const buffer = memory.data(96, 8);

/** Whether strings with `bytes` at every position among letters are valid: "all", "none", or how many. */
function countWith(bytes: StaticArray<u8>): string {
  let valid = 0;
  let all = 0;
  for (let before = 0; before <= 20; before++) {
    for (let after = 0; after <= 20; after++) {
      memory.fill(buffer, 0x78, 96);
      store<u32>(buffer, 0x2261227b); // {"a"
      store<u16>(buffer + 4, 0x223a); // :"
      memory.copy(buffer + 6 + before, changetype<usize>(bytes), bytes.length);
      const closing = 6 + before + bytes.length + after;
      store<u16>(buffer + closing, 0x7d22); // "}
      all += 1;
      if (areValid(buffer, closing + 2)) valid += 1;
    }
  }
  return valid == all ? "all" : valid == 0 ? "none" : `${valid} of ${all}`;
}

describe("wide characters in strings", () => {
  it("are valid at every position, from the first to the last of each length", () => {
    expect(countWith([0xc2, 0x80])).toBe("all", "U+0080");
    expect(countWith([0xdf, 0xbf])).toBe("all", "U+07FF");
    expect(countWith([0xe0, 0xa0, 0x80])).toBe("all", "U+0800");
    expect(countWith([0xe2, 0x80, 0xa8])).toBe("all", "U+2028");
    expect(countWith([0xed, 0x9f, 0xbf])).toBe("all", "U+D7FF");
    expect(countWith([0xee, 0x80, 0x80])).toBe("all", "U+E000");
    expect(countWith([0xef, 0xbb, 0xbf])).toBe("all", "U+FEFF");
    expect(countWith([0xef, 0xbf, 0xbf])).toBe("all", "U+FFFF");
    expect(countWith([0xf0, 0x90, 0x80, 0x80])).toBe("all", "U+10000");
    expect(countWith([0xf4, 0x8f, 0xbf, 0xbf])).toBe("all", "U+10FFFF");
    expect(countWith([0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x94, 0x91])).toBe("all");
  });

  it("are invalid if the text ends in them", () => {
    const text: StaticArray<u8> = [0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xf0, 0x9f, 0x94, 0x91, 0x22, 0x7d];
    for (let length = 0; length < text.length; length++) {
      expect(areValid(changetype<usize>(text), length)).toBe(false, length.toString());
    }
    expect(areValid(changetype<usize>(text), text.length)).toBe(true);
  });

  it("are valid in keys", () => {
    expect(isValid('{"\u00e9\u20ac\ud83d\udd11":1}')).toBe(true);
    const cut: StaticArray<u8> = [0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d];
    expect(areValid(changetype<usize>(cut), cut.length)).toBe(true);
    const open: StaticArray<u8> = [0x7b, 0x22, 0xc3];
    expect(areValid(changetype<usize>(open), open.length)).toBe(false);
  });
});

describe("bytes in strings that are not UTF-8", () => {
  it("are valid as overlong forms", () => {
    expect(countWith([0xc0, 0x80])).toBe("all");
    expect(countWith([0xc0, 0xa2])).toBe("all");
    expect(countWith([0xc1, 0xbf])).toBe("all");
    expect(countWith([0xe0, 0x80, 0xa2])).toBe("all");
    expect(countWith([0xe0, 0x9f, 0xbf])).toBe("all");
    expect(countWith([0xf0, 0x80, 0x80, 0xa2])).toBe("all");
    expect(countWith([0xf0, 0x8f, 0xbf, 0xbf])).toBe("all");
  });

  it("are valid as surrogates, alone and in pairs (CESU-8)", () => {
    expect(countWith([0xed, 0xa0, 0x80])).toBe("all");
    expect(countWith([0xed, 0xbf, 0xbf])).toBe("all");
    expect(countWith([0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x91])).toBe("all");
  });

  it("are valid beyond U+10FFFF", () => {
    expect(countWith([0xf4, 0x90, 0x80, 0x80])).toBe("all");
    expect(countWith([0xf5, 0x80, 0x80, 0x80])).toBe("all");
    expect(countWith([0xf8, 0x88, 0x80, 0x80, 0x80])).toBe("all");
    expect(countWith([0xfe])).toBe("all");
    expect(countWith([0xff])).toBe("all");
  });

  it("are valid if a continuation is missing or stray", () => {
    expect(countWith([0x80])).toBe("all");
    expect(countWith([0xbf])).toBe("all");
    expect(countWith([0xc3])).toBe("all");
    expect(countWith([0xe2, 0x82])).toBe("all");
    expect(countWith([0xf0, 0x9f, 0x94])).toBe("all");
    expect(countWith([0xc3, 0xa9, 0xa9])).toBe("all");
    expect(countWith([0xe2, 0x82, 0xac, 0x82])).toBe("all");
    expect(countWith([0xe2, 0xc3, 0xa9])).toBe("all");
    expect(countWith([0xc3, 0x28])).toBe("all");
    expect(countWith([0xe2, 0x28, 0xac])).toBe("all");
    expect(countWith([0xf0, 0x9f, 0x28, 0x91])).toBe("all");
  });

  it("are valid in Latin-1", () => {
    expect(countWith([0xe9])).toBe("all");
    expect(countWith([0x63, 0x61, 0x66, 0xe9, 0x20])).toBe("all");
  });

  it("do not hide a control, a quote or a backslash after them", () => {
    expect(countWith([0xe2, 0x82, 0x0a])).toBe("none");
    expect(countWith([0xf0, 0x22])).toBe("none");
    expect(countWith([0xc3, 0x5c, 0xa9])).toBe("none");
    expect(countWith([0xc3, 0x5c, 0x6e])).toBe("all");
    expect(countWith([0xff, 0x00])).toBe("none");
    expect(countWith([0x80, 0x1f])).toBe("none");
  });
});

describe("wide characters outside strings", () => {
  it("are invalid", () => {
    expect(isValid('{"a":\u00e9}')).toBe(false);
    expect(isValid('{"a":1\u20ac}')).toBe(false);
    expect(isValid('\u00e9{"a":1}')).toBe(false);
    expect(isValid('{"a":1}\ud83d\udd11')).toBe(false);
    expect(isValid("{\u201ca\u201d:1}")).toBe(false);
    for (let byte = 0x80; byte < 256; byte++) {
      const texts: StaticArray<string> = [
        '?{"a":1}',
        '{?"a":1}',
        '{"a"?:1}',
        '{"a":?1}',
        '{"a":1?}',
        '{"a":1}?',
        "[?]",
        "[1,?2]",
      ];
      for (let i = 0; i < texts.length; i++) {
        const length = texts[i].length;
        for (let at = 0; at < length; at++) {
          const unit = texts[i].charCodeAt(at);
          store<u8>(buffer + at, unit == 0x3f ? <u8>byte : <u8>unit);
        }
        expect(areValid(buffer, length)).toBe(false, texts[i] + " " + byte.toString());
      }
    }
  });
});
