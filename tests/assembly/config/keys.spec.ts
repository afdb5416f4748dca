import { MAX_LEVELS, ROW_COUNT, argumentOf, isChild, kindOf, nameOf } from "../../../assembly/config/keys";

const KINDS: StaticArray<string> = [
  "object",
  "exception",
  "weekly",
  "when",
  "list",
  "text",
  "one of",
  "integer",
  "time",
  "clock",
  "pattern",
  "action",
  "account",
  "arn",
  "network",
  "place",
];

/** The row that `row` is a member or the element of, or -1. */
function parentOf(row: i32): i32 {
  for (let parent = 0; parent < ROW_COUNT; parent++) {
    if (isChild(row, parent)) return parent;
  }
  return -1;
}

/** The JSON Pointer of a row. */
function keyOf(row: i32): string {
  return row == 0 ? "" : keyOf(parentOf(row)) + "/" + nameOf(row);
}

function isOneOf(kind: string, kinds: StaticArray<string>): bool {
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] == kind) return true;
  }
  return false;
}

describe("the table of keys", () => {
  it("begins with the whole configuration and ends with the last key", () => {
    expect(keyOf(0)).toBe("");
    expect(kindOf(0)).toBe("object");
    expect(keyOf(ROW_COUNT - 1)).toBe("/escalate/risk_score");
    expect(argumentOf(ROW_COUNT - 1)).toBe("0|100");
  });

  it("has each row after its parent, which is an object or a list", () => {
    for (let row = 1; row < ROW_COUNT; row++) {
      const parent = parentOf(row);
      expect(parent >= 0 && parent < row).toBe(true, keyOf(row));
      const isElement = keyOf(row).endsWith("/*");
      expect(kindOf(parent) == "list").toBe(isElement, keyOf(row));
      if (isElement) expect(row).toBe(parent + 1, keyOf(row));
      else expect(isOneOf(kindOf(parent), ["object", "exception", "weekly", "when"])).toBe(true, keyOf(row));
      // A level has 64 bits for its rows.
      expect(row - parent).toBeLessThan(64, keyOf(row));
    }
  });

  it("has only known kinds, and no key twice", () => {
    for (let row = 0; row < ROW_COUNT; row++) {
      expect(isOneOf(kindOf(row), KINDS)).toBe(true, kindOf(row));
      for (let other = 0; other < row; other++) expect(keyOf(other)).not.toBe(keyOf(row));
    }
  });

  it("is no deeper than there are levels, and has names that fit a key", () => {
    for (let row = 0; row < ROW_COUNT; row++) {
      let levels = 0;
      for (let above = row; above >= 0; above = parentOf(above)) {
        if (isOneOf(kindOf(above), ["object", "exception", "weekly", "when", "list"])) levels += 1;
      }
      expect(levels).toBeLessThanOrEqual(MAX_LEVELS, keyOf(row));
      expect(nameOf(row).length).toBeLessThanOrEqual(64, keyOf(row));
    }
  });

  it("requires only members that exist", () => {
    for (let row = 0; row < ROW_COUNT; row++) {
      if (!isOneOf(kindOf(row), ["object", "exception", "weekly", "when"]) || argumentOf(row) == "") continue;
      const names = argumentOf(row).split("|");
      for (let i = 0; i < names.length; i++) {
        let isThere = false;
        for (let child = row + 1; child < ROW_COUNT; child++) {
          if (isChild(child, row) && nameOf(child) == names[i]) isThere = true;
        }
        expect(isThere).toBe(true, keyOf(row) + " " + names[i]);
      }
    }
  });
});

describe("isChild", () => {
  it("distinguishes a member from rows that are deeper, next to it or above", () => {
    const keys: StaticArray<string> = [
      "/tag",
      "/exceptions/*/when/action/*",
      "/exceptions/*/weekly/from",
      "/cap/count",
    ];
    for (let i = 0; i < keys.length; i++) {
      let times = 0;
      for (let row = 0; row < ROW_COUNT; row++) if (keyOf(row) == keys[i]) times += 1;
      expect(times).toBe(1, keys[i]);
    }
    for (let row = 0; row < ROW_COUNT; row++) {
      expect(isChild(row, row)).toBe(false);
      expect(isChild(0, row)).toBe(false);
      let parents = 0;
      for (let parent = 0; parent < ROW_COUNT; parent++) parents += isChild(row, parent) ? 1 : 0;
      expect(parents).toBe(row == 0 ? 0 : 1, nameOf(row));
    }
  });
});
