import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../../../assembly/json/cursor";
import { place, placeLast, textBetween } from "../support/text";

/** The string that begins with the first quote of `text`, unchanged. */
function stringIn(text: string): string {
  const placed = placeLast(text);
  const at = placed.at('"');
  return textBetween(at, skipString(at, placed.end));
}

/** The value of the member `v`, the first of the object `text`, unchanged. */
function valueIn(text: string): string {
  const placed = placeLast(text);
  const at = placed.at('"v"');
  const value = findMemberValue(skipString(at, placed.end));
  return textBetween(value, skipValue(value, placed.end));
}

/** The values of an array or the keys of an object, as found by `findFirst` and `findNext`. */
function partsOf(text: string): string {
  const placed = placeLast(text);
  const isObject = load<u8>(placed.start) == 0x7b;
  let parts = "";
  for (let at = findFirst(placed.start); at != 0;) {
    let after = skipValue(at, placed.end);
    parts += textBetween(at, after) + ";";
    if (isObject) after = skipValue(findMemberValue(after), placed.end);
    at = findNext(after);
  }
  return parts;
}

describe("skipSpace", () => {
  it("skips every kind of white space, and nothing else", () => {
    const text = place(" \t\r\n  \f");
    expect(skipSpace(text.start)).toBe(text.start + 6);
    const none = place("x ");
    expect(skipSpace(none.start)).toBe(none.start);
  });
});

describe("skipString", () => {
  it("skips strings of every length around the size of a word", () => {
    for (let length = 0; length <= 40; length++) {
      const expected = '"' + "x".repeat(length) + '"';
      expect(stringIn(expected + "}")).toBe(expected);
      expect(stringIn(expected + ',"other":"text behind it"}')).toBe(expected);
    }
  });

  it("skips an escaped quote at every position in strings of every length", () => {
    let wrong = "";
    for (let length = 0; length <= 24; length++) {
      for (let position = 0; position <= length; position++) {
        const expected = '"' + "x".repeat(position) + '\\"' + "x".repeat(length - position) + '"';
        if (stringIn(expected + ',"a":"b"}') != expected) wrong += expected + " ";
      }
    }
    expect(wrong).toBe("");
  });

  it("ends at the quote after an escaped backslash, at every position", () => {
    let wrong = "";
    for (let length = 0; length <= 24; length++) {
      const expected = '"' + "x".repeat(length) + '\\\\"';
      if (stringIn(expected + ',"a":"b"}') != expected) wrong += expected + " ";
    }
    expect(wrong).toBe("");
  });

  it("distinguishes runs of backslashes by their number", () => {
    expect(stringIn('"\\\\\\\\","a"')).toBe('"\\\\\\\\"');
    expect(stringIn('"\\\\\\",a"}')).toBe('"\\\\\\",a"');
    expect(stringIn('"1234567\\\\\\",a"}')).toBe('"1234567\\\\\\",a"');
    expect(stringIn('"\\u0022\\n\\/"}')).toBe('"\\u0022\\n\\/"');
  });

  it("skips brackets, commas, wide characters and DEL", () => {
    expect(stringIn('"{[,:]}","a"')).toBe('"{[,:]}"');
    expect(stringIn('"caf\u00e9 \u20ac \x7f \ud83d\udd11","a"')).toBe('"caf\u00e9 \u20ac \x7f \ud83d\udd11"');
  });

  it("reads no byte after the end of the text", () => {
    expect(stringIn('"x"')).toBe('"x"');
    expect(stringIn('"1234567"')).toBe('"1234567"');
    expect(stringIn('"12345678"')).toBe('"12345678"');
  });
});

describe("skipValue", () => {
  it("skips numbers and names, up to what may follow them", () => {
    expect(valueIn('{"v":0}')).toBe("0");
    expect(valueIn('{"v":-12.5e+30,"w":1}')).toBe("-12.5e+30");
    expect(valueIn('{"v":true }')).toBe("true");
    expect(valueIn('{"v":false\n}')).toBe("false");
    expect(valueIn('{"v":null\t,"w":1}')).toBe("null");
    expect(valueIn('{"v":1\r}')).toBe("1");
    const array = place("[17]");
    expect(skipValue(array.start + 1, array.end)).toBe(array.start + 3);
  });

  it("skips strings", () => {
    expect(valueIn('{"v":""}')).toBe('""');
    expect(valueIn('{"v":"a\\"}"}')).toBe('"a\\"}"');
  });

  it("skips empty and nested brackets", () => {
    expect(valueIn('{"v":{}}')).toBe("{}");
    expect(valueIn('{"v":[]}')).toBe("[]");
    expect(valueIn('{"v":[ ] ,"w":[]}')).toBe("[ ]");
    expect(valueIn('{"v":[[],{},[{}]],"w":1}')).toBe("[[],{},[{}]]");
    expect(valueIn('{"v":{"a":{"b":[1,{"c":2}]}},"w":{}}')).toBe('{"a":{"b":[1,{"c":2}]}}');
  });

  it("does not count brackets in strings, or escaped quotes", () => {
    expect(valueIn('{"v":["]"],"w":1}')).toBe('["]"]');
    expect(valueIn('{"v":["[","{"],"w":1}')).toBe('["[","{"]');
    expect(valueIn('{"v":{"}":"{"},"w":1}')).toBe('{"}":"{"}');
    expect(valueIn('{"v":["\\"]","\\\\"],"w":"]"}')).toBe('["\\"]","\\\\"]');
  });

  it("does not count brackets in strings at any distance from their quotes", () => {
    let wrong = "";
    for (let before = 0; before <= 20; before++) {
      for (let after = 0; after <= 20; after++) {
        const string = '"' + "x".repeat(before) + "]}[{" + "y".repeat(after) + '"';
        const array = "[" + " ".repeat(before) + string + " ".repeat(after) + "]";
        if (valueIn('{"v":' + array + ',"w":[1]}') != array) wrong += array + " ";
        const object = "{" + " ".repeat(after) + string + ":" + string + "}";
        if (valueIn('{"v":' + object + ',"w":{}}') != object) wrong += object + " ";
      }
    }
    expect(wrong.slice(0, 200)).toBe("");
  });

  it("finds the closing bracket at every distance around the size of a word", () => {
    let wrong = "";
    for (let length = 0; length <= 40; length++) {
      const digits = "1" + "0".repeat(length);
      const array = "[" + digits + "]";
      if (valueIn('{"v":' + array + "}") != array) wrong += array + " ";
      if (valueIn('{"v":' + array + ',"w":[1,2,3,4]}') != array) wrong += array + " ";
      const nested = "[[" + digits + '],{"a":[' + digits + "]}]";
      if (valueIn('{"v":' + nested + ',"w":[1,2,3,4]}') != nested) wrong += nested + " ";
      const spaced = "{" + " ".repeat(length) + '"a"' + " ".repeat(length) + ":[ ]" + " ".repeat(length) + "}";
      if (valueIn('{"v":' + spaced + ',"w":{"x":{}}}') != spaced) wrong += spaced + " ";
    }
    expect(wrong).toBe("");
  });

  it("skips 100,000 levels", () => {
    const deep = "[".repeat(100000) + "]".repeat(100000);
    const text = place('{"v":' + deep + ',"w":1}');
    expect(skipValue(text.start + 5, text.end)).toBe(text.start + 200005);
  });
});

describe("findFirst and findNext", () => {
  it("find the elements of an array", () => {
    expect(partsOf('[1,"two",[3],{"four":4},null]')).toBe('1;"two";[3];{"four":4};null;');
  });

  it("find the keys of an object", () => {
    expect(partsOf('{"a":1,"b":{"c":2},"d":[",",3]}')).toBe('"a";"b";"d";');
  });

  it("find nothing in empty brackets, with or without white space", () => {
    expect(partsOf("[]")).toBe("");
    expect(partsOf("{}")).toBe("");
    expect(partsOf("[ \t\r\n ]")).toBe("");
    expect(partsOf("{ \n }")).toBe("");
  });

  it("skip white space on every side", () => {
    expect(partsOf("[ 1 , \t2\n,\r3 ]")).toBe("1;2;3;");
    expect(partsOf('{ "a" : 1 , "b" :\n2 }')).toBe('"a";"b";');
  });

  it("end after a single element", () => {
    expect(partsOf("[[]]")).toBe("[];");
    expect(partsOf('{"a":{}}')).toBe('"a";');
  });
});

describe("findMemberValue", () => {
  it("returns the value after the colon, with any white space", () => {
    const text = place('"a" \n:\t {"b":1}');
    expect(findMemberValue(text.start + 3)).toBe(text.at("{"));
    const tight = place('"a":1');
    expect(findMemberValue(tight.start + 3)).toBe(tight.at("1"));
  });
});
