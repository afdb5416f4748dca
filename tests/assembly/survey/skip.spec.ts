import { READ_AFTER, hasRoomAfter, skipAny, skipNested, skipQuoted } from "../../../assembly/survey/skip";
import { Region } from "../support/lines";
import { placeLast } from "../support/text";

const region = new Region(4096);

/** The end of the object or array at `start`, found byte by byte; 0 if it does not end before `end`. */
function skipNaively(start: usize, end: usize): usize {
  let depth = 0;
  let isInside = false;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (isInside) {
      if (byte == 0x5c) at += 1;
      else if (byte == 0x22) isInside = false;
    } else if (byte == 0x22) {
      isInside = true;
    } else if (byte == 0x7b || byte == 0x5b) {
      depth += 1;
    } else if (byte == 0x7d || byte == 0x5d) {
      depth -= 1;
      if (depth == 0) return at + 1;
    }
  }
  return 0;
}

let wrong = "";

function compare(text: string): void {
  const end = region.fill(text, "}]");
  for (let cut = end; cut > region.start && cut + 3 > end; cut--) {
    const expected = skipNaively(region.start, cut);
    const answer = skipNested(region.start, cut);
    if (answer != expected) wrong += `${text}: ${answer - region.start}, not ${expected - region.start}\n`;
  }
}

/** Parts of random texts; no backslash is outside a string, where JSON has none. */
const PARTS: StaticArray<string> = [
  "{",
  "}",
  "[",
  "]",
  '""',
  '"{"',
  '"}]"',
  '"\\""',
  '"\\\\"',
  '"\\\\\\""',
  '"a\\\\\\\\"',
  '"\\u007b"',
  ",",
  ":",
  "-",
  "padding that is longer than most",
];

describe("skipNested", () => {
  it("ends where the reference ends, with the last bracket at every position in a block", () => {
    for (let before = 0; before <= 140; before++) {
      compare("{" + " ".repeat(before) + "}");
      compare('{"' + "}".repeat(before) + '"}');
      compare('{"' + "\\\\".repeat(before) + '"}]');
      compare('{"' + "\\\\".repeat(before) + '\\"}"}');
      compare('{"a' + "\\\\".repeat(before) + '\\"}"}');
      compare("[".repeat(before + 1) + "]".repeat(before + 1));
      compare("[" + "[],{}".repeat(before) + "]]");
      compare("[" + '"",'.repeat(before) + "]");
    }
    expect(wrong).toBe("");
    wrong = "";
  });

  it("ends where the reference ends on random texts", () => {
    let state: u32 = 6951;
    for (let round = 0; round < 4000; round++) {
      let text = round % 2 == 0 ? "{" : "[";
      for (let part = 0; part < round % 60; part++) {
        state = state * 1664525 + 1013904223;
        text += PARTS[(state >> 16) % PARTS.length];
      }
      compare(text + "}}}]");
    }
    expect(wrong.slice(0, 1000)).toBe("");
    wrong = "";
  });
});

describe("skipQuoted and skipAny", () => {
  it("end after the closing quote, at every position in a vector", () => {
    for (let length = 0; length < 50; length++) {
      const plain = '"' + "x".repeat(length) + '"';
      let end = region.fill(plain, '"');
      expect(skipQuoted(region.start, end)).toBe(end);
      expect(skipQuoted(region.start, end - 1)).toBe(0);
      end = region.fill('"' + "x".repeat(length) + '\\"\\\\"', '"');
      expect(skipQuoted(region.start, end)).toBe(end);
      expect(skipQuoted(region.start, end - 1)).toBe(0);
    }
  });

  it("end after a number or a word, and return 0 if nothing follows", () => {
    const words: StaticArray<string> = ["true", "-1.5e3", "null"];
    const after: StaticArray<string> = [",", "}", "]", " ", "\n"];
    for (let word = 0; word < words.length; word++) {
      for (let next = 0; next < after.length; next++) {
        const end = region.fill(words[word] + after[next], ",");
        expect(skipAny(region.start, end)).toBe(end - 1);
        expect(skipAny(region.start, end - 1)).toBe(0);
      }
    }
    expect(skipAny(region.start, region.fill(",", ","))).toBe(0);
  });
});

describe("hasRoomAfter", () => {
  it("requests memory if a text ends where memory does", () => {
    const text = placeLast("{}");
    expect(hasRoomAfter(text.start)).toBe(true);
    expect(hasRoomAfter(text.end)).toBe(true);
    expect(text.end + READ_AFTER <= (<usize>memory.size()) << 16).toBe(true);
  });
});
