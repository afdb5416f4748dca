/**
 * The walk: finds the fields of a table of paths in one object, whatever their spelling.
 *
 * `{"a":{"b":1}}`, `{"a.b":1}` and any mix of them spell the path `a.b`; an array of objects is
 * walked object by object. Of a key that an object has twice the last counts, as in JSON.parse;
 * different spellings of one path all count, as in Elasticsearch.
 *
 * It goes down in its own frames, one for each part of a path, never on the stack of the host.
 */
import { matchAscii, unitAt } from "../bytes/ascii";
import { BACKSLASH, OPEN_OBJECT, QUOTE } from "../json/chars";
import { findFirst, findMemberValue, findNext, skipValue } from "../json/cursor";
import { findFirstElement, findNextElement } from "../json/elements";
import { readAscii } from "../json/text";
import { LONGEST_PATH, MOST_BEGINNINGS, MOST_PARTS } from "./paths";

/** Told of each field found: its number in the table and where its value begins. */
export type Visitor = (field: i32, value: usize) => void;

/**
 * A member that spells a path or the beginning of some: they are the paths from `first` to
 * before `behind`, and go on at `offset`. A path that ends with the member has its `offset`
 * beyond its end.
 */
@unmanaged
class Member {
  value: usize;
  first: u8;
  behind: u8;
  offset: u8;
  unused: u8;
}
const MEMBER_SIZE: i32 = 8;

/** An object being walked: its members, and the objects in the current member's value. */
@unmanaged
class Frame {
  members: usize;
  count: i32;
  current: i32;
  element: usize;
  last: usize;
}
const FRAME_SIZE: i32 = 20;

const frames = memory.data(FRAME_SIZE * MOST_PARTS, 8);
const members = memory.data(MEMBER_SIZE * MOST_BEGINNINGS * MOST_PARTS, 8);
const key = memory.data(LONGEST_PATH, 8);

// @ts-ignore: decorator
@inline
function frameAt(level: i32): Frame {
  return changetype<Frame>(frames + <usize>(level * FRAME_SIZE));
}

// @ts-ignore: decorator
@inline
function memberAt(frame: Frame, index: i32): Member {
  return changetype<Member>(frame.members + <usize>(index * MEMBER_SIZE));
}

/**
 * Visits the fields of `paths` in the object at `object`, in well-formed JSON that ends at `end`.
 */
export function walk(object: usize, end: usize, paths: StaticArray<string>, visit: Visitor): void {
  let level = 0;
  enter(0, object, end, paths, 0, paths.length, 0);
  while (level >= 0) {
    const frame = frameAt(level);
    if (frame.element != 0) {
      // Inside a member that begins paths: go down into each object that it holds.
      const element = frame.element;
      frame.element = findNextElement(element, frame.last, end);
      if (load<u8>(element) == OPEN_OBJECT && level + 1 < MOST_PARTS) {
        const member = memberAt(frame, frame.current - 1);
        level += 1;
        enter(level, element, end, paths, member.first, member.behind, member.offset);
      }
    } else if (frame.current < frame.count) {
      const member = memberAt(frame, frame.current);
      frame.current += 1;
      if (<i32>member.offset > unchecked(paths[member.first]).length) {
        visit(member.first, member.value);
      } else {
        frame.last = skipValue(member.value, end);
        frame.element = findFirstElement(member.value, frame.last);
      }
    } else {
      level -= 1;
    }
  }
}

/** Opens a frame: notes the members of `object` that paths `first` to `behind` go on with. */
function enter(
  level: i32,
  object: usize,
  end: usize,
  paths: StaticArray<string>,
  first: i32,
  behind: i32,
  offset: i32,
): void {
  const frame = frameAt(level);
  frame.members = members + <usize>(level * MOST_BEGINNINGS * MEMBER_SIZE);
  frame.count = 0;
  frame.current = 0;
  frame.element = 0;
  for (let at = findFirst(object); at != 0;) {
    const keyEnd = findKeyEnd(at, end);
    const value = findMemberValue(keyEnd);
    let text = at + 1;
    let length = <i32>(keyEnd - 1 - text);
    if (escaped) {
      text = key;
      length = readAscii(at, key, LONGEST_PATH);
    }
    if (length > 0) note(frame, value, paths, first, behind, offset, text, length);
    at = findNext(skipValue(value, end));
  }
}

/** Whether the key that `findKeyEnd` went over last has an escape. */
let escaped: bool = false;

/** Behind the key at `at`. Keys are short: a loop over bytes costs less than one over words. */
function findKeyEnd(at: usize, end: usize): usize {
  escaped = false;
  for (at += 1; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == QUOTE) break;
    if (byte == BACKSLASH) {
      escaped = true;
      at += 1;
    }
  }
  return at + 1;
}

/** Notes the member with this key if paths go on with it, in the place of an earlier one. */
function note(
  frame: Frame,
  value: usize,
  paths: StaticArray<string>,
  first: i32,
  behind: i32,
  offset: i32,
  text: usize,
  length: i32,
): void {
  while (first < behind && !goesOn(unchecked(paths[first]), offset, text, length)) first += 1;
  if (first == behind) return;
  let next = first + 1;
  while (next < behind && goesOn(unchecked(paths[next]), offset, text, length)) next += 1;
  offset += length + 1;
  let index = 0;
  for (; index < frame.count; index++) {
    const member = memberAt(frame, index);
    if (<i32>member.first == first && <i32>member.offset == offset) break;
  }
  if (index == frame.count) {
    if (index == MOST_BEGINNINGS) return;
    frame.count += 1;
  }
  const member = memberAt(frame, index);
  member.value = value;
  member.first = <u8>first;
  member.behind = <u8>next;
  member.offset = <u8>offset;
}

/** Whether `path` goes on at `offset` with this text, up to its end or the end of a part. */
function goesOn(path: string, offset: i32, text: usize, length: i32): bool {
  const behind = offset + length;
  if (behind > path.length || <u32>load<u8>(text) != unitAt(path, offset)) return false;
  if (behind < path.length && unitAt(path, behind) != 0x2e) return false;
  return matchAscii(text, length, path, offset);
}
