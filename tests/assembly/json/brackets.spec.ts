import { Glance, glanceAt } from "../../../assembly/json/brackets";
import { placeLast } from "../support/text";

function glance(text: string): Glance {
  const placed = placeLast(text);
  return glanceAt(placed.start, placed.end);
}

describe("glanceAt", () => {
  it("recognizes what begins and ends like an object or an array, whatever is between", () => {
    const texts = ["{}", "[]", "{not JSON}", " \t{}\r\n", "[[}]", "{]}", "{\n}"];
    for (let i = 0; i < texts.length; i++) expect(glance(texts[i])).toBe(Glance.BRACKETED, texts[i]);
  });

  it("recognizes nothing else as one", () => {
    const texts = ["{", "}", "[", "]", "{]", "[}", "}{", "][", "x{}", "{}x", "1", '"{}"', "\0{}", "{}\0", "\u00a0{}"];
    for (let i = 0; i < texts.length; i++) expect(glance(texts[i])).toBe(Glance.OTHER, texts[i]);
  });

  it("recognizes only JSON's white space", () => {
    const texts = ["", " ", "\t", "\r", "\n", " \t\r\n "];
    for (let i = 0; i < texts.length; i++) expect(glance(texts[i])).toBe(Glance.BLANK, texts[i]);
    expect(glance("\0")).toBe(Glance.OTHER);
    expect(glance("\u000b")).toBe(Glance.OTHER);
  });

  it("reads nothing outside", () => {
    const placed = placeLast("x{}x");
    expect(glanceAt(placed.start + 1, placed.end - 1)).toBe(Glance.BRACKETED);
    expect(glanceAt(placed.start, placed.end - 1)).toBe(Glance.OTHER);
    expect(glanceAt(placed.start + 1, placed.end)).toBe(Glance.OTHER);
    expect(glanceAt(placed.start + 1, placed.start + 1)).toBe(Glance.BLANK);
  });
});
