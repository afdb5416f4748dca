import { skipValue } from "../../../assembly/json/cursor";
import { findFirstElement, findNextElement } from "../../../assembly/json/elements";
import { placeLast, textBetween } from "../support/text";

/** The elements of `value`, each followed by a semicolon. */
function elementsOf(value: string): string {
  // More members follow the value, and must not be taken for its elements.
  const text = placeLast('{"v":' + value + ',"w":["no"],"x":[]}');
  const start = text.start + 5;
  const last = skipValue(start, text.end);
  let elements = "";
  for (let at = findFirstElement(start, last); at != 0; at = findNextElement(at, last, text.end)) {
    elements += textBetween(at, skipValue(at, text.end)) + ";";
  }
  return elements;
}

describe("elements", () => {
  it("are the value itself if it is not an array", () => {
    expect(elementsOf('"a"')).toBe('"a";');
    expect(elementsOf("1")).toBe("1;");
    expect(elementsOf("null")).toBe("null;");
    expect(elementsOf("{}")).toBe("{};");
    expect(elementsOf('{"a":[1,2]}')).toBe('{"a":[1,2]};');
  });

  it("are those of an array, in order", () => {
    expect(elementsOf('["a","b","c"]')).toBe('"a";"b";"c";');
    expect(elementsOf("[1]")).toBe("1;");
    expect(elementsOf('[{"a":1},null,false]')).toBe('{"a":1};null;false;');
  });

  it("are none for an array without any, however nested", () => {
    expect(elementsOf("[]")).toBe("");
    expect(elementsOf("[ ]")).toBe("");
    expect(elementsOf("[[]]")).toBe("");
    expect(elementsOf("[[],[]]")).toBe("");
    expect(elementsOf("[[[],[[]]],[ ] ]")).toBe("");
  });

  it("include those of arrays in arrays", () => {
    expect(elementsOf('[["a"],["b",["c"]]]')).toBe('"a";"b";"c";');
    expect(elementsOf('["a",["b"],"c"]')).toBe('"a";"b";"c";');
    expect(elementsOf('[[[["a"]]]]')).toBe('"a";');
  });

  it("are found before, between and after empty arrays", () => {
    expect(elementsOf('[[],"a"]')).toBe('"a";');
    expect(elementsOf('["a",[]]')).toBe('"a";');
    expect(elementsOf('["a",[],"b"]')).toBe('"a";"b";');
    expect(elementsOf('[[[]],["a",[]],[[],[]],["b"]]')).toBe('"a";"b";');
  });

  it("are found across white space", () => {
    expect(elementsOf('[ "a" , [ "b" ] , [ ] , "c" ]')).toBe('"a";"b";"c";');
    expect(elementsOf("[\n\t[ ]\r,\n[ 1 ] ]")).toBe("1;");
  });

  it("are not searched for in objects or strings", () => {
    expect(elementsOf('["[1,2]",{"a":["b"]},"],"]')).toBe('"[1,2]";{"a":["b"]};"],";');
  });

  it("are found below 100,000 brackets", () => {
    expect(elementsOf("[".repeat(100000) + "7" + "]".repeat(100000))).toBe("7;");
    expect(elementsOf("[".repeat(100000) + "]".repeat(100000))).toBe("");
  });
});
