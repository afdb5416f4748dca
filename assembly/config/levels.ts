/** The objects and lists of a configuration being checked, from the outermost inwards. */
import { writeAscii, writeByte, writeUnsigned } from "../bytes/writer";
import { OPEN_ARRAY } from "../json/chars";
import { findFirst } from "../json/cursor";
import { MAX_LEVELS, nameOf } from "./keys";

const SLASH: u8 = 0x2f;

/** An object or list: its address, its next member or element, its row, and the index reached. */
@unmanaged
export class Level {
  value: usize;
  next: usize;
  row: i32;
  index: i32;
  /** A bit for each of its rows that was met, counted from its own row. */
  met: u64;
}

const levels = memory.data(<i32>offsetof<Level>() * MAX_LEVELS, 8);
export let depth: i32 = 0;

/** Returns the level `back` levels outside the innermost one. Caller: `back` is below `depth`. */
export function levelAt(back: i32): Level {
  return changetype<Level>(levels + <usize>(depth - 1 - back) * offsetof<Level>());
}

/** Starts over, outside everything. */
export function clearLevels(): void {
  depth = 0;
}

/**
 * Enters the object or list at `value`. Caller: the row is that of an object or list, so there is room: the table has
 * MAX_LEVELS.
 */
export function enterLevel(row: i32, value: usize): void {
  depth += 1;
  const level = levelAt(0);
  level.value = value;
  level.next = findFirst(value);
  level.row = row;
  level.index = -1;
  level.met = 0;
}

export function leaveLevel(): void {
  depth -= 1;
}

/** Notes that the row was met in the level; returns false if it was met before. */
export function meet(level: Level, row: i32): bool {
  if (isMet(level, row)) return false;
  level.met |= bitOf(level, row);
  return true;
}

export function isMet(level: Level, row: i32): bool {
  return (level.met & bitOf(level, row)) != 0;
}

function bitOf(level: Level, row: i32): u64 {
  const bit: u64 = 1;
  return bit << (row - level.row);
}

/** Writes the JSON Pointer to the innermost level. */
export function writeLevelPointer(): void {
  for (let back = depth - 1; back > 0; back--) writeStep(levelAt(back), levelAt(back - 1).row);
}

/** Writes the JSON Pointer to the value of the row in the innermost level. */
export function writeValuePointer(row: i32): void {
  if (depth == 0) return;
  writeLevelPointer();
  writeStep(levelAt(0), row);
}

function writeStep(level: Level, row: i32): void {
  writeByte(SLASH);
  if (load<u8>(level.value) == OPEN_ARRAY) writeUnsigned(level.index);
  else writeAscii(nameOf(row));
}
