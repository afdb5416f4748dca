import { addPattern, clearTable, findLast } from "../../../assembly/bytes/skip-search";
import { Text, place, placeLast } from "../support/text";

const table = memory.data(256, 8);

/** Whether `needle` (ASCII) stands in the bytes at `at`. */
function stands(needle: string, at: usize): bool {
  for (let i = 0; i < needle.length; i++) {
    if (<i32>load<u8>(at + i) != needle.charCodeAt(i)) return false;
  }
  return true;
}

/** The reference: where the first of two needles of one length ends (last byte) from `last` on, byte by byte. */
function findNaively(first: string, second: string, last: usize, end: usize): usize {
  for (; last < end; last++) {
    const window = last - (first.length - 1);
    if (stands(first, window) || stands(second, window)) return last;
  }
  return end;
}

/** The same by `findLast`, whose false positives are looked at and passed over. */
function findExactly(first: string, second: string, last: usize, end: usize): usize {
  const ending = first.charCodeAt(first.length - 1);
  const otherEnding = second.charCodeAt(second.length - 1);
  while (true) {
    const found = findLast(table, first.length, last, end);
    if (found == end) return end;
    const byte = <i32>load<u8>(found);
    assert(found >= last && found < end, "an answer out of bounds");
    assert(byte == ending || byte == otherEnding, "an answer where no pattern can end");
    const window = found - (first.length - 1);
    if (stands(first, window) || stands(second, window)) return found;
    last = found + 1;
  }
}

function learn(first: string, second: string): void {
  clearTable(table, first.length);
  addPattern(table, first.length, first, 0);
  addPattern(table, first.length, second, 0);
}

/** Compares every hit of two needles in `text`, and of each of its ends, with the reference. */
function compareAll(first: string, second: string, text: Text): bool {
  let last = text.start + (first.length - 1);
  while (true) {
    const expected = findNaively(first, second, last, text.end);
    if (findExactly(first, second, last, text.end) != expected) return false;
    if (expected == text.end) return true;
    last = expected + 1;
  }
}

/** The paddings that a needle is slid through: every one to 40, then some, up to where the search goes in rounds. */
function nextPadding(padding: i32): i32 {
  return padding < 40 ? padding + 1 : padding + 3;
}

/** Slides `needle` through paddings of `padding` on both sides; the first that fails, or "". */
function slide(needle: string, other: string, padding: string): string {
  learn(needle, other);
  for (let before = 0; before <= 130; before = nextPadding(before)) {
    for (let after = 0; after <= 130; after = nextPadding(after)) {
      const text = placeLast(padding.repeat(before) + needle + padding.repeat(after));
      if (!compareAll(needle, other, text)) return `${before} ${needle} ${after} in ${padding}`;
    }
  }
  return "";
}

describe("findLast", () => {
  it("finds a needle behind and before every padding of a byte it does not have", () => {
    expect(slide("DisableKey", "DisableKey", "#")).toBe("");
    expect(slide("keyward", "keyward", " ")).toBe("");
    expect(slide("ab", "ab", "x")).toBe("");
    expect(slide("q", "q", "x")).toBe("");
  });

  it("finds a needle in padding of its own first, last and middle bytes", () => {
    expect(slide("DisableKey", "DisableKey", "D")).toBe("");
    expect(slide("DisableKey", "DisableKey", "y")).toBe("");
    expect(slide("DisableKey", "DisableKey", "e")).toBe("");
    expect(slide("keyward", "keyward", "yw")).toBe("");
  });

  it("finds needles that repeat themselves", () => {
    expect(slide("aa", "aa", "a")).toBe("");
    expect(slide("abab", "abab", "ab")).toBe("");
    expect(slide("aaab", "aaab", "a")).toBe("");
    expect(slide("baaa", "baaa", "a")).toBe("");
  });

  it("finds either of two needles of the same length", () => {
    expect(slide("DisableKey", "cheduleKey", "ble")).toBe("");
    expect(slide("cheduleKey", "DisableKey", "y")).toBe("");
    expect(slide("abc", "cba", "b")).toBe("");
    expect(slide("abca", "bcab", "abc")).toBe("");
  });

  it("agrees with the reference on every text of up to 9 letters out of two", () => {
    let wrong = "";
    for (let length = 1; length <= 9; length++) {
      for (let bits = 0; bits < 1 << length; bits++) {
        let letters = "";
        for (let i = 0; i < length; i++) letters += (bits >> i) & 1 ? "b" : "a";
        const text = placeLast(letters);
        learn("aba", "aba");
        if (!compareAll("aba", "aba", text)) wrong += letters + " ";
        learn("ab", "bb");
        if (!compareAll("ab", "bb", text)) wrong += letters + " ";
      }
    }
    expect(wrong).toBe("");
  });

  it("finds overlapping needles one after the other", () => {
    learn("aba", "aba");
    const text = placeLast("ababa");
    const first = findLast(table, 3, text.start + 2, text.end);
    expect(first - text.start).toBe(2);
    expect(findExactly("aba", "aba", first + 1, text.end) - text.start).toBe(4);
  });

  it("finds a needle that ends with the text", () => {
    learn("keyward", "keyward");
    for (let before = 0; before <= 40; before++) {
      const text = placeLast("-".repeat(before) + "keyward");
      expect(findLast(table, 7, text.start + 6, text.end)).toBe(text.end - 1, before.toString() + " before");
    }
  });

  it("finds no needle that is cut by one byte, though the byte stands behind the end", () => {
    learn("DisableKey", "DisableKey");
    for (let before = 0; before <= 40; before++) {
      const text = place("-".repeat(before) + "DisableKe", "yyyy");
      expect(findLast(table, 10, text.start + 9, text.end)).toBe(text.end, before.toString() + " before");
    }
  });

  it("finds no needle that lacks its first byte or has another byte in it", () => {
    learn("DisableKey", "DisableKey");
    for (let before = 0; before <= 40; before++) {
      const padding = "-".repeat(before);
      const beheaded = placeLast(padding + "isableKey");
      expect(findExactly("DisableKey", "DisableKey", beheaded.start + 9, beheaded.end)).toBe(beheaded.end);
      const altered = placeLast(padding + "DisabLeKey");
      expect(findExactly("DisableKey", "DisableKey", altered.start + 9, altered.end)).toBe(altered.end);
    }
  });

  it("answers the end for a text shorter than the needle", () => {
    learn("DisableKey", "DisableKey");
    for (let length = 0; length < 10; length++) {
      const text = placeLast("yyyyyyyyyy".slice(0, length));
      // The first window's last byte is beyond the end; nothing there is read.
      expect(findLast(table, 10, text.start + 9, text.end)).toBe(text.end, length.toString() + " bytes");
    }
  });

  it("answers where it begins if a pattern may end there", () => {
    learn("xy", "xy");
    const text = placeLast("..........xy..........");
    const y = text.at("y");
    expect(findLast(table, 2, y, text.end)).toBe(y);
    expect(findLast(table, 2, y + 1, text.end)).toBe(text.end);
  });

  it("finds a part of a literal, from a unit on", () => {
    clearTable(table, 10);
    addPattern(table, 10, "ScheduleKeyDeletion", 1);
    const text = placeLast('"ScheduleKeyDeletion"');
    expect(findLast(table, 10, text.start + 9, text.end) - text.start).toBe(11);
  });

  it("finds nothing with a table of no pattern", () => {
    clearTable(table, 5);
    const text = placeLast("any text at all, with any bytes in it \xe9\u20ac");
    expect(findLast(table, 5, text.start + 4, text.end)).toBe(text.end);
  });

  it("takes patterns of 255 units", () => {
    const needle = "ab".repeat(127) + "c";
    learn(needle, needle);
    for (let before = 0; before <= 40; before++) {
      const text = placeLast("ba".repeat(before) + needle + "ab".repeat(before));
      expect(compareAll(needle, needle, text)).toBe(true, before.toString() + " before");
      const cut = placeLast("ba".repeat(before) + "ab".repeat(127) + "b");
      expect(findLast(table, 255, cut.start + 254, cut.end)).toBe(cut.end);
    }
  });

  it("looks at every byte value as a byte of text", () => {
    learn("keyward", "keyward");
    let wrong = "";
    for (let byte = 0; byte < 256; byte++) {
      const text = placeLast("#".repeat(20) + "keyward" + "#".repeat(20));
      memory.fill(text.start, <u8>byte, 20);
      memory.fill(text.end - 20, <u8>byte, 20);
      if (findExactly("keyward", "keyward", text.start + 6, text.end) != text.start + 26)
        wrong += byte.toString() + " ";
    }
    expect(wrong).toBe("");
  });
});
