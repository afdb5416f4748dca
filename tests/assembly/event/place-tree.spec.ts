import {
  MAX_NAME,
  MAX_STEPS,
  MAX_TAUGHT,
  childByKey,
  childOfArray,
  conditionOf,
  endsAt,
  firstConditional,
  isPlaceText,
  nextConditional,
  root,
  taughtRoot,
} from "../../../assembly/event/place-tree";
import { memberOf, rowCount } from "../../../assembly/event/shapes";
import { readKey } from "../../../assembly/json/key";
import { configure, mistakesIn } from "../support/config";
import { EVENT, eventsIn, matchesIn, quoted } from "../support/envelopes";
import { placeOf } from "../support/shapes";
import { placeLast } from "../support/text";

const TEXT: string = quoted(EVENT);

/** Puts these places, separated by spaces, into force. */
function teachAll(places: string): void {
  configure('{"places":["' + places.split(" ").join('","') + '"]}');
}

function isPlace(text: string): bool {
  const placed = placeLast(text);
  return isPlaceText(placed.start, placed.end);
}

/** The node that the names of `place` lead to from `node`; 0 if there is none. */
function follow(node: usize, place: string): usize {
  const names = place.replace("#", "").slice(1).split("/");
  for (let i = 0; i < names.length && node != 0; i++) {
    if (names[i] == "*") {
      node = childOfArray(node);
      continue;
    }
    const key = placeLast('"' + names[i] + '"');
    readKey(key.start, key.end);
    node = childByKey(node);
  }
  return node;
}

describe("the tree of the table", () => {
  it("leads to the end of every row's place, for its kind of value", () => {
    for (let row = 0; row < rowCount(); row++) {
      const place = placeOf(row);
      const node = follow(root, place);
      assert(node != 0, place);
      expect(endsAt(node, place.endsWith("#"))).toBe(true, place);
      let hasOther = false;
      for (let other = 0; other < rowCount(); other++) {
        const isOther = placeOf(other).replace("#", "") == place.replace("#", "");
        if (isOther && placeOf(other).endsWith("#") != place.endsWith("#")) hasOther = true;
      }
      expect(endsAt(node, !place.endsWith("#"))).toBe(hasOther, place);
    }
  });

  it("leads nowhere else", () => {
    const places: StaticArray<string> = [
      "/x",
      "/Records/x",
      "/detail/*",
      "/Record",
      "/Recordss",
      "/records",
      "/*/*",
      "/log/*/*",
    ];
    for (let i = 0; i < places.length; i++) expect(follow(root, places[i])).toBe(0, places[i]);
    expect(endsAt(root, true) || endsAt(root, false)).toBe(false);
    expect(endsAt(follow(root, "/Records"), false)).toBe(false);
    expect(endsAt(follow(root, "/Records/*/Sns"), false)).toBe(false);
  });

  it("has the conditions at the first names", () => {
    let conditions = "";
    for (let node = firstConditional(); node != 0; node = nextConditional(node)) {
      conditions += memberOf(conditionOf(node)) + " ";
    }
    const found = conditions.trimEnd().split(" ").sort().join(" ");
    expect(found).toBe("detail-type event.original messageType");
    expect(conditionOf(follow(root, "/detail"))).not.toBe(0);
    expect(conditionOf(follow(root, "/log"))).toBe(0);
    expect(conditionOf(follow(root, "/logEvents/*"))).toBe(0);
  });
});

describe("a configured place", () => {
  it("follows a grammar", () => {
    const right: StaticArray<string> = [
      "/a",
      "/a#",
      "/a/b",
      "/a/*",
      "/a/*#",
      "/a/*/*/b",
      "/a b",
      "/a.b-c_d",
      "/~0",
      "/~1",
      "/a~0~1b/c",
      "/a#b",
      "/a##",
      "/#a",
      "/**",
      "/*a/b",
      "/0/1",
      '/\\"',
      "/ ",
      "/~00",
    ];
    for (let i = 0; i < right.length; i++) expect(isPlace(right[i])).toBe(true, right[i]);
    const wrong: StaticArray<string> = [
      "",
      "#",
      "/",
      "/#",
      "a",
      "a/b",
      "/a/",
      "//a",
      "/a//b",
      "/a/#",
      "/*",
      "/*#",
      "/*/a",
      "/~",
      "/a~",
      "/a~2",
      "/~/a",
      "/a~#",
      "/\u00e9",
      "/a\t",
      "/a\u007f",
      "/a\n",
    ];
    for (let i = 0; i < wrong.length; i++) expect(isPlace(wrong[i])).toBe(false, wrong[i]);
  });

  it("has names of 1 to 64 bytes, after decoding ~0 and ~1, and 1 to 16 steps", () => {
    expect(MAX_NAME).toBe(64);
    expect(MAX_STEPS).toBe(16);
    expect(isPlace("/" + "x".repeat(64))).toBe(true);
    expect(isPlace("/" + "x".repeat(65))).toBe(false);
    expect(isPlace("/" + "~0".repeat(64) + "#")).toBe(true);
    expect(isPlace("/" + "~1".repeat(65))).toBe(false);
    expect(isPlace("/a".repeat(16))).toBe(true);
    expect(isPlace("/a".repeat(16) + "#")).toBe(true);
    expect(isPlace("/a".repeat(17))).toBe(false);
  });

  it("is one of at most 32", () => {
    expect(MAX_TAUGHT).toBe(32);
    expect(mistakesIn('{"places":["/a"' + ',"/a"'.repeat(31) + "]}")).toBe("-");
    expect(mistakesIn('{"places":["/a"' + ',"/a"'.repeat(32) + "]}")).toBe(
      "/places: more than 32 places; use at most 32\n",
    );
    expect(mistakesIn('{"places":[]}')).toBe("/places: an empty list is invalid; use a list that is not empty\n");
    expect(mistakesIn('{"places":"/a"}')).toBe("/places: /a is invalid; use a list that is not empty\n");
    expect(mistakesIn('{"places":["/a",7,"b"]}').split("\n").length).toBe(3);
    expect(mistakesIn('{"places":["a/b"]}').startsWith("/places/0: a/b is invalid; use a place like /payload#")).toBe(
      true,
    );
  });

  it("is known, like those in the table", () => {
    configure("{}");
    expect(taughtRoot).toBe(0);
    expect(matchesIn('{"x":' + EVENT + ',"y":' + TEXT + "}")).toBe("-");
    teachAll("/x /y#");
    expect(taughtRoot).not.toBe(0);
    expect(matchesIn('{"x":' + EVENT + ',"y":' + TEXT + ',"log":' + TEXT + "}")).toBe("/x /y# /log# ");
    expect(matchesIn('{"x":' + TEXT + ',"y":' + EVENT + "}")).toBe("-");
    expect(eventsIn('{"x":' + EVENT + ',"y":' + EVENT + "}")).toBe("/x /y? ");
    configure("{}");
    expect(taughtRoot).toBe(0);
    expect(matchesIn('{"x":' + EVENT + ',"y":' + TEXT + "}")).toBe("-");
  });

  it("is replaced by those of the next configuration", () => {
    teachAll("/x");
    teachAll("/y");
    expect(matchesIn('{"x":' + EVENT + ',"y":' + EVENT + "}")).toBe("/y ");
  });

  it("may go through objects and arrays, and decode each string of a list", () => {
    teachAll("/a/b/c /l/* /m/*# /n/*/o/*/p# /q/*/*");
    expect(matchesIn('{"a":{"b":{"c":' + EVENT + ',"d":' + EVENT + "}}}")).toBe("/a/b/c ");
    expect(matchesIn('{"a":[{"b":{"c":' + EVENT + "}}]}")).toBe("-");
    expect(matchesIn('{"l":[1,' + EVENT + "," + TEXT + "," + EVENT + "]}")).toBe("/l/1 /l/3 ");
    expect(matchesIn('{"m":[1,' + EVENT + "," + TEXT + ',"x",' + TEXT + "]}")).toBe("/m/2# /m/4# ");
    expect(matchesIn('{"n":[{"o":[{},{"p":' + TEXT + '}]},{"o":[{"p":' + TEXT + "}]}]}")).toBe(
      "/n/0/o/1/p# /n/1/o/0/p# ",
    );
    expect(matchesIn('{"q":[[],[1,' + EVENT + "]]}")).toBe("/q/1/1 ");
    expect(matchesIn('{"q":[' + EVENT + "]}")).toBe("-");
  });

  it("starts anew inside an envelope at a known place, and only there", () => {
    teachAll("/x /a/b#");
    expect(matchesIn('{"log":' + quoted('{"x":' + EVENT + "}") + "}")).toBe("/log#/x ");
    expect(matchesIn('{"Records":[{"x":{"a":{"b":' + TEXT + "}}}]}")).toBe("/Records/0/x/a/b# ");
    expect(matchesIn('[{"x":' + EVENT + "}]")).toBe("/0/x ");
    expect(matchesIn('{"x":{"x":{"log":' + TEXT + "}}}")).toBe("/x/x/log# ");
    expect(matchesIn('{"y":{"x":' + EVENT + "}}")).toBe("-");
    expect(matchesIn('{"a":{"x":' + EVENT + ',"log":' + TEXT + "}}")).toBe("-");
  });

  it("has its names written as in a JSON Pointer", () => {
    teachAll("/a~1b/c~0d /~01# /x#y /*z");
    expect(matchesIn('{"a/b":{"c~d":' + EVENT + "}}")).toBe("/a~1b/c~0d ");
    expect(matchesIn('{"a\\/b":{"c\\u007ed":' + EVENT + "}}")).toBe("/a~1b/c~0d ");
    expect(matchesIn('{"a~1b":{"c~0d":' + EVENT + "}}")).toBe("-");
    expect(matchesIn('{"~1":' + TEXT + "}")).toBe("/~01# ");
    expect(matchesIn('{"x#y":' + EVENT + ',"*z":' + EVENT + "}")).toBe("/x#y /*z ");
    configure('{"places":["\\/\\u0078","/\\"#"]}');
    expect(matchesIn('{"x":' + EVENT + ',"\\"":' + TEXT + "}")).toBe('/x /\\"# ');
  });

  it("has no condition, even if the table has one for the same name", () => {
    const message = '{"event.original":"x","message":' + TEXT + "}";
    configure("{}");
    expect(matchesIn(message)).toBe("-");
    teachAll("/message# /detail");
    expect(matchesIn(message)).toBe("/message# ");
    expect(matchesIn('{"detail":' + EVENT + "}")).toBe("/detail ");
    // The table's own condition is unchanged.
    configure("{}");
    expect(matchesIn(message)).toBe("-");
  });

  it("adds to what the table has for the same name", () => {
    teachAll("/Records/*/x /log/y /event");
    expect(matchesIn('{"Records":[{"x":' + EVENT + ',"body":' + TEXT + '}],"log":{"y":' + EVENT + "}}")).toBe(
      "/Records/0/x /Records/0/body# /log/y ",
    );
    expect(matchesIn('{"event":' + EVENT + "}")).toBe("/event ");
    expect(matchesIn('{"event":{"log":' + TEXT + "}}")).toBe("/event/log# ", "once");
  });

  it("may have as many steps as can be followed, with the longest names", () => {
    const name = "n".repeat(64);
    teachAll(("/" + name).repeat(16) + " " + "/b".repeat(16) + "#");
    expect(matchesIn(('{"' + name + '":').repeat(16) + EVENT + "}".repeat(16))).toBe(("/" + name).repeat(16) + " ");
    expect(matchesIn('{"b":'.repeat(16) + TEXT + "}".repeat(16))).toBe("/b".repeat(16) + "# ");
    expect(matchesIn('{"b":'.repeat(17) + TEXT + "}".repeat(17))).toBe("-");
  });

  it("may be one of 32 with 16 steps each, all different", () => {
    let places = "";
    for (let i = 0; i < 32; i++) places += (i > 0 ? " " : "") + `/p${i}`.repeat(16);
    teachAll(places);
    for (let i = 0; i < 32; i++) {
      expect(matchesIn(`{"p${i}":`.repeat(16) + EVENT + "}".repeat(16))).toBe(`/p${i}`.repeat(16) + " ");
    }
  });
});
