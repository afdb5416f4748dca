import { matchGlob } from "../../../assembly/config/glob";
import { Text, place } from "../support/text";

/** Characters of patterns and texts: few, so that they meet, and of every length in UTF-8. */
const CHARACTERS: StaticArray<string> = ["a", "b", "\u00e9", "\u20ac", "\u{1f511}"];

let state: u32 = 20261205;

/** A number in [0, below), from a sequence that is the same in every run. */
function random(below: i32): i32 {
  state = state * 1664525 + 1013904223;
  return <i32>((state >> 8) % <u32>below);
}

/** At most `most` characters, `variety` of them different, with wildcards if `isPattern`. */
function generated(most: i32, variety: i32, isPattern: bool): string {
  let text = "";
  for (let left = random(most + 1); left > 0; left--) {
    const kind = isPattern ? random(6) : 5;
    text += kind == 0 ? "*" : kind == 1 ? "?" : CHARACTERS[random(variety)];
  }
  return text;
}

/** The code points of a text. */
function pointsOf(text: string): i32[] {
  const points: i32[] = [];
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i);
    if (point > 0xffff) i += 1;
    points.push(point);
  }
  return points;
}

/** Whether the pattern matches the text, by a table of which prefixes of the one match which of the other. */
function isExpected(pattern: string, text: string): bool {
  const wanted = pointsOf(pattern);
  const given = pointsOf(text);
  let row = new Array<bool>(given.length + 1).fill(false);
  row[0] = true;
  for (let i = 0; i < wanted.length; i++) {
    const next = new Array<bool>(given.length + 1).fill(false);
    for (let j = 0; j <= given.length; j++) {
      if (wanted[i] == 0x2a) next[j] = row[j] || (j > 0 && next[j - 1]);
      else if (j > 0) next[j] = row[j - 1] && (wanted[i] == 0x3f || wanted[i] == given[j - 1]);
    }
    row = next;
  }
  return row[given.length];
}

/** The pairs on which both differ, of `count` generated ones; asserts that some match and some do not. */
function compare(count: i32, most: i32, variety: i32): string {
  let wrong = "";
  let matching = 0;
  for (let i = 0; i < count; i++) {
    const pattern = generated(most, variety, true);
    const text = generated(most, variety, false);
    const first: Text = place(pattern, "aaaa");
    const second: Text = place(text, "aaaa");
    const expected = isExpected(pattern, text);
    if (matchGlob(first.start, first.end, second.start, second.end) != expected) wrong += pattern + " / " + text + "; ";
    if (expected) matching += 1;
    heap.free(first.start);
    heap.free(second.start);
  }
  assert(matching > count / 20 && matching < count, `${matching} of ${count} match`);
  return wrong;
}

describe("matchGlob", () => {
  it("agrees with a table of prefixes, on two characters", () => {
    expect(compare(6000, 8, 2)).toBe("");
  });

  it("agrees with it on one character, with repetitive parts", () => {
    expect(compare(3000, 10, 1)).toBe("");
  });

  it("agrees with it on characters of every length", () => {
    expect(compare(6000, 5, 5)).toBe("");
  });
});

describe("a pattern that a text was made from", () => {
  it("matches it, but not with a character appended unless the pattern allows that", () => {
    let wrong = "";
    for (let i = 0; i < 2000; i++) {
      let pattern = "";
      let text = "";
      for (let part = 0; part < 12; part++) {
        const character = CHARACTERS[random(5)];
        const kind = random(4);
        pattern += kind == 0 ? "?" : kind == 1 ? "*" : character;
        // A star matches up to three characters here.
        text += kind == 1 ? character.repeat(random(4)) : character;
      }
      const first = place(pattern);
      const second = place(text);
      const other = place(text + "x");
      if (!matchGlob(first.start, first.end, second.start, second.end)) wrong += pattern + " / " + text + "; ";
      const isMatch = matchGlob(first.start, first.end, other.start, other.end);
      if (isMatch != pattern.endsWith("*") && !(isMatch && isExpected(pattern, text + "x"))) wrong += pattern + " x; ";
      heap.free(first.start);
      heap.free(second.start);
      heap.free(other.start);
    }
    expect(wrong).toBe("");
  });
});
