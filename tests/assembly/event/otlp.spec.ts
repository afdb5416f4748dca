import { PathTree } from "../../../assembly/event/path-tree";
import { attribute, attributesOf, kvlist, list } from "../support/attributes";
import { treeOf } from "../support/fields";

const TREE: PathTree = treeOf(["a.b.c", "a.b.d", "a.e", "f", "", "g"]);

/** The fields in the attributes `attributes`. */
function fields(attributes: string): string {
  return attributesOf("[" + attributes + "]", TREE);
}

/** What the attribute `f` with this value is found as. */
function valueOf(value: string): string {
  return fields(attribute("f", value));
}

describe("walkAttributes", () => {
  it("finds attributes by their keys, in order", () => {
    expect(
      fields(
        attribute("f", '{"stringValue":"x"}') +
          "," +
          attribute("a.b.d", '{"intValue":"7"}') +
          "," +
          attribute("x", '{"stringValue":"no"}') +
          "," +
          attribute("a.e", '{"boolValue":true}'),
      ),
    ).toBe('3="x";1="7";2=true;');
    expect(fields("")).toBe("");
    expect(attributesOf("[ ]", TREE)).toBe("");
  });

  it("finds all attributes with the same key", () => {
    expect(fields(attribute("f", '{"stringValue":"x"}') + "," + attribute("f", '{"stringValue":"y"}'))).toBe(
      '3="x";3="y";',
    );
  });

  it("reads keys with escapes", () => {
    expect(fields(attribute("\\u0066", '{"stringValue":"x"}'))).toBe('3="x";');
    expect(fields(attribute("a\\u002eb.c", '{"stringValue":"x"}'))).toBe('0="x";');
  });

  it("takes no key for another", () => {
    const value = '{"stringValue":"x"}';
    const keys: StaticArray<string> = ["", "F", "ff", "f.", ".f", "a", "a.b", "a.b.", "a.b.c.d", "a.b.cc", "h", "*"];
    for (let i = 0; i < keys.length; i++) expect(fields(attribute(keys[i], value))).toBe("", keys[i]);
  });

  it("accepts only elements that are attributes", () => {
    expect(
      fields(
        '1,null,"f",[' +
          attribute("f", '{"stringValue":"no"}') +
          '],{},{"key":"f"},' +
          '{"value":{"stringValue":"no"}},' +
          '{"key":["f"],"value":{"stringValue":"no"}},{"key":6,"value":{"stringValue":"no"}},' +
          '{"key":{"key":"f"},"value":{"stringValue":"no"}},{"Key":"f","value":{"stringValue":"no"}},' +
          '{"key":"f","value":"no"},{"key":"f","value":null},{"key":"f","value":[{"stringValue":"no"}]},' +
          '{"f":{"stringValue":"no"}},' +
          attribute("g", '{"stringValue":"yes"}'),
      ),
    ).toBe('5="yes";');
  });

  it("takes no array for an object", () => {
    expect(fields('["key","f","value",{"stringValue":"no"}],["key"],["value",{}]')).toBe("");
    expect(fields('{"key":"f","value":["stringValue","no"]}')).toBe("");
    expect(
      fields('{"key":"a","value":{"kvlistValue":["values",[' + attribute("e", '{"stringValue":"no"}') + "]]}}"),
    ).toBe("");
    expect(
      fields(
        '{"key":"a","value":' +
          list('["kvlistValue",{"values":[' + attribute("e", '{"stringValue":"no"}') + "]}]") +
          "}",
      ),
    ).toBe("");
  });

  it("reads members in either order, the last value of a repeated name, and no other members", () => {
    expect(fields('{"value":{"stringValue":"x"},"key":"f"}')).toBe('3="x";');
    expect(fields('{"x":{"key":"g"},"key":"f","y":1,"value":{"z":[],"stringValue":"x"}}')).toBe('3="x";');
    expect(fields('{"key":"g","key":"f","value":{"stringValue":"x"}}')).toBe('3="x";');
    expect(fields('{"key":"f","value":{"stringValue":"x"},"value":{"stringValue":"y"}}')).toBe('3="y";');
    expect(fields('{"key":"f","value":{"stringValue":"x"},"value":null}')).toBe("");
    expect(fields('{"key":"f","value":{"stringValue":"x","stringValue":"y"}}')).toBe('3="y";');
  });

  it("skips white space", () => {
    expect(
      fields(' { "key" : "f" , "value" : { "stringValue" : "x" } } , \n{"value":{"intValue":1} ,"key":"g"} '),
    ).toBe('3="x";5=1;');
  });
});

describe("a value", () => {
  it("is a string, a number or a boolean in its member", () => {
    expect(valueOf('{"stringValue":"x"}')).toBe('3="x";');
    expect(valueOf('{"stringValue":""}')).toBe('3="";');
    expect(valueOf('{"intValue":"42"}')).toBe('3="42";');
    expect(valueOf('{"intValue":42}')).toBe("3=42;");
    expect(valueOf('{"doubleValue":-1.5e3}')).toBe("3=-1.5e3;");
    expect(valueOf('{"boolValue":true}')).toBe("3=true;");
    expect(valueOf('{"boolValue":false}')).toBe("3=false;");
  });

  it("is the first of the members in their fixed order", () => {
    expect(valueOf('{"boolValue":true,"doubleValue":1,"intValue":2,"stringValue":"x"}')).toBe('3="x";');
    expect(valueOf('{"boolValue":true,"doubleValue":1,"intValue":2}')).toBe("3=2;");
    expect(valueOf('{"boolValue":true,"doubleValue":1}')).toBe("3=1;");
    expect(valueOf('{"stringValue":null,"intValue":2}')).toBe("");
    expect(valueOf('{"intValue":{},"doubleValue":1}')).toBe("");
  });

  it("is not null, an object or an array", () => {
    expect(valueOf('{"stringValue":null}')).toBe("");
    expect(valueOf('{"stringValue":{"a":"x"}}')).toBe("");
    expect(valueOf('{"stringValue":["x"]}')).toBe("");
    expect(valueOf('{"boolValue":[]}')).toBe("");
    expect(valueOf("{}")).toBe("");
    expect(valueOf('{"bytesValue":"eA=="}')).toBe("");
    expect(valueOf('{"StringValue":"x","value":"y"}')).toBe("");
  });
});

describe("a list in a list", () => {
  const x: string = '{"stringValue":"x"}';
  const y: string = '{"stringValue":"y"}';

  it("continues the key", () => {
    expect(fields(attribute("a", kvlist(attribute("e", x))))).toBe('2="x";');
    expect(fields(attribute("a", kvlist(attribute("b.c", x) + "," + attribute("b", kvlist(attribute("d", y))))))).toBe(
      '0="x";1="y";',
    );
    expect(
      fields(attribute("a.b", kvlist(attribute("d", x) + "," + attribute("e", y) + "," + attribute("c", y)))),
    ).toBe('1="x";0="y";');
  });

  it("comes before what follows it", () => {
    expect(fields(attribute("f", x) + "," + attribute("a", kvlist(attribute("e", y))) + "," + attribute("g", x))).toBe(
      '3="x";2="y";5="x";',
    );
  });

  it("may be one of several values, each with keys", () => {
    expect(fields(attribute("a", list(kvlist(attribute("e", x)) + "," + kvlist(attribute("e", y)))))).toBe(
      '2="x";2="y";',
    );
    expect(fields(attribute("a", list("1,null," + x + ",{},[]," + kvlist(attribute("e", y)))))).toBe('2="y";');
    expect(fields(attribute("a", list(list(kvlist(attribute("b", list(kvlist(attribute("c", x)))))))))).toBe('0="x";');
  });

  it("of values yields each of them, before what follows it", () => {
    expect(fields(attribute("f", list(x + "," + list(y + ",{},7") + "," + x)) + "," + attribute("g", y))).toBe(
      '3="x";3="y";3="x";5="y";',
    );
    expect(fields(attribute("a", list(x + "," + kvlist(attribute("e", list(y))))))).toBe('2="y";');
    expect(fields(attribute("f", list(kvlist(attribute("f", x)))))).toBe("");
  });

  it("is searched next to one of the other kind, at every allowed depth", () => {
    const both = '{"arrayValue":{"values":[' + y + ']},"kvlistValue":{"values":[' + attribute("e", x) + "]}}";
    for (let level = 0; level < 6; level++) {
      let nested = both;
      for (let inner = 0; inner < level; inner++) nested = list(nested);
      expect(fields(attribute("a", nested))).toBe('2="x";', level.toString());
    }
  });

  it("is not searched next to a value of its own", () => {
    expect(fields(attribute("a", '{"intValue":1,' + kvlist(attribute("e", x)).slice(1)))).toBe("");
    expect(fields(attribute("f", '{"boolValue":false,' + list(x).slice(1)))).toBe("3=false;");
    expect(fields(attribute("f", '{"stringValue":null,' + list(x).slice(1)))).toBe('3="x";');
  });

  it("yields nothing for keys that do not continue the path", () => {
    expect(fields(attribute("a", kvlist(attribute("a.e", x) + "," + attribute("f", x) + "," + attribute("", x))))).toBe(
      "",
    );
    expect(
      fields(attribute("x", kvlist(attribute("f", x) + "," + attribute("g", x) + "," + attribute("a.b.c", x)))),
    ).toBe("");
    expect(fields(attribute("", kvlist(attribute("f", x))))).toBe("");
    expect(fields(attribute("f", kvlist(attribute("f", x))))).toBe("");
    expect(fields(attribute("a", x))).toBe("");
  });

  it("must have the specified structure", () => {
    expect(fields(attribute("a", '{"kvlistValue":[' + attribute("e", x) + "]}"))).toBe("");
    expect(fields(attribute("a", '{"kvlistValue":{"values":' + attribute("e", x) + "}}"))).toBe("");
    expect(fields(attribute("a", '{"kvlistValue":null,"arrayValue":{"values":null}}'))).toBe("");
    expect(fields(attribute("a", '{"arrayValue":{"values":[' + attribute("e", x) + "]}}"))).toBe("");
    expect(fields(attribute("a", '{"kvlistValue":{"values":[' + kvlist(attribute("e", x)) + "]}}"))).toBe("");
    expect(fields(attribute("a", '{"kvlistValue":{"values":[]}}'))).toBe("");
  });

  it("may be very long or too deep without affecting later attributes", () => {
    let nested = kvlist(attribute("e", x));
    for (let level = 0; level < 6; level++) nested = list("{}," + nested);
    expect(fields(attribute("a", nested))).toBe('2="x";');
    for (let level = 0; level < 1000; level++) nested = list(nested);
    fields(attribute("a", nested) + "," + attribute("f", y));
    expect(fields(attribute("a", nested) + "," + attribute("f", y)).endsWith('3="y";')).toBe(true);
    expect(fields((attribute("a", kvlist(attribute("x", y))) + ",").repeat(500) + attribute("f", x))).toBe('3="x";');
  });
});
