import { EVENT, OTHER, eventsIn, inEvents, inLogs, matchesIn, quoted } from "../support/envelopes";

const TEXT: string = quoted(EVENT);
/** An event's members. */
const MEMBERS: string = EVENT.slice(1, -1);

/** `text` inside `levels` objects under `x`. */
function inside(text: string, levels: i32): string {
  return '{"x":'.repeat(levels) + text + "}".repeat(levels);
}

/** `text` in `levels` strings, each in an object under `x`. */
function inStrings(text: string, levels: i32): string {
  for (let level = 0; level < levels; level++) text = '{"x":' + quoted(text) + "}";
  return text;
}

describe("an event elsewhere", () => {
  it("is found in objects under any name, and in arrays", () => {
    expect(eventsIn('{"x":' + EVENT + "}")).toBe("/x? ");
    expect(eventsIn('{"a":{"b":{"c":' + EVENT + "}}}")).toBe("/a/b/c? ");
    expect(eventsIn('{"a":1,"b":[1,"x",null,' + EVENT + ",{}," + EVENT + "]}")).toBe("/b/3? /b/5? ");
    expect(eventsIn('{"a":[{"b":[{"c":' + EVENT + "}]}]}")).toBe("/a/0/b/0/c? ");
    expect(eventsIn('{"":' + EVENT + ',"a b":' + EVENT + "}")).toBe("/? /a b? ");
    expect(eventsIn("{}")).toBe("-");
    expect(eventsIn('{"x":"DisableKey"}')).toBe("-");
  });

  it("is found in nested arrays, with each index as a step", () => {
    expect(eventsIn('{"x":[[' + EVENT + "]]}")).toBe("/x/0/0? ");
    expect(eventsIn('{"x":[1,[[],[2,' + EVENT + "]," + EVENT + "]]}")).toBe("/x/1/1/1? /x/1/2? ");
    expect(eventsIn("[[" + EVENT + "]]")).toBe("/0/0? ");
    expect(eventsIn("[[[[" + EVENT + "]]]," + EVENT + "]")).toBe("/0/0/0/0? /1 ");
  });

  it("is found in strings, including those in arrays", () => {
    expect(eventsIn('{"x":' + TEXT + "}")).toBe("/x#? ");
    expect(eventsIn('{"x":[1,' + TEXT + ",[" + TEXT + "]]}")).toBe("/x/1#? /x/2/0#? ");
    expect(eventsIn("[" + TEXT + "]")).toBe("/0#? ");
    expect(eventsIn('{"x":' + quoted("[" + EVENT + ",[" + EVENT + "]]") + "}")).toBe("/x#/0? /x#/1/0? ");
    expect(eventsIn(inStrings(EVENT, 4))).toBe("/x#/x#/x#/x#? ");
    expect(eventsIn('{"x":' + quoted('{"y":[' + TEXT + ',{"z":' + EVENT + "}]}") + "}")).toBe("/x#/y/0#? /x#/y/1/z? ");
  });

  it("is found after text, and among several texts in a string", () => {
    expect(eventsIn('{"x":' + quoted("2026-03-04 stdout F " + EVENT) + "}")).toBe("/x#? ");
    expect(eventsIn('{"x":' + quoted(EVENT + "\n" + OTHER + EVENT) + "}")).toBe("/x#/0? /x#/1? /x#/2? ");
    expect(eventsIn('{"x":' + quoted('a {"y":' + EVENT + "}\nb [" + EVENT + "]") + "}")).toBe("/x#/0/y? /x#/1? ");
    expect(eventsIn('{"x":' + quoted("[" + EVENT + "]\n[" + EVENT + "]") + "}")).toBe("/x#/0/0? /x#/1/0? ");
  });

  it("is not searched for inside an event", () => {
    expect(eventsIn("{" + MEMBERS + ',"x":' + EVENT + ',"log":' + TEXT + "}")).toBe(" ");
    expect(eventsIn('{"a":{' + MEMBERS + ',"x":' + EVENT + ',"log":' + TEXT + '},"b":' + EVENT + "}")).toBe("/a? /b? ");
    expect(eventsIn('{"a":{"eventSource":"s3.amazonaws.com","eventName":"x","y":' + EVENT + "}}")).toBe("/a? ");
  });

  it("is distinguished from those at known places", () => {
    expect(eventsIn('{"x":' + EVENT + ',"log":' + TEXT + ',"detail":' + EVENT + ',"Records":[' + EVENT + "]}")).toBe(
      "/x? /log# /detail? /Records/0 ",
    );
    expect(eventsIn('{"x":{"log":' + TEXT + '},"log":{"x":' + EVENT + ',"log":' + TEXT + "}}")).toBe(
      "/x/log#? /log/x? /log/log# ",
    );
    expect(eventsIn('{"event.original":"x","message":' + TEXT + "}")).toBe("/message#? ");
    expect(eventsIn('{"Records":' + EVENT + ',"log":[' + TEXT + "," + EVENT + "]}")).toBe("/Records? /log/0#? /log/1 ");
    expect(eventsIn('{"Records":[{"Sns":' + EVENT + "}]}")).toBe("/Records/0/Sns? ");
    expect(eventsIn('{"Records":[{"Sns":{"Message":' + TEXT + ',"Other":' + TEXT + "}}]}")).toBe(
      "/Records/0/Sns/Message# /Records/0/Sns/Other#? ",
    );
    // What is in a string is known if the string is.
    expect(eventsIn('{"log":' + quoted('{"x":' + EVENT + ',"log":' + TEXT + "}") + "}")).toBe("/log#/x? /log#/log# ");
    expect(eventsIn('{"x":' + quoted('{"x":' + EVENT + ',"log":' + TEXT + "}") + "}")).toBe("/x#/x? /x#/log#? ");
    expect(eventsIn('{"x":' + quoted("[" + EVENT + "]") + ',"log":' + quoted("[" + EVENT + "]") + "}")).toBe(
      "/x#/0? /log#/0 ",
    );
    expect(eventsIn('{"x":' + quoted(EVENT + EVENT) + ',"log":' + quoted(EVENT + EVENT) + "}")).toBe(
      "/x#/0? /x#/1? /log#/0 /log#/1 ",
    );
  });

  it("is found in the order of the record's text", () => {
    expect(
      eventsIn('{"b":' + EVENT + ',"a":{"d":' + EVENT + ',"c":' + TEXT + '},"log":' + TEXT + ',"e":[' + EVENT + "]}"),
    ).toBe("/b? /a/d? /a/c#? /log# /e/0? ");
  });

  it("has ~ and / in names escaped like in a JSON Pointer, and other escapes unchanged", () => {
    expect(eventsIn('{"a/b":{"~":' + EVENT + "}}")).toBe("/a~1b/~0? ");
    expect(eventsIn('{"a\\/b\\u002fc\\u007e":' + EVENT + "}")).toBe("/a~1b~1c~0? ");
    expect(eventsIn('{"~1~0":' + EVENT + "}")).toBe("/~01~00? ");
    expect(eventsIn('{"\\"\\\\\\u0061\\n\u00e9":' + EVENT + "}")).toBe('/\\"\\\\\\u0061\\n\u00e9? ');
    expect(eventsIn('{"#":' + EVENT + ',"0":' + EVENT + "}")).toBe("/#? /0? ");
  });

  it("is not searched for if only matches at known places are requested", () => {
    expect(matchesIn('{"x":' + EVENT + ',"y":' + TEXT + ',"z":[[' + EVENT + "]]}")).toBe("-");
    expect(matchesIn("[[" + EVENT + "]," + TEXT + "]")).toBe("-");
  });
});

describe("a repeated name", () => {
  it("is at a known place only with its last value, and elsewhere with earlier ones", () => {
    expect(eventsIn('{"log":' + TEXT + ',"log":' + TEXT + "}")).toBe("/log#? /log# ");
    expect(eventsIn('{"log":' + TEXT + ',"x":' + EVENT + ',"l\\u006fg":1}')).toBe("/log#? /x? ");
    expect(eventsIn('{"Records":[' + EVENT + '],"Records":[' + EVENT + "," + EVENT + "]}")).toBe(
      "/Records/0? /Records/0 /Records/1 ",
    );
    expect(eventsIn('{"x":' + EVENT + ',"x":' + EVENT + "}")).toBe("/x? /x? ");
    expect(eventsIn('{"Records":[{"Sns":{"Message":' + TEXT + '},"Sns":{"Message":' + TEXT + "}}]}")).toBe(
      "/Records/0/Sns/Message#? /Records/0/Sns/Message# ",
    );
    expect(eventsIn('{"log":' + quoted('{"log":' + TEXT + ',"log":' + TEXT + ',"log":' + TEXT + "}") + "}")).toBe(
      "/log#/log#? /log#/log#? /log#/log# ",
    );
  });
});

describe("an event elsewhere on the way to a known place", () => {
  it("does not hide what a known place leads to, but nothing else inside it counts", () => {
    const logEvent = "{" + MEMBERS + ',"x":' + EVENT + ',"message":' + TEXT + ',"log":' + TEXT + "}";
    expect(eventsIn('{"messageType":"DATA_MESSAGE","logEvents":[' + logEvent + "]}")).toBe(
      "/logEvents/0? /logEvents/0/message# ",
    );
    expect(eventsIn('{"logEvents":[' + logEvent + "]}")).toBe("/logEvents/0? ");
    const sns = "{" + MEMBERS + ',"Message":' + quoted('{"log":' + TEXT + "}") + "}";
    expect(eventsIn('{"Records":[{"Sns":' + sns + "}]}")).toBe("/Records/0/Sns? /Records/0/Sns/Message#/log# ");
    expect(eventsIn('{"hits":{' + MEMBERS + ',"hits":[{"a":' + EVENT + ',"_source":' + EVENT + "}]}}")).toBe(
      "/hits? /hits/hits/0/a? /hits/hits/0/_source ",
    );
  });
});

describe("the OTLP resource", () => {
  const RESOURCE = '"resource":{"attributes":[]}';

  it("belongs to the events in its scopes", () => {
    const scope = '"scopeLogs":[{"logRecords":[' + EVENT + "," + EVENT + "]}]";
    const path = "/resourceLogs/0/scopeLogs/0/logRecords/";
    const resource = '={"attributes":[]} ';
    expect(eventsIn('{"resourceLogs":[{' + RESOURCE + "," + scope + "}]}")).toBe(
      path + "0" + resource + path + "1" + resource,
    );
    expect(eventsIn('{"resourceLogs":[{' + scope + "," + RESOURCE + "}]}")).toBe(
      path + "0" + resource + path + "1" + resource,
    );
    expect(eventsIn('{"resourceLogs":[{' + scope + '},{"resource":1,' + scope + "}]}")).toBe(
      path + "0 " + path + "1 " + path.replace("0", "1") + "0=1 " + path.replace("0", "1") + "1=1 ",
    );
  });

  it("is the nearest one, in the same text", () => {
    const scope = '"scopeLogs":[{"logRecords":[' + EVENT + "]}]";
    expect(eventsIn("{" + RESOURCE + "," + scope + "}")).toBe('/scopeLogs/0/logRecords/0?={"attributes":[]} ');
    const inner = '{"resource":2,' + scope + "}";
    expect(eventsIn('{"resource":1,"scopeLogs":[{"x":' + inner + "}," + EVENT + "]}")).toBe(
      "/scopeLogs/0/x/scopeLogs/0/logRecords/0?=2 /scopeLogs/1?=1 ",
    );
    expect(eventsIn('{"resource":1,"scopeLogs":[{"log":' + TEXT + "}]}")).toBe("/scopeLogs/0/log#? ");
    expect(eventsIn('{"resource":1,"x":' + EVENT + "}")).toBe("/x? ");
    expect(eventsIn('{"resource":1,"scopeLogs":1,"x":' + EVENT + "}")).toBe("/x?=1 ");
    expect(eventsIn('{"x":{"resource":1,"scopeLogs":[]},"y":' + EVENT + "}")).toBe("/y? ");
  });

  it("is not searched", () => {
    expect(eventsIn('{"resource":{"x":' + EVENT + '},"scopeLogs":[]}')).toBe("-");
    expect(eventsIn('{"resource":' + EVENT + "}")).toBe("/resource? ");
    expect(eventsIn('{"resource":' + EVENT + ',"resource":' + EVENT + ',"scopeLogs":[]}')).toBe(
      '/resource?={"eventSource":"kms.amazonaws.com","eventName":"DisableKey"} ',
    );
  });
});

describe("the limit on steps", () => {
  it("is sixteen, and a record beyond it is cut", () => {
    expect(eventsIn(inside(EVENT, 16))).toBe("/x".repeat(16) + "? ");
    expect(eventsIn(inside(EVENT, 17))).toBe("cut");
    expect(eventsIn(inside(EVENT, 1000))).toBe("cut");
    expect(eventsIn(inEvents(EVENT, 16))).toBe("/event".repeat(16) + " ");
    expect(eventsIn(inEvents(EVENT, 17))).toBe("cut");
    expect(eventsIn(inside('{"y":"DisableKey"}', 16))).toBe("cut");
    expect(eventsIn(inside('{"y":"DisableKey"}', 15))).toBe("-");
    expect(eventsIn(inside('"DisableKey"', 16))).toBe("-");
  });

  it("counts an index together with the name before it, and each other index on its own", () => {
    expect(eventsIn('{"x":['.repeat(16) + EVENT + "]}".repeat(16))).toBe("/x/0".repeat(16) + "? ");
    expect(eventsIn('{"x":['.repeat(17) + EVENT + "]}".repeat(17))).toBe("cut");
    expect(eventsIn("[".repeat(16) + EVENT + "]".repeat(16))).toBe("/0".repeat(16) + "? ");
    expect(eventsIn("[".repeat(17) + EVENT + "]".repeat(17))).toBe("cut");
    expect(eventsIn('{"x":' + "[".repeat(16) + EVENT + "]".repeat(16) + "}")).toBe("/x" + "/0".repeat(16) + "? ");
    expect(eventsIn('{"x":' + "[".repeat(17) + EVENT + "]".repeat(17) + "}")).toBe("cut");
    expect(eventsIn(inside('{"y":' + TEXT + "}", 15))).toBe("/x".repeat(15) + "/y#? ");
    expect(eventsIn(inside('{"y":' + quoted("[" + EVENT + "]") + "}", 14))).toBe("/x".repeat(14) + "/y#/0? ");
    expect(eventsIn(inside('{"y":' + quoted("[" + EVENT + "]") + "}", 15))).toBe("cut");
    expect(eventsIn(inside('{"y":' + quoted(EVENT + EVENT) + "}", 14))).toBe(
      "/x".repeat(14) + "/y#/0? " + "/x".repeat(14) + "/y#/1? ",
    );
    expect(eventsIn(inside('{"y":' + quoted(EVENT + EVENT) + "}", 15))).toBe("cut");
  });

  it("cuts only a record that names an action there", () => {
    expect(eventsIn(inside(OTHER, 17))).toBe("-");
    expect(eventsIn(inside('{"y":"DisableKe"}', 20))).toBe("-");
    expect(eventsIn(inside('{"y":"sableKey, for the prefilter"}', 20))).toBe("-");
    expect(eventsIn(inside('{"y":"\\u0041sableKey"}', 20))).toBe("-");
    expect(eventsIn(inside('{"y":"\\\\\\u0044isableKey"}', 20))).toBe("cut");
    expect(eventsIn(inside('{"DisableKey":1}', 20))).toBe("cut");
  });

  it("does not affect neighboring values", () => {
    expect(eventsIn('{"a":' + inside(EVENT, 16) + ',"b":' + EVENT + ',"log":' + TEXT + "}")).toBe("/b? /log# cut");
    expect(eventsIn(inside('{"y":{"z":' + EVENT + '},"a":' + EVENT + "}", 15))).toBe("/x".repeat(15) + "/a? cut");
  });

  it("is forgotten with the next record", () => {
    expect(eventsIn(inside(EVENT, 17))).toBe("cut");
    expect(eventsIn("{}")).toBe("-");
  });
});

describe("the limit on strings", () => {
  it("is four, and a record beyond it is cut", () => {
    expect(eventsIn(inStrings(EVENT, 4))).toBe("/x#".repeat(4) + "? ");
    expect(eventsIn(inStrings(EVENT, 5))).toBe("cut");
    expect(eventsIn(inLogs(EVENT, 4))).toBe("/log#".repeat(4) + " ");
    expect(eventsIn(inLogs(EVENT, 5))).toBe("cut");
    expect(eventsIn(inLogs(EVENT, 6))).toBe("cut");
    expect(eventsIn(inLogs(OTHER, 5))).toBe("-");
    expect(eventsIn(inLogs('{"y":"DisableKey, no JSON"}', 4))).toBe("cut");
    expect(eventsIn(inLogs('{"log":"DisableKey, no JSON"}', 3))).toBe("-");
  });

  it("counts levels, and does not affect neighboring values", () => {
    expect(eventsIn(inStrings('{"x":' + TEXT + ',"y":' + EVENT + "}", 4))).toBe("/x#".repeat(4) + "/y? cut");
    const deep = quoted(inStrings(EVENT, 3));
    expect(eventsIn('{"a":' + deep + ',"b":' + deep + "}")).toBe("/a#/x#/x#/x#? /b#/x#/x#/x#? ");
  });
});

describe("the rest of a string after its texts", () => {
  it("makes the record cut if it names an action", () => {
    expect(eventsIn('{"x":' + quoted(EVENT + "\n{DisableKey") + "}")).toBe("/x#/0? cut");
    expect(eventsIn('{"log":' + quoted("{}\n{x}\n" + EVENT) + "}")).toBe("cut");
    expect(eventsIn('{"log":' + quoted(EVENT + ", EnableKey {") + "}")).toBe("/log#/0 ");
    expect(eventsIn('{"log":' + quoted(EVENT + " DisableKey") + "}")).toBe("/log#/0 cut");
  });

  it("is ignored if the first text is not JSON", () => {
    expect(eventsIn('{"log":' + quoted("{x}" + EVENT) + "}")).toBe("-");
    expect(eventsIn('{"log":' + quoted("[x]" + EVENT) + "}")).toBe("-");
  });
});

// Random records, with the expected answer to each.

let state: u32 = 7;

function below(count: i32): i32 {
  state = state * 1664525 + 1013904223;
  return <i32>((state >> 16) % <u32>count);
}

let expected: string[] = [];
const KEYS: StaticArray<string> = ["x", "y", "z~", "a/b", "log", "\u00e9", "k k"];
const POINTERS: StaticArray<string> = ["x", "y", "z~0", "a~1b", "log", "\u00e9", "k k"];
const SCALARS: StaticArray<string> = [
  "1",
  "null",
  '"DisableKey"',
  '"\\u0044isableKey {"',
  '"{\\"a\\":[\\"DisableKey\\""',
  "true",
  '"[\\"ScheduleKeyDeletion"',
  '"\\\\\\"{"',
];

/**
 * An object, an array, a string or a scalar at `path`; `known` is whether an object there is at a known place,
 * `knownString` and `knownElements` are the same for a string and for an array's elements.
 */
function make(
  path: string,
  steps: i32,
  strings: i32,
  known: bool,
  knownString: bool,
  knownElements: bool,
  afterName: bool,
): string {
  const kind = below(10);
  if (steps > 12 || kind < 2) return SCALARS[below(SCALARS.length)];
  if (kind < 4) {
    expected.push(path + (known ? "" : "?"));
    return EVENT;
  }
  if (kind < 6) {
    let elements = "";
    const count = below(4);
    for (let i = 0; i < count; i++) {
      elements +=
        (i > 0 ? "," : "") +
        make(`${path}/${i}`, steps + (afterName ? 0 : 1), strings, knownElements, false, false, false);
    }
    return "[" + elements + "]";
  }
  if (kind == 6 && strings < 4) return quoted(makeText(path + "#", steps, strings + 1, knownString));
  return makeObject(path, steps, strings, known);
}

/** The text of a string: an object or an array, perhaps after other text. */
function makeText(path: string, steps: i32, strings: i32, known: bool): string {
  if (below(4) == 0) {
    let elements = "";
    const count = below(4);
    for (let i = 0; i < count; i++) {
      elements += (i > 0 ? " , " : "") + make(`${path}/${i}`, steps + 1, strings, known, false, false, false);
    }
    return " [" + elements + "]\n";
  }
  return (below(2) == 0 ? "" : "t\u00e9xt: ") + makeObject(path, steps, strings, known);
}

function makeObject(path: string, steps: i32, strings: i32, known: bool): string {
  let members = "";
  const count = below(4);
  let hasLog = false;
  for (let i = 0; i < count; i++) {
    let key = below(KEYS.length);
    if (key == 4 && hasLog) key = 0;
    const isLog = key == 4 && known;
    if (key == 4) hasLog = true;
    members += (i > 0 ? "," : "") + quoted(KEYS[key]) + ":";
    members += make(path + "/" + POINTERS[key], steps + 1, strings, isLog, isLog, isLog, true);
  }
  return "{" + members + "}";
}

describe("random records", () => {
  it("have their events found where they were put", () => {
    let wrong = "";
    let events = 0;
    for (let run = 0; run < 6000; run++) {
      expected = [];
      const record = below(5) == 0 ? makeText("", 0, 0, true).replace("t\u00e9xt: ", "") : makeObject("", 0, 0, true);
      // A string inside four others that names an action makes the record cut.
      const answer = eventsIn(record).replace(" cut", " ").replace("cut", "-");
      events += expected.length;
      const all = expected.length == 0 ? "-" : expected.join(" ") + " ";
      if (answer != all && wrong.length < 2000) wrong += record + "\n  " + answer + "\n  " + all + "\n";
    }
    expect(wrong).toBe("");
    expect(events).toBeGreaterThan(3000);
  });
});
