import { PathTree } from "../../../assembly/event/path-tree";
import { CLUE_TREE } from "../../../assembly/rule/schemas";
import { MAX_BEGINNINGS } from "../../../assembly/event/paths";
import { fieldsOf, treeOf } from "../support/fields";

const TREE: PathTree = treeOf(["a.b.c", "a.b.d", "a.e", "f", "g.h.i.j.k", ""]);

/** The fields of `record` in the order they are visited: `number=value;` each. */
function fields(record: string): string {
  return fieldsOf(record, TREE);
}

describe("walk", () => {
  it("finds nested fields", () => {
    expect(fields('{"a":{"b":{"c":1,"d":2},"e":3},"f":4,"g":{"h":{"i":{"j":{"k":5}}}}}')).toBe("0=1;1=2;2=3;3=4;4=5;");
  });

  it("finds dotted fields", () => {
    expect(fields('{"a.b.c":1,"a.b.d":2,"a.e":3,"f":4,"g.h.i.j.k":5}')).toBe("0=1;1=2;2=3;3=4;4=5;");
  });

  it("finds fields in any mix of spellings", () => {
    expect(fields('{"a.b":{"c":1},"a":{"b.d":2}}')).toBe("0=1;1=2;");
    expect(fields('{"g.h":{"i":{"j.k":5}}}')).toBe("4=5;");
    expect(fields('{"g":{"h.i.j":{"k":5}}}')).toBe("4=5;");
    expect(fields('{"g":{"h":{"i.j.k":5}}}')).toBe("4=5;");
    expect(fields('{"g.h.i.j":{"k":5}}')).toBe("4=5;");
    expect(fields('{"a.b":{"d":1},"a":{"e":2,"b":{"c":3}},"a.b.c":4}')).toBe("1=1;2=2;0=3;0=4;");
  });

  it("finds nothing in an object without any of them", () => {
    expect(fields("{}")).toBe("");
    expect(fields("{ }")).toBe("");
    expect(fields('{"x":1,"y":{"z":2}}')).toBe("");
  });

  it("visits a field whatever its value", () => {
    expect(fields('{"f":null}')).toBe("3=null;");
    expect(fields('{"f":"text, with {\\"f\\":1}"}')).toBe('3="text, with {\\"f\\":1}";');
    expect(fields('{"f":[1,[2],{"f":3}]}')).toBe('3=[1,[2],{"f":3}];');
    expect(fields('{"f":{"f":1}}')).toBe('3={"f":1};');
    expect(fields('{"a":{"e":{"b":{"c":1}}}}')).toBe('2={"b":{"c":1}};');
  });

  it("skips white space of every kind", () => {
    expect(fields(' { "a" :\n{ "b"\t: [ { "c" : 1 } , { "d":2 } ] }\r, "f" : 4 } ')).toBe("0=1;1=2;3=4;");
  });

  it("skips values of every kind, with everything inside", () => {
    const decoy = '{"f":9,"a":{"e":9},"a.e":9,"g.h.i.j.k":9}';
    expect(fields('{"x":' + decoy + ',"f":1}')).toBe("3=1;");
    expect(fields('{"x":[' + decoy + ",[" + decoy + ']],"f":1}')).toBe("3=1;");
    expect(fields('{"x":{"y":{"z":' + decoy + '}},"f":1}')).toBe("3=1;");
    expect(fields('{"x":"\\",\\"f\\":9","f":1}')).toBe("3=1;");
    expect(fields('{"x":-1.5e3,"y":true,"z":null,"f":1}')).toBe("3=1;");
    expect(fields('{"f":' + decoy + ',"e":1}')).toBe("3=" + decoy + ";");
  });

  it("finds a field only at its own path", () => {
    expect(fields('{"e":1,"b":{"c":2},"c":3,"k":4}')).toBe("");
    expect(fields('{"a":{"a":{"e":1},"f":2,"a.e":3}}')).toBe("");
    expect(fields('{"f":{"a":{"e":1}}}')).toBe('3={"a":{"e":1}};');
    expect(fields('{"a":{"b":{"b":{"c":1},"e":2}}}')).toBe("");
    expect(fields('{"g":{"h":{"i":{"j":{"k":{"k":1}}}}}}')).toBe('4={"k":1};');
    expect(fields('{"a":{"g":{"h.i.j.k":1}}}')).toBe("");
  });

  it("finds none in a scalar where an object is expected", () => {
    expect(fields('{"a":1,"g":"h"}')).toBe("");
    expect(fields('{"a":{"b":null},"g":{"h":true}}')).toBe("");
    expect(fields('{"a":"{\\"e\\":1}"}')).toBe("");
  });

  it("walks objects of 1,000 members to their end", () => {
    let members = "";
    for (let i = 0; i < 1000; i++) members += `"m${i}":{"f":0},`;
    expect(fields("{" + members + '"f":1}')).toBe("3=1;");
    expect(fields('{"a":{' + members + '"b":{' + members + '"c":1}}}')).toBe("0=1;");
  });

  it("keeps a level's members while it is inside one of them", () => {
    expect(fields('{"a":{"b":{"c":1,"d":2},"e":3,"b.c":4,"b.d":5},"a.b":{"d":6,"c":7},"a.e":8,"f":9,"a.b.c":10}')).toBe(
      "0=1;1=2;2=3;0=4;1=5;1=6;0=7;2=8;3=9;0=10;",
    );
  });

  it("finds no field with an empty path", () => {
    expect(fieldsOf('{"":1,"a":2}', treeOf(["a", "", "b"]))).toBe("0=2;");
    expect(fieldsOf('{"":{"":1}}', treeOf(["", "a"]))).toBe("");
  });

  it("accepts a table with as many beginnings as documented", () => {
    const paths = new StaticArray<string>(MAX_BEGINNINGS);
    let record = "";
    let expected = "";
    for (let i = 0; i < MAX_BEGINNINGS; i++) {
      paths[i] = "k" + i.toString();
      record += `,"k${i}":${i}`;
      expected += `${i}=${i};`;
    }
    expect(fieldsOf("{" + record.slice(1) + "}", treeOf(paths))).toBe(expected);
  });

  it("finds a path of 64 bytes in all its spellings", () => {
    const paths: StaticArray<string> = ["a." + "b".repeat(62)];
    expect(fieldsOf('{"a.' + "b".repeat(62) + '":1}', treeOf(paths))).toBe("0=1;");
    expect(fieldsOf('{"a.\\u0062' + "b".repeat(61) + '":1}', treeOf(paths))).toBe("0=1;");
    expect(fieldsOf('{"a":{"\\u0062' + "b".repeat(61) + '":1}}', treeOf(paths))).toBe("0=1;");
    expect(fieldsOf('{"a.\\u0062' + "b".repeat(62) + '":1}', treeOf(paths))).toBe("");
    expect(fieldsOf('{"a.' + "b".repeat(63) + '":1}', treeOf(paths))).toBe("");
    expect(fieldsOf('{"a.' + "b".repeat(61) + '":1}', treeOf(paths))).toBe("");
  });

  it("finds the rule's fields in real records", () => {
    expect(
      fieldsOf(
        '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser"},"eventSource":"kms.amazonaws.com","eventName":"DisableKey",' +
          '"requestParameters":{"eventName":"x","event":{"action":"y"}},"errorCode":null}',
        CLUE_TREE,
      ),
    ).toBe('5="kms.amazonaws.com";6="DisableKey";7=null;');
    expect(
      fieldsOf(
        '{"event":{"provider":"p","action":"a","dataset":"d","kind":"event"},"event.outcome":"o","data_stream":{"dataset":"s"}}',
        CLUE_TREE,
      ),
    ).toBe('1="p";2="a";0="d";3="o";4="s";');
  });
});
