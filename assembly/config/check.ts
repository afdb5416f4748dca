/**
 * The check of a configuration against the table of keys: strict, so that no mistake passes for something else. It
 * reports every mistake on a line: where (a JSON Pointer), what is wrong, what to use instead.
 */
import { claim, claimedEnd, ranShort, unclaim } from "../bytes/arena";
import { sumOf } from "../bytes/sum";
import { MAX_TAUGHT } from "../event/place-tree";
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { isKey, readKey } from "../json/key";
import { findMember } from "../json/members";
import { decodeString } from "../json/decode";
import { isSameText } from "../json/text";
import { isWellFormed } from "../json/utf8";
import { isJsonText } from "../json/validate";
import { ROW_COUNT, argumentOf, isChild, kindOf, nameOf } from "./keys";
import { Level, clearLevels, depth, enterLevel, isMet, leaveLevel, levelAt, meet } from "./levels";
import {
  clearMistakes,
  mistakeCount,
  reportLevel,
  reportMissing,
  reportTwice,
  reportPattern,
  reportUnknown,
  reportValue,
  reportWhole,
} from "./report";
import { NO_TIME } from "./time";
import { hasLongPart, isAllowedInteger, isAllowedText, isLongPattern, isWild, roomFor, timeOf } from "./values";

/** The largest configuration, in bytes. */
export const LARGEST_CONFIG: usize = 262144;
/** More exceptions do not fit, since each takes `{"id":"",…},` at least. */
const MAX_EXCEPTIONS: usize = LARGEST_CONFIG / 8;
/** Values with wildcards in all exceptions together. */
const MAX_PATTERNS: i32 = 500;
const NO_MEMORY = "there is no memory to check the configuration; use a smaller one";

let textEnd: usize = 0;
let patternCount: i32 = 0;

/**
 * Checks the configuration in [start, end) and writes a line for each mistake to the writer, which the caller has
 * started. Returns how many there are. The bytes can be anything; memory that it claims is given back.
 */
export function checkConfig(start: usize, end: usize): i32 {
  clearMistakes();
  clearLevels();
  textEnd = end;
  patternCount = 0;
  if (end - start > LARGEST_CONFIG) {
    reportWhole("the configuration is too large; use at most 262144 bytes");
  } else if (!isJsonText(start, end) || !isWellFormed(start, end)) {
    reportWhole(ranShort ? NO_MEMORY : "the configuration is not JSON; use one object as RFC 8259 has it, in UTF-8");
  } else {
    const before = claimedEnd();
    ids = claim(MAX_EXCEPTIONS * sizeof<u64>());
    idCount = 0;
    if (ids == 0) reportWhole(NO_MEMORY);
    else checkValue(0, skipSpace(start));
    while (depth > 0) step(levelAt(0));
    unclaim(before);
  }
  return mistakeCount();
}

/** Checks the next member or element of the innermost level, or the level as a whole after the last. */
function step(level: Level): void {
  const at = level.next;
  if (at == 0) {
    finish(level);
    leaveLevel();
  } else if (load<u8>(level.value) == OPEN_ARRAY) {
    level.next = findNext(skipValue(at, textEnd));
    level.index += 1;
    checkValue(level.row + 1, at);
  } else {
    const value = findMemberValue(skipString(at, textEnd));
    level.next = findNext(skipValue(value, textEnd));
    const row = rowOf(level.row, at);
    if (row == ROW_COUNT) reportUnknown(level.row, at, textEnd);
    else if (!meet(level, row)) reportTwice(at, textEnd);
    else checkValue(row, value);
  }
}

/** Returns the row of the member with the key at `key` in the object of the row `parent`, or ROW_COUNT. */
function rowOf(parent: i32, key: usize): i32 {
  readKey(key, textEnd);
  let row = parent + 1;
  while (row < ROW_COUNT) {
    if (isChild(row, parent) && isKey(nameOf(row))) break;
    row += 1;
  }
  return row;
}

/** Checks the value at `value` by its row; enters an object or list. */
function checkValue(row: i32, value: usize): void {
  const kind = kindOf(row);
  const first = <u32>load<u8>(value);
  if (kind == "object" || kind == "exception" || kind == "weekly" || kind == "when") {
    if (first == OPEN_OBJECT) enterLevel(row, value);
    else reportValue(row, value, textEnd);
  } else if (kind == "list") {
    if (first == OPEN_ARRAY && (findFirst(value) != 0 || argumentOf(row) == "may be empty")) enterLevel(row, value);
    else reportValue(row, value, textEnd);
  } else if (kind == "integer") {
    if (!isAllowedInteger(value, argumentOf(row))) reportValue(row, value, textEnd);
  } else {
    const before = claimedEnd();
    const scratch = claim(roomFor(value, textEnd));
    if (scratch == 0) reportWhole(NO_MEMORY);
    else if (!isAllowedText(value, kind, argumentOf(row), textEnd, scratch)) reportValue(row, value, textEnd);
    else if (isPattern(kind)) checkPattern(row);
    unclaim(before);
  }
}

function isPattern(kind: string): bool {
  return kind == "pattern" || kind == "action" || kind == "account" || kind == "arn";
}

/** Checks what the pattern allowed last would cost, and counts it. */
function checkPattern(row: i32): void {
  if (isLongPattern()) reportPattern(row, ": the value is too long; use at most 4096 bytes");
  else if (hasLongPart) reportPattern(row, ": a part with ? is too long; use at most 64 bytes between two *");
  if (isWild) patternCount += 1;
}

/** Checks what an object needs as a whole. */
function finish(level: Level): void {
  const kind = kindOf(level.row);
  if (kind == "list") {
    if (argumentOf(level.row) == "at most 32" && level.index >= MAX_TAUGHT)
      reportLevel(": more than 32 places; use at most 32");
    else if (argumentOf(level.row) == "may be empty" && patternCount > MAX_PATTERNS)
      reportLevel(": more than 500 patterns; use at most 500");
    return;
  }
  for (let row = level.row + 1; row < ROW_COUNT; row++) {
    if (isChild(row, level.row) && isNeeded(row, argumentOf(level.row)) && !isMet(level, row)) reportMissing(row);
  }
  if (kind == "exception") finishException(level);
  else if (kind == "weekly") finishWeekly(level);
  else if (kind == "when" && findFirst(level.value) == 0) {
    reportLevel(": no field; use at least one");
  }
}

/** Reports whether the name of the row is among `names`, which have `|` between them. */
function isNeeded(row: i32, names: string): bool {
  const name = nameOf(row);
  const length = name.length;
  for (let at = 0; at + length <= names.length; at++) {
    if (at > 0 && names.charCodeAt(at - 1) != 0x7c) continue;
    let same = 0;
    while (same < length && names.charCodeAt(at + same) == name.charCodeAt(same)) same += 1;
    if (same == length && (at + length == names.length || names.charCodeAt(at + length) == 0x7c)) return true;
  }
  return false;
}

function finishException(level: Level): void {
  const value = level.value;
  const from = findMember(value, "from", textEnd);
  const until = findMember(value, "until", textEnd);
  if (findMember(value, "when", textEnd) == 0 && (from == 0 || until == 0)) {
    reportLevel(": without when the exception holds for every event; use when, or both from and until");
  }
  const begin = timeOf(from);
  const stop = timeOf(until);
  if (begin != NO_TIME && stop != NO_TIME && begin >= stop) {
    reportLevel(": the window ends before it begins; use a from before until");
  }
  if (isRepeated(value)) reportLevel(": the id is that of an exception before; use an id of its own");
}

/** The sums of the ids of the exceptions so far, and how many there are. */
let ids: usize = 0;
let idCount: i32 = 0;

/** Reports whether an exception before the one at `value` has the same id. */
function isRepeated(value: usize): bool {
  const id = findMember(value, "id", textEnd);
  if (id == 0 || load<u8>(id) != QUOTE) return false;
  const before = claimedEnd();
  const text = claim(roomFor(id, textEnd));
  if (text == 0) return false;
  const sum = sumOf(text, decodeString(id, text, textEnd));
  unclaim(before);
  for (let index = 0; index < idCount; index++) {
    if (load<u64>(ids + <usize>(index << 3)) == sum) return true;
  }
  store<u64>(ids + <usize>(idCount << 3), sum);
  idCount += 1;
  return false;
}

function finishWeekly(level: Level): void {
  const from = findMember(level.value, "from", textEnd);
  const until = findMember(level.value, "until", textEnd);
  if (from == 0 || until == 0 || load<u8>(from) != QUOTE || load<u8>(until) != QUOTE) return;
  if (isSameText(from, until)) reportLevel(": the window is empty; use a from and an until that differ");
}
