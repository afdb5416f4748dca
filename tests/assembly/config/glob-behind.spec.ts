import { recycle, reserve } from "../../../assembly/bytes/arena";
import { matchGlob } from "../../../assembly/config/glob";
import { place, placeLast } from "../support/text";

/** Whether the pattern matches the text, which a UTF-8 continuation byte follows. */
function matches(pattern: string, text: string): bool {
  recycle();
  reserve(4096);
  const first = place(pattern);
  const second = place(text, "a");
  store<u8>(second.end, 0x80);
  const isMatch = matchGlob(first.start, first.end, second.start, second.end);
  heap.free(first.start);
  heap.free(second.start);
  return isMatch;
}

/** The same, with the text at the end of memory. */
function matchesLast(pattern: string, text: string): bool {
  recycle();
  reserve(4096);
  const first = place(pattern);
  const second = placeLast(text);
  const isMatch = matchGlob(first.start, first.end, second.start, second.end);
  heap.free(first.start);
  return isMatch;
}

describe("the last character of a text", () => {
  it("ends with the text, whatever follows", () => {
    expect(matches("a?", "ab")).toBe(true);
    expect(matches("a?", "a\u20ac")).toBe(true);
    expect(matches("?", "\u20ac")).toBe(true);
    expect(matches("*a?", "xab")).toBe(true);
    expect(matches("*b?*", "abc")).toBe(true);
    expect(matches("a??", "ab")).toBe(false);
    expect(matches("*b?a*", "abc")).toBe(false);
    expect(matches("*??*", "b")).toBe(false);
  });

  it("is the last one that is read", () => {
    expect(matchesLast("a?", "ab")).toBe(true);
    expect(matchesLast("?", "\u20ac")).toBe(true);
    expect(matchesLast("a??", "ab")).toBe(false);
    expect(matchesLast("*b?*", "abc")).toBe(true);
    expect(matchesLast("*c?*", "abc")).toBe(false);
    expect(matchesLast("*?c", "abc")).toBe(true);
  });
});
