import {
  CLOSING,
  findAfter,
  isSameText,
  lastUnit,
  matchPrefix,
  matchString,
  readUnit,
} from "../../../assembly/json/text";
import { place, placeLast } from "../support/text";

/** The units of the string with this body (without its quotes), in hexadecimal. */
function unitsOf(body: string): string {
  const text = placeLast('"' + body + '"');
  let units = "";
  for (let at = readUnit(text.start + 1); lastUnit() != CLOSING; at = readUnit(at)) {
    units += lastUnit().toString(16) + " ";
  }
  return units;
}

/** Whether the value `text` is a string that decodes to `literal`. */
function reads(text: string, literal: string): bool {
  return matchString(placeLast(text).start, literal);
}

/** Where `literal` ends in the string `text`, as an offset from its opening quote; 0 for no match. */
function prefixEnd(text: string, literal: string): i32 {
  const placed = placeLast(text);
  const after = matchPrefix(placed.start + 1, literal);
  return after == 0 ? 0 : <i32>(after - placed.start);
}

/** Where the text continues after the first `mark`, as an offset from the opening quote; 0 if there is none. */
function markEnd(text: string, mark: i32): i32 {
  const placed = placeLast(text);
  const after = findAfter(placed.start + 1, mark, placed.end);
  return after == 0 ? 0 : <i32>(after - placed.start);
}

describe("readUnit", () => {
  it("returns plain bytes unchanged", () => {
    expect(unitsOf("")).toBe("");
    expect(unitsOf("aZ 09~\x7f")).toBe("61 5a 20 30 39 7e 7f ");
  });

  it("decodes every escape", () => {
    expect(unitsOf('\\"\\\\\\/')).toBe("22 5c 2f ");
    expect(unitsOf("\\b\\f\\n\\r\\t")).toBe("8 c a d 9 ");
  });

  it("returns the value of a unicode escape, with digits in either case", () => {
    expect(unitsOf("\\u004b\\u004B")).toBe("4b 4b ");
    expect(unitsOf("\\u0000\\u007f\\u0080\\uffff")).toBe("0 7f 80 ffff ");
    expect(unitsOf("\\uABCD\\uabcd\\u1234\\u00e9")).toBe("abcd abcd 1234 e9 ");
    expect(unitsOf("\\ud83d\\udd11")).toBe("d83d dd11 ");
  });

  it("takes no other unit for the closing quote", () => {
    expect(unitsOf('\\u0022\\"x')).toBe("22 22 78 ");
    expect(unitsOf("\\uffffx")).toBe("ffff 78 ");
  });

  it("continues after an escape, and reads what follows as text", () => {
    expect(unitsOf("\\u00412")).toBe("41 32 ");
    expect(unitsOf("\\\\u0041")).toBe("5c 75 30 30 34 31 ");
    expect(unitsOf("\\\\n")).toBe("5c 6e ");
  });

  it("returns the bytes of wide characters one by one", () => {
    expect(unitsOf("\u00e9\u20ac")).toBe("c3 a9 e2 82 ac ");
  });

  it("stays at the closing quote", () => {
    const text = placeLast('""');
    expect(readUnit(text.start + 1)).toBe(text.start + 1);
    expect(lastUnit()).toBe(CLOSING);
    expect(readUnit(text.start + 1)).toBe(text.start + 1);
    expect(lastUnit()).toBe(CLOSING);
  });
});

describe("matchPrefix", () => {
  it("returns where the text continues after the literal", () => {
    expect(prefixEnd('"arn:aws"', "arn:")).toBe(5);
    expect(prefixEnd('"arn:"', "arn:")).toBe(5);
    expect(prefixEnd('"a\\u0072n:aws"', "arn:")).toBe(10);
    expect(prefixEnd('"key\\/x"', "key/")).toBe(6);
    expect(prefixEnd('"x"', "")).toBe(1);
  });

  it("is 0 if the text differs or ends early", () => {
    expect(prefixEnd('"arn"', "arn:")).toBe(0);
    expect(prefixEnd('"aRn:"', "arn:")).toBe(0);
    expect(prefixEnd('"\\u0061r\\u006e;"', "arn:")).toBe(0);
    expect(prefixEnd('""', "a")).toBe(0);
  });
});

describe("matchString", () => {
  it("is false for another text, whatever is at the start of memory", () => {
    store<u8>(0, 0x22);
    expect(reads('"a"', "b")).toBe(false);
    store<u8>(0, 0);
  });

  it("is true for the text, whichever letters are escaped", () => {
    expect(reads('"DisableKey"', "DisableKey")).toBe(true);
    expect(reads('"Disable\\u004bey"', "DisableKey")).toBe(true);
    expect(reads('"\\u0044\\u0069sableKe\\u0079"', "DisableKey")).toBe(true);
    expect(reads('"a\\/b\\"c\\\\d"', 'a/b"c\\d')).toBe(true);
    expect(reads('""', "")).toBe(true);
  });

  it("is false for a near miss", () => {
    expect(reads('"disableKey"', "DisableKey")).toBe(false);
    expect(reads('"DisableKe"', "DisableKey")).toBe(false);
    expect(reads('"DisableKeys"', "DisableKey")).toBe(false);
    expect(reads('"DisableKey\\u0000"', "DisableKey")).toBe(false);
    expect(reads('"DisableKey "', "DisableKey")).toBe(false);
    expect(reads('" DisableKey"', "DisableKey")).toBe(false);
    expect(reads('""', "DisableKey")).toBe(false);
    expect(reads('"x"', "")).toBe(false);
  });

  it("is false for letters that only look alike or share a byte", () => {
    expect(reads('"Disable\u212aey"', "DisableKey")).toBe(false);
    expect(reads('"Disable\\u212aey"', "DisableKey")).toBe(false);
    expect(reads('"Disable\\u014bey"', "DisableKey")).toBe(false);
    expect(reads('"Disable\\u4b00ey"', "DisableKey")).toBe(false);
    expect(reads('"Disable\\\\u004bey"', "DisableKey")).toBe(false);
  });

  it("is false for a value that is not a string", () => {
    expect(reads("null", "null")).toBe(false);
    expect(reads("true", "true")).toBe(false);
    expect(reads('["a"]', "a")).toBe(false);
    expect(reads('{"a":1}', "a")).toBe(false);
    expect(matchString(place('[7,"a"]').at("7"), ",")).toBe(false);
    expect(matchString(place('[null,"a"]').at("null"), "ull,")).toBe(false);
  });
});

/** Whether two strings decode to the same text, checked in both orders. */
function areSame(one: string, other: string): bool {
  const first = place(one);
  const second = place(other);
  const answer = isSameText(first.start, second.start);
  assert(isSameText(second.start, first.start) == answer, "differs by the order");
  return answer;
}

describe("isSameText", () => {
  it("is true for every ASCII character and its escape", () => {
    for (let unit = 0x20; unit < 0x80; unit++) {
      const raw = (unit == 0x22 || unit == 0x5c ? "\\" : "") + String.fromCharCode(unit);
      const escape = "\\u00" + (unit < 16 ? "0" : "") + unit.toString(16);
      expect(areSame('"' + raw + '"', '"' + escape + '"')).toBe(true, escape);
    }
  });

  it("is true for the same text, whatever is escaped", () => {
    expect(areSame('"a"', '"a"')).toBe(true);
    expect(areSame('""', '""')).toBe(true);
    expect(areSame('"key"', '"\\u006bey"')).toBe(true);
    expect(areSame('"a/b"', '"a\\/\\u0062"')).toBe(true);
    expect(areSame('"\\n"', '"\\u000a"')).toBe(true);
    expect(areSame('"\u00e9"', '"\u00e9"')).toBe(true);
    expect(areSame('"\\u00e9"', '"\\u00E9"')).toBe(true);
  });

  it("is false for another text, and for one that only begins or ends the same", () => {
    expect(areSame('"a"', '"b"')).toBe(false);
    expect(areSame('"a"', '"A"')).toBe(false);
    expect(areSame('"a"', '"ab"')).toBe(false);
    expect(areSame('"a"', '"ba"')).toBe(false);
    expect(areSame('"a"', '""')).toBe(false);
    expect(areSame('"a"', '"a\\u0000"')).toBe(false);
    expect(areSame('"a\\"b"', '"a"')).toBe(false);
    expect(areSame('"\\uffff"', '""')).toBe(false);
  });

  it("is false for escapes that only look like the bytes of a wide character", () => {
    expect(areSame('"\u00e9"', '"\\u00c3\\u00a9"')).toBe(false);
  });
});

describe("findAfter", () => {
  it("returns the address after the first mark", () => {
    expect(markEnd('"ab:cd:"', 0x3a)).toBe(4);
    expect(markEnd('":x"', 0x3a)).toBe(2);
    expect(markEnd('"x:"', 0x3a)).toBe(3);
    for (let before = 0; before < 30; before++) {
      expect(markEnd('"' + "x".repeat(before) + ':y:"', 0x3a)).toBe(before + 2);
      expect(markEnd('"' + "x".repeat(before) + '\\n:y"', 0x3a)).toBe(before + 4);
      expect(markEnd('"' + "\u00e9".repeat(before) + ':y"', 0x3a)).toBe(2 * before + 2);
    }
  });

  it("recognizes an escaped mark, and not what only looks like one", () => {
    expect(markEnd('"a\\u003ab:"', 0x3a)).toBe(8);
    expect(markEnd('"a\\/b"', 0x2f)).toBe(4);
    expect(markEnd('"a\\nb"', 0x6e)).toBe(0);
    expect(markEnd('"a\\u0131:"', 0x31)).toBe(0);
  });

  it("is 0 if there is none", () => {
    expect(markEnd('"abc"', 0x3a)).toBe(0);
    expect(markEnd('""', 0x3a)).toBe(0);
    for (let before = 0; before < 30; before++) {
      expect(markEnd('"' + "x".repeat(before) + '",":"', 0x3a)).toBe(0);
      expect(markEnd('"' + "x".repeat(before) + '\\":"', 0x3a)).toBe(before + 4);
    }
  });
});
