/**
 * Going through a record's envelopes: every value at a place of the table of shapes, one after the
 * other, in the order of the record.
 *
 * Who goes through them says of each place what to do with it: nothing (it is an event, or of no
 * interest), `openPlace` to go on inside an object, `decodePlace` to go on inside a string. Open
 * envelopes stand in frames of a fixed number, never on the stack of the host.
 */
import { unitAt } from "../bytes/ascii";
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipSpace, skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { isJsonText } from "../json/validate";
import { allowsRow } from "./conditions";
import { matchKey, readKey } from "../json/key";
import { BARE_ARRAY, MOST_NAMES, ROW_COUNT, placeOf } from "./shapes";

/** Steps to a place that are followed: names, each with the `*` or `#` behind it. */
export const MOST_STEPS: i32 = 16;
/** Strings inside strings that are decoded. */
const MOST_STRINGS: i32 = 4;

const SLASH: u32 = 0x2f;
const STAR: u32 = 0x2a;
const HASH: u32 = 0x23;
/** No unit of a place. */
const NOTHING: u32 = 0;

/** A member that rows go on with: those from `first` to before `behind`, at `to`; the name began at `from`. */
@unmanaged
class Name {
  value: usize;
  first: u8;
  behind: u8;
  from: u8;
  to: u8;
}
const NAME_SIZE: i32 = 8;

/** An open envelope, and the step from it that is being looked at, in the words of a name. */
@unmanaged
class Frame {
  /** The end of the text that it stands in, and the number of strings that this was decoded from. */
  end: usize;
  strings: i32;
  count: i32;
  current: i32;
  /** The next element where the step goes through an array, or 0, and the index of the one before it. */
  element: usize;
  index: i32;
  first: u8;
  behind: u8;
  from: u8;
  to: u8;
  /** Whether the step ends with a string that is decoded. */
  isDecoded: bool;
}
const FRAME_SIZE: i32 = 32;

const frames = memory.data(FRAME_SIZE * MOST_STEPS, 8);
const names = memory.data(NAME_SIZE * MOST_NAMES * MOST_STEPS, 8);
let depth: i32 = 0;

/** The place found last, the text that it stands in, and whether that place is this whole text. */
let place: usize = 0;
let end: usize = 0;
let strings: i32 = 0;
let isWhole: bool = false;
/** What is claimed up to here is kept: events that were noted stand in it. */
let kept: usize = 0;

// @ts-ignore: decorator
@inline
function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>(level * FRAME_SIZE));
}

// @ts-ignore: decorator
@inline
function nameAt(level: i32, index: i32): Name {
  return changetype<Name>(names + <usize>((level * MOST_NAMES + index) * NAME_SIZE));
}

/** Starts with the record at `record`, well-formed JSON that ends at `textEnd`: its first place, or 0. */
export function firstPlace(record: usize, textEnd: usize): usize {
  depth = 0;
  end = textEnd;
  strings = 0;
  kept = claimedEnd();
  return startText(skipSpace(record)) ? place : nextPlace();
}

/** The next place, an object or a string; 0 if there is none left. */
export function nextPlace(): usize {
  while (depth > 0) {
    const frame = frameAt(depth - 1);
    if (frame.element != 0) {
      // Found before anything is decoded in place inside of this element.
      const value = frame.element;
      frame.element = findNext(skipValue(value, frame.end));
      frame.index += 1;
      if (isPlace(frame, value)) return place;
    } else if (frame.current < frame.count) {
      const name = nameAt(depth - 1, frame.current);
      frame.current += 1;
      frame.first = name.first;
      frame.behind = name.behind;
      frame.from = name.from;
      frame.to = name.to;
      if (load<u8>(name.value) == OPEN_ARRAY) goThrough(frame, name.value);
      else if (isPlace(frame, name.value)) return place;
    } else {
      depth -= 1;
    }
  }
  unclaim(kept);
  return 0;
}

/** The end of the text that the place stands in. */
export function placeEnd(): usize {
  return end;
}

/** Goes on inside the object at the place, unless it is too many steps away. */
export function openPlace(): void {
  if (isWhole || depth == 0) {
    open(place, true, 0, 0, 0);
  } else {
    const frame = frameAt(depth - 1);
    open(place, true, frame.first, frame.behind, frame.to);
  }
}

/**
 * Decodes the string at the place. Returns the place of the object that it holds; 0 if it holds
 * none, is no JSON, or lies too deep.
 */
export function decodePlace(): usize {
  if (strings == MOST_STRINGS) return 0;
  // A string in the record needs room of its own; one inside it has it already.
  let text = place + 1;
  if (strings == 0) {
    unclaim(kept);
    text = claim(skipString(place, end) - text);
    if (text == 0) return 0;
  }
  const textEnd = decodeString(place, text, end);
  if (strings == 0) unclaim(textEnd);
  if (!isJsonText(text, textEnd)) return 0;
  end = textEnd;
  strings += 1;
  return startText(skipSpace(text)) ? place : 0;
}

/** Keeps the text that the place stands in, and all else that is claimed, until the record is done with. */
export function keepPlace(): void {
  kept = claimedEnd();
}

/** Steps from the record to the place. */
export function stepCount(): i32 {
  return depth;
}

/** The row that step `step` belongs to. */
export function stepRow(step: i32): i32 {
  return frameAt(step).first;
}

/** Where in the row's place the step begins, and before which unit it ends. */
export function stepFrom(step: i32): i32 {
  return frameAt(step).from;
}

export function stepTo(step: i32): i32 {
  return frameAt(step).to;
}

/** Whether a string is decoded at the end of the step. */
export function stepIsDecoded(step: i32): bool {
  return frameAt(step).isDecoded;
}

/** What a `*` in the step stands for: the index of an element. */
export function stepIndex(step: i32): i32 {
  return frameAt(step).index;
}

/** Starts with a whole text: true if it is an object, which is a place. An array is gone through. */
function startText(value: usize): bool {
  if (load<u8>(value) == OPEN_OBJECT) {
    place = value;
    isWhole = true;
    return true;
  }
  if (depth < MOST_STEPS) {
    const frame = push();
    frame.first = <u8>BARE_ARRAY;
    frame.behind = <u8>BARE_ARRAY + 1;
    frame.from = 0;
    frame.to = 0;
    goThrough(frame, value);
  }
  return false;
}

function push(): Frame {
  const frame = frameAt(depth);
  depth += 1;
  frame.end = end;
  frame.strings = strings;
  frame.count = 0;
  frame.current = 0;
  frame.element = 0;
  return frame;
}

/**
 * Opens the object at `object`: notes the members that the rows from `first` to before `behind` go
 * on with at `offset` and, if it is like a record, those that any row begins with.
 */
function open(object: usize, isRecord: bool, first: i32, behind: i32, offset: i32): void {
  if (depth == MOST_STEPS) return;
  const frame = push();
  for (let key = findFirst(object); key != 0;) {
    const value = findMemberValue(readKey(key, end));
    if (isRecord) note(frame, value, 0, ROW_COUNT, 0);
    note(frame, value, first, behind, offset);
    key = findNext(skipValue(value, end));
  }
  if (isRecord) dropWhatIsNotAllowed(frame, object);
}

/** Notes the member whose key was read last, if rows go on with it, in the place of an earlier one. */
function note(frame: Frame, value: usize, first: i32, behind: i32, offset: i32): void {
  let to = 0;
  while (first < behind && to == 0) to = matchName(first++, offset);
  if (to == 0) return;
  first -= 1;
  let last = first + 1;
  while (last < behind && matchName(last, offset) != 0) last += 1;
  let index = 0;
  for (; index < frame.count; index++) {
    const name = nameAt(depth - 1, index);
    if (<i32>name.first == first && <i32>name.to == to) break;
  }
  if (index == frame.count) {
    if (index == MOST_NAMES) return;
    frame.count += 1;
  }
  const name = nameAt(depth - 1, index);
  name.value = value;
  name.first = <u8>first;
  name.behind = <u8>last;
  name.from = <u8>offset;
  name.to = <u8>to;
}

/** Where the row goes on behind the key read last, if that is its next name, from `offset` on; else 0. */
function matchName(row: i32, offset: i32): i32 {
  const place = placeOf(row);
  if (unitOf(place, offset) != SLASH || unitOf(place, offset + 1) == STAR) return 0;
  const behind = matchKey(place, offset + 1);
  if (behind == 0) return 0;
  // A key may itself hold what ends a name here.
  let to = offset + 1;
  while (unitOf(place, to) != NOTHING && unitOf(place, to) != SLASH && unitOf(place, to) != HASH) to += 1;
  return behind == to ? to : 0;
}

/** The unit of a place at `offset`, or NOTHING behind its end. */
// @ts-ignore: decorator
@inline
function unitOf(place: string, offset: i32): u32 {
  return offset < place.length ? unitAt(place, offset) : NOTHING;
}

function dropWhatIsNotAllowed(frame: Frame, object: usize): void {
  let left = 0;
  for (let index = 0; index < frame.count; index++) {
    const name = nameAt(depth - 1, index);
    if (name.from == 0 && !allowsRow(object, name.first, end)) continue;
    if (left < index) memory.copy(changetype<usize>(nameAt(depth - 1, left)), changetype<usize>(name), NAME_SIZE);
    left += 1;
  }
  frame.count = left;
}

/** Goes through the array at `array`, if rows of the step go on with its elements. */
function goThrough(frame: Frame, array: usize): void {
  let first = <i32>frame.first;
  while (first < <i32>frame.behind && !hasStar(first, frame.to)) first += 1;
  let behind = first;
  while (behind < <i32>frame.behind && hasStar(behind, frame.to)) behind += 1;
  if (first == behind) return;
  frame.first = <u8>first;
  frame.behind = <u8>behind;
  frame.to += 2;
  frame.index = -1;
  frame.element = findFirst(array);
}

/** Whether the row goes on with an array's elements at `offset`. */
function hasStar(row: i32, offset: i32): bool {
  const place = placeOf(row);
  return unitOf(place, offset) == SLASH && unitOf(place, offset + 1) == STAR;
}

/** Whether the step from `frame` to `value` ends at a place. If rows only go on there, the object is opened. */
function isPlace(frame: Frame, value: usize): bool {
  const first = <u32>load<u8>(value);
  if (first != OPEN_OBJECT && first != QUOTE) return false;
  end = frame.end;
  strings = frame.strings;
  // Back in the record's own text: what was decoded and held no match is of no use any more.
  if (strings == 0) unclaim(kept);
  let goesOn = false;
  for (let row = <i32>frame.first; row < <i32>frame.behind; row++) {
    const unit = unitOf(placeOf(row), frame.to);
    if (unit == (first == QUOTE ? HASH : NOTHING)) {
      frame.isDecoded = unit == HASH;
      place = value;
      isWhole = false;
      return true;
    }
    if (unit == SLASH) goesOn = true;
  }
  frame.isDecoded = false;
  if (goesOn && first == OPEN_OBJECT) open(value, false, frame.first, frame.behind, frame.to);
  return false;
}
