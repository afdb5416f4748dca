import { chunk, findLine, free, judgeLine, lineEnd, malloc, tag } from "../../../assembly/abi/core";
import { memoryEnd } from "../../../assembly/bytes/arena";
import { READ_AFTER } from "../../../assembly/search/candidates";
import { all, MATCH } from "../support/annotation";
import { place, textAt, textBetween } from "../support/text";

const SIZE: i32 = 8192;
const buffer = chunk(SIZE);
const ANNOTATED: string = "{" + MATCH + all() + "}";
/** The event in a string in a string, which is decoded twice. */
const NESTED: string = '{"log":"{\\"message\\":\\"{' + MATCH.replaceAll('"', '\\\\\\"') + '}\\"}"}';

/** Fills the buffer with a text; returns the text's end. */
function fill(text: string): usize {
  const placed = place(text);
  memory.copy(buffer, placed.start, placed.length);
  heap.free(placed.start);
  return buffer + placed.length;
}

/** The result of each judged line of the buffer; asserts that the buffer does not change. */
function judged(text: string, keep: bool): string {
  const end = fill(text);
  let answers = "";
  for (let at = buffer; at < end;) {
    const line = findLine(at, end, keep);
    if (line == end) break;
    const stop = lineEnd();
    const result = judgeLine(line, stop, keep);
    if (result == line) answers += "same\n";
    else if (result == 0) answers += "dropped\n";
    else answers += textAt(result) + "\n";
    assert(result == line || result == 0 || result >= buffer + SIZE + READ_AFTER, "a result in the buffer");
    assert(textBetween(buffer, end) == text, "the buffer changed");
    at = stop + 1;
  }
  return answers;
}

describe("chunk", () => {
  it("returns a buffer that no block overlaps", () => {
    expect(buffer).not.toBe(0);
    expect(buffer % 4096).toBe(0);
    expect(<u64>(buffer + SIZE + READ_AFTER)).toBeLessThanOrEqual(memoryEnd());
    for (let count = 0; count < 3; count++) {
      const block = malloc(100);
      expect(block).toBeGreaterThanOrEqual(buffer + SIZE + READ_AFTER);
      expect(tag(0, 0, 0, 0, block, 0)).toBe(block);
    }
  });

  it("returns 0 for a negative size", () => {
    expect(chunk(-1)).toBe(0);
    expect(chunk(i32.MIN_VALUE)).toBe(0);
  });
});

describe("judgeLine", () => {
  it("annotates a match between other lines, which stay as they are", () => {
    const text = "{}\n{" + MATCH + "}\n" + '{"a":"DisableKey"}\n{' + MATCH + "}";
    expect(judged(text, false)).toBe(ANNOTATED + "\nsame\n" + ANNOTATED + "\n");
    expect(judged(text, true)).toBe(ANNOTATED + "\nsame\n" + ANNOTATED + "\n");
  });

  it("decodes strings into memory after the buffer", () => {
    const text = "{" + MATCH + "}\n" + NESTED + "\n{" + MATCH + "}\n";
    const answers = judged(text, false).split("\n");
    expect(answers[1].startsWith(NESTED.slice(0, -1))).toBe(true, answers[1]);
    expect(answers[1].includes('"path":"/log#/message#"')).toBe(true, answers[1]);
    expect(answers[0]).toBe(ANNOTATED);
    expect(answers[2]).toBe(ANNOTATED);
  });

  it("never spreads a long line in place", () => {
    // Memory has no room for twice the record and 128 KiB: a record on its own would be spread in place.
    const agent = '"userAgent":"' + "x".repeat(5000) + '"';
    expect(judged("{" + agent + "," + MATCH + "}\n{}\n", false).includes(agent)).toBe(true);
  });

  it("leaves other blocks alone", () => {
    const block = malloc(1000);
    memory.fill(block, 0x2d, 1000);
    judged("{" + MATCH + "}\n" + NESTED + "\n", true);
    expect(load<u8>(block)).toBe(0x2d);
    expect(load<u8>(block + 999)).toBe(0x2d);
    free(block);
  });

  it("passes lines that always pass", () => {
    expect(judged("\n \nDisableKey\n[DisableKey]\n", true)).toBe("same\nsame\nsame\nsame\n");
  });
});
