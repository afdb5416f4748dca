import { decodeString } from "../../../assembly/json/decode";
import { decoded, decodedBytes } from "../support/decoded";
import { place, textBetween } from "../support/text";

/** Four hexadecimal digits of `unit`, in upper case if `isUpper`. */
function digitsOf(unit: u32, isUpper: bool = false): string {
  const digits = ("000" + unit.toString(16)).slice(-4);
  return isUpper ? digits.toUpperCase() : digits;
}

describe("decodeString", () => {
  it("returns plain text unchanged, of every length around the size of a word", () => {
    expect(decoded("")).toBe("");
    for (let length = 1; length <= 70; length++) {
      let text = "";
      for (let i = 0; i < length; i++) text += String.fromCharCode(0x61 + (i % 26));
      expect(decoded(text)).toBe(text);
    }
  });

  it("decodes every escape", () => {
    expect(decoded('\\"')).toBe('"');
    expect(decoded("\\\\")).toBe("\\");
    expect(decoded("\\/")).toBe("/");
    expect(decoded("\\b")).toBe("\b");
    expect(decoded("\\f")).toBe("\f");
    expect(decoded("\\n")).toBe("\n");
    expect(decoded("\\r")).toBe("\r");
    expect(decoded("\\t")).toBe("\t");
    expect(decoded('\\"\\\\\\/\\b\\f\\n\\r\\t')).toBe('"\\/\b\f\n\r\t');
    expect(decoded("\\u0022\\u005c\\u002f\\u000a")).toBe('"\\/\n');
  });

  it("decodes an escape at every position in texts of every length", () => {
    let wrong = "";
    for (let before = 0; before <= 20; before++) {
      for (let after = 0; after <= 20; after++) {
        const head = "x".repeat(before);
        const tail = "y".repeat(after);
        if (decoded(head + "\\n" + tail) != head + "\n" + tail) wrong += `n ${before} ${after} `;
        if (decoded(head + '\\"' + tail) != head + '"' + tail) wrong += `quote ${before} ${after} `;
        if (decoded(head + "\\u00e9" + tail) != head + "\u00e9" + tail) wrong += `u ${before} ${after} `;
        if (decoded(head + "\\ud83d\\udd11" + tail) != head + "\ud83d\udd11" + tail)
          wrong += `pair ${before} ${after} `;
        if (decoded(head + "\\udd11" + tail) != head + "\ufffd" + tail) wrong += `half ${before} ${after} `;
      }
    }
    expect(wrong).toBe("");
  });

  it("decodes escapes next to each other and far apart", () => {
    expect(decoded("\\\\".repeat(40))).toBe("\\".repeat(40));
    expect(decoded('\\"a\\"bc\\"defghij\\"klmnopqrstuvwxyz\\"')).toBe('"a"bc"defghij"klmnopqrstuvwxyz"');
    expect(decoded("\\\\u0041\\\\n")).toBe("\\u0041\\n");
    expect(decoded("\\\\\\u0041")).toBe("\\A");
    expect(decoded("\\u005cu0041\\u005c\\u0022")).toBe('\\u0041\\"');
  });

  it("accepts hexadecimal digits in either case", () => {
    expect(decoded("\\u00e9\\u00E9\\uaBcD\\uAbCd")).toBe("\u00e9\u00e9\uabcd\uabcd");
    expect(decoded("\\uD83D\\uDD11\\uD83d\\uDd11")).toBe("\ud83d\udd11\ud83d\udd11");
  });

  it("returns wide characters unchanged, at every position", () => {
    const samples: StaticArray<string> = [
      "\u0080",
      "\u07ff",
      "\u0800",
      "\uffff",
      "\ud800\udc00",
      "\udbff\udfff",
      "\x7f",
    ];
    for (let i = 0; i < samples.length; i++) {
      for (let before = 0; before <= 16; before++) {
        const text = "x".repeat(before) + samples[i] + "y".repeat(16 - before);
        expect(decoded(text)).toBe(text);
      }
    }
    expect(decoded("caf\u00e9 \u20ac \ud83d\udd11".repeat(20))).toBe("caf\u00e9 \u20ac \ud83d\udd11".repeat(20));
  });

  it("decodes every unit that an escape can name, except halves of pairs", () => {
    let wrong = "";
    for (let unit: u32 = 0; unit < 0x10000; unit += 256) {
      if (unit >= 0xd800 && unit < 0xe000) continue;
      let body = "";
      let text = "";
      for (let i: u32 = unit; i < unit + 256; i++) {
        body += "\\u" + digitsOf(i, (i & 1) != 0);
        text += String.fromCharCode(<i32>i);
      }
      if (decoded(body) != text) wrong += digitsOf(unit) + " ";
    }
    expect(wrong).toBe("");
  });

  it("decodes a NUL like any other byte", () => {
    expect(decoded("a\\u0000b")).toBe("a\0b");
    expect(decoded("\\u0000")).toBe("\0");
  });

  it("ends at the string's own quote, whatever follows it", () => {
    const text = place('"a\\nb","c":"d"', "xxxxxxxx");
    const into = heap.alloc(16);
    expect(textBetween(into, decodeString(text.start, into, text.end))).toBe("a\nb");
    const inPlace = decodeString(text.start, text.start + 1, text.end);
    expect(textBetween(text.start + 1, inPlace)).toBe("a\nb");
    expect(textBetween(text.start + 5, text.end)).toBe('","c":"d"');
  });

  it("may move a text towards its beginning, overlapping its old position", () => {
    const body = 'abcdefgh\\"ijklmnopqrstuvwxyz\\u00e90123456789';
    for (let distance: usize = 1; distance <= 20; distance++) {
      const text = place(" ".repeat(24) + '"' + body + '"');
      const at = text.start + 24;
      const into = at + 1 - distance;
      expect(textBetween(into, decodeString(at, into, text.end))).toBe('abcdefgh"ijklmnopqrstuvwxyz\u00e90123456789');
    }
  });

  it("accepts a text of a mebibyte", () => {
    const piece = 'abc\\"def\\u00e9\\ud83d\\udd11';
    const size = 65536 * String.UTF8.byteLength(piece);
    const bytes = heap.alloc(size);
    for (let i = 0; i < 65536; i++) {
      String.UTF8.encodeUnsafe(changetype<usize>(piece), piece.length, bytes + <usize>i * (size / 65536));
    }
    expect(decodedBytes(bytes, size) == 'abc"def\u00e9\ud83d\udd11'.repeat(65536)).toBe(true);
    heap.free(bytes);
  });
});
