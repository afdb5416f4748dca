import { findPlainLine, plainLineEnd } from "../../../assembly/search/plain-candidates";
import { Region } from "../support/lines";

const region = new Region(2048);

/** The lines of `text` that are found one after the other, separated by bars; "-" for none. */
function found(text: string, keep: bool): string {
  const end = region.fill(text, "\n");
  const lines: string[] = [];
  let at = region.start;
  while (at < end) {
    const line = findPlainLine(at, end, keep);
    if (line == end) break;
    assert(line >= at && plainLineEnd() >= line && plainLineEnd() <= end, "a line outside the region");
    lines.push(String.UTF8.decodeUnsafe(line, plainLineEnd() - line));
    at = plainLineEnd() + 1;
  }
  return lines.length == 0 ? "-" : lines.join("|");
}

const MATCH: string = '{"eventName":"DisableKey"}';
const OTHER: string = '{"eventName":"DescribeKey"}';
const MARKED: string = '{"keyward":{"verdict":"match"}}';

describe("findPlainLine", () => {
  it("finds the lines that may match, wherever they are", () => {
    expect(found(MATCH, false)).toBe(MATCH);
    expect(found(MATCH + "\n", false)).toBe(MATCH);
    expect(found(OTHER + "\n" + MATCH, false)).toBe(MATCH);
    expect(found(MATCH + "\n" + OTHER + "\n", false)).toBe(MATCH);
    expect(found("\n\n" + OTHER + "\n" + MATCH + "\n" + MATCH + "\n\n" + OTHER + "\n" + MATCH, false)).toBe(
      MATCH + "|" + MATCH + "|" + MATCH,
    );
  });

  it("finds no others if nothing is dropped", () => {
    expect(found(OTHER, false)).toBe("-");
    expect(found(OTHER + "\n" + OTHER + "\n", false)).toBe("-");
    expect(found("x\n\n" + MARKED + "\n1\n" + OTHER, false)).toBe("-");
    expect(found("", false)).toBe("-");
    expect(found('{"eventName":"Disable\nKey"}', false)).toBe("-");
    expect(found("x\n" + MATCH + "\n" + MARKED, false)).toBe(MATCH);
  });

  it("also finds what always passes if the rest is dropped", () => {
    expect(found(OTHER + "\n" + OTHER, true)).toBe("-");
    expect(found(OTHER + "\n" + MARKED + "\n" + OTHER + "\n" + MATCH, true)).toBe(MATCH);
    expect(found(OTHER + "\nx\n\n[1]\n{}x\n" + OTHER + "\n", true)).toBe("x||{}x");
    expect(found("x\n" + OTHER, true)).toBe("x");
    expect(found(OTHER, true)).toBe("-");
    expect(found("", true)).toBe("-");
  });
});
