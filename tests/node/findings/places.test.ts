/** The places to add for an event at an unknown path. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { placesFor, placesLine } from "#keyward/findings/places.js";

describe("placesFor", () => {
  it("returns the path with a * for each index", () => {
    assert.deepEqual(placesFor("/payload2"), ["/payload2"]);
    assert.deepEqual(placesFor("/data/items/12/event"), ["/data/items/*/event"]);
    assert.deepEqual(placesFor("/a~1b/c~0d#"), ["/a~1b/c~0d#"]);
  });

  it("returns a place for each string on the path", () => {
    assert.deepEqual(placesFor("/outer#/inner/0#/event"), ["/outer#", "/inner/*#", "/event"]);
    assert.deepEqual(placesFor("/x#/x#"), ["/x#"]);
  });

  it("begins at the elements of Records and of a bare array, which are known places", () => {
    assert.deepEqual(placesFor("/Records/3/odd#"), ["/odd#"]);
    assert.deepEqual(placesFor("/0/odd"), ["/odd"]);
    assert.deepEqual(placesFor("/Records/odd"), ["/Records/odd"]);
  });

  it("returns nothing for what a configuration cannot express", () => {
    for (const path of ["", "/caf\u00e9", "/*", `/${"x".repeat(65)}`, "/a\u0007", "/", "/a#b##", "/x".repeat(17)]) {
      assert.equal(placesFor(path), undefined, JSON.stringify(path));
    }
    assert.deepEqual(placesFor("/x".repeat(16)), ["/x".repeat(16)]);
  });

  it("formats a line of a configuration", () => {
    assert.equal(placesLine('/a"b/0'), '"places": ["/a\\"b/*"]');
    assert.equal(placesLine("/\u0000"), undefined);
  });
});
