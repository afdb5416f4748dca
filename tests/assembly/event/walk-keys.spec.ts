import { PathTree } from "../../../assembly/event/path-tree";
import { CLUE_TREE } from "../../../assembly/rule/schemas";
import { fieldsOf, treeOf } from "../support/fields";

const TREE: PathTree = treeOf(["a.b.c", "a.b.d", "a.e", "f", "g.h.i.j.k"]);

function fields(record: string): string {
  return fieldsOf(record, TREE);
}

describe("a repeated key in an object", () => {
  it("counts by its last value", () => {
    expect(fields('{"f":1,"f":2}')).toBe("3=2;");
    expect(fields('{"f":1,"x":0,"f":2,"f":3}')).toBe("3=3;");
    expect(fields('{"a.e":1,"a.e":2}')).toBe("2=2;");
    expect(fields('{"a":{"e":1,"e":2}}')).toBe("2=2;");
    expect(fields('{"a":{"b":{"c":1,"c":2}}}')).toBe("0=2;");
    expect(fields('{"g":{"h":{"i":{"j":{"k":1,"k":2}}}}}')).toBe("4=2;");
  });

  it("hides everything in its first value", () => {
    expect(fields('{"a":{"e":1},"a":{"b":{"c":2}}}')).toBe("0=2;");
    expect(fields('{"a":{"e":1},"a":{}}')).toBe("");
    expect(fields('{"a":{"e":1},"a":null}')).toBe("");
    expect(fields('{"a":5,"a":{"e":1}}')).toBe("2=1;");
    expect(fields('{"a":{"b":{"c":1},"b":{"d":2}}}')).toBe("1=2;");
    expect(fields('{"a.b":{"c":1},"a.b":{"d":2}}')).toBe("1=2;");
    expect(fields('{"g":{"h":{"i":{"j":{"k":1},"j":[]}}}}')).toBe("");
    expect(fields('{"f":1,"f":{"f":2}}')).toBe('3={"f":2};');
  });

  it("is the same key if it is escaped", () => {
    expect(fields('{"f":1,"\\u0066":2}')).toBe("3=2;");
    expect(fields('{"\\u0066":1,"f":2}')).toBe("3=2;");
    expect(fields('{"a":{"e":1},"\\u0061":{}}')).toBe("");
    expect(fields('{"a.b":{"c":1},"a\\u002eb":{"d":2}}')).toBe("1=2;");
  });

  it("counts once for each object of an array", () => {
    expect(fields('{"a":[{"e":1,"e":2},{"e":3}]}')).toBe("2=2;2=3;");
    expect(fields('{"a":[{"e":1},{"e":2}],"a":[{"e":3},{"e":4}]}')).toBe("2=3;2=4;");
  });

  it("stays at its first position, as in JSON.parse", () => {
    expect(fields('{"f":1,"a":{"e":5},"f":2}')).toBe("3=2;2=5;");
  });

  it("is not the same as another spelling of its path", () => {
    expect(fields('{"a.e":1,"a":{"e":2}}')).toBe("2=1;2=2;");
    expect(fields('{"a":{"e":1},"a.e":2}')).toBe("2=1;2=2;");
    expect(fields('{"a":{"b":{"c":1}},"a.b":{"c":2},"a.b.c":3}')).toBe("0=1;0=2;0=3;");
    expect(fields('{"a":{"b":{"c":1},"b.c":2}}')).toBe("0=1;0=2;");
    expect(fields('{"a":{"b":{"c":1}},"a.b":{"c":2},"a":{}}')).toBe("0=2;");
  });
});

describe("an array of objects", () => {
  it("is walked object by object", () => {
    expect(fields('{"a":[{"e":1},{"e":2},{"b":{"c":3}}]}')).toBe("2=1;2=2;0=3;");
    expect(fields('{"a":[{"b":[{"c":1},{"d":2}]},{"b":{"c":3}}],"f":4}')).toBe("0=1;1=2;0=3;3=4;");
    expect(fields('{"a.b":[{"c":1},{"c":2}]}')).toBe("0=1;0=2;");
    expect(fields('{"g":[{"h":[{"i":[{"j":[{"k":1},{"k":2}]}]}]}]}')).toBe("4=1;4=2;");
  });

  it("may contain arrays, and empty ones", () => {
    expect(fields('{"a":[[{"e":1}],[],[[{"e":2}],[[]]]]}')).toBe("2=1;2=2;");
    expect(fields('{"a":[],"g":[[]],"f":1}')).toBe("3=1;");
    expect(fields('{"a":[{},[{}],{"e":1}]}')).toBe("2=1;");
  });

  it("may contain other values, which have no fields", () => {
    expect(fields('{"a":[1,"x",null,{"e":1},true,"{"]}')).toBe("2=1;");
  });
});

describe("a key", () => {
  it("may be escaped, partly or wholly", () => {
    expect(fields('{"\\u0066":1}')).toBe("3=1;");
    expect(fields('{"a":{"\\u0065":1}}')).toBe("2=1;");
    expect(fields('{"\\u0061\\u002e\\u0065":1}')).toBe("2=1;");
    expect(fields('{"a\\u002eb":{"\\u0063":1,"d":2}}')).toBe("0=1;1=2;");
    expect(fields('{"\\u0061":{"\\u0062.c":1}}')).toBe("0=1;");
  });

  it("may be escaped before a plain one, and plain before an escaped one", () => {
    expect(fields('{"\\u0066":1,"a.e":2}')).toBe("3=1;2=2;");
    expect(fields('{"a.e":2,"\\u0066":1,"a.b.c":3}')).toBe("2=2;3=1;0=3;");
    expect(fields('{"\\n":0,"f":1}')).toBe("3=1;");
  });

  it("does not match with a letter in another case, more or fewer", () => {
    expect(fields('{"F":1,"ff":2,"A":{"e":3},"a":{"E":4,"ee":5,"b":{"cc":6}}}')).toBe("");
    expect(fields('{"f ":1," f":2,"\\u0046":3,"f\\u0000":4}')).toBe("");
    expect(fields('{"a.":{"e":1},"a.b.":{"c":2},"g.h.i.j.":3}')).toBe("");
  });

  it("does not match with a dot too many, too few or in another position", () => {
    expect(fields('{".f":1,"f.":2,"a..e":3,".a.e":4,"a.e.":5,"ae":6}')).toBe("");
    expect(fields('{"a":{".e":1,"e.":2,".":3,"b.":{"c":4},"b..c":5}}')).toBe("");
    expect(fields('{"a.b":{".c":1},"a.b.c.d":2,"f.x":3,"a.e.x":4}')).toBe("");
    expect(fields('{".":{"f":1},"..":2}')).toBe("");
  });

  it("does not match if it ends within a part, whatever its value continues with", () => {
    expect(fieldsOf('{"even":{".action":1,"t.action":2},"event.acti":{"n":3,"on":4}}', CLUE_TREE)).toBe("");
    expect(fieldsOf('{"eventNam":{"e":1,"":2},"errorCod":3,"event.":{"action":4},"e":{"ventName":5}}', CLUE_TREE)).toBe(
      "",
    );
    expect(fieldsOf('{"eventNames":1,"eventName.x":2,"event.action.x":3,"event.actions":4}', CLUE_TREE)).toBe("");
  });

  it("may be empty, and then begins no path", () => {
    expect(fields('{"":1,"f":2}')).toBe("3=2;");
    expect(fields('{"":{"f":1,"a":{"e":1}},"a":{"":{"e":1},"e":2}}')).toBe("2=2;");
  });

  it("may be longer than any path, plain or escaped", () => {
    const long = "f".repeat(65);
    const longer = "a.b.c".repeat(1000);
    expect(fields('{"' + long + '":1,"f":2}')).toBe("3=2;");
    expect(fields('{"' + longer + '":{"f":1},"f":2}')).toBe("3=2;");
    expect(fields('{"\\u0066' + long + '":1,"f":2}')).toBe("3=2;");
    expect(fields('{"' + longer + '\\n":{"f":1},"\\u0066":2}')).toBe("3=2;");
  });

  it("may contain quotes, backslashes and brackets", () => {
    expect(fields('{"\\"f":1,"f\\"":2,"f":3}')).toBe("3=3;");
    expect(fields('{"\\\\":1,"f":2}')).toBe("3=2;");
    expect(fields('{"f\\\\":1,"f":2}')).toBe("3=2;");
    expect(fields('{"{":{"f":1},"}":[],"]":2,",":3,":":4,"f":5}')).toBe("3=5;");
  });

  it("may have wide characters, and then begins no path", () => {
    expect(fields('{"\u00e9":1,"\\u00e9":2,"\u0430":{"e":3},"\\u0430":{"e":4},"\\u6600":5,"f":6}')).toBe("3=6;");
    expect(fields('{"\\ud83d\\udd11":1,"\ud83d\udd11":2,"f":3}')).toBe("3=3;");
  });
});
