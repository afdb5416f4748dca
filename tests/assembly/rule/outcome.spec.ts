import { isBlank } from "../../../assembly/rule/outcome";
import { placeLast } from "../support/text";

/** Whether `value` is blank: "yes" or "no", as a member's value that others follow and as the last one. */
function blank(value: string): string {
  const followed = placeLast('{"errorCode":' + value + ',"b":"x","c":{"d":1}}');
  const first = isBlank(followed.start + 13, followed.end);
  const last = placeLast('{"errorCode":' + value + "}");
  if (isBlank(last.start + 13, last.end) != first) return "differs by what follows";
  return first ? "yes" : "no";
}

describe("a value is blank", () => {
  it("if it is null, an empty string or an empty object", () => {
    expect(blank("null")).toBe("yes");
    expect(blank('""')).toBe("yes");
    expect(blank("{}")).toBe("yes");
    expect(blank("{ }")).toBe("yes");
    expect(blank("{\n\t\r }")).toBe("yes");
  });

  it("if all its members are blank, at every level", () => {
    expect(blank('{"a":null}')).toBe("yes");
    expect(blank('{"a":""}')).toBe("yes");
    expect(blank('{"a":{}}')).toBe("yes");
    expect(blank('{"a":null,"b":"","c":{}}')).toBe("yes");
    expect(blank('{"a":{"b":{"c":null},"d":""},"e":{}}')).toBe("yes");
    expect(blank('{"a":{"b":{}},"c":{"d":{},"e":{"f":{}}}}')).toBe("yes");
    expect(blank('{"a":{"b":null}}')).toBe("yes");
  });

  it("if it is a list of blank values", () => {
    expect(blank("[]")).toBe("yes");
    expect(blank("[ \n]")).toBe("yes");
    expect(blank("[null]")).toBe("yes");
    expect(blank('["",{}]')).toBe("yes");
    expect(blank('[ "" , [ ] ,\t[ null , "" ] ]')).toBe("yes");
    expect(blank('{"a":[],"b":[{}]}')).toBe("yes");
    expect(blank('[{"a":[{"b":null}]},[[[]]],{"c":["",""]},""]')).toBe("yes");
  });

  it("with any white space and keys", () => {
    expect(blank('{ "a" : null , "b" :\t{ "c"\n: "" } }')).toBe("yes");
    expect(blank('{"}":null,"{":{"\\"":{}},"":""}')).toBe("yes");
    expect(blank('{ "long key of many letters" : { } , "\\\\" : { "x" : { } } }')).toBe("yes");
  });

  it("at any depth", () => {
    expect(blank('{"a":'.repeat(100000) + "{}" + "}".repeat(100000))).toBe("yes");
    expect(blank('{"a":'.repeat(100000) + "null" + ',"b":""}'.repeat(100000))).toBe("yes");
    expect(blank("[".repeat(100000) + "]".repeat(100000))).toBe("yes");
    expect(blank('[{"a":'.repeat(100000) + '""' + ',"b":[]},""]'.repeat(100000))).toBe("yes");
  });
});

describe("a value is not blank", () => {
  it("if it is any other scalar", () => {
    expect(blank('"AccessDenied"')).toBe("no");
    expect(blank('" "')).toBe("no");
    expect(blank('"\\u0000"')).toBe("no");
    expect(blank('"null"')).toBe("no");
    expect(blank("0")).toBe("no");
    expect(blank("-1")).toBe("no");
    expect(blank("false")).toBe("no");
    expect(blank("true")).toBe("no");
  });

  it("if an element of an array is not blank", () => {
    expect(blank("[0]")).toBe("no");
    expect(blank('["x"]')).toBe("no");
    expect(blank('["",{},"x"]')).toBe("no");
    expect(blank('[[],[[["x"]]]]')).toBe("no");
    expect(blank('[null,{"a":[false]}]')).toBe("no");
    expect(blank('[{"a":""},["","a",""]]')).toBe("no");
    expect(blank('["a:"]')).toBe("no");
  });

  it("if any member is not blank, wherever it is", () => {
    expect(blank('{"a":0}')).toBe("no");
    expect(blank('{"a":[0]}')).toBe("no");
    expect(blank('{"a":[],"b":["x"]}')).toBe("no");
    expect(blank('{"a":"x"}')).toBe("no");
    expect(blank('{"a":null,"b":"x"}')).toBe("no");
    expect(blank('{"a":"x","b":null}')).toBe("no");
    expect(blank('{"a":{},"b":{"c":false}}')).toBe("no");
    expect(blank('{"a":{"b":{"c":{"d":null,"e":"x"}}}}')).toBe("no");
    expect(blank('{"a":{"b":{}},"c":{"d":{}},"e":1}')).toBe("no");
    expect(blank('{"a":{"b":{},"c":1},"d":{}}')).toBe("no");
  });

  it("if a value at any depth is not blank", () => {
    expect(blank('{"a":'.repeat(100000) + "0" + "}".repeat(100000))).toBe("no");
    expect(blank('{"a":'.repeat(100000) + "{}" + "}".repeat(99999) + ',"b":1}')).toBe("no");
  });
});

describe("a member with a later one of the same key", () => {
  it("does not count, as in JSON.parse", () => {
    expect(blank('{"a":"x","a":null}')).toBe("yes");
    expect(blank('{"a":"x","a":"y","a":""}')).toBe("yes");
    expect(blank('{"a":"x","b":null,"a":{}}')).toBe("yes");
    expect(blank('{"b":"","a":[1,{"b":2}],"a":null}')).toBe("yes");
    expect(blank('{"a":{"b":"x","c":1},"a":null}')).toBe("yes");
    expect(blank('{"a":{"b":"x","b":""}}')).toBe("yes");
    expect(blank('{"a":{"b":{"c":1,"d":2},"b":{}},"e":null}')).toBe("yes");
    expect(blank('{"a":{"b":{"c":1,"c":null},"d":{"e":0,"e":""}},"f":false,"f":{"g":1,"g":null}}')).toBe("yes");
  });

  it("does not count in a list or with a list in it either", () => {
    expect(blank('[{"a":"x","a":null}]')).toBe("yes");
    expect(blank('["",{"a":["",{"b":0}],"a":[]},[]]')).toBe("yes");
    expect(blank('{"a":[0,[1]],"b":[{"c":"x","c":""}],"a":""}')).toBe("yes");
    expect(blank('["x","x",null]')).toBe("no");
    expect(blank('["x",{"x":null}]')).toBe("no");
    expect(blank('[{"a":"x"},{"a":null}]')).toBe("no");
  });

  it("counts if it is the last one", () => {
    expect(blank('{"a":null,"a":"x"}')).toBe("no");
    expect(blank('{"a":"x","a":null,"a":"y"}')).toBe("no");
    expect(blank('{"a":"x","b":null,"a":0}')).toBe("no");
    expect(blank('{"a":{},"a":{"b":"x"}}')).toBe("no");
    expect(blank('{"a":{"b":"x","b":""},"c":1}')).toBe("no");
  });

  it("must be in the same object", () => {
    expect(blank('{"a":{"b":"x"},"b":null}')).toBe("no");
    expect(blank('{"b":"x","a":{"b":null}}')).toBe("no");
    expect(blank('{"a":{"b":"x"},"c":{"b":null}}')).toBe("no");
    expect(blank('{"a":"x","A":null,"aa":null,"":null}')).toBe("no");
  });

  it("has the same key even if either is escaped", () => {
    expect(blank('{"a":"x","\\u0061":null}')).toBe("yes");
    expect(blank('{"\\u0061":"x","a":null}')).toBe("yes");
    expect(blank('{"\\u0062":"x","a":null}')).toBe("no");
    expect(blank('{"\\/":"x","/":null}')).toBe("yes");
  });

  it("is searched for in values of up to 1,024 bytes", () => {
    const replaced = '{"a":"x","a":null,"b":""';
    expect(blank(replaced + " ".repeat(1024 - replaced.length - 1) + "}")).toBe("yes");
    expect(blank(replaced + " ".repeat(1025 - replaced.length - 1) + "}")).toBe("no");
  });
});
