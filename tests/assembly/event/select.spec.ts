import { Paths } from "../../../assembly/event/paths";
import { selectPaths, selectedBehind, selectedFirst } from "../../../assembly/event/select";
import { readKey } from "../../../assembly/json/key";
import { placeLast } from "../support/text";
import { tableOf } from "../support/fields";

const PATHS: Paths = tableOf(["a.b.c", "a.b.d", "a.e", "f", "", "g.h"]);

/** The paths that go on with the key `body`: the first, the one behind the last, and where; "-" for none. */
function selected(body: string, first: i32, behind: i32, offset: i32): string {
  const text = placeLast('"' + body + '"');
  readKey(text.start, text.end);
  const next = selectPaths(PATHS, first, behind, offset);
  return next == 0 ? "-" : `${selectedFirst}-${selectedBehind}@${next}`;
}

describe("selectPaths", () => {
  it("selects the paths whose next part the key is, and where they go on", () => {
    expect(selected("a", 0, 6, 0)).toBe("0-3@2");
    expect(selected("b", 0, 3, 2)).toBe("0-2@4");
    expect(selected("c", 0, 2, 4)).toBe("0-1@6");
    expect(selected("d", 0, 2, 4)).toBe("1-2@6");
    expect(selected("e", 0, 3, 2)).toBe("2-3@4");
    expect(selected("f", 0, 6, 0)).toBe("3-4@2");
    expect(selected("g", 0, 6, 0)).toBe("5-6@2");
  });

  it("selects by several parts in one key", () => {
    expect(selected("a.b", 0, 6, 0)).toBe("0-2@4");
    expect(selected("a.b.d", 0, 6, 0)).toBe("1-2@6");
    expect(selected("b.c", 0, 3, 2)).toBe("0-1@6");
    expect(selected("a\\u002ee", 0, 6, 0)).toBe("2-3@4");
    expect(selected("g.h", 0, 6, 0)).toBe("5-6@4");
  });

  it("selects none outside of the range, or by part of a part", () => {
    expect(selected("f", 0, 3, 0)).toBe("-");
    expect(selected("a", 3, 6, 0)).toBe("-");
    expect(selected("a.", 0, 6, 0)).toBe("-");
    expect(selected(".b", 0, 3, 2)).toBe("-");
    expect(selected("a.b.c.d", 0, 6, 0)).toBe("-");
    expect(selected("", 0, 6, 0)).toBe("-");
    expect(selected("g.", 0, 6, 0)).toBe("-");
    expect(selected("h", 5, 5, 2)).toBe("-");
  });
});
