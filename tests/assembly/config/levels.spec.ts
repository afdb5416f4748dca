import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { ROW_COUNT, isChild, nameOf } from "../../../assembly/config/keys";
import {
  clearLevels,
  depth,
  enterLevel,
  isMet,
  leaveLevel,
  levelAt,
  meet,
  writeLevelPointer,
  writeValuePointer,
} from "../../../assembly/config/levels";
import { Text, place, textBetween } from "../support/text";

const target = memory.data(256, 8);

/** The JSON Pointer of a row. */
function keyOf(row: i32): string {
  for (let parent = 0; parent < row; parent++) if (isChild(row, parent)) return keyOf(parent) + "/" + nameOf(row);
  return "";
}

/** The row with this key. */
function rowOf(key: string): i32 {
  for (let row = 0; row < ROW_COUNT; row++) {
    if (keyOf(row) == key) return row;
  }
  assert(false, "no such key");
  return 0;
}

function levelPointer(): string {
  startWriting(target, 256);
  writeLevelPointer();
  return textBetween(target, target + writtenSince(target));
}

function valuePointer(key: string): string {
  startWriting(target, 256);
  writeValuePointer(rowOf(key));
  return textBetween(target, target + writtenSince(target));
}

describe("levels", () => {
  it("have their own pointer, and that of a value in them", () => {
    const text: Text = place('{"exceptions":[{"when":{"actor.arn":["x"]}}]}');
    clearLevels();
    expect(depth).toBe(0);
    expect(valuePointer("")).toBe("");
    enterLevel(rowOf(""), text.start);
    expect(levelPointer()).toBe("");
    expect(valuePointer("/tag")).toBe("/tag");
    enterLevel(rowOf("/exceptions"), text.at("[{"));
    levelAt(0).index = 12;
    expect(levelPointer()).toBe("/exceptions");
    expect(valuePointer("/exceptions/*")).toBe("/exceptions/12");
    enterLevel(rowOf("/exceptions/*"), text.at('{"when'));
    expect(levelPointer()).toBe("/exceptions/12");
    expect(valuePointer("/exceptions/*/id")).toBe("/exceptions/12/id");
    enterLevel(rowOf("/exceptions/*/when"), text.at('{"actor'));
    expect(valuePointer("/exceptions/*/when/key.id")).toBe("/exceptions/12/when/key.id");
    enterLevel(rowOf("/exceptions/*/when/actor.arn"), text.at('["x'));
    levelAt(0).index = 0;
    expect(depth).toBe(5);
    expect(levelPointer()).toBe("/exceptions/12/when/actor.arn");
    expect(valuePointer("/exceptions/*/when/actor.arn/*")).toBe("/exceptions/12/when/actor.arn/0");
    leaveLevel();
    leaveLevel();
    expect(levelPointer()).toBe("/exceptions/12");
    expect(depth).toBe(3);
    clearLevels();
    expect(depth).toBe(0);
  });

  it("begin with the first member or element, if there is one", () => {
    const text: Text = place('{ "cap" : {} , "tag":[ ] }');
    clearLevels();
    enterLevel(0, text.start);
    expect(levelAt(0).next).toBe(text.at('"cap"'));
    expect(levelAt(0).index).toBe(-1);
    enterLevel(rowOf("/cap"), text.at("{}"));
    expect(levelAt(0).next).toBe(0);
    expect(levelAt(1).next).toBe(text.at('"cap"'));
  });
});

describe("a row", () => {
  it("is met once in each level, and affects no other", () => {
    const text: Text = place("{}");
    clearLevels();
    enterLevel(0, text.start);
    for (let row = 1; row < ROW_COUNT; row++) {
      expect(isMet(levelAt(0), row)).toBe(false, keyOf(row));
      expect(meet(levelAt(0), row)).toBe(true, keyOf(row));
      expect(isMet(levelAt(0), row)).toBe(true, keyOf(row));
      expect(meet(levelAt(0), row)).toBe(false, keyOf(row));
    }
    enterLevel(rowOf("/exceptions/*"), text.start);
    expect(isMet(levelAt(0), rowOf("/exceptions/*/id"))).toBe(false);
    expect(meet(levelAt(0), rowOf("/exceptions/*/id"))).toBe(true);
    expect(isMet(levelAt(0), rowOf("/exceptions/*/reason"))).toBe(false);
    leaveLevel();
    expect(isMet(levelAt(0), rowOf("/tag"))).toBe(true);
    enterLevel(rowOf("/exceptions/*"), text.start);
    expect(isMet(levelAt(0), rowOf("/exceptions/*/id"))).toBe(false);
  });
});
