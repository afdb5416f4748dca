import { Place, closing, hasKey, isBareArray, opening, readPlaces, valueAt } from "../../../assembly/annotate/places";
import { skipValue } from "../../../assembly/json/cursor";
import { Text, placeLast, textBetween } from "../support/text";

let text: Text = new Text(0, 0);

function read(record: string): void {
  text = placeLast(record);
  readPlaces(text.start, text.end);
}

/** The value found at `place`; "-" for none. */
function found(place: i32): string {
  const value = valueAt(place);
  return value == 0 ? "-" : textBetween(value, skipValue(value, text.end));
}

/** The values at all places, in the order of their numbers, separated by spaces. */
function allFound(): string {
  let all = found(0);
  for (let place = 1; place < Place.COUNT; place++) all += " " + found(place);
  return all;
}

/** The offsets of the opening and the closing bracket in the record. */
function brackets(record: string): string {
  read(record);
  return `${opening() - text.start} ${closing() - text.start}`;
}

describe("readPlaces", () => {
  it("finds every place", () => {
    read(
      '{"x":1,"keyward":{},"tags":["a"],"rule":"r","threat":null,"event":{"a":1},"event.severity":1,"event.risk_score":2}',
    );
    expect(allFound()).toBe('{} ["a"] "r" null {"a":1} 1 2');
    expect(found(Place.KEYWARD)).toBe("{}");
    expect(found(Place.TAGS)).toBe('["a"]');
    expect(found(Place.RULE)).toBe('"r"');
    expect(found(Place.THREAT)).toBe("null");
    expect(found(Place.EVENT)).toBe('{"a":1}');
    expect(found(Place.EVENT_SEVERITY)).toBe("1");
    expect(found(Place.EVENT_RISK_SCORE)).toBe("2");
  });

  it("finds none if the record has none", () => {
    read("{}");
    expect(allFound()).toBe("- - - - - - -");
    read('{"eventSource":"s","Tags":1,"tag":2,"tagss":3,"keyward ":4,"event.severit":5,"rules":6,"threat.x":7}');
    expect(allFound()).toBe("- - - - - - -");
  });

  it("forgets what it found before", () => {
    read('{"tags":1,"rule":2}');
    read('{"threat":3}');
    expect(allFound()).toBe("- - - 3 - - -");
  });

  it("finds none below the top level", () => {
    read('{"x":{"keyward":1,"tags":2},"y":[{"rule":3}],"event":{"event":{},"event.severity":1},"z":"\\"threat\\":1"}');
    expect(allFound()).toBe('- - - - {"event":{},"event.severity":1} - -');
  });

  it("finds the last value of a repeated key", () => {
    read('{"tags":["a"],"event":{},"tags":"b","x":1,"tags":null}');
    expect(allFound()).toBe("- null - - {} - -");
  });

  it("finds escaped keys", () => {
    read('{"k\\u0065yward":1,"\\u0074ags":2,"event\\u002eseverity":3,"tags":4}');
    expect(allFound()).toBe("1 4 - - - 3 -");
  });

  it("skips white space of every kind", () => {
    read(' \n{ "tags" :\t[ 1 ] ,\r"event" : { } } \n');
    expect(allFound()).toBe("- [ 1 ] - - { } - -");
  });
});

describe("opening and closing", () => {
  it("are at the record's start and end, ignoring white space", () => {
    expect(brackets("{}")).toBe("0 1");
    expect(brackets("{ }")).toBe("0 2");
    expect(brackets('{"a":1}')).toBe("0 6");
    expect(brackets('{"a":{"b":{}}}')).toBe("0 13");
    expect(brackets('{"a":"}"}')).toBe("0 8");
    expect(brackets('  {"a":1 \n}\r\n')).toBe("2 10");
    expect(brackets("  { \t }  ")).toBe("2 6");
  });

  it("are a bare array's own brackets", () => {
    expect(brackets("[]")).toBe("0 1");
    expect(brackets("[ ]")).toBe("0 2");
    expect(brackets('\n[{"a":"]"},[[]], 1 ]  ')).toBe("1 20");
  });
});

describe("a bare array", () => {
  it("is distinguished from an object, whatever that contains", () => {
    read("[]");
    expect(isBareArray()).toBe(true);
    read(' \n [{"a":1}]');
    expect(isBareArray()).toBe(true);
    read("{}");
    expect(isBareArray()).toBe(false);
    read(' {"a":[]} ');
    expect(isBareArray()).toBe(false);
  });

  it("has no places, neither its elements' nor the previous record's", () => {
    read('{"tags":1,"keyward":2,"event":3}');
    read('["tags","keyward",{"event":1,"keyward":{}}]');
    expect(allFound()).toBe("- - - - - - -");
  });
});

/** Whether the object `object` has the key `name`. */
function has(object: string, name: string): bool {
  // A key follows the object, and must not be taken for one of the object's.
  const placed = placeLast(object + ',"severity":1}');
  return hasKey(placed.start, name, placed.end);
}

describe("hasKey", () => {
  it("is true for a key of the object, whatever its value", () => {
    expect(has('{"severity":1}', "severity")).toBe(true);
    expect(has('{"a":{"b":[]},"severity":null}', "severity")).toBe(true);
    expect(has('{ "severity" : "" , "b" : 1 }', "severity")).toBe(true);
    expect(has('{"\\u0073everity":1}', "severity")).toBe(true);
  });

  it("is false for near misses, values and nested keys", () => {
    expect(has("{}", "severity")).toBe(false);
    expect(has("{ }", "severity")).toBe(false);
    expect(has('{"Severity":1,"severit":2,"severity_":3}', "severity")).toBe(false);
    expect(has('{"a":"severity","b":["severity"]}', "severity")).toBe(false);
    expect(has('{"a":{"severity":1}}', "severity")).toBe(false);
  });
});
