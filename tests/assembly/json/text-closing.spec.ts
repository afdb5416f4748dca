import { skipText } from "../../../assembly/json/cursor";
import {
  CLOSING,
  findAfter,
  isIntegerText,
  isSameText,
  lastUnit,
  matchString,
  readAscii,
  readUnit,
} from "../../../assembly/json/text";
import { place } from "../support/text";

const room = memory.data(16, 8);

/** `\u` and the four digits of an ASCII code. */
function escapeOf(code: i32): string {
  return "\\u00" + (code < 16 ? "0" : "") + code.toString(16);
}

/** The address of a string with this between its quotes. */
function textOf(inside: string): usize {
  return place('"' + inside + '"').start;
}

describe("the closing quote", () => {
  it("is never the unit of an escape", () => {
    for (let code = 0; code < 0x80; code++) {
      const escape = escapeOf(code);
      const at = textOf(escape + "b");
      const after = readUnit(at + 1);
      expect(after).toBe(at + 7, escape);
      expect(lastUnit()).toBe(code, escape);
      expect(lastUnit() == CLOSING).toBe(false, escape);
      readUnit(readUnit(after));
      expect(lastUnit()).toBe(CLOSING, escape);
    }
  });

  it("ends a text, and no escape does", () => {
    for (let code = 0; code < 0x80; code++) {
      const escape = escapeOf(code);
      expect(readAscii(textOf("a" + escape + "b"), room, 16)).toBe(3, escape);
      expect(isSameText(textOf("a" + escape + "b"), textOf("a" + escape + "c"))).toBe(false, escape);
      expect(isSameText(textOf("a" + escape), textOf("a"))).toBe(false, escape);
      expect(isSameText(textOf("a"), textOf("a" + escape))).toBe(false, escape);
      expect(matchString(textOf("a" + escape), "a")).toBe(false, escape);
      const marked = textOf("a" + escape + "\u0001:");
      expect(findAfter(marked + 1, 0x3a, skipText(marked + 1, marked)) != 0).toBe(true, escape);
      if (code < 0x30 || code > 0x39) expect(isIntegerText(textOf("1" + escape))).toBe(false, escape);
    }
  });
});
